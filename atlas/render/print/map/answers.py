"""The answers of a question on paper: in front of everything else, each with a halo (``web/map/answer``)."""

from typing import TYPE_CHECKING

import numpy as np

from atlas.render.print.canvas import path_of
from atlas.render.print.map.collision_grid import HELD
from atlas.render.print.map.marks import anchors, is_symbolic, symbol_radius

if TYPE_CHECKING:
    from atlas.render.print.map.collision_grid import CollisionGrid
    from atlas.render.print.map.marks import Pen
    from atlas.render.print.map.projection import MapFrame
    from atlas.scene.map.scene import Mark, Scene

# Pixels of the ring and of the clear space between it and the symbol; width of the halo of an area or a line.
_RING, _CLEAR, _WIDTH = 5.5, 3.0, 7.0


def is_answer(mark: "Mark", scene: "Scene") -> bool:
    """Return whether the rows kept of a layer are set apart as answers."""
    return scene.answer is not None and not scene.answer.place and mark.layer in scene.answer.layers


def hold_answers(mark: "Mark", kept: np.ndarray, window: "MapFrame", occupied: "CollisionGrid") -> None:
    """Keep all names off the symbols of the rows kept of a layer."""
    shapes, rows = mark.features.to_numpy(), np.flatnonzero(kept)
    for copy in window.copies:
        seen = rows[window.in_window(shapes[rows], copy)]
        seen = seen[is_symbolic(mark, shapes[seen], window.zoom)]
        for row, (x, y) in zip(seen, anchors(mark, seen, window, copy), strict=True):
            reach = symbol_radius(float(mark.radius[row]), window.zoom)
            occupied.add(x - reach, y - reach, x + reach, y + reach, HELD)


def draw_halos(pen: "Pen", mark: "Mark", kept: np.ndarray) -> None:
    """Draw the halos of the rows kept of a layer, below them."""
    shapes, rows, window, look = mark.features.to_numpy(), np.flatnonzero(kept), pen.window, pen.look
    for copy in window.copies:
        seen = rows[window.in_window(shapes[rows], copy)]
        symbolic = is_symbolic(mark, shapes[seen], window.zoom)
        path = path_of(window.drawn(shapes[seen[~symbolic]], copy))
        if path is not None:
            pen.canvas.stroke(path, look.answer, _WIDTH * look.bold, clip=pen.clip)
        left, top, right, bottom = window.box
        for row, (x, y) in zip(seen[symbolic], anchors(mark, seen[symbolic], window, copy), strict=True):
            if left <= x <= right and top <= y <= bottom:
                radius = symbol_radius(float(mark.radius[row]), window.zoom) * look.bold**0.5
                pen.canvas.dot(float(x), float(y), radius + _RING, look.answer)
                pen.canvas.dot(float(x), float(y), radius + _CLEAR, look.halo)
