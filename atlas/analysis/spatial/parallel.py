"""Work on many shapes in parallel on all cores: GEOS releases the interpreter lock."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np

Made = TypeVar("Made")

# Number of shapes from which threads pay off.
_MANY = 5_000
# Shares of each core: towns and country take different times.
_SHARES = 4


def map_in_parallel(call: Callable[[np.ndarray], Made], shapes: np.ndarray, many: int = _MANY) -> list[Made]:
    """Return what a function makes of consecutive parts of some shapes; of fewer than `many` there is one part."""
    if len(shapes) < many:
        return [call(shapes)]
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as threads:
        return list(threads.map(call, np.array_split(shapes, _SHARES * cores)))


def query_in_parallel(query: Callable[..., np.ndarray], shapes: np.ndarray, **options: Any) -> np.ndarray:
    """Return the pairs that a query of a spatial index finds for many shapes."""
    found = map_in_parallel(lambda part: (len(part), query(part, **options)), shapes)
    starts = np.cumsum([0, *(size for size, _ in found)])[:-1]
    return np.hstack([np.add(pairs, [[start], [0]]) for (_, pairs), start in zip(found, starts, strict=True)])
