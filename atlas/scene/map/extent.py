"""What a camera sees, as bounds: a scene shows the same ground on every screen and on paper."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.scene.map.scene import Scene

    Bounds = tuple[float, float, float, float]

# The map of the page in a window of 1280 × 800: what the author of a link sees.
_WIDTH, _HEIGHT = 920, 714
_TILE = 256
# Of what is looked at without a camera: air around it on every side.
_AIR = 0.04
_WORLD = (-170.0, -56.0, 180.0, 74.0)


def scene_extent(scene: "Scene") -> "Bounds":
    """Return (west, south, east, north) of what a scene looks at, in degrees; longitude goes on beyond 180.

    With a camera, what it sees in the map of a window of 1280 × 800 pixels, in web mercator; without one, what is shown
    and a little around it.
    """
    if scene.camera:
        return _seen(scene.camera.lat, scene.camera.lon, scene.camera.zoom)
    west, south, east, north = scene.bounds or scene.home or _WORLD
    wide, high = (east - west) * _AIR, (north - south) * _AIR
    return (west - wide, max(-85, south - high), east + wide, min(85, north + high))


def _seen(lat: float, lon: float, zoom: float) -> "Bounds":
    world = _TILE * 2**zoom
    half_lon = 180 * _WIDTH / world
    middle = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    north, south = (_latitude(min(1, max(0, middle + half))) for half in (-_HEIGHT / 2 / world, _HEIGHT / 2 / world))
    return (lon - half_lon, south, lon + half_lon, north)


def _latitude(y: float) -> float:
    """Return the latitude of a height on the web-mercator square: 0 at its upper edge, 1 at its lower."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
