"""Spatial questions between layers: which features lie within a distance, which is nearest, which meet an outline.

Distances are measured in a projection chosen for the place (`atlas.analysis.measure.metric_crs`), never in EPSG:4326 or
3857. Lines and areas are not looked for across the antimeridian; points are.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.measure import GEOD, metric_crs

# Beyond this a local projection errs by more than 0.4 %: the geodesic of the nearest pair decides instead.
_LOCAL_M = 50_000
_METRES_A_DEGREE = 111_000
_CELL = 6.0
# Points are compared one with one, exactly, up to this many pairs.
_PAIRS = 4_000_000


def intersects(features: gpd.GeoSeries, outline: shapely.Geometry) -> np.ndarray:
    """Say which features meet an outline, its border included.

    Parameters
    ----------
    features
        GeoSeries of any type, EPSG:4326.
    outline
        Any geometry, EPSG:4326.

    Returns
    -------
    ndarray of bool
        One for each feature; False where there is no geometry.
    """
    shapely.prepare(outline)
    return np.asarray(shapely.intersects(outline, features.to_numpy()), dtype=bool)


def within_distance(features: gpd.GeoSeries, others: gpd.GeoSeries, metres: float) -> np.ndarray:
    """Say which features lie within `metres` of one of `others`; 0 asks which meet one.

    Parameters
    ----------
    features, others
        GeoSeries of any type, EPSG:4326; entries without geometry are near nothing.
    metres
        Distance, edge to edge.

    Returns
    -------
    ndarray of bool
        One for each of `features`.
    """
    near = np.zeros(len(features), dtype=bool)
    if metres == 0:
        pairs = others.sindex.query(features.to_numpy(), predicate="intersects")
        near[pairs[0]] = True
        return near
    if metres > _LOCAL_M:
        return (nearest_m(features, others) <= metres).to_numpy(dtype=bool)
    shapes, owner = _pieces(features)
    for crs, members in _by_crs(shapes):
        local = gpd.GeoSeries(shapes[members], crs="EPSG:4326").to_crs(crs)
        around = _around(others, shapely.total_bounds(shapes[members]), metres).to_crs(crs)
        pairs = around.sindex.query(local.to_numpy(), predicate="dwithin", distance=metres)
        near[owner[members[pairs[0]]]] = True
    return near


def nearest_m(features: gpd.GeoSeries, others: gpd.GeoSeries) -> pd.Series:
    """Give the distance from each feature to the nearest of `others`.

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
    result = np.full(len(features), np.nan)
    shapes, owner = _pieces(features)
    placed = others[others.notna() & ~others.is_empty]
    if len(placed) == 0 or len(shapes) == 0:
        return pd.Series(result, index=features.index, name="nearest_m")
    if _are_points(shapes) and _are_points(placed.to_numpy()) and len(shapes) * len(placed) <= _PAIRS:
        np.fmin.at(result, owner, _shortest_m(shapes, placed.to_numpy()))
        return pd.Series(result, index=features.index, name="nearest_m")
    guess = placed.sindex.nearest(shapes, return_all=False)[1]
    reach = _line_m(shapely.shortest_line(shapes, placed.to_numpy()[guess]))
    for crs, members in _by_crs(shapes):
        bounds = shapely.total_bounds(shapes[members])
        around = _around(placed, bounds, float(reach[members].max()) + 1)
        if len(around) == 0:
            # The nearest lies across the antimeridian: the geodesic to it is shorter than the way round.
            np.fmin.at(result, owner[members], reach[members])
            continue
        local = gpd.GeoSeries(shapes[members], crs="EPSG:4326").to_crs(crs)
        found = around.to_crs(crs).sindex.nearest(local.to_numpy(), return_all=False)[1]
        lines = shapely.shortest_line(local.to_numpy(), around.to_crs(crs).to_numpy()[found])
        back = gpd.GeoSeries(lines, crs=crs).to_crs("EPSG:4326").to_numpy()
        np.fmin.at(result, owner[members], np.fmin(_line_m(back), reach[members]))
    return pd.Series(result, index=features.index, name="nearest_m")


def _are_points(shapes: np.ndarray) -> bool:
    return bool((shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all())


def _shortest_m(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Geodesic distance from each point to the nearest of the others, whatever side of the antimeridian."""
    lon, lat = shapely.get_coordinates(points).T
    other_lon, other_lat = shapely.get_coordinates(others).T
    shape = (len(points), len(others))
    x, y, other_x, other_y = (
        np.broadcast_to(a, shape).ravel() for a in (lon[:, None], lat[:, None], other_lon, other_lat)
    )
    return np.asarray(GEOD.inv(x, y, other_x, other_y)[2]).reshape(shape).min(axis=1)


def _pieces(features: gpd.GeoSeries) -> tuple[np.ndarray, np.ndarray]:
    """Cut what is wider than a UTM zone along the zones, so that each piece fits one projection; say whose it is."""
    placed = np.flatnonzero((features.notna() & ~features.is_empty).to_numpy())
    shapes = features.to_numpy()[placed]
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    wide = ((bounds[:, 2] - bounds[:, 0]) > _CELL) | ((bounds[:, 3] - bounds[:, 1]) > 2 * _CELL)
    pieces, owners = [*shapes[~wide]], [*placed[~wide]]
    for position, shape, (west, south, east, north) in zip(placed[wide], shapes[wide], bounds[wide], strict=True):
        for x in np.arange(np.floor(west / _CELL) * _CELL, east, _CELL):
            for y in np.arange(np.floor(south / _CELL) * _CELL, north, _CELL):
                piece = shapely.clip_by_rect(shape, x, y, x + _CELL, y + _CELL)
                if not piece.is_empty:
                    pieces.append(piece)
                    owners.append(position)
    return np.array(pieces, dtype=object), np.array(owners, dtype=int)


def _by_crs(shapes: np.ndarray) -> list[tuple[int, np.ndarray]]:
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    codes = metric_crs((bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2)
    return [(int(code), np.flatnonzero(codes == code)) for code in np.unique(codes)]


def _around(others: gpd.GeoSeries, bounds: np.ndarray, metres: float) -> gpd.GeoSeries:
    """Keep the parts of `others` that can lie within `metres` of `bounds`: far ones do not survive a projection."""
    dy = 1.1 * metres / _METRES_A_DEGREE
    poleward = min(89.0, max(abs(bounds[1]), abs(bounds[3])) + dy)
    dx = min(360.0, dy / np.cos(np.radians(poleward)))
    west, south, east, north = bounds[0] - dx, max(-90.0, bounds[1] - dy), bounds[2] + dx, min(90.0, bounds[3] + dy)
    candidates = others.iloc[np.sort(others.sindex.query(shapely.box(west, south, east, north)))]
    inside = candidates.bounds
    whole = (inside.minx >= west) & (inside.maxx <= east) & (inside.miny >= south) & (inside.maxy <= north)
    clipped = candidates.clip_by_rect(west, south, east, north).where(~whole, candidates)
    return clipped[~clipped.is_empty]


def _line_m(lines: np.ndarray) -> np.ndarray:
    """Geodesic length of two-point lines in EPSG:4326."""
    ends = shapely.get_coordinates(lines).reshape(-1, 4)
    return np.asarray(GEOD.inv(*ends.T)[2])
