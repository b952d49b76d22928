"""Prepared geometries (fast repeated predicates), safe to use from several threads.

A prepared geometry builds its index at the first predicate, which is not thread-safe. Rows are shared by all threads,
so copies are prepared.
"""

from typing import TypeVar

import numpy as np
import shapely

Shapes = TypeVar("Shapes", shapely.Geometry, np.ndarray)


def prepared_copy(shapes: Shapes) -> Shapes:
    """Return prepared copies of shapes of any type and CRS, for use in one thread at a time."""
    own = shapely.from_wkb(shapely.to_wkb(shapes))
    shapely.prepare(own)
    return own
