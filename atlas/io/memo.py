"""Memo of computed values, bounded in bytes: each value belongs to an atlas or a frame and is dropped with it.

Frames and atlases are shared and never changed, so that an owner and a key have one value. Whatever a reader can vary
(classes, years, outlines, languages) goes through here: the total is bounded, the least recently used values leave.
"""

import sys
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import islice
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

    Rows: TypeAlias = pd.DataFrame | pd.Series[Any] | ExtensionArray

Value = TypeVar("Value")

# Below, computing again costs less than looking up.
LEAST_ROWS = 2_000
# Of the whole process. The shipped atlas in three languages takes about 60 MB.
LIMIT_BYTES = 512 * 2**20
# Of a long sequence, how many values its size is estimated from, at least.
_SAMPLED = 1_000


@dataclass(frozen=True, slots=True)
class MemoStatistics:
    """What a memo holds and how often it helped.

    Attributes
    ----------
    entries, size_bytes
        Values held now, and their estimated size with their keys.
    hits, misses, evictions
        Since the process started.
    """

    entries: int
    size_bytes: int
    hits: int
    misses: int
    evictions: int


class Memo:
    """Least-recently-used cache of values by owner and key, bounded by the sum of the estimated sizes of both.

    Parameters
    ----------
    limit_bytes
        Bound of the sum. A value larger than that is returned and not kept.
    """

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit = limit_bytes
        self._values: OrderedDict[tuple[int, Hashable], tuple[Any, int]] = OrderedDict()
        self._owners: dict[int, weakref.ref[Any]] = {}
        # Of several simultaneous requests for a value, the first computes it and the others wait.
        self._making: dict[tuple[int, Hashable], Lock] = {}
        # Reentrant: the garbage collector may drop an owner, and so call `_forget`, while the lock is held.
        self._lock = RLock()
        self._size = self._hits = self._misses = self._evictions = 0

    def get(self, owner: object, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, computed by `make` when the memo does not hold it.

        Parameters
        ----------
        owner
            The atlas, frame, series or array that the value was computed from; nobody changes it.
        key
            Names the value among those of its owner.
        make
            Computes it; the value is shared and must not be changed.
        """
        place = (id(owner), key)
        with self._lock:
            if (found := self._find(owner, place)) is not None:
                return found[0]
            making = self._making.setdefault(place, Lock())
        with making:
            with self._lock:
                if (found := self._find(owner, place)) is not None:
                    return found[0]
                self._misses += 1
            try:
                value = make()
                self._keep(owner, place, value)
            finally:
                with self._lock:
                    self._making.pop(place, None)
        return value

    def statistics(self) -> MemoStatistics:
        """Return what the memo holds now and how often it helped."""
        with self._lock:
            return MemoStatistics(len(self._values), self._size, self._hits, self._misses, self._evictions)

    def clear(self) -> None:
        """Drop every value."""
        with self._lock:
            self._values.clear()
            self._size = 0

    def _find(self, owner: object, place: tuple[int, Hashable]) -> tuple[Any, int] | None:
        known = self._owners.get(place[0])
        # An address that another object has taken over holds nothing of it.
        if known is None or known() is not owner:
            return None
        found = self._values.get(place)
        if found is not None:
            self._hits += 1
            self._values.move_to_end(place)
        return found

    def _keep(self, owner: object, place: tuple[int, Hashable], value: object) -> None:
        # A reader can make the key long, too: a filter, a link.
        size = estimate_bytes(value) + estimate_bytes(place[1])
        if size > self._limit:
            return
        with self._lock:
            known = self._owners.get(place[0])
            if known is None or known() is not owner:
                self._drop(place[0])
                self._owners[place[0]] = weakref.ref(owner, lambda gone: self._forget(place[0], gone))
            if place in self._values:
                self._size -= self._values[place][1]
            self._values[place] = (value, size)
            self._size += size
            while self._size > self._limit:
                _, (_, left) = self._values.popitem(last=False)
                self._size -= left
                self._evictions += 1

    def _forget(self, address: int, gone: "weakref.ref[Any]") -> None:
        with self._lock:
            if self._owners.get(address) is gone:
                del self._owners[address]
                self._drop(address)

    def _drop(self, address: int) -> None:
        for place in [place for place in self._values if place[0] == address]:
            self._size -= self._values.pop(place)[1]


_process = Memo()


def memoize(owner: object, key: Hashable, make: Callable[[], Value]) -> Value:
    """Return a value from the memo of this process; see `Memo.get`."""
    return _process.get(owner, key, make)


def memoize_rows(rows: "Rows", key: Hashable, make: Callable[[], Value]) -> Value:
    """Return a value computed from rows: memoized when there are many, computed again when there are few."""
    return make() if len(rows) < LEAST_ROWS else _process.get(rows, key, make)


def memo_statistics() -> MemoStatistics:
    """Return what the memo of this process holds."""
    return _process.statistics()


def estimate_bytes(value: object) -> int:
    """Return about how many bytes a value holds; what a frame lends it (its geometry) counts a pointer a row."""
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        usage = value.memory_usage(index=False) if isinstance(value, pd.DataFrame) else value.memory_usage()
        return int(np.sum(usage))
    if isinstance(value, Mapping):
        return 64 + estimate_bytes(tuple(value)) + estimate_bytes(tuple(value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        # A long one from some of its values: walking through a million names takes longer than a look-up saves.
        some = list(islice(value, 0, None, max(1, len(value) // _SAMPLED)))
        return 64 + 8 * len(value) + sum(map(estimate_bytes, some)) * len(value) // max(1, len(some))
    if is_dataclass(value) and not isinstance(value, type):
        return 64 + sum(estimate_bytes(getattr(value, field.name)) for field in fields(value))
    return getattr(value, "nbytes", None) or sys.getsizeof(value, 64)
