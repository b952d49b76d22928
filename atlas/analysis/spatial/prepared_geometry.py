"""Prepared geometries (fast repeated predicates), safe to use from several threads.

A prepared geometry builds its index at the first predicate, which is not thread-safe. Rows are shared by all threads,
so copies are prepared.
"""

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import shapely

from atlas.io.mapped_shapes import MappedGeometry

if TYPE_CHECKING:
    from geopandas.array import GeometryArray

Shapes = TypeVar("Shapes", shapely.Geometry, np.ndarray)


def prepared_copy(shapes: Shapes) -> Shapes:
    """Return prepared copies of shapes of any type and CRS, for use in one thread at a time."""
    own = shapely.from_wkb(shapely.to_wkb(shapes))
    shapely.prepare(own)
    return own


def meets(shapes: "GeometryArray", outline: shapely.Geometry) -> np.ndarray:
    """Return which shapes meet an outline; of those that are mapped only the ones in its box are made."""
    if not isinstance(shapes, MappedGeometry):
        return np.asarray(shapely.intersects(prepared_copy(outline), np.asarray(shapes)), dtype=bool)
    met = np.zeros(len(shapes), dtype=bool)
    met[shapes.sindex.query(outline, predicate="intersects")] = True
    return met
