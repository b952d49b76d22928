"""Draws the layers of a scene through a window, as ``web/map/canvas/painter.js`` does on the page."""

from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.render.print.canvas import path_of, rectangle
from atlas.render.print.map.symbols import Placed, colour_of, draw_symbols, fill_areas, stroke_lines, thinned
from atlas.render.symbol_paths import symbol_values

if TYPE_CHECKING:
    from matplotlib.path import Path

    from atlas.render.print.canvas import Canvas
    from atlas.render.print.colours import Look
    from atlas.render.print.map.collision_grid import CollisionGrid
    from atlas.render.print.map.projection import MapFrame
    from atlas.scene.map.scene import Mark, Scene, Symbol

POINT, LINE, AREA = 0, 1, 2


class Pen:
    """A canvas, a look and a window: what every part of the map is drawn with."""

    def __init__(self, canvas: "Canvas", look: "Look", window: "MapFrame") -> None:
        self.canvas, self.look, self.window = canvas, look, window
        self.clip: Path = rectangle(*window.box)


def shapes_in_window(window: "MapFrame", shapes: np.ndarray) -> np.ndarray:
    """Return what of some shapes the window shows, drawn, at every copy of the world in sight."""
    copies = [window.drawn(shapes[window.in_window(shapes, copy)], copy) for copy in window.copies_reaching_in]
    return np.concatenate(copies) if copies else np.array([], dtype=object)


def draw_mark(pen: Pen, mark: "Mark", scene: "Scene", occupied: "CollisionGrid") -> None:
    """Draw the rows kept of one layer, uncertain ones pale, and mark where symbols stand."""
    shapes, kept, unsure = mark.features.to_numpy(), scene.kept[mark.layer], scene.uncertain.get(mark.layer)
    fade = np.full(len(shapes), scene.opacity.get(mark.layer, 1.0))
    if unsure is not None:
        fade[unsure] *= symbol_values("symbol")["faded_opacity"]
    symbols = []
    for copy in pen.window.copies:
        rows = np.flatnonzero(kept)
        rows = rows[pen.window.in_window(shapes[rows], copy)]
        rows = rows[shapely.intersects(shapes[rows], _frame(pen.window, copy))]
        symbolic = is_symbolic(mark, shapes[rows], pen.window.zoom)
        for shade in np.unique(fade[rows[~symbolic]]):
            _draw_shapes(pen, mark, rows[~symbolic & (fade[rows] == shade)], copy, float(shade))
        symbols += _placed(pen, mark, rows[symbolic], fade, copy)
    # Large symbols first: a small one on top of them stays visible.
    symbols.sort(key=lambda item: -item.radius)
    draw_symbols(pen.canvas, pen.look, symbols, pen.clip)
    for item in symbols:
        reach = item.radius + 1
        occupied.add(item.x - reach, item.y - reach, item.x + reach, item.y + reach)


def _frame(window: "MapFrame", copy: int) -> shapely.Geometry:
    """Return what a copy of the world shows in the frame and a symbol's width around it, as a box in degrees."""
    west, south, east, north = window.bounds(8)
    frame = shapely.box(west - 360 * copy, south, east - 360 * copy, north)
    shapely.prepare(frame)
    return frame


def is_symbolic(mark: "Mark", shapes: np.ndarray, zoom: float) -> np.ndarray:
    """Return which rows are drawn as symbols: points, and areas too small to be recognised as areas."""
    dimension = shapely.get_dimensions(shapes)
    below = mark.symbol_below is not None and zoom < mark.symbol_below
    return (dimension == POINT) | ((dimension == AREA) & below)


def _draw_shapes(pen: Pen, mark: "Mark", rows: np.ndarray, copy: int, fade: float) -> None:
    drawn = pen.window.drawn(mark.features.to_numpy()[rows], copy)
    boxes = shapely.bounds(drawn).reshape(-1, 4)
    area = shapely.get_dimensions(mark.features.to_numpy()[rows]) == AREA
    tiny = area & ~(np.fmax(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) >= _smallest(pen))
    for position, symbol in enumerate(mark.symbols):
        own = mark.symbol_of[rows] == position
        for hollow in (False, True):
            part = own & (mark.hollow[rows] == hollow) & ~tiny
            _draw_class(pen, mark, symbol, (drawn[part & area], drawn[part & ~area]), hollow=hollow, fade=fade)
        small = path_of(_squares(pen, mark, rows[tiny & own], copy))
        if small is not None:
            pen.canvas.area(small, colour_of(symbol, pen.look), opacity=fade, clip=pen.clip)


def _draw_class(
    pen: Pen, mark: "Mark", symbol: "Symbol", shapes: tuple[np.ndarray, np.ndarray], *, hollow: bool, fade: float
) -> None:
    """Draw areas and lines of one class."""
    areas, lines = shapes
    canvas, look, clip = pen.canvas, pen.look, pen.clip
    color, kind = colour_of(symbol, look), "dashed" if hollow else symbol.line
    width = thinned(mark.width, pen.window.zoom) * look.bold**0.6
    fill_areas(canvas, look, symbol, areas, opacity=mark.opacity, clip=clip, fade=fade)
    for part, opacity in ((areas, fade), (lines, mark.opacity * fade)):
        path = path_of(part)
        if path is not None:
            stroke_lines(canvas, look, kind, color, width, path, zoom=pen.window.zoom, opacity=opacity, clip=clip)


def _smallest(pen: Pen) -> float:
    """Return the side of the small square that an area is drawn as which would be smaller: nothing vanishes."""
    smallest: float = symbol_values("symbol")["smallest"]
    return smallest * pen.look.bold**1.5


def _squares(pen: Pen, mark: "Mark", rows: np.ndarray, copy: int) -> np.ndarray:
    (x, y), half = anchors(mark, rows, pen.window, copy).T, _smallest(pen) / 2
    return np.atleast_1d(shapely.box(x - half, y - half, x + half, y + half))


def anchors(mark: "Mark", rows: np.ndarray, window: "MapFrame", copy: int) -> np.ndarray:
    """Return for each row a place on its shape, where its symbol or name stands."""
    points = shapely.point_on_surface(mark.features.to_numpy()[rows])
    return window.place(shapely.get_coordinates(points), copy)


def symbol_radius(radius: float, zoom: float) -> float:
    """Return the radius of a symbol at a zoom: symbols grow with it, as on the page."""
    return max(2.4, radius * max(0.5, min(1.0, 0.5 + (zoom - 8) * 0.12)))


def _placed(pen: Pen, mark: "Mark", rows: np.ndarray, fade: np.ndarray, copy: int) -> list[Placed]:
    """Return the symbols of rows."""
    return [
        Placed(
            mark.symbols[mark.symbol_of[row]],
            float(x),
            float(y),
            symbol_radius(float(mark.radius[row]), pen.window.zoom) * pen.look.bold**0.5,
            hollow=bool(mark.hollow[row]),
            fade=float(fade[row]),
        )
        for row, (x, y) in zip(rows, anchors(mark, rows, pen.window, copy), strict=True)
    ]
