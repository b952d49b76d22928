"""The shapes, patterns and lines of ``map/canvas/symbols.js`` as paths: the sheet shows the symbols of the page.

A test holds the two against each other.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.colors import to_rgba
from matplotlib.path import Path

from atlas.render.print.canvas import moved, path_of, rectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.render.print.canvas import Canvas
    from atlas.render.print.colours import Look
    from atlas.scene.map.scene import Mark, Symbol

# Corners of each shape for the radius 1, y downwards.
CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
    "triangle": ((0, -1.1), (1.15, 0.85), (-1.15, 0.85)),
    "trapezium": ((-0.6, -0.55), (0.6, -0.55), (1.25, 0.7), (-1.25, 0.7)),
    "double_triangle": ((-0.5, -0.7), (-0.05, 0), (0.4, -1.05), (1.3, 0.85), (-1.3, 0.85)),
    "tall_trapezium": ((-0.35, -0.95), (0.35, -0.95), (1, 0.85), (-1, 0.85)),
    "steps": (
        *((-0.4, -0.9), (0.4, -0.9), (0.4, -0.1), (1.1, -0.1)),
        *((1.1, 0.8), (-1.1, 0.8), (-1.1, -0.1), (-0.4, -0.1)),
    ),
    "bar": ((-1.35, -0.3), (1.35, -0.3), (1.35, 0.45), (-1.35, 0.45)),
    "broken_triangle": (
        *((-0.5, -0.15), (-0.1, 0.2), (0.2, -0.2), (0.55, -0.15)),
        *((1.15, 0.85), (-1.15, 0.85)),
    ),
}
# Radii of each round shape: a second one is a hole.
ROUND: dict[str, tuple[float, ...]] = {"circle": (1,), "dot": (0.6,), "ring": (1, 0.45)}
DASHES: dict[str, tuple[float, ...]] = {"dashed": (7, 4), "dotted": (0.1, 4.5)}
# Line of each pattern: width, opacity of what lies under it.
_PATTERN_WIDTH = {"dots": 2.0}
_PATTERN_GROUND = 0.14
_PATTERN_OPACITY = 0.9


def _unit(shape: str) -> Path:
    if shape in CORNERS:
        return Path([*CORNERS[shape], CORNERS[shape][0]], closed=True)
    outer, *holes = ROUND[shape]
    circle = Path.unit_circle()
    # Turned the other way round, a circle inside another is a hole.
    inner = [Path(np.asarray(circle.vertices)[::-1] * hole, circle.codes) for hole in holes]
    return Path.make_compound_path(moved(circle, outer, 0, 0), *inner)


UNIT = {shape: _unit(shape) for shape in (*CORNERS, *ROUND)}


@dataclass(frozen=True, slots=True)
class Placed:
    """A symbol at a place: its radius, whether its position is approximate, how much of its colour it keeps."""

    symbol: "Symbol"
    x: float
    y: float
    radius: float
    hollow: bool
    fade: float = 1


def colour_of(symbol: "Symbol", look: "Look") -> str:
    """Return the colour of a symbol in a look."""
    return symbol.color_dark if look.dark else symbol.color


def draw_symbols(canvas: "Canvas", look: "Look", items: "Sequence[Placed]", clip: Path) -> None:
    """Draw points in order."""
    paths: list[Path] = []
    faces: list[Any] = []
    edges: list[Any] = []
    widths: list[float] = []
    for item in items:
        path = moved(UNIT[item.symbol.shape], item.radius, item.x, item.y)
        color, fade = to_rgba(colour_of(item.symbol, look), item.fade), item.fade
        # A line of the ground around each keeps neighbours apart.
        passes = (
            [(to_rgba(look.land, 0.75 * fade), color, 1.4)]
            if item.hollow
            else [("none", to_rgba(look.land, fade), 1.6), (color, "none", 0.0)]
        )
        for face, edge, width in passes:
            paths.append(path)
            faces.append(face)
            edges.append(edge)
            widths.append(width)
    if paths:
        canvas.shapes(paths, faces, edges, widths, clip)


def fill_areas(  # noqa: PLR0913 - as its twin on the page
    canvas: "Canvas",
    look: "Look",
    symbol: "Symbol",
    areas: np.ndarray,
    *,
    opacity: float,
    clip: Path,
    fade: float = 1,
) -> None:
    """Fill areas with the colour and pattern of their symbol."""
    path = None if symbol.pattern == "none" else path_of(areas)
    if path is None:
        return
    color, solid = colour_of(symbol, look), symbol.pattern == "solid"
    canvas.area(path, color, opacity=fade * (opacity if solid else _PATTERN_GROUND), clip=clip)
    if solid:
        return
    lines = path_of(np.array([pattern_lines(symbol.pattern, areas)]))
    if lines is not None:
        width = _PATTERN_WIDTH.get(symbol.pattern, 1.1)
        dash = (0.1, 1e3) if symbol.pattern == "dots" else ()
        canvas.stroke(lines, color, width, dash=dash, opacity=fade * _PATTERN_OPACITY, clip=clip)


def stroke_lines(  # noqa: PLR0913 - as its twin on the page
    canvas: "Canvas",
    look: "Look",
    line: str,
    color: str,
    width: float,
    lines: Path,
    *,
    zoom: float,
    opacity: float,
    clip: Path,
) -> None:
    """Draw lines of a kind."""
    canvas.stroke(
        lines,
        color,
        width * 2.6 if line == "double" else width,
        dash=DASHES.get(line, ()),
        opacity=opacity,
        clip=clip,
    )
    if line == "double":
        canvas.stroke(lines, look.land, width * 1.1, opacity=opacity, clip=clip)
    if line == "ticks" and zoom >= _TICKS_FROM:
        longer = 3 if zoom < _LONG_TICKS_FROM else 5
        canvas.stroke(lines, color, width + longer, dash=(1.2, 8), opacity=opacity, clip=clip)


_TICKS_FROM, _LONG_TICKS_FROM = 10.5, 12


def draw_swatch(  # noqa: PLR0913 - where it stands and what it shows
    canvas: "Canvas",
    look: "Look",
    mark: "Mark",
    symbol: "Symbol",
    *,
    at: tuple[float, float],
    scale: float = 1,
    hollow: bool = False,
) -> None:
    """Draw what a legend entry stands for around a place: 24 by 16 pixels at full scale."""
    (x, y), color, line = at, colour_of(symbol, look), "dashed" if hollow else symbol.line
    half, low = 10 * scale, 6 * scale
    clip = rectangle(x - half - 3, y - low - 3, x + half + 3, y + low + 3)
    if symbol.kind == "line":
        path = Path([(x - half - 1, y), (x + half + 1, y)])
        stroke_lines(canvas, look, line, color, max(1.4, mark.width), path, zoom=14, opacity=1, clip=clip)
    elif symbol.kind == "point" or mark.symbol_below is not None:
        draw_symbols(canvas, look, [Placed(symbol, x, y, 5.5 * scale, hollow=hollow)], clip)
    else:
        edge = rectangle(x - half, y - low, x + half, y + low)
        if not hollow:
            area = np.array([shapely.box(x - half, y - low, x + half, y + low)])
            fill_areas(canvas, look, symbol, area, opacity=mark.opacity, clip=clip)
        stroke_lines(canvas, look, line, color, 1.4, edge, zoom=14, opacity=1, clip=clip)


def pattern_lines(pattern: str, areas: np.ndarray) -> shapely.Geometry:
    """Return the lines of a pattern that lie inside areas; every area on a sheet shares one grid, as paper does."""
    left, top, right, bottom = shapely.total_bounds(areas)
    within = shapely.union_all(shapely.make_valid(areas))
    return shapely.intersection(shapely.multilinestrings(PATTERNS[pattern](left, top, right, bottom)), within)


def _steps(start: float, end: float, step: float, phase: float = 0) -> np.ndarray:
    return np.arange(np.floor((start - phase) / step), np.ceil((end - phase) / step) + 1) * step + phase


def _hatch(left: float, top: float, right: float, bottom: float) -> list[Any]:
    return [[(k - top, top), (k - bottom, bottom)] for k in _steps(left + top, right + bottom, 7)]


def _diagonal(left: float, top: float, right: float, bottom: float) -> list[Any]:
    return [[(k + top, top), (k + bottom, bottom)] for k in _steps(left - bottom, right - top, 10)]


def _cross_hatch(left: float, top: float, right: float, bottom: float) -> list[Any]:
    down = [[(x, top), (x, bottom)] for x in _steps(left, right, 6, 3)]
    return down + [[(left, y), (right, y)] for y in _steps(top, bottom, 6, 3)]


def _waves(left: float, top: float, right: float, bottom: float) -> list[Any]:
    x = np.arange(left - 12, right + 12, 1.0)
    return [np.column_stack([x, y - 1.5 * np.sin(x * np.pi / 6)]) for y in _steps(top, bottom, 12, 6)]


def _dots(left: float, top: float, right: float, bottom: float) -> list[Any]:
    return [[(x, y), (x + 0.1, y)] for y in _steps(top, bottom, 7, 3.5) for x in _steps(left, right, 7, 3.5)]


PATTERNS = {"hatch": _hatch, "diagonal": _diagonal, "cross_hatch": _cross_hatch, "waves": _waves, "dots": _dots}
