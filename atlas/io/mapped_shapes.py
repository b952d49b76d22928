"""Geometries of a frame that are mapped from a file (`atlas.io.stored_shapes`), and made when they are used.

What a question asks of all rows at once is made for it and forgotten.
"""

import weakref
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryArray
from geopandas.sindex import SpatialIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from atlas.io.stored_shapes import StoredShapes

# From this number of rows on the shapes of a file are mapped; up to this many are made at once for a question.
LEAST_ROWS, _FEW = 20_000, 2_000
# Number of shapes that a question makes at once, where it can.
PIECE_ROWS = 10_000


class _Made:
    """What has been made for a question and is still used, of all views of the same geometries."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.shapes: weakref.ref[np.ndarray] | None = None


# geopandas states no types.
class MappedGeometry(GeometryArray):  # type: ignore[misc]
    """Geometries of a frame that are made from `StoredShapes` when they are used.

    Parameters
    ----------
    stored
        All shapes of the layer.
    crs
        Reference system.
    rows
        Positions of those that are here; all of them when not given.
    """

    def __init__(self, stored: "StoredShapes", crs: object, rows: np.ndarray | None = None) -> None:
        self.stored, self.rows = stored, rows
        self._crs = self._sindex = None
        self.crs = crs
        self._made = _Made()

    @property
    def _data(self) -> np.ndarray:
        """All geometries, as long as somebody uses them."""
        with self._made.lock:
            made = self._made.shapes() if self._made.shapes else None
            if made is None:
                made = self.stored.take(np.arange(len(self)) if self.rows is None else self.rows)
                self._made.shapes = weakref.ref(made)
            return made

    def _some(self, positions: np.ndarray) -> GeometryArray:
        rows = positions if self.rows is None else self.rows[positions]
        if len(rows) > _FEW:
            return MappedGeometry(self.stored, self.crs, rows)
        return GeometryArray(self.stored.take(rows), crs=self.crs)

    def _of(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(values) if self.rows is None else values[self.rows]

    @property
    def bounds(self) -> np.ndarray:
        """West, south, east and north of each."""
        return self._of(self.stored.bounds)

    @property
    def dimensions(self) -> np.ndarray:
        """Dimension of each, -1 without geometry."""
        return self._of(self.stored.dimensions)

    @property
    def vertices(self) -> np.ndarray:
        """Number of vertices of each."""
        return self._of(self.stored.vertices)

    @property
    def is_empty(self) -> np.ndarray:
        """Whether each has no vertex."""
        return np.asarray((self.vertices == 0) & (self.dimensions >= 0))

    @property
    def has_z(self) -> np.ndarray:
        """Whether each has heights: none has."""
        return np.zeros(len(self), dtype=bool)

    @property
    def sindex(self) -> "MappedIndex":
        """Spatial index, which is not held."""
        return MappedIndex(self)

    @property
    def size(self) -> int:
        """Number of geometries."""
        return len(self.stored) if self.rows is None else len(self.rows)

    @property
    def nbytes(self) -> int:
        """Bytes that are held for each: its position."""
        return 0 if self.rows is None else int(self.rows.nbytes)

    def isna(self) -> np.ndarray:
        """Return which are missing."""
        return np.asarray(self.dimensions < 0)

    def __getitem__(self, key: Any) -> Any:
        """Return one geometry, or the geometries of some rows."""
        if isinstance(key, int | np.integer):
            position = range(self.size)[key]
            return self.stored.take(np.array([position if self.rows is None else self.rows[position]]))[0]
        if isinstance(key, slice) and key == slice(None):
            return self.copy()
        return self._some(np.arange(self.size)[pd.api.indexers.check_array_indexer(self, key)])

    def __setitem__(self, key: Any, value: Any) -> None:
        """Change some; from then on all are in memory."""
        held = GeometryArray(self._data.copy(), crs=self.crs)
        self.__class__ = GeometryArray
        self.__dict__ = held.__dict__
        self[key] = value

    def take(self, indices: Any, allow_fill: bool = False, fill_value: Any = None) -> GeometryArray:  # noqa: FBT001, FBT002 - as of pandas
        """Return the geometries of some rows; see pandas."""
        positions = np.asarray(indices, dtype=np.intp)
        if (allow_fill and (positions < 0).any()) or not self.size:
            return super().take(indices, allow_fill=allow_fill, fill_value=fill_value)
        return self._some(np.arange(self.size)[positions])

    def copy(self, *_: object, **__: object) -> "MappedGeometry":
        """Return the same geometries; nothing is copied until some are changed."""
        other = MappedGeometry(self.stored, self.crs, self.rows)
        other._made = self._made
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        """Send another process where they are."""
        return MappedGeometry, (self.stored, self.crs, self.rows)


class MappedIndex(SpatialIndex):  # type: ignore[misc]
    """Spatial index of mapped geometries: one shape is compared with their boxes; for many a tree is built.

    Parameters
    ----------
    shapes
        The geometries.
    """

    def __init__(self, shapes: MappedGeometry) -> None:
        self._shapes = shapes

    @cached_property
    def geometries(self) -> np.ndarray:
        """All geometries."""
        return np.asarray(self._shapes)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        # An empty shape has no box: it is in no tree.
        shapes = self.geometries.copy()
        shapes[shapely.is_empty(shapes)] = None
        return shapely.STRtree(shapes)

    def query(self, geometry: Any, predicate: str | None = None, **options: Any) -> np.ndarray:
        """Return the positions of the geometries that meet a shape; see geopandas."""
        if options or predicate not in (None, "intersects") or not isinstance(geometry, shapely.Geometry):
            return np.asarray(super().query(geometry, predicate=predicate, **options))
        west, south, east, north = self._shapes.bounds.T
        left, bottom, right, top = shapely.bounds(geometry)
        rows = np.flatnonzero((west <= right) & (east >= left) & (south <= top) & (north >= bottom))
        if predicate is None or not len(rows):
            return rows
        own, met = _prepared(geometry), np.zeros(len(rows), dtype=bool)
        for start in range(0, len(rows), PIECE_ROWS):
            piece = slice(start, start + PIECE_ROWS)
            met[piece] = shapely.intersects(own, np.asarray(self._shapes[rows[piece]]))
        return rows[met]


def pieces_of(bounds: np.ndarray, rows: np.ndarray, most: int) -> "Iterator[np.ndarray]":
    """Split rows into pieces that lie together, halved at the middle of their longer side again and again.

    Parameters
    ----------
    bounds
        West, south, east and north of each of the layer, NaN without position.
    rows
        Positions of those that are split.
    most
        Number of rows of a piece.

    Yields
    ------
    ndarray of int
        Positions in rising order.
    """
    if len(rows) <= most:
        yield rows
        return
    middles = np.nan_to_num(bounds[rows][:, :2] + bounds[rows][:, 2:])
    along = middles[:, int(np.ptp(middles, axis=0).argmax())]
    order = np.argsort(along, kind="stable")
    for half in np.array_split(order, 2):
        yield from pieces_of(bounds, rows[np.sort(half)], most)


def dimensions_of(features: "gpd.GeoSeries[Any]") -> np.ndarray:
    """Return the dimension of each feature, -1 without geometry."""
    shapes = features.array
    return shapes.dimensions if isinstance(shapes, MappedGeometry) else shapely.get_dimensions(np.asarray(shapes))


def vertices_of(features: "gpd.GeoSeries[Any]") -> np.ndarray:
    """Return the number of vertices of each feature."""
    shapes = features.array
    return shapes.vertices if isinstance(shapes, MappedGeometry) else shapely.get_num_coordinates(np.asarray(shapes))


def _prepared(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a prepared copy: the shape itself may be used by other threads."""
    own = shapely.from_wkb(shapely.to_wkb(shape))
    shapely.prepare(own)
    return own
