"""Queries of a spatial index, in parallel on all cores."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

# Number of shapes from which threads pay off.
_MANY = 5_000


def query_in_parallel(query: Callable[..., np.ndarray], shapes: np.ndarray, **options: Any) -> np.ndarray:
    """Query a spatial index with many shapes in parallel threads: GEOS releases the interpreter lock."""
    if len(shapes) < _MANY:
        return query(shapes, **options)
    parts = np.array_split(shapes, os.cpu_count() or 1)
    starts = np.cumsum([0, *map(len, parts[:-1])])
    with ThreadPoolExecutor() as threads:
        found = list(threads.map(lambda part: query(part, **options), parts))
    return np.hstack([np.add(pairs, [[start], [0]]) for pairs, start in zip(found, starts, strict=True)])
