"""Drawn shape in a link: an encoded polyline (the ring of a polygon) or ``circle:lat,lon,m``."""

from typing import TYPE_CHECKING

import numpy as np
import polyline
import shapely

from atlas.analysis.spatial.measure import GEOD
from atlas.errors import ViewError

if TYPE_CHECKING:
    from collections.abc import Iterable

_CORNERS = 3
# Vertices of a circle as a polygon: it differs from the true circle by less than a thousandth of the radius.
_CIRCLE = 96
_EARTH = shapely.box(-180, -90, 180, 90)
# From one pole to the other: no place is farther from another.
_FARTHEST_M = float(GEOD.inv(0, -90, 0, 90)[2])


def read_shape(text: str) -> tuple[shapely.Geometry, float]:
    """Return the shape, EPSG:4326, and a distance around it in metres: the radius of a circle, 0 for a polygon.

    Raises
    ------
    ViewError
        The text is not a shape within the bounds of the Earth.
    """
    try:
        if text.startswith("circle:"):
            lat, lon, metres = (float(part) for part in text.removeprefix("circle:").split(","))
            shape: shapely.Geometry = shapely.Point(lon, lat)
            sound = 0 < metres < float("inf")
        else:
            ring = polyline.decode(text)
            metres, sound = 0.0, len(ring) >= _CORNERS
            shape = shapely.make_valid(shapely.Polygon([(lon, lat) for lat, lon in ring]))
        west, south, east, north = shapely.bounds(shape)
    except (ValueError, IndexError, TypeError, shapely.errors.GEOSException):
        raise ViewError("shape_wrong", key="select", value=text) from None
    if not sound or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004
        raise ViewError("shape_wrong", key="select", value=text)
    return shape, metres


def shape_area(text: str) -> shapely.Geometry:
    """Return a drawn shape as an area, EPSG:4326; the radius of a circle is geodesic.

    A circle across the antimeridian has a part on each side of it.

    Raises
    ------
    ViewError
        The text is not a shape within the bounds of the Earth.
    """
    shape, metres = read_shape(text)
    lon, lat = shapely.get_coordinates(shape)[0].tolist()
    return _circle(lon, lat, metres) if metres else shape


def _circle(lon: float, lat: float, metres: float) -> shapely.Geometry:
    """Return the area within a distance of a point."""
    if metres >= _FARTHEST_M:
        return _EARTH
    if metres > _FARTHEST_M / 2:
        # More than a hemisphere: all but the circle around the opposite point.
        opposite = lon + 180 if lon <= 0 else lon - 180
        return shapely.difference(_EARTH, _circle(opposite, -lat, _FARTHEST_M - metres))
    around = np.linspace(0, 360, _CIRCLE, endpoint=False)
    x, y, _ = GEOD.fwd(np.full(_CIRCLE, lon), np.full(_CIRCLE, lat), around, np.full(_CIRCLE, metres))
    x, y = lon + (np.asarray(x) - lon + 180) % 360 - 180, np.asarray(y)
    pole = 90.0 if lat >= 0 else -90.0
    ring = np.column_stack([x, y])
    if GEOD.inv(lon, lat, lon, pole)[2] < metres:
        # The edge goes around the pole: the area lies between it and the pole, over all longitudes.
        ring = ring[np.argsort(x)]
        ends = [(ring[0, 0] + 360, ring[0, 1]), (ring[0, 0] + 360, pole), (ring[0, 0], pole)]
        ring = np.concatenate([ring, ends])
    turns = [shapely.make_valid(shapely.Polygon(np.add(ring, (turn, 0)))) for turn in (-360, 0, 360)]
    if shapely.covers(_EARTH, turns[1]):
        return turns[1]
    return shapely.union_all(_polygons(shapely.intersection(turned, _EARTH) for turned in turns))


def _polygons(areas: "Iterable[shapely.Geometry]") -> list[shapely.Polygon]:
    """Return the polygons among the parts of areas, without the lines and points that repairing a ring leaves."""
    parts = shapely.get_parts(shapely.get_parts(list(areas)))
    return [part for part in parts if shapely.get_dimensions(part) == 2]  # noqa: PLR2004 - an area


def encode_rings(areas: "Iterable[shapely.Geometry]") -> list[str]:
    """Return the rings of polygons, EPSG:4326, as encoded polylines with five decimals."""
    rings = [ring for part in _polygons(areas) for ring in (part.exterior, *part.interiors)]
    return [polyline.encode([(lat, lon) for lon, lat, *_ in ring.coords]) for ring in rings]
