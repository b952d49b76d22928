"""Features in pieces and in one projection: what questions about distances make of the shapes of a layer."""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from atlas.analysis.spatial.measure import metric_crs
from atlas.io.mapped_shapes import PIECE_ROWS, MappedGeometry, pieces_of
from atlas.io.memo import memoize_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

# Width of a zone of UTM, degrees.
CELL = 6.0


def is_long(features: gpd.GeoSeries) -> bool:
    """Return whether the shapes of features are made piece by piece: they are mapped, and many."""
    return len(features) > PIECE_ROWS and isinstance(features.array, MappedGeometry)


def pieces_to_make(features: gpd.GeoSeries, met: gpd.GeoSeries | None = None) -> "Iterator[np.ndarray]":
    """Return the positions of mapped features piece by piece; of those only that may meet others, where given."""
    rows = np.arange(len(features))
    if met is not None:
        bounds = met.array.total_bounds
        rows = np.sort(features.sindex.query(shapely.box(*bounds))) if np.isfinite(bounds).all() else rows[:0]
    return pieces_of(features.array.bounds, rows, PIECE_ROWS)


def one_plane(*several: gpd.GeoSeries) -> int:
    """Return the projection that fits all of some features; 0 when one does not."""
    planes = frozenset[int]().union(*map(_planes, several))
    return next(iter(planes)) if len(planes) == 1 else 0


def _planes(features: gpd.GeoSeries) -> frozenset[int]:
    return memoize_rows(features.array, "planes", lambda: _find_planes(features))


def _find_planes(features: gpd.GeoSeries) -> frozenset[int]:
    bounds = features.array.bounds.reshape(-1, 4)
    bounds = bounds[~np.isnan(bounds).any(axis=1)]
    codes = metric_crs((bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2)
    codes[are_wide(bounds)] = 0
    return frozenset(np.unique(codes).tolist())


def flat(features: gpd.GeoSeries, crs: int) -> gpd.GeoSeries:
    """Project features, memoized for large layers."""
    return memoize_rows(features.array, ("flat", crs), lambda: features.to_crs(crs))


def are_wide(bounds: np.ndarray) -> np.ndarray:
    """Return which boxes are wider than a zone."""
    return ((bounds[:, 2] - bounds[:, 0]) > CELL) | ((bounds[:, 3] - bounds[:, 1]) > 2 * CELL)
