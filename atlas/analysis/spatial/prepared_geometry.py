"""Prepared geometries (fast repeated predicates), safe to use from several threads.

A prepared shape builds its index when it is first asked, which two threads at once do not survive. Rows are shared by
all threads: they are never prepared themselves.
"""

from typing import TypeVar

import numpy as np
import shapely

Shapes = TypeVar("Shapes", shapely.Geometry, np.ndarray)


def prepared(shapes: Shapes) -> Shapes:
    """Return copies of shapes of any type and CRS, prepared; whoever takes them keeps them to one thread at a time."""
    own = shapely.from_wkb(shapely.to_wkb(shapes))
    shapely.prepare(own)
    return own
