"""Territories at their true size: outlines in kilometres around their own centre, all at one scale.

Each outline is projected on an equal-area plane that touches the Earth at its centre, so that basins of different
latitudes can be overlaid: in web mercator the ratio of their areas can be wrong by a factor of more than two.
"""

from typing import TypedDict

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from atlas.analysis.spatial.measure import areas_m2

# Coordinates in km, x and y in turn.
Ring = list[float]
CRS = "EPSG:4326"
# Straight edges in degrees are curves on the plane: added vertices keep them in place.
_EDGE_DEGREES = 0.02
# Largest relative change of the area by simplification.
_MOST_ERROR = 0.002
_FINEST, _COARSEST = 0.0005, 0.01


class TrueOutline(TypedDict):
    """An outline in kilometres around its centre (lat, lon); the area drawn is within 0.2 % of its true area."""

    rings: list[Ring]
    centre: tuple[float, float]
    bounds: tuple[float, float, float, float]
    area_km2: float
    drawn_km2: float


def plane_of(outline: shapely.Geometry) -> pyproj.CRS:
    """Return the equal-area plane (Lambert azimuthal) that touches the Earth in the middle of an outline."""
    centre = shapely.centroid(unwrapped(outline))
    return pyproj.CRS.from_dict({"proj": "laea", "lat_0": centre.y, "lon_0": centre.x, "units": "km", "ellps": "WGS84"})


def unwrapped(outline: shapely.Geometry) -> shapely.Geometry:
    """Return an outline in one piece: one cut at the 180th meridian continues beyond 180° east."""
    west, _, east, _ = shapely.bounds(outline)
    if not east - west > 180:  # noqa: PLR2004 - no territory is half the Earth wide: it is cut
        return outline
    return shapely.union_all(shapely.transform(shapely.get_parts(outline), _beyond))


def _beyond(lonlat: np.ndarray) -> np.ndarray:
    lon, lat = lonlat.T
    return np.column_stack([np.where(lon < 0, lon + 360, lon), lat])


def true_outline(outline: shapely.Geometry) -> TrueOutline:
    """Return an outline in kilometres around its centre, simplified as long as its area is kept.

    Parameters
    ----------
    outline
        Polygon or MultiPolygon, EPSG:4326.

    Returns
    -------
    TrueOutline
        Rings and bounds in km, east and north of the centre.
    """
    area = float(areas_m2(gpd.GeoSeries([outline], crs=CRS)).iloc[0]) / 1e6
    whole, plane = unwrapped(outline), plane_of(outline)
    dense = gpd.GeoSeries([whole], crs=CRS).segmentize(_EDGE_DEGREES)
    drawn = _simplified(dense.to_crs(plane).iloc[0], area)
    centre = shapely.centroid(whole)
    west, south, east, north = np.round(shapely.bounds(drawn), 3).tolist()
    return {
        "rings": rings_of(drawn),
        "centre": (round(centre.y, 5), round((centre.x + 180) % 360 - 180, 5)),
        "bounds": (west, south, east, north),
        "area_km2": area,
        "drawn_km2": float(shapely.area(drawn)),
    }


def on_plane(shapes: gpd.GeoSeries, plane: pyproj.CRS, tolerance_km: float) -> list[list[Ring]]:
    """Return the rings of each shape in EPSG:4326 on a plane, km, simplified without opening gaps between neighbours.

    Lines and points become rings of their vertices; missing geometries become empty lists.
    """
    local = shapes.to_crs(plane).to_numpy()
    areas = shapely.get_dimensions(local) == 2  # noqa: PLR2004 - a surface
    if areas.all() and shapely.coverage_is_valid(local):
        local = shapely.coverage_simplify(local, tolerance_km)
    else:
        local = shapely.simplify(local, tolerance_km)
    return [[] if shape is None else rings_of(shape) for shape in local]


def rings_of(shape: shapely.Geometry, digits: int = 2) -> list[Ring]:
    """Return the rings of areas, and the vertices of lines and points, each as a flat list of x and y in turn."""
    is_surface = shapely.get_dimensions(shape) == 2  # noqa: PLR2004
    parts = shapely.get_parts(shape)
    rings = shapely.get_rings(parts) if is_surface else parts
    return [np.round(shapely.get_coordinates(ring), digits).ravel().tolist() for ring in rings]


def _simplified(shape: shapely.Geometry, area_km2: float) -> shapely.Geometry:
    """Simplify with the largest tolerance that keeps the area."""
    size = area_km2**0.5
    tolerance = _COARSEST * size
    while tolerance > _FINEST * size:
        drawn = shapely.simplify(shape, tolerance)
        if abs(shapely.area(drawn) - area_km2) <= _MOST_ERROR * area_km2:
            return drawn
        tolerance /= 2
    return shape
