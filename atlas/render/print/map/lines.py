"""Where lines run on a sheet, so that names stay away from them (as ``map/canvas/lines.js``)."""

from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.render.print.map.collision_grid import HAIRLINE, LINE
from atlas.render.print.map.ground import ground_rows
from atlas.render.print.map.marks import AREA, POINT, is_symbolic
from atlas.render.symbol_paths import symbol_values

if TYPE_CHECKING:
    from atlas.render.print.map.collision_grid import CollisionGrid
    from atlas.render.print.map.projection import MapFrame
    from atlas.scene.map.scene import Scene

_WEIGHTS = {"country": LINE, "lake": LINE, "river": LINE, "water": LINE, "commune": HAIRLINE}


def mark_lines(window: "MapFrame", scene: "Scene", occupied: "CollisionGrid") -> None:
    """Mark the lines of layers, of the ground and of what is asked about."""
    for mark, kind, rows in ground_rows(scene, window.zoom):
        hidden = kind == "commune" and window.zoom < symbol_values("ground")["communes_from"]
        if kind in _WEIGHTS and not hidden:
            _mark(window, mark.features.to_numpy()[rows], occupied, _WEIGHTS[kind])
    for mark in scene.marks:
        shapes = mark.features.to_numpy()[scene.kept[mark.layer]]
        dimension = shapely.get_dimensions(shapes)
        lined = (dimension > POINT) & ~is_symbolic(mark, shapes, window.zoom)
        _mark(window, shapes[lined & ~((dimension == AREA) & _is_tiny(window, shapes))], occupied, LINE)
    _mark(window, np.array(scene.outline, dtype=object), occupied, LINE)


def _is_tiny(window: "MapFrame", shapes: np.ndarray) -> np.ndarray:
    """Return which shapes are drawn as a speck: their outline is no line."""
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    low, high = window.place(np.column_stack([west, south])), window.place(np.column_stack([east, north]))
    smallest: float = symbol_values("symbol")["smallest"]
    return np.asarray(~(np.abs(high - low).max(axis=1) >= smallest))


def _mark(window: "MapFrame", shapes: np.ndarray, occupied: "CollisionGrid", weight: int) -> None:
    for copy in window.copies_reaching_in:
        seen = shapes[window.in_window(shapes, copy)]
        parts = shapely.get_parts(shapely.boundary(seen[shapely.get_dimensions(seen) == AREA]))
        lines = np.concatenate([parts, shapely.get_parts(seen[shapely.get_dimensions(seen) == 1])])
        coordinates, owner = shapely.get_coordinates(lines, return_index=True)
        if len(coordinates) < 2:  # noqa: PLR2004 - two ends
            continue
        places, same = window.place(coordinates, copy), owner[1:] == owner[:-1]
        occupied.add_lines(places[:-1][same], places[1:][same], weight)
