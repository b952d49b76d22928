"""The symbols, patterns and lines of ``symbol_paths.json``, drawn on a sheet.

``map/canvas/symbols.js`` draws them on the page; a test compares the two pictures.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.colors import to_rgba
from matplotlib.path import Path

from atlas.render.print.canvas import moved, path_of, rectangle
from atlas.render.symbol_paths import line_styles, patterns, shape_paths, symbol_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.render.print.canvas import Canvas
    from atlas.render.print.colours import Look
    from atlas.render.symbol_paths import Step
    from atlas.scene.map.scene import Mark, Symbol

_CODES: dict[str, Any] = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4, "Z": Path.CLOSEPOLY}


def _drawn(steps: "Sequence[Step]") -> Path:
    """Return the steps of a path as matplotlib draws them."""
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    for command, numbers in steps:
        points = list(zip(numbers[::2], numbers[1::2], strict=True)) or [vertices[-1]]
        vertices += points
        codes += [_CODES[command]] * len(points)
    return Path(vertices, codes)


@cache
def unit_shape(shape: str) -> Path:
    """Return a shape for the radius 1 around the origin."""
    return _drawn(shape_paths()[shape])


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
    style = symbol_values("symbol")
    paths: list[Path] = []
    faces: list[Any] = []
    edges: list[Any] = []
    widths: list[float] = []
    for item in items:
        path = moved(unit_shape(item.symbol.shape), item.radius, item.x, item.y)
        color, fade = to_rgba(colour_of(item.symbol, look), item.fade), item.fade
        # A line of the ground around each keeps neighbours apart.
        passes = (
            [(to_rgba(look.land, style["hollow_opacity"] * fade), color, style["hollow_width"])]
            if item.hollow
            else [("none", to_rgba(look.land, fade), style["halo_width"]), (color, "none", 0.0)]
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
    color, solid, style = colour_of(symbol, look), symbol.pattern == "solid", symbol_values("pattern")
    canvas.area(path, color, opacity=fade * (opacity if solid else style["ground_opacity"]), clip=clip)
    if solid:
        return
    pattern = patterns()[symbol.pattern]
    lines = path_of(pattern_lines(symbol.pattern, areas))
    if lines is not None:
        opacity = fade * style["line_opacity"]
        canvas.stroke(lines, color, pattern.width, cap=pattern.cap, opacity=opacity, clip=clip)


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
    style, double, ticks = line_styles()[line], symbol_values("double"), symbol_values("ticks")
    outer = width * double["outer"] if line == "double" else width
    canvas.stroke(lines, color, outer, dash=style.dash, cap=style.cap, opacity=opacity, clip=clip)
    if line == "double":
        canvas.stroke(lines, look.land, width * double["inner"], opacity=opacity, clip=clip)
    if line == "ticks" and zoom >= ticks["from_zoom"]:
        longer = ticks["extra"] if zoom < ticks["longer_from_zoom"] else ticks["longer_extra"]
        canvas.stroke(lines, color, width + longer, dash=tuple(ticks["dash"]), opacity=opacity, clip=clip)


def thinned(width: float, zoom: float) -> float:
    """Return the width of a line at a zoom: lines are thinner where the map is small, as on the page."""
    thin = symbol_values("thin")
    return width * max(float(thin["least"]), min(1.0, 1 - (thin["full_from"] - zoom) * thin["by_zoom"]))


@dataclass(frozen=True, slots=True)
class SwatchStyle:
    """How a legend shows a symbol: its scale, the zoom of the map, how much of its colour it keeps, without fill."""

    scale: float = 1
    zoom: float = 0
    opacity: float = 1
    hollow: bool = False


def draw_swatch(
    canvas: "Canvas", look: "Look", mark: "Mark", symbol: "Symbol", *, at: tuple[float, float], style: SwatchStyle
) -> None:
    """Draw what a legend entry stands for around a place, as the map does; at full scale as large as on the page."""
    size, scale, zoom, fade = symbol_values("swatch"), style.scale, style.zoom, style.opacity
    (x, y), color, line = at, colour_of(symbol, look), "dashed" if style.hollow else symbol.line
    half, low = (scale * (size[side] / 2 - size["inset"]) for side in ("width", "height"))
    clip = rectangle(x - half - 3, y - low - 3, x + half + 3, y + low + 3)
    width = thinned(mark.width, zoom) * look.bold**0.6
    if is_symbolic(mark, symbol, zoom):
        item = Placed(symbol, x, y, size["radius"] * scale, hollow=style.hollow, fade=fade)
        draw_symbols(canvas, look, [item], clip)
        return
    path = Path([(x - half - 1, y), (x + half + 1, y)])
    shade = fade * mark.opacity
    if symbol.kind != "line":
        path, shade = rectangle(x - half, y - low, x + half, y + low), fade
        area = np.array([shapely.box(x - half, y - low, x + half, y + low)])
        fill_areas(canvas, look, symbol, area, opacity=mark.opacity, clip=clip, fade=fade)
    stroke_lines(canvas, look, line, color, width, path, zoom=zoom, opacity=shade, clip=clip)


def is_symbolic(mark: "Mark", symbol: "Symbol", zoom: float) -> bool:
    """Return whether the map draws most rows of a class as symbols: points, and areas below a zoom."""
    small = mark.symbol_below is not None and zoom < mark.symbol_below
    return symbol.kind == "point" or (symbol.kind == "polygon" and small)


def pattern_lines(pattern: str, areas: np.ndarray) -> np.ndarray:
    """Return the lines of a pattern that lie inside areas; every area on a sheet shares one grid, as paper does."""
    tile = patterns()[pattern].tile
    left, top, right, bottom = (int(side) for side in np.floor(shapely.total_bounds(areas) / tile))
    grid = (left - 1, top - 1, right + 1, bottom + 1)
    lines = np.concatenate([_repeated(line, tile, grid) for line in _tile_lines(pattern)])
    within = shapely.union_all(shapely.make_valid(areas))
    shapely.prepare(within)
    whole = shapely.contains_properly(within, lines)
    cut = ~whole & shapely.intersects(within, lines)
    return np.concatenate([lines[whole], shapely.intersection(lines[cut], within)])


def _repeated(line: np.ndarray, tile: float, grid: tuple[int, int, int, int]) -> np.ndarray:
    """Return a line of a tile in every tile from the first to the last column and row.

    A line that goes on in the next tile is drawn through all of them at once: quicker to cut, and smaller in a file.
    """
    left, top, right, bottom = grid
    columns, rows = np.arange(left, right + 1), np.arange(top, bottom + 1)
    across, down = (line[-1] - line[0]) / tile
    if not (float(across).is_integer() and float(down).is_integer()):
        corners = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 1, 2)
        return np.asarray(shapely.linestrings(corners * tile + line))
    # It starts in the first column, or in the first row when it goes straight down; all start early enough to pass.
    early = np.arange(top - (len(columns) if down > 0 else 0), bottom + 1 + (len(columns) if down < 0 else 0))
    starts = [(left, row) for row in early] if across else [(column, top) for column in columns]
    steps = np.arange(len(columns) if across else len(rows))[:, np.newaxis, np.newaxis]
    through = (line[:-1] + steps * (line[-1] - line[0])).reshape(-1, 2)
    through = np.concatenate([through, line[-1:] + steps[-1] * (line[-1] - line[0])])
    if len(line) == _ENDS:
        through = through[[0, -1]]
    return np.asarray(shapely.linestrings(np.array(starts)[:, np.newaxis] * tile + through))


_ENDS = 2


@cache
def _tile_lines(pattern: str) -> list[np.ndarray]:
    """Return the lines of one tile as points; curves in short steps."""
    lines: list[np.ndarray] = []
    for command, numbers in patterns()[pattern].path:
        points = np.reshape(numbers, (-1, 2))
        if command == "M":
            lines.append(points)
            continue
        t = np.linspace(0, 1, 2 if command == "L" else 9)[1:, np.newaxis]
        controls = [np.broadcast_to(point, (len(t), 2)) for point in (lines[-1][-1], *points)]
        # De Casteljau: between neighbours again and again, until one point is left.
        while len(controls) > 1:
            controls = [(1 - t) * first + t * second for first, second in pairwise(controls)]
        lines[-1] = np.concatenate([lines[-1], controls[0]])
    return lines
