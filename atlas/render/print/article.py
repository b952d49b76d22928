"""A page of paper with a map above and text in columns below: portraits, sheets of objects, pages of a series."""

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from atlas.render.print.canvas import Canvas
from atlas.render.print.colours import look_of
from atlas.render.print.layout import GAP, MARGIN, STRIP, code_height, make_code, make_words, put_code
from atlas.render.print.map.legend import draw_legend, legend_rows, set_columns, symbols_in_window
from atlas.render.print.map.marks import Pen
from atlas.render.print.map.projection import open_window
from atlas.render.print.margins import draw_link, draw_strip, draw_words
from atlas.render.print.paper_size import read_paper
from atlas.render.print.sheet import draw_map
from atlas.render.print.text_columns import TextLine, flow, write_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.render.print.colours import Look
    from atlas.render.print.layout import Words
    from atlas.render.print.map.legend import Row
    from atlas.render.print.map.projection import MapFrame
    from atlas.render.print.text_columns import TextColumn
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption

    # Lines that are never broken apart.
    Blocks = list[tuple[TextLine, ...]]

LEGEND, COLUMNS = 190.0, 3
# From the best to the tightest: height of the map, size of the type.
_MAPS, _SCALES = (560.0, 480.0, 400.0, 330.0, 280.0, 230.0), (1.15, 1.07, 1.0, 0.95, 0.9, 0.85, 0.8)
_LEGEND_SCALES = (0.95, 0.85, 0.75, 0.65)


def draw_article(scene: "Scene", caption: "Caption", kicker: str, contents: "Sequence[Blocks]") -> Canvas:
    """Draw a page, A4, upright; use it inside ``with drawing():``.

    Parameters
    ----------
    scene, caption
        The map and the words around it.
    kicker
        What the page is, right of the title.
    contents
        The text below the map, from its longest form to its shortest: the first that fits is written.
    """
    paper, look = read_paper("A4", "portrait"), look_of(scene.theme)
    width = (paper.width - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS
    words = make_words(paper, scene, caption)
    canvas = Canvas(paper, look.paper)
    draw_words(canvas, look, words, kicker)
    height, scale, columns = _fit(contents, words, width)
    _draw_map(canvas, look, scene, caption, (words.top, words.top + height))
    for number, column in enumerate(columns[:COLUMNS]):
        at = (MARGIN + number * (width + GAP), words.top + height + STRIP)
        write_column(canvas, look, column, at=at, width=width, scale=scale)
    return canvas


def heading(text: str) -> tuple[TextLine, ...]:
    """Return the heading of what follows."""
    return (TextLine(text, size=13, face="serif", above=12),)


def with_headings(parts: "Blocks") -> "Blocks":
    """Join each heading to the block that follows it, so that no column ends with one."""
    blocks: Blocks = []
    above: tuple[TextLine, ...] = ()
    for block in parts:
        if block[0].face == "serif" and len(block) == 1:
            above = block
            continue
        blocks.append((*above, *block))
        above = ()
    return blocks


def _fit(contents: "Sequence[Blocks]", words: "Words", width: float) -> "tuple[float, float, list[TextColumn]]":
    """Return the height of the map, the size of the type and the columns that hold the most, about equally long."""
    for height, blocks, scale in product(_MAPS, contents, _SCALES):
        room = words.bottom - words.top - height - STRIP
        if len(flow(blocks, width, room, scale)) <= COLUMNS:
            break
    short = 0.0
    while room - short > 1:
        middle = (short + room) / 2
        short, room = (short, middle) if len(flow(blocks, width, middle, scale)) <= COLUMNS else (middle, room)
    return height, scale, flow(blocks, width, room, scale)


def _draw_map(canvas: Canvas, look: "Look", scene: "Scene", caption: "Caption", edges: tuple[float, float]) -> None:
    """Draw the map with its scale bar, its legend and the code of its link at its right."""
    top, bottom = edges
    x = canvas.paper.width - MARGIN - LEGEND
    window = open_window(scene, (MARGIN, top, x - GAP, bottom))
    draw_map(Pen(canvas, look, window), scene)
    draw_strip(canvas, look, window, scene.lang)
    code = make_code(caption, LEGEND)
    draw_link(canvas, look, put_code(code, x, bottom - code_height(code)), scene.lang)
    legend_beside(canvas, look, scene, window, (x, top, bottom - code_height(code) - 8))


def legend_beside(
    canvas: Canvas, look: "Look", scene: "Scene", window: "MapFrame", place: tuple[float, float, float]
) -> None:
    """Draw the legend of a map in one column: its left edge, its top, and where it must end."""
    x, top, bottom = place
    rows = legend_rows(scene, symbols_in_window(scene, window), window.zoom)
    tried = ((scale, set_columns(rows, LEGEND, bottom - top, scale)) for scale in _LEGEND_SCALES)
    scale, columns = next((fit for fit in tried if len(fit[1]) <= 1), (_LEGEND_SCALES[-1], []))
    if not columns and rows:
        # Too many classes for one column beside the map: the layers alone.
        columns = set_columns(_layers_alone(rows), LEGEND, bottom - top, scale)
    draw_legend(canvas, look, columns[:1], x=x, y=top, width=LEGEND, gap=0, scale=scale)


def _layers_alone(rows: "list[Row]") -> "list[Row]":
    """Return the layers of a legend without their classes, each with the symbol of its first."""
    below = {row.mark.layer: row.symbol for row in reversed(rows) if row.symbol}
    return [replace(row, symbol=below.get(row.mark.layer)) for row in rows if row.head]
