"""The part of the web-mercator world that a frame on the sheet shows."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from atlas.scene.map.scene import Scene

    Box = tuple[float, float, float, float]

# Equatorial radius (m) and squared eccentricity of WGS 84.
_RADIUS_M, _E2 = 6378137.0, 0.00669437999014
_TILE = 256
# Where web mercator ends: its world is a square.
_POLE = 85.0511287798
# As on the page: the map is not enlarged further unless the reader chose so.
_NEAREST = 15.0
_WORLD = (-170.0, -56.0, 180.0, 74.0)


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A frame on the sheet and what it looks at.

    Attributes
    ----------
    x, y, width, height
        The frame, in pixels of the sheet from its upper left corner.
    zoom
        Zoom level of a web map with the sheet's pixels.
    left, top
        The frame's upper left corner in the world of that zoom, in pixels.
    """

    x: float
    y: float
    width: float
    height: float
    zoom: float
    left: float
    top: float

    @property
    def world(self) -> float:
        """Pixels around the equator."""
        return float(_TILE * 2**self.zoom)

    @property
    def copies(self) -> range:
        """The copies of the world that the frame shows: two where it spans the antimeridian."""
        return range(math.floor(self.left / self.world), math.floor((self.left + self.width) / self.world) + 1)

    @property
    def copies_reaching_in(self) -> range:
        """The copies whose shapes may reach into the frame: longitudes that exceed 180 do from the west."""
        return range(self.copies.start - 1, self.copies.stop)

    @property
    def box(self) -> "Box":
        """The frame as (left, top, right, bottom) on the sheet."""
        return (self.x, self.y, self.x + self.width, self.y + self.height)

    def holds(self, x: float, y: float) -> bool:
        """Return whether a place on the sheet lies in the frame."""
        left, top, right, bottom = self.box
        return left <= x <= right and top <= y <= bottom

    def place(self, lonlat: np.ndarray, copy: int = 0) -> np.ndarray:
        """Return the places of positions (longitude, latitude; n × 2) on the sheet."""
        lat = np.radians(np.clip(lonlat[:, 1], -_POLE, _POLE))
        x = ((lonlat[:, 0] + 180) / 360 + copy) * self.world - self.left + self.x
        y = (1 - np.arcsinh(np.tan(lat)) / np.pi) / 2 * self.world - self.top + self.y
        return np.column_stack([x, y])

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return the longitude and latitude of a place on the sheet; longitude goes on beyond 180."""
        lon = (x - self.x + self.left) / self.world * 360 - 180
        lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y - self.y + self.top) / self.world))))
        return lon, lat

    def bounds(self, margin: float = 0) -> "Box":
        """Return (west, south, east, north) of what is in the frame and `margin` pixels around it."""
        west, north = self.degrees(self.x - margin, self.y - margin)
        east, south = self.degrees(self.x + self.width + margin, self.y + self.height + margin)
        return (west, south, east, north)

    def in_window(self, shapes: np.ndarray, copy: int, margin: float = 16) -> np.ndarray:
        """Return the positions in `shapes` of what touches the frame by its box."""
        west, south, east, north = self.bounds(margin)
        boxes = shapely.bounds(shapes).reshape(-1, 4)
        shift = 360 * copy
        across = (boxes[:, 0] + shift <= east) & (boxes[:, 2] + shift >= west)
        return np.flatnonzero(across & (boxes[:, 1] <= north) & (boxes[:, 3] >= south))

    def drawn(self, shapes: np.ndarray, copy: int, margin: float = 16, tolerance: float = 0.12) -> np.ndarray:
        """Return shapes as they lie on the sheet, cut a little outside the frame, without superfluous vertices."""
        placed = shapely.transform(shapes, lambda lonlat: self.place(lonlat, copy))
        left, top, right, bottom = self.box
        cut = shapely.clip_by_rect(placed, left - margin, top - margin, right + margin, bottom + margin)
        return np.asarray(shapely.simplify(cut, tolerance, preserve_topology=False))

    def metres_a_pixel(self, lat: float) -> float:
        """Return the ground distance along the parallel of `lat` that a pixel of the sheet shows there."""
        phi = math.radians(lat)
        around = 2 * math.pi * _RADIUS_M * math.cos(phi) / math.sqrt(1 - _E2 * math.sin(phi) ** 2)
        return around / self.world


def open_window(scene: "Scene", box: "Box") -> MapFrame:
    """Look, through a frame (left, top, right, bottom), where the scene's reader looks, or at all that is shown."""
    x, y, width, height = box[0], box[1], box[2] - box[0], box[3] - box[1]
    unit = MapFrame(0, 0, width, height, 0, 0, 0)
    if scene.camera:
        middle, zoom = unit.place(np.array([[scene.camera.lon, scene.camera.lat]]))[0], scene.camera.zoom
    else:
        west, south, east, north = scene.bounds or _WORLD
        (left, bottom), (right, top) = unit.place(np.array([[west, south], [east, north]]))
        # A twentieth of air around, as on the page.
        fit = 0.9 * min(width / max(right - left, 1e-9), height / max(bottom - top, 1e-9))
        middle, zoom = np.array([left + right, top + bottom]) / 2, min(_NEAREST, math.log2(fit))
    # The world has an upper and a lower edge: nothing is shown beyond.
    zoom = max(zoom, math.log2(height / _TILE))
    left, top = middle * 2**zoom - np.array([width, height]) / 2
    return MapFrame(x, y, width, height, zoom, float(left), float(np.clip(top, 0, _TILE * 2**zoom - height)))
