"""Search-as-you-type index: ignores accents and case, matches prefixes of words, tolerates one typing error.

An inverted index: every word of every text points to what it names, so that a question compares its few words with the
vocabulary and not with the texts.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

# Letters that are no letter with an accent to Unicode, and the short forms of the names of saints.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_SHORT = {"st": "saint", "ste": "sainte"}
_WORD = re.compile(r"[^\W_]+")
# "T058a" is T58a.
_NUMBERED = re.compile(r"([a-z]{0,2})0*(\d+[a-z]?)")

# What a word costs by how it was found; what a text costs by its rank is below the least of the differences.
_BEGINNING, _SLIP, _NOT_FOUND = 10, 1_000, 10**6
_LENGTH_ONE_SLIP, _LENGTH_TWO_SLIPS = 4, 8
# More words than that do not make a question clearer.
_WORDS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Words and what each names.

    Attributes
    ----------
    vocabulary
        Every word once, folded.
    start
        Where the entries of each word begin in `owner` and `cost`.
    owner, cost
        For each entry, the position of what is named, and what its text costs (0 for a name).
    count
        How many things are named.
    """

    vocabulary: np.ndarray
    start: np.ndarray
    owner: np.ndarray
    cost: np.ndarray
    count: int


def fold(text: str) -> str:
    """Return a text without capitals, accents and ligatures, for comparing."""
    if text.isascii():
        return text.casefold()
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def split_words(text: str) -> list[str]:
    """Return the words of a text, folded; numbers lose their leading zeros."""
    return [_forms(word)[0] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=1 << 16)
def _forms(word: str) -> tuple[str, ...]:
    """Return a word as it is compared, and what else it is found by: "74" finds T74 as well."""
    numbered = _NUMBERED.fullmatch(word)
    if not numbered:
        return (_SHORT.get(word, word),)
    return (numbered[1] + numbered[2], numbered[2]) if numbered[1] else (numbered[2],)


def make_index(texts: Iterable[tuple[int, int, str]], count: int) -> Index:
    """Make the index of texts.

    Parameters
    ----------
    texts
        Position of what is named (0 to `count` - 1), rank of the text (0 a name, up to 9), the text.
    count
        How many things are named.
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
    """Find what a question names: all of its words, each whole, as the beginning of a word, or with a slip.

    Parameters
    ----------
    index
        As `make_index` gives it.
    query
        What was typed so far.
    enough
        Slips are looked for only when fewer things than that are found without.

    Returns
    -------
    tuple of ndarray
        Positions of what was found, and what each costs: the lower, the better. Whatever holds a slip costs more than
        anything that holds none.
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
    """Add the words, and beginnings of words, that differ by a slip; a number has none."""
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
    """Return the words long enough for a slip, or their first letters, once each, and the words each stands for."""
    standing: dict[str, list[int]] = {}
    for position, word in enumerate(index.vocabulary):
        if len(word) >= _LENGTH_ONE_SLIP and not word.isdigit():
            standing.setdefault(word[:length], []).append(position)
    return list(standing), list(standing.values())
