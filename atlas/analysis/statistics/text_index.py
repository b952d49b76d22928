"""Search-as-you-type index: ignores accents and case, matches prefixes of words, tolerates one typing error.

An inverted index: every word points to the items whose texts contain it, so that a query compares its few words with
the vocabulary and not with the texts.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from atlas.analysis.statistics.name_words import ROMAN, SMALL_WORDS, indexed_forms, name_key, split_words

# Cost of a word by the kind of match; the cost of a text by its rank is less than the smallest of these.
_BEGINNING, _OTHER_NUMBER, _SLIP, _NOT_FOUND = 10, 30, 1_000, 10**6
# Cost of a match by its place in a name: the whole name costs nothing, its beginning and its inside less than a slip.
_BEGINS, _INSIDE = 250, 500
# Ranks below are those of names, which are compared as a whole.
_NAMES = 3
_LENGTH_ONE_SLIP, _LENGTH_TWO_SLIPS = 4, 8
# Words of so few letters differ by one of them and are both right: Gent and Genk.
_LENGTH_CHANGED_LETTER = 5
# Names that are typed without their blanks.
_LENGTH_GLUED = 6
# Words of a query that are used; more do not improve it.
_WORDS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The words of an index and the items that each refers to.

    Attributes
    ----------
    vocabulary
        Every word once, folded.
    start
        Position of the first entry of each word in `owner` and `cost`.
    owner, cost
        For each entry, the position of the item, and the cost of its text (0 for a name).
    count
        Number of items.
    keys, glued, key_owner, key_cost
        Names as a whole, sorted (see `name_key`), the same with small words and as one word, the item of each, and what
        a match with it costs.
    """

    vocabulary: np.ndarray
    start: np.ndarray
    owner: np.ndarray
    cost: np.ndarray
    count: int
    keys: np.ndarray
    glued: np.ndarray
    key_owner: np.ndarray
    key_cost: np.ndarray


def make_index(texts: Iterable[tuple[int, int, str]], count: int) -> Index:
    """Build the index of texts.

    Parameters
    ----------
    texts
        Position of the item (0 to `count` - 1), rank of the text (0 for a name, 1 for another name or a number, 2 for
        the name in a table, up to 9), the text.
    count
        Number of items.
    """
    entries: dict[str, dict[int, int]] = {}
    keys: list[tuple[str, str, int, int]] = []
    for owner, rank, text in texts:
        for form in indexed_forms(text):
            _enter(entries, form, owner, rank)
        if rank < _NAMES and (key := name_key(text)):
            keys.append((key, "".join(split_words(text)), owner, _key_cost(rank, text)))
    keys.sort()
    vocabulary = sorted(entries)
    owned = [entries[word] for word in vocabulary]
    return Index(
        vocabulary=np.array(vocabulary, dtype=object),
        start=np.concatenate([[0], np.cumsum([len(own) for own in owned], dtype=int)]),
        owner=np.array([owner for own in owned for owner in own], dtype=int),
        cost=np.array([cost for own in owned for cost in own.values()], dtype=int),
        count=count,
        keys=np.array([key for key, _, _, _ in keys], dtype=object),
        glued=np.array([glued for _, glued, _, _ in keys], dtype=object),
        key_owner=np.array([owner for _, _, owner, _ in keys], dtype=int),
        key_cost=np.array([cost for _, _, _, cost in keys], dtype=int),
    )


def _key_cost(rank: int, text: str) -> int:
    """Return what a match with a whole name costs: an object's own number nothing, the name in a table the most."""
    own_number = rank == 1 and " " not in text and any(letter.isdigit() for letter in text)
    return 0 if own_number else 1 + rank


def find(index: Index, query: str, *, enough: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Find the items that match all words of a query: exactly, by prefix, or with a typing error.

    Parameters
    ----------
    index
        Index that `make_index` returned.
    query
        Text typed so far.
    enough
        Typing errors are tolerated only when fewer items than this match without.

    Returns
    -------
    tuple of ndarray
        Positions of the items found, and their costs: the lower, the better. A whole name or an own number comes first,
        then names that begin so, then all others. Any match with a typing error costs more than one without.
    """
    words = _query_words(query)
    if not words or index.count == 0:
        return np.array([], dtype=int), np.array([], dtype=int)
    cost, place = _total(index, words, _whole_or_beginning), _places(index, name_key(query))
    if (cost < _NOT_FOUND).sum() < enough and not (place < _BEGINS).any():
        cost = np.minimum(cost, _total(index, words, _with_slips))
    cost = np.where(cost < _NOT_FOUND, cost + place, _NOT_FOUND)
    # What is called so needs no further word.
    cost = np.where(place < _BEGINS, place, cost)
    if cost.min() >= _NOT_FOUND and len(typed := "".join(split_words(query))) >= _LENGTH_GLUED:
        cost = _as_one_word(index, typed)
    found = np.flatnonzero(cost < _NOT_FOUND)
    order = np.argsort(cost[found], kind="stable")
    return found[order], cost[found][order]


def _query_words(query: str) -> list[str]:
    """Return the words that must be found, the last among them: it may be the beginning of another one."""
    words = split_words(query)
    return [word for word in words[:-1] if word not in SMALL_WORDS][: _WORDS - 1] + words[-1:]


def _places(index: Index, key: str) -> np.ndarray:
    """Return what the place of a query in each name costs; of two words also in the other order."""
    place, words = _places_in_names(index, key), key.split()
    if len(words) == 2:  # noqa: PLR2004 - two words
        turned = _places_in_names(index, " ".join(reversed(words)))
        place = np.minimum(place, np.where(turned < _INSIDE, _BEGINS + 1 + turned // 2, _INSIDE))
    return place


def _places_in_names(index: Index, key: str) -> np.ndarray:
    """Return for each item what it costs that a query is its name, begins it, or stands elsewhere."""
    place = np.full(index.count, _INSIDE, dtype=int)
    first, last = np.searchsorted(index.keys, key), np.searchsorted(index.keys, key + "\U0010ffff")
    same = index.keys[first:last] == key
    # T10 does not begin with T1, nor 74A with 74.
    cut = [key[-1:].isdigit() and name[len(key) :][:1] not in {"", " "} for name in index.keys[first:last]]
    cost = index.key_cost[first:last] + np.where(same, 0, np.where(cut, _INSIDE, _BEGINS))
    np.minimum.at(place, index.key_owner[first:last], cost)
    return place


def _as_one_word(index: Index, typed: str) -> np.ndarray:
    """Return what each item costs whose name, written as one word, holds what is typed."""
    cost = np.full(index.count, _NOT_FOUND, dtype=int)
    ways = tuple(dict.fromkeys((typed, re.sub("^st(?=.)", "saint", typed), re.sub("^ste", "sainte", typed))))
    held = np.flatnonzero([any(way in name for way in ways) for name in index.glued])
    more = [0 if name in ways else _BEGINS if name.startswith(ways) else _INSIDE for name in index.glued[held]]
    np.minimum.at(cost, index.key_owner[held], index.key_cost[held] + np.array(more, dtype=int))
    return cost


def _enter(entries: dict[str, dict[int, int]], word: str, owner: int, rank: int) -> None:
    own = entries.setdefault(word, {})
    own[owner] = min(rank, own.get(owner, rank))


def _total(index: Index, words: list[str], look_up: Callable[[Index, str], list[tuple[int, int]]]) -> np.ndarray:
    total = np.zeros(index.count, dtype=int)
    for word in words:
        best = np.full(index.count, _NOT_FOUND, dtype=int)
        for position, cost in look_up(index, word):
            entries = slice(index.start[position], index.start[position + 1])
            np.minimum.at(best, index.owner[entries], index.cost[entries] + cost)
        total += best
    return total


def _whole_or_beginning(index: Index, word: str) -> list[tuple[int, int]]:
    vocabulary = index.vocabulary
    first = int(np.searchsorted(vocabulary, word))
    found = []
    # 740 and 74A are other numbers than 74.
    more = _OTHER_NUMBER if word[-1].isdigit() else _BEGINNING
    for position in range(first, len(vocabulary)):
        if not vocabulary[position].startswith(word):
            break
        found.append((position, 0 if vocabulary[position] == word else more))
    if word in ROMAN:
        number = int(np.searchsorted(vocabulary, ROMAN[word]))
        found += [(number, _OTHER_NUMBER)] if vocabulary[number : number + 1].tolist() == [ROMAN[word]] else []
    return found


def _with_slips(index: Index, word: str) -> list[tuple[int, int]]:
    """Add the words and prefixes that differ by a typing error; numbers must match exactly."""
    found = dict(_whole_or_beginning(index, word))
    slips = (len(word) >= _LENGTH_ONE_SLIP) + (len(word) >= _LENGTH_TWO_SLIPS)
    if not slips or any(letter.isdigit() for letter in word):
        return list(found.items())
    # A letter may be missing in the middle of a beginning: "goell" for "gohelle".
    for length, more in ((None, 0), (len(word), _BEGINNING), (len(word) + 1, _BEGINNING)):
        texts, positions = _beginnings(index, length)
        near = process.cdist([word], texts, scorer=OSA.distance, score_cutoff=slips, dtype=np.uint8)[0]
        for k in np.flatnonzero(near <= slips):
            if len(word) < _LENGTH_CHANGED_LETTER and _is_changed_letter(word, texts[k]):
                continue
            for position in positions[k]:
                found.setdefault(position, _SLIP * int(near[k]) + more)
    return list(found.items())


def _is_changed_letter(word: str, other: str) -> bool:
    """Return whether two words differ by one letter for another: not by a letter more, less, or in another place."""
    return len(word) == len(other) and sorted(word) != sorted(other)


@lru_cache(maxsize=32)
def _beginnings(index: Index, length: int | None) -> tuple[list[str], list[list[int]]]:
    """Return the distinct words that are long enough for a typing error, or their prefixes, with their positions."""
    standing: dict[str, list[int]] = {}
    for position, word in enumerate(index.vocabulary):
        if len(word) >= _LENGTH_ONE_SLIP and not word.isdigit():
            standing.setdefault(word[:length], []).append(position)
    return list(standing), list(standing.values())
