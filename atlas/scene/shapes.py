"""A drawn shape in a link: an encoded polyline (the ring of a polygon) or ``circle:lat,lon,m``."""

import polyline
import shapely

from atlas.errors import ViewError

_CORNERS = 3


def read_shape(text: str) -> tuple[shapely.Geometry, float]:
    """Give the shape, EPSG:4326, and how many metres around it still belong to it (0 for a polygon).

    Raises
    ------
    ViewError
        The text is no shape on Earth.
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
