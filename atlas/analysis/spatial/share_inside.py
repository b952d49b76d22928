"""Share of features inside an outline, and whether their centre is.

Areas are compared in an equal-area projection, lengths along geodesics (`atlas.analysis.spatial.measure`).
"""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from atlas.analysis.spatial.measure import areas_m2, lengths_m
from atlas.analysis.spatial.pieces import is_long, pieces_to_make
from atlas.analysis.spatial.prepared_geometry import prepared_copy
from atlas.catalog.filter import SHARE_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable

CRS = "EPSG:4326"
_LINE, _AREA = 1, 2


def shares_inside(features: gpd.GeoSeries, outline: shapely.Geometry) -> np.ndarray:
    """Return the share of each feature inside an outline: of its area, of the length of a line, of points.

    Parameters
    ----------
    features
        GeoSeries of any type, EPSG:4326.
    outline
        Any geometry, EPSG:4326; a feature on its border is inside.

    Returns
    -------
    ndarray of float
        One value from 0 to 1 for each feature, four decimals; NaN without geometry.
    """
    if is_long(features):
        return _by_pieces(shares_inside, features, outline, _outside(features))
    shapes = features.to_numpy()
    area = prepared_copy(outline)
    inside = np.asarray(shapely.intersects(area, shapes), dtype=bool)
    shares = np.where(shapely.is_missing(shapes) | shapely.is_empty(shapes), np.nan, 0.0)
    # Most features are covered by the outline and need no intersection.
    met = np.flatnonzero(inside)
    covered = np.asarray(shapely.covers(area, shapes[met]), dtype=bool)
    shares[met[covered]] = 1.0
    crossing = met[~covered]
    if len(crossing):
        shares[crossing] = _shares_of_crossing(shapes[crossing], outline)
    return shares.round(SHARE_DECIMALS)


def centres_inside(features: gpd.GeoSeries, outline: shapely.Geometry) -> np.ndarray:
    """Return which features have their centre inside an outline: a point on the surface, as `locate_features` takes it.

    Of territories that adjoin, one has the feature.

    Parameters
    ----------
    features
        GeoSeries of any type, EPSG:4326.
    outline
        Any geometry, EPSG:4326.

    Returns
    -------
    ndarray of bool
        One value for each feature; False without geometry.
    """
    if is_long(features):
        return _by_pieces(centres_inside, features, outline, np.zeros(len(features), dtype=bool))
    points = shapely.point_on_surface(features.to_numpy())
    return np.asarray(shapely.covers(prepared_copy(outline), points), dtype=bool)


def ends_inside(features: gpd.GeoSeries, outline: shapely.Geometry) -> np.ndarray:
    """Return the share of schematic lines, which are no routes: 1 when an end lies inside an outline, 0 when none does.

    Parameters
    ----------
    features
        GeoSeries of LineString or MultiLineString, EPSG:4326.
    outline
        Any geometry, EPSG:4326.

    Returns
    -------
    ndarray of float
        One value for each feature; NaN without geometry.
    """
    if is_long(features):
        return _by_pieces(ends_inside, features, outline, _outside(features))
    xy, owner = shapely.get_coordinates(features.to_numpy(), return_index=True)
    covered = np.asarray(shapely.covers(prepared_copy(outline), shapely.points(xy)), dtype=bool)
    shares = np.full(len(features), np.nan)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    last = np.append(first[1:], len(owner)) - 1 if len(first) else first
    shares[owner[first]] = covered[first] | covered[last]
    return shares


def _outside(features: gpd.GeoSeries) -> np.ndarray:
    """Return the share of features of which none is inside."""
    return np.where(features.array.isna() | features.array.is_empty, np.nan, 0.0)


def _by_pieces(
    compute: "Callable[[gpd.GeoSeries, shapely.Geometry], np.ndarray]",
    features: gpd.GeoSeries,
    outline: shapely.Geometry,
    outside: np.ndarray,
) -> np.ndarray:
    """Return what is computed of the features whose box meets an outline, piece by piece; `outside` of the others."""
    result = outside
    for piece in pieces_to_make(features, gpd.GeoSeries([outline], crs=CRS)):
        result[piece] = compute(features.iloc[piece], outline)
    return result


def _shares_of_crossing(shapes: np.ndarray, outline: shapely.Geometry) -> np.ndarray:
    """Return the shares of features that cross the border of an outline."""
    cut = shapely.intersection(shapes, outline)
    dimension = shapely.get_dimensions(shapes)
    shares = np.zeros(len(shapes))
    for kind, measure in ((_AREA, areas_m2), (_LINE, lengths_m)):
        rows = np.flatnonzero(dimension == kind)
        if len(rows):
            part, whole = (measure(gpd.GeoSeries(of[rows], crs=CRS)).to_numpy() for of in (cut, shapes))
            shares[rows] = np.divide(part, whole, out=np.zeros(len(rows)), where=whole > 0)
    points = dimension < _LINE
    shares[points] = shapely.get_num_coordinates(cut[points]) / shapely.get_num_coordinates(shapes[points])
    return shares.clip(0, 1)
