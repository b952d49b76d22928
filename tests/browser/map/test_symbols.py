"""One picture of every symbol: the canvas of the page against matplotlib on a sheet, at the same scale."""

import base64
import io
import itertools

import numpy as np
import pytest
import shapely
from matplotlib.path import Path
from PIL import Image

from atlas.render.print.canvas import Canvas, drawing, rectangle
from atlas.render.print.colours import look_of
from atlas.render.print.map.symbols import Placed, draw_symbols, fill_areas, stroke_lines
from atlas.render.print.paper_size import Paper
from atlas.render.symbol_paths import line_styles, patterns, shape_paths
from atlas.scene.map.scene import Symbol
from tests.browser.modules import open_modules

# Side of a cell in CSS pixels: the repeat of all tiles (420) cut by twelve, so that both grids of a pattern agree.
CELL, RATIO = 84, 2
# Of 255: the mean difference of a cell, and the share of its pixels that differ by more than a shade. Two engines
# smooth an edge differently, and a pattern of the page is a picture of its tile, smoothed twice: measured are 1.2 and
# 0.0015 at most.
MEAN, SHADE, SHARE = 1.5, 64, 0.003
COLOURS = {"light": "#9c402e", "dark": "#dd8570"}
CELLS = [
    *(("symbol", shape, hollow, fade) for shape in shape_paths() for hollow in (False, True) for fade in (1, 0.35)),
    *(("line", line, zoom, 1) for line in line_styles() for zoom in (11, 14)),
    *(("area", pattern, 0.8, fade) for pattern in ("solid", "none", *patterns()) for fade in (1, 0.35)),
]
SCRIPT = """
async ({ cells, cell, ratio, color, ground, columns, rows }) => {
  const { drawSymbol, fillArea, strokeLine } = await import("/map/canvas/symbols.js");
  const canvas = document.createElement("canvas");
  canvas.width = columns * cell * ratio;
  canvas.height = rows * cell * ratio;
  const g = canvas.getContext("2d");
  g.scale(ratio, ratio);
  g.fillStyle = ground;
  g.fillRect(0, 0, columns * cell, rows * cell);
  cells.forEach(([kind, name, option, fade], n) => {
    const x = (n % columns) * cell, y = Math.floor(n / columns) * cell;
    g.globalAlpha = fade;
    if (kind === "symbol") drawSymbol(g, { shape: name }, x + 42, y + 42, 20, color, option, ground);
    g.beginPath();
    if (kind === "line") {
      g.moveTo(x + 10, y + 60);
      g.lineTo(x + 40, y + 20);
      g.lineTo(x + 74, y + 60);
      strokeLine(g, { line: name }, color, 2.5, ground, option);
    }
    if (kind === "area") {
      g.rect(x + 7, y + 7, 70, 70);
      fillArea(g, { pattern: name }, color, option, fade);
    }
  });
  return canvas.toDataURL("image/png").split(",")[1];
}
"""
COLUMNS = 12
ROWS = -(-len(CELLS) // COLUMNS)


def on_a_page(context, theme):
    """Return the picture that the page's own scripts paint."""
    page = open_modules(context)
    told = {"cells": CELLS, "cell": CELL, "ratio": RATIO, "columns": COLUMNS, "rows": ROWS}
    look = look_of(theme)
    picture = page.evaluate(SCRIPT, told | {"color": COLOURS[theme], "ground": look.land})
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")).astype(float)


def on_a_sheet(theme):
    """Return the picture that matplotlib draws."""
    look, px_mm = look_of(theme), 25.4 / 96
    with drawing():
        paper = Paper(COLUMNS * CELL * px_mm, ROWS * CELL * px_mm, scale=1, dpi=96 * RATIO, printed=False)
        canvas = Canvas(paper, look.land)
        clip, placed = rectangle(0, 0, paper.width, paper.height), []
        for n, (kind, name, option, fade) in enumerate(CELLS):
            x, y = n % COLUMNS * CELL, n // COLUMNS * CELL
            if kind == "symbol":
                placed.append(Placed(symbol(shape=name), x + 42, y + 42, 20, hollow=option, fade=fade))
            if kind == "line":
                path = Path([(x + 10, y + 60), (x + 40, y + 20), (x + 74, y + 60)])
                stroke_lines(canvas, look, name, COLOURS[theme], 2.5, path, zoom=option, opacity=1, clip=clip)
            if kind == "area":
                area = np.array([shapely.box(x + 7, y + 7, x + 77, y + 77)])
                fill_areas(canvas, look, symbol(pattern=name), area, opacity=option, clip=clip, fade=fade)
        draw_symbols(canvas, look, placed, clip)
        content = canvas.file("png", {})
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(float)


def symbol(**own):
    plain = {"shape": "circle", "pattern": "solid", "line": "solid"} | own
    return Symbol(code=None, title="", kind="point", color=COLOURS["light"], color_dark=COLOURS["dark"], **plain)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_a_symbol_is_the_same_picture_on_the_page_and_on_a_sheet(reader, theme):
    pictures = on_a_page(reader(), theme), on_a_sheet(theme)
    assert pictures[0].shape == pictures[1].shape
    wrong = {}
    for n, (row, column) in enumerate(itertools.islice(itertools.product(range(ROWS), range(COLUMNS)), len(CELLS))):
        side = CELL * RATIO
        page, sheet = (p[row * side : (row + 1) * side, column * side : (column + 1) * side] for p in pictures)
        difference = np.abs(page - sheet)
        measured = round(difference.mean(), 2), round((difference.max(axis=2) > SHADE).mean(), 4)
        if CELLS[n][:2] != ("area", "none"):
            assert np.ptp(page) > 20, f"nothing drawn of {CELLS[n]}"
        if measured[0] > MEAN or measured[1] > SHARE:
            wrong[CELLS[n]] = measured
    assert wrong == {}
