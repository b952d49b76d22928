"""Extent of a scene in degrees, the same on every screen and on paper."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.scene.map.scene import Scene

    Bounds = tuple[float, float, float, float]

# Size in pixels of the map in a window of 1280 × 800.
_WIDTH, _HEIGHT = 920, 714
_TILE = 256
# Margin on every side around bounds without a camera, as a share of their size.
_MARGIN = 0.04
_WORLD = (-170.0, -56.0, 180.0, 74.0)


def scene_extent(scene: "Scene") -> "Bounds":
    """Return (west, south, east, north) of a scene in degrees; longitudes may exceed 180.

    With a camera, the extent of the map in a window of 1280 × 800 pixels (web mercator); without one, the bounds of
    the rows shown with a margin.
    """
    if scene.camera:
        return _camera_bounds(scene.camera.lat, scene.camera.lon, scene.camera.zoom)
    west, south, east, north = scene.bounds or scene.home or _WORLD
    wide, high = (east - west) * _MARGIN, (north - south) * _MARGIN
    return (west - wide, max(-85, south - high), east + wide, min(85, north + high))


def _camera_bounds(lat: float, lon: float, zoom: float) -> "Bounds":
    world = _TILE * 2**zoom
    half_lon = 180 * _WIDTH / world
    middle = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    north, south = (_latitude(min(1, max(0, middle + half))) for half in (-_HEIGHT / 2 / world, _HEIGHT / 2 / world))
    return (lon - half_lon, south, lon + half_lon, north)


def _latitude(y: float) -> float:
    """Return the latitude of a web-mercator y: 0 at the northern edge of the world, 1 at the southern."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
