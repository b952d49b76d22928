"""Drawn shape in a link: an encoded polyline (the ring of a polygon) or ``circle:lat,lon,m``.

A ring that crosses the antimeridian goes on beyond it: its longitudes exceed 180. What it holds is cut there.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import polyline
import shapely

from atlas.analysis.spatial.measure import GEOD
from atlas.errors import ViewError
from atlas.scene.query.link_parts import last_value, plain_value

if TYPE_CHECKING:
    from collections.abc import Iterable

_CORNERS = 3
# A drawn outline has some tens of points; more than these, or an outline that crosses itself more often, takes
# seconds and gigabytes to repair.
MOST_POINTS, MOST_CROSSINGS = 500, 30
# Of one point in an encoded polyline: degrees with five decimals are two numbers of six characters at most.
_CHARACTERS = 12
# Vertices of a circle as a polygon: it differs from the true circle by less than a thousandth of the radius.
_CIRCLE = 96
_EARTH = shapely.box(-180, -90, 180, 90)
_TURN = 360
# Of a ring: three times around the Earth from west to east.
FARTHEST = (540, 90)
# Degrees within which the edges of two parts that meet at the antimeridian are one.
_SEAM = 1e-6
# From one pole to the other: no place is farther from another.
_FARTHEST_M = float(GEOD.inv(0, -90, 0, 90)[2])
# Once around the Earth.
MOST_METRES = 40_100_000
# The alphabet of an encoded polyline.
_ENCODED = re.compile("[?-~]+")
# One that a sentence ends.
_ENDED = re.compile("([?-~]+)[.,;:!)>\"'»”’…]+")
_ROUND = "circle:"
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,20})?")
# Shapes that are kept: of one request, which reads its shape several times, and of those at the same time.
_KEPT = 64


def wrap_longitude(lon: float) -> float:
    """Return a longitude within 180 degrees of Greenwich; what lies there already stays as it is."""
    return lon if abs(lon) <= 180 else (lon + 180) % _TURN - 180  # noqa: PLR2004 - degrees


def plain_shape(text: str) -> str:
    """Return the text of a shape without what a link gets on its way: no shape holds a blank or a percent."""
    text = "".join(plain_value(text).split())
    if text[: len(_ROUND)].casefold() == _ROUND:
        return last_value(text).casefold()
    # An encoded polyline may end in a bracket, and in no sign below it.
    ended = _ENDED.fullmatch(text)
    return ended[1] if ended else text


@lru_cache(maxsize=_KEPT)
def read_shape(text: str) -> tuple[shapely.Geometry, float]:
    """Return the shape, EPSG:4326, and a distance around it in metres: the radius of a circle, 0 for a polygon.

    Raises
    ------
    ViewError
        The text is not a shape within the bounds of the Earth, has too many points, or crosses itself too often.
    """
    if text.startswith(_ROUND):
        return _read_circle(text)
    if len(text) > MOST_POINTS * _CHARACTERS:
        raise ViewError("shape_long", key="select", most=MOST_POINTS)
    ring = _read_ring(text)
    if len(ring) > MOST_POINTS:
        raise ViewError("shape_long", key="select", most=MOST_POINTS)
    if _crosses_often(ring):
        raise ViewError("shape_crossed", key="select", most=MOST_CROSSINGS)
    try:
        shape = shapely.make_valid(shapely.Polygon(ring))
    except (ValueError, shapely.errors.GEOSException):
        raise _wrong(text) from None
    if shapely.get_dimensions(shape) < 2:  # noqa: PLR2004 - points and lines that hold nothing
        raise _wrong(text)
    return on_earth(shape), 0.0


def _read_circle(text: str) -> tuple[shapely.Geometry, float]:
    parts = text.removeprefix(_ROUND).split(",")
    if len(parts) != 3 or not all(map(_NUMBER.fullmatch, parts)):  # noqa: PLR2004 - lat, lon, metres
        raise _wrong(text)
    lat, lon, metres = map(float, parts)
    if not (abs(lat) <= FARTHEST[1] and abs(lon) <= FARTHEST[0] and 0 < metres <= MOST_METRES):
        raise _wrong(text)
    return shapely.Point(wrap_longitude(lon), lat), metres


def _read_ring(text: str) -> np.ndarray:
    """Return the points of an encoded polyline as pairs of longitude and latitude, neighbours distinct."""
    if not _ENCODED.fullmatch(text):
        raise _wrong(text)
    try:
        points = np.array(polyline.decode(text), dtype=float).reshape(-1, 2)[:, ::-1]
    except (ValueError, IndexError, TypeError, OverflowError):
        raise _wrong(text) from None
    if not (np.abs(points) <= FARTHEST).all():
        raise _wrong(text)
    ring = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))] if len(points) else points
    if len(np.unique(ring, axis=0)) < _CORNERS:
        raise _wrong(text)
    return ring


def _crosses_often(ring: np.ndarray) -> bool:
    """Return whether more pairs of edges meet than those of neighbours; edges that touch or overlap do."""
    start, end = ring, np.roll(ring, -1, axis=0)
    meets = _sides(start, end, start) * _sides(start, end, end) <= 0
    low, high = np.minimum(start, end), np.maximum(start, end)
    boxes = (low[:, None] <= high[None]).all(axis=2) & (low[None] <= high[:, None]).all(axis=2)
    pairs = np.triu(meets & meets.T & boxes, k=2)
    # The last edge ends where the first one starts.
    pairs[0, -1] = False
    return int(pairs.sum()) > MOST_CROSSINGS


def _sides(start: np.ndarray, end: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return on which side of each edge (rows) each point (columns) lies: 1, -1, or 0 on its line."""
    along, to = (end - start)[:, None], points[None] - start[:, None]
    return np.sign(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])


def _wrong(text: str) -> ViewError:
    return ViewError("shape_wrong", key="select", value=text[:80])


@lru_cache(maxsize=_KEPT)
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
    return on_earth(shapely.make_valid(shapely.Polygon(ring)))


def on_earth(area: shapely.Geometry) -> shapely.Geometry:
    """Return an area whose longitudes may exceed 180, cut at the antimeridian into what lies on each side."""
    if shapely.covers(_EARTH, area):
        return area
    turned = (_turned(area, turn) for turn in (-_TURN, 0, _TURN))
    return shapely.union_all(_polygons(shapely.intersection(one, _EARTH) for one in turned))


def _turned(area: shapely.Geometry, degrees: float) -> shapely.Geometry:
    return shapely.transform(area, lambda lonlat: np.add(lonlat, (degrees, 0)))


def across_antimeridian(area: shapely.Geometry) -> shapely.Geometry:
    """Return an area to be drawn: parts that meet at the antimeridian are one, whose longitudes exceed 180."""
    parts = np.array(shapely.get_parts(area), dtype=object)
    west, _, east, _ = shapely.bounds(parts).reshape(-1, 4).T
    left, right = (west <= -180) & (east < 180), (east >= 180) & (west > -180)  # noqa: PLR2004
    if not (left.any() and right.any()):
        return area
    joined = shapely.union_all([*parts[right], *(_turned(part, _TURN) for part in parts[left])], grid_size=_SEAM)
    return shapely.union_all([joined, *parts[~left & ~right]])


def _polygons(areas: "Iterable[shapely.Geometry]") -> list[shapely.Polygon]:
    """Return the polygons among the parts of areas, without the lines and points that repairing a ring leaves."""
    parts = shapely.get_parts(shapely.get_parts(list(areas)))
    return [part for part in parts if shapely.get_dimensions(part) == 2]  # noqa: PLR2004 - an area


def encode_rings(areas: "Iterable[shapely.Geometry]") -> list[str]:
    """Return the rings of polygons, EPSG:4326, as encoded polylines with five decimals."""
    rings = [ring for part in _polygons(areas) for ring in (part.exterior, *part.interiors)]
    return [polyline.encode([(lat, lon) for lon, lat, *_ in ring.coords]) for ring in rings]
