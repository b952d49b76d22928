"""Features near the 180th meridian, where longitudes jump: what lies beyond it is turned around the Earth."""

from collections.abc import Callable, Iterator

import geopandas as gpd
import numpy as np
import shapely

_METRES_A_DEGREE = 111_000
_TURN, _HALF, _QUARTER = 360.0, 180.0, 90.0
# Of the distance on a sphere: no ellipsoid of the Earth is smaller.
_LEAST = 0.99


def meridian_m(features: gpd.GeoSeries) -> np.ndarray:
    """Return the least distance that each feature can have from the 180th meridian.

    Parameters
    ----------
    features
        GeoSeries of any type, EPSG:4326.

    Returns
    -------
    ndarray of float
        m, not more than the true distance; NaN without geometry.
    """
    west, south, east, north = np.abs(shapely.bounds(features.to_numpy()).reshape(-1, 4)).T
    gap, lat = np.maximum(_HALF - np.maximum(west, east), 0), np.maximum(south, north)
    # Where the meridian is a quarter of the Earth or more to the side, its nearest point is the pole.
    across = np.degrees(np.arcsin(np.cos(np.radians(lat)) * np.sin(np.radians(np.minimum(gap, _QUARTER)))))
    return np.asarray(np.where(gap >= _QUARTER, _QUARTER - lat, across) * _METRES_A_DEGREE * _LEAST)


def beyond_meridian(
    features: gpd.GeoSeries, others: gpd.GeoSeries, metres: float | np.ndarray
) -> Iterator[tuple[np.ndarray, gpd.GeoSeries]]:
    """Return what may be within a distance of some features across the 180th meridian.

    Parameters
    ----------
    features, others
        GeoSeries of any type, EPSG:4326.
    metres
        One distance, or one for each feature.

    Returns
    -------
    iterator of tuple
        The positions of the features, and the others turned around the Earth by 360 degrees, once each way; nothing
        where neither reaches the meridian.
    """
    near = np.flatnonzero(meridian_m(features) <= metres)
    if not len(near):
        return
    far = np.broadcast_to(metres, len(features))[near]
    reached = others[meridian_m(others) <= far.max()]
    if len(reached):
        yield near, turned(reached, -_TURN)
        yield near, turned(reached, _TURN)


def reach_of(bounds: np.ndarray, metres: float) -> tuple[float, float, float, float]:
    """Widen bounds in degrees by at least `metres`: west, south, east, north."""
    dy = 1.1 * metres / _METRES_A_DEGREE
    poleward = min(89.0, max(abs(bounds[1]), abs(bounds[3])) + dy)
    dx = min(_TURN, dy / np.cos(np.radians(poleward)))
    return bounds[0] - dx, max(-_QUARTER, bounds[1] - dy), bounds[2] + dx, min(_QUARTER, bounds[3] + dy)


def turned(features: gpd.GeoSeries, degrees: float) -> gpd.GeoSeries:
    """Return features at other longitudes."""
    shapes = shapely.transform(features.to_numpy(), lambda lonlat: np.add(lonlat, (degrees, 0)))
    return gpd.GeoSeries(shapes, index=features.index, crs=features.crs)


def narrowest(west: np.ndarray, east: np.ndarray) -> tuple[float, float]:
    """Return the narrowest window of longitudes that holds all boxes; east may exceed 180.

    Parameters
    ----------
    west, east
        Edges of the boxes in degrees; NaN where there is none.
    """
    left, right = float(np.fmin.reduce(west)), float(np.fmax.reduce(east))
    if not right - left > _HALF:
        return left, right
    order = np.argsort(west)[: np.isfinite(west).sum()]
    reach = np.maximum.accumulate(east[order])
    gaps = west[order][1:] - reach[:-1]
    widest = int(gaps.argmax()) if len(gaps) else 0
    # All around the Earth but the widest gap, where that is less than from the westernmost to the easternmost edge.
    if not len(gaps) or gaps[widest] <= _TURN - (right - left):
        return left, right
    return float(west[order][widest + 1]), max(float(reach[widest]) + _TURN, float(reach[-1]))


def narrow_bounds(bounds: np.ndarray, shape_of: Callable[[int], shapely.Geometry]) -> np.ndarray:
    """Return bounds where those of a geometry whose parts lie on both sides of the meridian are narrow.

    Parameters
    ----------
    bounds
        West, south, east and north of each row, EPSG:4326; NaN without geometry.
    shape_of
        Returns the geometry of a row; asked for those alone that span more than half of the Earth.

    Returns
    -------
    ndarray of float
        The same array; east exceeds 180 across the meridian.
    """
    for row in np.flatnonzero(bounds[:, 2] - bounds[:, 0] > _HALF).tolist():
        west, _, east, _ = shapely.bounds(shapely.get_parts(shape_of(row))).reshape(-1, 4).T
        bounds[row, [0, 2]] = narrowest(west, east)
    return bounds
