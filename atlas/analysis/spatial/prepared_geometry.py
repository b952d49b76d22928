"""Which shapes meet others, by prepared geometries (fast repeated predicates) or without, safe in several threads.

A prepared geometry builds its index at the first predicate, which is not thread-safe. Rows are shared by all threads,
so copies are prepared.
"""

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import shapely

from atlas.analysis.spatial.parallel import map_in_parallel, query_in_parallel
from atlas.io.mapped_shapes import MappedGeometry

if TYPE_CHECKING:
    import geopandas as gpd
    from geopandas.array import GeometryArray
    from geopandas.sindex import SpatialIndex

# Up to this many vertices a shape is compared as quickly without being prepared.
FEW_VERTICES = 200

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


def meet_any(features: "gpd.GeoSeries", others: "gpd.GeoSeries") -> np.ndarray:
    """Return which features intersect one of others, borders included.

    Parameters
    ----------
    features, others
        GeoSeries of any type, in one CRS; entries without geometry meet nothing.

    Returns
    -------
    ndarray of bool
        One value for each of `features`.
    """
    shapes, other_shapes = features.to_numpy(), others.to_numpy()
    met = np.zeros(len(shapes), dtype=bool)
    if (shapely.get_dimensions(shapes) > 0).any():
        few = shapely.get_num_coordinates(other_shapes) <= FEW_VERTICES
        simple = (shapely.get_dimensions(other_shapes) > 0) & few
    else:
        simple = np.zeros(len(other_shapes), dtype=bool)
    if simple.any():
        index = others.sindex
        met = np.concatenate(map_in_parallel(lambda part: _meet_simple(part, index, other_shapes, simple), shapes))
        met[query_in_parallel(features.sindex.query, other_shapes[~simple], predicate="intersects")[1]] = True
    elif len(others) > len(features):
        met[query_in_parallel(others.sindex.query, shapes, predicate="intersects")[0]] = True
    else:
        met[query_in_parallel(features.sindex.query, other_shapes, predicate="intersects")[1]] = True
    return met


def _meet_simple(shapes: np.ndarray, index: "SpatialIndex", others: np.ndarray, simple: np.ndarray) -> np.ndarray:
    """Return which shapes intersect one of the simple others.

    A place of each is looked for in them, which is quickest. What is left is compared in rounds with those whose box it
    meets, one for each shape, until one is met.
    """
    met = np.zeros(len(shapes), dtype=bool)
    xy, shape = shapely.get_coordinates(shapes, return_index=True)
    first = np.flatnonzero(np.diff(shape, prepend=-1))
    place, other = _pairs(np.asarray(shapely.points(xy[first])), index, simple)
    met[shape[first][place[shapely.intersects_xy(others[other], xy[first][place])]]] = True
    rest = np.flatnonzero(~met)
    at, other = _pairs(shapes[rest], index, simple)
    shape = rest[at]
    while len(shape):
        first = np.flatnonzero(np.diff(shape, prepend=-1))
        met[shape[first]] = shapely.intersects(shapes[shape[first]], others[other[first]])
        left = ~met[shape]
        left[first] = False
        shape, other = shape[left], other[left]
    return met


def _pairs(shapes: np.ndarray, index: "SpatialIndex", simple: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of a shape and a simple other whose boxes meet, those of a shape together."""
    shape, other = index.query(shapes)
    shape, other = shape[simple[other]], other[simple[other]]
    order = np.argsort(shape, kind="stable")
    return shape[order], other[order]
