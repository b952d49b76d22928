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
    """Return a drawn shape as a polygon, EPSG:4326; the radius of a circle is geodesic.

    Raises
    ------
    ViewError
        The text is not a shape within the bounds of the Earth.
    """
    shape, metres = read_shape(text)
    if not metres:
        return shape
    centre = shapely.get_coordinates(shape)[0]
    around = np.linspace(0, 360, _CIRCLE, endpoint=False)
    lon, lat, _ = GEOD.fwd(np.full(_CIRCLE, centre[0]), np.full(_CIRCLE, centre[1]), around, np.full(_CIRCLE, metres))
    return shapely.Polygon(np.column_stack([lon, lat]))


def encode_rings(areas: "Iterable[shapely.Geometry]") -> list[str]:
    """Return the rings of polygons, EPSG:4326, as encoded polylines with five decimals."""
    parts = (part for area in areas for part in shapely.get_parts(area))
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return [polyline.encode([(lat, lon) for lon, lat, *_ in ring.coords]) for ring in rings]
