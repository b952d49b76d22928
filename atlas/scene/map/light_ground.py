"""The ground of a map that is sent whole: fine around what the map is about, coarse elsewhere."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.analysis.spatial.build_levels import simplify_shapes
from atlas.io.memo import memoize

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark, Scene

    Bounds = tuple[float, float, float, float]

# Zooms that the ground is simplified for: far away, and near by, where a reader zooms in by some levels.
_FAR, _NEAREST, _CLOSER = 4, 10, 3
# The least zoom of what is drawn, up to which it is seen where the map is not about.
_SEEN_FAR = 5.0
# Pixels of a screen, and degrees of the world.
_WIDE, _TILE, _WORLD = 1_280, 256, 360.0


def lighten_ground(scene: "Scene") -> "Scene":
    """Return a scene whose basemap has the detail that its map can show."""
    return replace(scene, backdrop=tuple(_lighten(mark, scene.bounds) for mark in scene.backdrop))


def _lighten(mark: "Mark", bounds: "Bounds | None") -> "Mark":
    key = None if bounds is None else tuple(round(side, 1) for side in bounds)
    return memoize(mark.features, ("light", mark.layer, mark.title, key), lambda: _simplified(mark, bounds))


def _simplified(mark: "Mark", bounds: "Bounds | None") -> "Mark":
    shapes = mark.features.to_numpy()
    near = np.zeros(len(shapes), dtype=bool) if bounds is None else _meets(shapes, bounds)
    # What is drawn from a near zoom only is seen where the map is about something.
    rows = np.flatnonzero(near | (mark.from_zoom <= _SEEN_FAR))
    light, close = shapes[rows].copy(), near[rows]
    spread = shapely.get_dimensions(light) > 0
    for some, zoom in ((spread & ~close, _FAR), (spread & close, _near_zoom(bounds))):
        if some.any():
            light[some] = simplify_shapes(light[some], zoom)
    features = mark.features.iloc[rows].copy()
    features[:] = light
    parts = {part: getattr(mark, part)[rows] for part in ("symbol_of", "radius", "hollow", "from_zoom")}
    return replace(mark, features=features, names=tuple(mark.names[row] for row in rows), **parts)


def _meets(shapes: np.ndarray, bounds: "Bounds") -> np.ndarray:
    """Return the shapes around what a map is about: as far again as it is wide and high."""
    west, south, east, north = bounds
    wide, high = max(east - west, 1.0), max(north - south, 1.0)
    return np.asarray(shapely.intersects(shapes, shapely.box(west - wide, south - high, east + wide, north + high)))


def _near_zoom(bounds: "Bounds | None") -> float:
    wide = max(bounds[2] - bounds[0], 0.01) if bounds else _WORLD
    return float(np.clip(np.log2(_WIDE / _TILE * _WORLD / wide) + _CLOSER, _FAR, _NEAREST))
