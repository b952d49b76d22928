"""Spatial queries between layers: features within a distance, nearest features, features that intersect an outline.

Distances are measured in a projection chosen for the place (`atlas.analysis.spatial.measure.metric_crs`), never in
EPSG:4326 or 3857, and across the 180th meridian as anywhere.
"""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from atlas.analysis.spatial.geodesics import shortest_m
from atlas.analysis.spatial.measure import GEOD, metric_crs
from atlas.analysis.spatial.meridian import beyond_meridian, meridian_m, reach_of
from atlas.analysis.spatial.nearest_lines import lines_to_pieces, shortest_lines
from atlas.analysis.spatial.parallel import map_in_parallel
from atlas.analysis.spatial.pieces import CELL, are_wide, flat, is_long, one_plane, pieces_to_make
from atlas.analysis.spatial.prepared_geometry import meet_any, meets
from atlas.io.mapped_shapes import dimensions_of

if TYPE_CHECKING:
    from geopandas.sindex import SpatialIndex

# Beyond this distance a local projection errs by more than 0.4 %: geodesics are used instead.
_LOCAL_M = 50_000
# Up to this many pairs of points all geodesics are computed.
_PAIRS = 4_000_000


def intersects(features: gpd.GeoSeries, outline: shapely.Geometry) -> np.ndarray:
    """Return which features intersect an outline, its border included.

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
    return meets(features.array, outline)


def within_distance(features: gpd.GeoSeries, others: gpd.GeoSeries, metres: float) -> np.ndarray:
    """Return which features are within `metres` of one of `others`; 0 means intersects.

    Parameters
    ----------
    features, others
        GeoSeries of any type, EPSG:4326; entries without geometry are near nothing.
    metres
        Distance, edge to edge.

    Returns
    -------
    ndarray of bool
        One value for each of `features`.
    """
    near = np.zeros(len(features), dtype=bool)
    if is_long(features):
        for piece in pieces_to_make(features, others if metres == 0 else None):
            near[piece] = within_distance(features.iloc[piece], others, metres)
        return near
    if is_long(others) and metres <= _LOCAL_M:
        for piece in pieces_to_make(others, features if metres == 0 else None):
            near |= within_distance(features, others.iloc[piece], metres)
        return near
    if metres == 0:
        return meet_any(features, others)
    if metres > _LOCAL_M:
        return (nearest_m(features, others) <= metres).to_numpy(dtype=bool)
    near = _within(features, others, metres)
    for some, beyond in beyond_meridian(features, others, metres):
        near[some] |= _within(features.iloc[some], beyond, metres)
    return near


def _within(features: gpd.GeoSeries, others: gpd.GeoSeries, metres: float) -> np.ndarray:
    """Return which features are within a few kilometres of one of the others, on one side of the 180th meridian."""
    near = np.zeros(len(features), dtype=bool)
    bounds = others.array.total_bounds
    if not np.isfinite(bounds).all():
        return near
    # Features out of reach of all others are not projected, nor the far parts of wide ones.
    reach = reach_of(bounds, metres)
    candidates = np.sort(features.sindex.query(shapely.box(*reach)))
    if (plane := one_plane(features, others)) and 2 * len(candidates) >= len(features):
        return _any_within(flat(features, plane), flat(others, plane), metres)
    shapes, owner = _pieces(features.iloc[candidates], reach)
    for crs, members in _by_crs(shapes):
        local = gpd.GeoSeries(shapes[members], crs="EPSG:4326").to_crs(crs)
        around = _around(others, shapely.total_bounds(shapes[members]), metres).to_crs(crs)
        pairs = around.sindex.query(local.to_numpy(), predicate="dwithin", distance=metres)
        near[candidates[owner[members[pairs[0]]]]] = True
    return near


def nearest_m(features: gpd.GeoSeries, others: gpd.GeoSeries) -> pd.Series:
    """Return the distance from each feature to the nearest of `others`.

    Parameters
    ----------
    features, others
        GeoSeries of any type, EPSG:4326.

    Returns
    -------
    Series
        Float, m, geodesic along the shortest line, indexed like `features`; NaN where a feature has no geometry or
        `others` none at all.
    """
    placed = others[~(others.array.isna() | others.array.is_empty)]
    if is_long(features):
        result = np.full(len(features), np.nan)
        for piece in pieces_to_make(features):
            result[piece] = nearest_m(features.iloc[piece], others)
        return pd.Series(result, index=features.index, name="nearest_m")
    if len(features) * len(placed) <= _PAIRS and _are_points(features) and _are_points(placed):
        result = shortest_m(features.to_numpy(), placed.to_numpy())
    else:
        result = _nearest(features, others, placed)
        for some, beyond in beyond_meridian(features, placed, result):
            result[some] = np.fmin(result[some], _nearest(features.iloc[some], beyond, beyond))
    return pd.Series(result, index=features.index, name="nearest_m")


def _nearest(features: gpd.GeoSeries, others: gpd.GeoSeries, placed: gpd.GeoSeries) -> np.ndarray:
    """Return the distance from each feature to the nearest of the others that have a geometry, on a flat map."""
    result = np.full(len(features), np.nan)
    if len(placed) == 0:
        return result
    if plane := one_plane(features, others):
        shapes = flat(features, plane).to_numpy()
        long = is_long(placed)
        own, lines = lines_to_pieces(shapes, placed, plane) if long else shortest_lines(shapes, flat(others, plane))
        result[own] = _line_m(lines, plane)
        return result
    shapes, owner = _pieces(features)
    if len(shapes) == 0:
        return result
    guess = placed.sindex.nearest(shapes, return_all=False)[1]
    reach = _line_m(shapely.shortest_line(shapes, placed.to_numpy()[guess]))
    for crs, members in _by_crs(shapes):
        bounds = shapely.total_bounds(shapes[members])
        around = _around(placed, bounds, float(reach[members].max()) + 1)
        np.fmin.at(result, owner[members], reach[members])
        if len(around):
            local = gpd.GeoSeries(shapes[members], crs="EPSG:4326").to_crs(crs)
            lines = shortest_lines(local.to_numpy(), around.to_crs(crs))[1]
            np.fmin.at(result, owner[members], _line_m(lines, crs))
    return result


def within_distance_of(shape: shapely.Geometry, others: gpd.GeoSeries, metres: float) -> pd.Index:
    """Return which of `others` are within `metres` of a shape; 0 means intersects.

    Parameters
    ----------
    shape
        Any geometry, EPSG:4326.
    others
        GeoSeries of any type, EPSG:4326; entries without geometry are near nothing.
    metres
        Distance, edge to edge.

    Returns
    -------
    Index
        Labels of `others`, in their order.
    """
    if metres == 0:
        return others.index[np.sort(others.sindex.query(shape, predicate="intersects"))]
    whole, candidates = gpd.GeoSeries([shape], crs=others.crs), others
    if not meridian_m(whole)[0] <= metres:
        candidates = others.loc[_around(others, shapely.bounds(shape), metres).index]
    return candidates.index[within_distance(candidates, whole, metres)]


def nearest_to(shape: shapely.Geometry, others: gpd.GeoSeries) -> tuple[str, float] | None:
    """Return which of `others` is nearest to a shape.

    Parameters
    ----------
    shape
        Any geometry, EPSG:4326.
    others
        GeoSeries of any type, EPSG:4326, indexed by id.

    Returns
    -------
    tuple or None
        Its label and the distance, m, geodesic as in `nearest_m`; None when `others` has no geometry in reach.
    """
    whole = gpd.GeoSeries([shape], crs="EPSG:4326")
    if not np.isfinite(metres := float(nearest_m(whole, others).iloc[0])):
        return None
    sides = [others, *(beyond for _, beyond in beyond_meridian(whole, others, metres + 1))]
    around = pd.concat([_around(side, shapely.bounds(shape), metres + 1) for side in sides])
    if len(around) == 0:
        return None
    around, here = (side.to_crs(_by_crs(np.array([shape]))[0][0]) for side in (around, whole))
    return str(around.index[int(around.distance(here.iloc[0]).to_numpy().argmin())]), metres


def _are_points(features: gpd.GeoSeries) -> bool:
    # That a shape is no point is known of one that is mapped, too.
    if (dimensions_of(features) > 0).any():
        return False
    kinds = shapely.get_type_id(features.to_numpy())
    return bool(np.isin(kinds, [shapely.GeometryType.POINT, shapely.GeometryType.MISSING]).all())


def _pieces(
    features: gpd.GeoSeries, reach: tuple[float, float, float, float] = (-180, -90, 180, 90)
) -> tuple[np.ndarray, np.ndarray]:
    """Cut features wider than a UTM zone along the zones; return the pieces and the positions of their features.

    Pieces out of `reach` (west, south, east, north) are left out.
    """
    placed = np.flatnonzero((features.notna() & ~features.is_empty).to_numpy())
    shapes = features.to_numpy()[placed]
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    wide = are_wide(bounds)
    pieces, owners = [*shapes[~wide]], [*placed[~wide]]
    for position, whole in zip(placed[wide], shapes[wide], strict=True):
        shape = shapely.clip_by_rect(whole, *reach)
        if shape.is_empty:
            continue
        west, south, east, north = shape.bounds
        for x in np.arange(np.floor(west / CELL) * CELL, east, CELL):
            for y in np.arange(np.floor(south / CELL) * CELL, north, CELL):
                piece = shapely.clip_by_rect(shape, x, y, x + CELL, y + CELL)
                if not piece.is_empty:
                    pieces.append(piece)
                    owners.append(position)
    return np.array(pieces, dtype=object), np.array(owners, dtype=int)


def _any_within(features: gpd.GeoSeries, others: gpd.GeoSeries, metres: float) -> np.ndarray:
    """Return which features are within a distance of one of the others, both in one projection."""
    index, other_shapes = others.sindex, others.to_numpy()
    return np.concatenate(
        map_in_parallel(lambda part: _any_near(part, index, other_shapes, metres), features.to_numpy())
    )


def _any_near(shapes: np.ndarray, index: "SpatialIndex", other_shapes: np.ndarray, metres: float) -> np.ndarray:
    """Return which shapes are within a distance of one of the others.

    Candidates with a near bounding box are measured in rounds, one for each shape, until one is near enough.
    """
    near = np.zeros(len(shapes), dtype=bool)
    bounds = np.add(shapely.bounds(shapes).reshape(-1, 4), [-metres, -metres, metres, metres])
    shape, other = index.query(shapely.box(*bounds.T))
    shape, other = np.stack([shape, other])[:, np.argsort(shape, kind="stable")]
    while len(shape):
        first = np.flatnonzero(np.diff(shape, prepend=-1))
        near[shape[first]] = shapely.dwithin(shapes[shape[first]], other_shapes[other[first]], metres)
        left = ~near[shape]
        left[first] = False
        shape, other = shape[left], other[left]
    return near


def _by_crs(shapes: np.ndarray) -> list[tuple[int, np.ndarray]]:
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    codes = metric_crs((bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2)
    return [(int(code), np.flatnonzero(codes == code)) for code in np.unique(codes)]


def _around(others: gpd.GeoSeries, bounds: np.ndarray, metres: float) -> gpd.GeoSeries:
    """Keep the parts of `others` that can be within `metres` of `bounds`: far ones cannot be projected."""
    west, south, east, north = reach_of(bounds, metres)
    found = np.sort(others.sindex.query(shapely.box(west, south, east, north)))
    shapes = others.to_numpy()[found]
    edges = shapely.bounds(shapes).reshape(-1, 4)
    over = (edges < [west, south, -np.inf, -np.inf]) | (edges > [np.inf, np.inf, east, north])
    crossing = over.any(axis=1)
    shapes[crossing] = shapely.clip_by_rect(shapes[crossing], west, south, east, north)
    left = ~shapely.is_empty(shapes)
    return gpd.GeoSeries(shapes[left], index=others.index[found[left]], crs=others.crs)


def _line_m(lines: np.ndarray, crs: int = 4326) -> np.ndarray:
    """Geodesic length of two-point lines."""
    lon, lat = Transformer.from_crs(crs, 4326, always_xy=True).transform(*shapely.get_coordinates(lines).T)
    return np.asarray(GEOD.inv(lon[::2], lat[::2], lon[1::2], lat[1::2])[2])
