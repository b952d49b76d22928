"""Distances and areas of points that a reader places, on the ellipsoid WGS 84."""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from atlas.analysis.spatial.measure import GEOD
from atlas.errors import ViewError
from atlas.scene.query.link_parts import read_number

# As many as a note has.
MOST_POINTS = 100
_FARTHEST = (90, 540)


class MeasureMessage(TypedDict):
    """The length of each segment and of all, the last one that closes a ring included; the area of a ring.

    `area_m2` is None of a line, and of fewer than three points.
    """

    segments_m: list[float]
    length_m: float
    area_m2: float | None


def read_points(text: str) -> list[tuple[float, float]]:
    """Read ``lat,lon,lat,lon,…``.

    Raises
    ------
    ViewError
        They are no pairs of numbers on the Earth, fewer than two, or too many.
    """
    parts = text.split(",")
    if not 4 <= len(parts) <= 2 * MOST_POINTS or len(parts) % 2:  # noqa: PLR2004 - two points
        raise ViewError("points_wrong", key="points", count=len(parts) // 2, most=MOST_POINTS)
    numbers = [read_number("points", part) for part in parts]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    for point in points:
        if any(abs(side) > far for side, far in zip(point, _FARTHEST, strict=True)):
            raise ViewError("note_outside", key="points", value=",".join(map(str, point)))
    return points


def measure_points(points: Sequence[tuple[float, float]], *, closed: bool) -> MeasureMessage:
    """Measure a line through some points, or the ring that they close.

    Parameters
    ----------
    points
        Latitudes and longitudes, degrees; two at least.
    closed
        Whether the last one is joined to the first one; two points make no ring.

    Returns
    -------
    MeasureMessage
        Geodesic lengths in metres and the area inside in square metres, whichever way round the points go.

    References
    ----------
    Karney 2013, Algorithms for geodesics, doi:10.1007/s00190-012-0578-z.
    """
    ring = closed and len(points) > 2  # noqa: PLR2004 - a triangle
    lat, lon = np.array([*points, *(points[:1] if ring else [])], dtype=float).T
    segments = GEOD.line_lengths(lon, lat)
    area = abs(GEOD.polygon_area_perimeter(lon[:-1], lat[:-1])[0]) if ring else None
    return {"segments_m": [float(one) for one in segments], "length_m": float(segments.sum()), "area_m2": area}
