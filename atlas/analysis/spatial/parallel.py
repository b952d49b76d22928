"""Queries of a spatial index, divided among all cores."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

# From so many shapes on, threads are worth their start.
_MANY = 5_000


def side_by_side(ask: Callable[..., np.ndarray], shapes: np.ndarray, **asked: Any) -> np.ndarray:
    """Query a tree with shapes, divided among the cores: GEOS lets other threads run while it searches."""
    if len(shapes) < _MANY:
        return ask(shapes, **asked)
    parts = np.array_split(shapes, os.cpu_count() or 1)
    starts = np.cumsum([0, *map(len, parts[:-1])])
    with ThreadPoolExecutor() as threads:
        found = list(threads.map(lambda part: ask(part, **asked), parts))
    return np.hstack([np.add(pairs, [[start], [0]]) for pairs, start in zip(found, starts, strict=True)])
