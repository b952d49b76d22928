"""Where names stand on a sheet, for the tests of the scripts: the page has them at the same places."""

import base64
from dataclasses import replace
from typing import Any

import numpy as np

from atlas.io.atlas import Atlas
from atlas.render.mark_encoding import pack_mark
from atlas.render.print.map.collision_grid import HAIRLINE, LINE, CollisionGrid
from atlas.render.print.map.label_places import Label, PlacedLabel, place_labels
from atlas.render.print.map.lines import mark_lines
from atlas.render.print.map.marks import anchors, is_symbolic, symbol_radius
from atlas.render.print.map.names import map_names
from atlas.render.print.map.projection import MapFrame, open_window
from atlas.render.symbol_paths import symbol_values
from atlas.scene.map.compose import compose
from atlas.scene.map.scene import Scene
from atlas.scene.query.view import Camera, View

_LETTER = 6.0
_WIDTH, _HEIGHT = 900, 640
_LAYERS = ("mining_basins", "unesco_buffer", "green_corridors", "mine_shafts", "slag_heaps")
# The world, the basin, the towns, the heaps and pits by name.
_CAMERAS = ((50.0, 8.0, 5), (50.43, 2.95, 9), (50.43, 2.85, 10.5), (50.42, 3.1, 12), (50.425, 2.83, 13.5))


def make_labels() -> list[dict[str, Any]]:
    """Return names among symbols and lines by chance, and where they stand."""
    return [_by_chance(np.random.default_rng(seed), count) for seed, count in ((1, 20), (2, 80), (3, 200))]


def _by_chance(rng: np.random.Generator, count: int) -> dict[str, Any]:
    width, height = 640, 480
    grid = CollisionGrid(0, 0, width, height)
    symbols = [(x - 4, y - 4, x + 4, y + 4) for x, y in rng.uniform(0, width, (25, 2)).tolist()]
    lines = [
        (*ends, int(rng.choice([LINE, HAIRLINE]))) for ends in rng.uniform(-80, width + 80, (14, 4)).round(1).tolist()
    ]
    for box in symbols:
        grid.add(*box)
    for x0, y0, x1, y1, weight in lines:
        grid.add_lines(np.array([[x0, y0]]), np.array([[x1, y1]]), weight)
    labels = []
    for k, (x, y) in enumerate(rng.uniform(0, [width, height], (count, 2)).tolist()):
        reach = float(rng.choice([2.2, 5.0]))
        label = Label(f"name {k}", x, y, 12, "sans", "ink", k, spread=float(rng.choice([0, 30])))
        tolerance = int(rng.choice([LINE - 1, 40, 100_000]))
        beside = replace(label, beside=(reach, reach), dot=reach < LINE / 2, tolerance=tolerance)
        over = replace(label, spots=((x, y, 0.5), (x + 9, y, 0.0)), spread=0)
        labels.append((beside if k % 4 else over, float(rng.integers(20, 90)), 13.0))
    return {
        "width": width,
        "height": height,
        "symbols": symbols,
        "lines": lines,
        "labels": [_label(label) | {"width": wide, "height": high} for label, wide, high in labels],
        "placed": [_placed(one) | {"crossed": one.crossed} for one in place_labels(labels, grid)],
    }


def make_names(atlas: Atlas) -> dict[str, Any]:
    """Return the names of some windows and where they stand, with the packed layers that they come from."""
    scenes = [compose(View(layers=_LAYERS, at=Camera(*camera)), atlas) for camera in _CAMERAS]
    marks = {mark.layer: mark for scene in scenes for mark in (*scene.backdrop, *scene.ground, *scene.marks)}
    return {
        "layers": {layer: base64.b64encode(pack_mark(mark)).decode() for layer, mark in marks.items()},
        "windows": [_window(scene) for scene in scenes],
    }


def _window(scene: Scene) -> dict[str, Any]:
    window = open_window(scene, (0, 0, _WIDTH, _HEIGHT))
    grid = CollisionGrid(*window.box)
    for mark in scene.marks:
        _occupy(mark, window, grid)
    mark_lines(window, scene, grid)
    labels = map_names(window, scene)
    height: float = symbol_values("label")["height"]
    measured = [(label, _LETTER * len(label.text), label.size * height) for label in labels]
    return {
        "zoom": window.zoom,
        "left": window.left,
        "top": window.top,
        "width": _WIDTH,
        "height": _HEIGHT,
        "backdrop": [mark.layer for mark in scene.backdrop],
        "ground": [mark.layer for mark in scene.ground],
        "marks": [mark.layer for mark in scene.marks],
        "labels": [_label(label) for label in labels],
        "placed": [_placed(one) for one in place_labels(measured, grid)],
    }


def _occupy(mark: Any, window: MapFrame, grid: CollisionGrid) -> None:
    shapes = mark.features.to_numpy()
    rows = np.flatnonzero(is_symbolic(mark, shapes, window.zoom))
    for copy in window.copies:
        seen = rows[window.in_window(shapes[rows], copy)]
        for row, (x, y) in zip(seen, anchors(mark, seen, window, copy), strict=True):
            reach = symbol_radius(float(mark.radius[row]), window.zoom) + 1
            grid.add(x - reach, y - reach, x + reach, y + reach)


def _label(label: Label) -> dict[str, Any]:
    own = {key: getattr(label, key) for key in ("text", "x", "y", "size", "ink", "rank", "dot", "tolerance", "spread")}
    return own | {"beside": label.beside, "spots": label.spots or None}


def _placed(one: PlacedLabel) -> dict[str, Any]:
    return {"text": one.label.text, "left": one.left, "middle": one.middle}
