"""Search-as-you-type index: ignores accents and case, matches prefixes of words, tolerates one typing error.

An inverted index: every word points to the items whose texts contain it, so that a query compares its few words with
the vocabulary and not with the texts.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

# Letters that Unicode does not decompose, and the short forms of saints' names.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_SHORT = {"st": "saint", "ste": "sainte"}
_WORD = re.compile(r"[^\W_]+")
# "T058a" is T58a.
_NUMBERED = re.compile(r"([a-z]{0,2})0*(\d+[a-z]?)")

# Cost of a word by the kind of match; the cost of a text by its rank is less than the smallest of these.
_BEGINNING, _SLIP, _NOT_FOUND = 10, 1_000, 10**6
_LENGTH_ONE_SLIP, _LENGTH_TWO_SLIPS = 4, 8
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
    """

    vocabulary: np.ndarray
    start: np.ndarray
    owner: np.ndarray
    cost: np.ndarray
    count: int


def fold(text: str) -> str:
    """Return a text without capitals, accents and ligatures, for comparison."""
    if text.isascii():
        return text.casefold()
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def split_words(text: str) -> list[str]:
    """Return the words of a text, folded; numbers lose their leading zeros."""
    return [_forms(word)[0] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=1 << 16)
def _forms(word: str) -> tuple[str, ...]:
    """Return the forms of a word in the index: T74 is also found by "74"."""
    numbered = _NUMBERED.fullmatch(word)
    if not numbered:
        return (_SHORT.get(word, word),)
    return (numbered[1] + numbered[2], numbered[2]) if numbered[1] else (numbered[2],)


def make_index(texts: Iterable[tuple[int, int, str]], count: int) -> Index:
    """Build the index of texts.

    Parameters
    ----------
    texts
        Position of the item (0 to `count` - 1), rank of the text (0 for a name, up to 9), the text.
    count
        Number of items.
    """
    entries: dict[str, dict[int, int]] = {}
    for owner, rank, text in texts:
        for word in _WORD.findall(fold(text)):
            for form in _forms(word):
                _enter(entries, form, owner, rank)
    vocabulary = sorted(entries)
    owned = [entries[word] for word in vocabulary]
    return Index(
        vocabulary=np.array(vocabulary, dtype=object),
        start=np.concatenate([[0], np.cumsum([len(own) for own in owned], dtype=int)]),
        owner=np.array([owner for own in owned for owner in own], dtype=int),
        cost=np.array([cost for own in owned for cost in own.values()], dtype=int),
        count=count,
    )


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
        Positions of the items found, and their costs: the lower, the better. Any match with a typing error costs
        more than one without.
    """
    words = split_words(query)[:_WORDS]
    if not words or index.count == 0:
        return np.array([], dtype=int), np.array([], dtype=int)
    cost = _total(index, words, _whole_or_beginning)
    if (cost < _NOT_FOUND).sum() < enough:
        cost = np.minimum(cost, _total(index, words, _with_slips))
    found = np.flatnonzero(cost < _NOT_FOUND)
    order = np.argsort(cost[found], kind="stable")
    return found[order], cost[found][order]


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
    for position in range(first, len(vocabulary)):
        if not vocabulary[position].startswith(word):
            break
        found.append((position, 0 if vocabulary[position] == word else _BEGINNING))
    return found


def _with_slips(index: Index, word: str) -> list[tuple[int, int]]:
    """Add the words and prefixes that differ by a typing error; numbers must match exactly."""
    found = dict(_whole_or_beginning(index, word))
    slips = (len(word) >= _LENGTH_ONE_SLIP) + (len(word) >= _LENGTH_TWO_SLIPS)
    if not slips or any(letter.isdigit() for letter in word):
        return list(found.items())
    for length, more in ((None, 0), (len(word), _BEGINNING)):
        texts, positions = _beginnings(index, length)
        near = process.cdist([word], texts, scorer=OSA.distance, score_cutoff=slips, dtype=np.uint8)[0]
        for k in np.flatnonzero(near <= slips):
            for position in positions[k]:
                found.setdefault(position, _SLIP * int(near[k]) + more)
    return list(found.items())


@lru_cache(maxsize=32)
def _beginnings(index: Index, length: int | None) -> tuple[list[str], list[list[int]]]:
    """Return the distinct words that are long enough for a typing error, or their prefixes, with their positions."""
    standing: dict[str, list[int]] = {}
    for position, word in enumerate(index.vocabulary):
        if len(word) >= _LENGTH_ONE_SLIP and not word.isdigit():
            standing.setdefault(word[:length], []).append(position)
    return list(standing), list(standing.values())
