"""Pages of paper with a map above and text in columns below: portraits, sheets of objects, pages of a series."""

from dataclasses import replace
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_pdf import PdfPages

from atlas.i18n import t
from atlas.render.print.canvas import Canvas
from atlas.render.print.colours import look_of
from atlas.render.print.layout import GAP, MARGIN, STRIP, code_height, make_code, make_words, put_code
from atlas.render.print.map.legend import draw_legend, ground_legend, legend_rows, set_columns, symbols_in_window
from atlas.render.print.map.marks import Pen
from atlas.render.print.map.projection import open_window
from atlas.render.print.margins import draw_link, draw_strip, draw_words
from atlas.render.print.paper_size import read_paper
from atlas.render.print.sheet import draw_map
from atlas.render.print.text_columns import TextLine, flow, write_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.render.print.colours import Look
    from atlas.render.print.layout import Words
    from atlas.render.print.map.legend import LegendColumn, Row
    from atlas.render.print.map.projection import MapFrame
    from atlas.render.print.text_columns import TextColumn
    from atlas.scene.map.scene import Scene
    from atlas.scene.objects.pictures import CardPicture
    from atlas.scene.publish.caption import Caption

    # Lines that are never broken apart.
    Blocks = list[tuple[TextLine, ...]]

LEGEND, COLUMNS = 190.0, 3
# From the best to the tightest: height of the map, size of the type.
_MAPS, _SCALES = (560.0, 480.0, 400.0, 330.0, 280.0, 230.0), (1.15, 1.07, 1.0, 0.95, 0.9, 0.85, 0.8)
_LEGEND_SCALES = (0.95, 0.85, 0.75, 0.65)
# How many of the heights are fair ones.
_FAIR = 4
# Where more pages may follow: the tightest type of a single page, and that of several.
_LEAST_SCALE, _SCALE = 0.9, 1.0
# The head of a page that goes on.
_HEAD = 40.0


def draw_article(scene: "Scene", caption: "Caption", kicker: str, contents: "Sequence[Blocks]") -> Canvas:
    """Draw one page, A4, upright; use it inside ``with drawing():``.

    Parameters
    ----------
    scene, caption
        The map and the words around it.
    kicker
        What the page is, right of the title.
    contents
        The text below the map, from its longest form to its shortest: the first that fits is written.
    """
    words, width = _measure(scene, caption)
    # A text is shortened before the map is small.
    tried = [*product(contents, _MAPS[:_FAIR]), *product(contents[-1:], _MAPS[_FAIR:])]
    for (blocks, height), scale in product(tried, _SCALES):
        if len(flow(blocks, width, _room(words, height), scale)) <= COLUMNS:
            break
    columns = _balanced(blocks, width, _room(words, height), scale)
    return _first_page(scene, caption, kicker, height, columns, scale)


def draw_article_pages(scene: "Scene", caption: "Caption", kicker: str, blocks: "Blocks") -> list[Canvas]:
    """Draw as many pages as a text needs, A4, upright, the map and its whole legend on the first.

    Use it inside ``with drawing():``; parameters are those of `draw_article`.
    """
    words, width = _measure(scene, caption)
    heights = [height for height in _MAPS if _legend_fits(scene, caption, words, height)] or [_MAPS[0]]
    for height, scale in product(heights, (scale for scale in _SCALES if scale >= _LEAST_SCALE)):
        if len(flow(blocks, width, _room(words, height), scale)) <= COLUMNS:
            columns = _balanced(blocks, width, _room(words, height), scale)
            return [_first_page(scene, caption, kicker, height, columns, scale)]
    # The text goes on: the map keeps a fair size.
    height = next((height for height in heights if height <= _MAPS[2]), heights[-1])
    columns = flow(blocks, width, _room(words, height), _SCALE)[:COLUMNS]
    pages = [_first_page(scene, caption, kicker, height, columns, _SCALE)]
    left = blocks[sum(len(column.blocks) for column in columns) :]
    room = pages[0].paper.height - 2 * MARGIN - _HEAD
    while left:
        columns = flow(left, width, room, _SCALE)
        if len(columns) <= COLUMNS:
            columns = _balanced(left, width, room, _SCALE)
        pages.append(_next_page(scene, caption, kicker, columns[:COLUMNS], width))
        left = left[sum(len(column.blocks) for column in columns[:COLUMNS]) :]
    return pages


def pages_file(pages: "Sequence[Canvas]", about: "Mapping[str, Any]") -> bytes:
    """Return pages as one PDF; use it inside ``with drawing():``."""
    out = BytesIO()
    with PdfPages(out, metadata=dict(about)) as file:
        for page in pages:
            page.add_to(file)
    return out.getvalue()


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


def _measure(scene: "Scene", caption: "Caption") -> "tuple[Words, float]":
    """Return the words around the map, and the width of a column."""
    paper = read_paper("A4", "portrait")
    return make_words(paper, scene, caption), (paper.width - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS


def _room(words: "Words", height: float) -> float:
    return words.bottom - words.top - height - STRIP


def _balanced(blocks: "Blocks", width: float, room: float, scale: float) -> "list[TextColumn]":
    """Return columns about equally long."""
    short = 0.0
    while room - short > 1:
        middle = (short + room) / 2
        short, room = (short, middle) if len(flow(blocks, width, middle, scale)) <= COLUMNS else (middle, room)
    return flow(blocks, width, room, scale)


def _first_page(
    scene: "Scene", caption: "Caption", kicker: str, height: float, columns: "Sequence[TextColumn]", scale: float
) -> Canvas:
    paper, look = read_paper("A4", "portrait"), look_of(scene.theme)
    words, width = _measure(scene, caption)
    canvas = Canvas(paper, look.paper)
    draw_words(canvas, look, words, kicker)
    _draw_map(canvas, look, scene, caption, (words.top, words.top + height))
    _write(canvas, look, columns, words.top + height + STRIP, width, scale)
    return canvas


def _next_page(
    scene: "Scene", caption: "Caption", kicker: str, columns: "Sequence[TextColumn]", width: float
) -> Canvas:
    paper, look = read_paper("A4", "portrait"), look_of(scene.theme)
    canvas = Canvas(paper, look.paper)
    canvas.write(MARGIN, MARGIN + 14, caption.title, size=16, color=look.ink, face="serif")
    canvas.write(paper.width - MARGIN, MARGIN + 14, kicker, size=11.5, color=look.muted, align="right")
    _write(canvas, look, columns, MARGIN + _HEAD, width, _SCALE)
    return canvas


def _write(
    canvas: Canvas, look: "Look", columns: "Sequence[TextColumn]", top: float, width: float, scale: float
) -> None:
    for number, column in enumerate(columns[:COLUMNS]):
        write_column(canvas, look, column, at=(MARGIN + number * (width + GAP), top), width=width, scale=scale)


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


def _legend_fits(scene: "Scene", caption: "Caption", words: "Words", height: float) -> bool:
    """Return whether the whole legend stands beside a map of a height."""
    paper = read_paper("A4", "portrait")
    window = open_window(scene, (MARGIN, words.top, paper.width - MARGIN - LEGEND - GAP, words.top + height))
    return whole_legend(scene, window, height - code_height(make_code(caption, LEGEND)) - 8) is not None


def whole_legend(
    scene: "Scene", window: "MapFrame", height: float, least: float = _LEGEND_SCALES[-1]
) -> "tuple[float, list[LegendColumn]] | None":
    """Return the legend of a map in one column of a height, with the scale of its type; None where it has no room."""
    rows = [*legend_rows(scene, symbols_in_window(scene, window), window.zoom), *ground_legend(scene, window)]
    for scale in (scale for scale in _LEGEND_SCALES if scale >= least):
        columns = set_columns(rows, LEGEND, height, scale)
        if len(columns) <= 1:
            return scale, columns
    return None


def legend_beside(
    canvas: Canvas, look: "Look", scene: "Scene", window: "MapFrame", place: tuple[float, float, float]
) -> None:
    """Draw the legend of a map in one column: its left edge, its top, and where it must end."""
    x, top, bottom = place
    found = whole_legend(scene, window, bottom - top)
    if found is None:
        # Too many classes for one column beside the map: the layers alone.
        rows = _layers_alone(legend_rows(scene, symbols_in_window(scene, window), window.zoom))
        found = _LEGEND_SCALES[-1], set_columns(rows, LEGEND, bottom - top, _LEGEND_SCALES[-1])
    scale, columns = found
    draw_legend(canvas, look, columns[:1], x=x, y=top, width=LEGEND, gap=0, scale=scale)


def _layers_alone(rows: "list[Row]") -> "list[Row]":
    """Return the layers of a legend without their classes, each with the symbol of its first."""
    below = {row.mark.layer: row.symbol for row in reversed(rows) if row.symbol and row.mark}
    return [replace(row, symbol=below.get(row.mark.layer)) for row in rows if row.head and row.mark]


def picture_blocks(pictures: "Sequence[CardPicture]", lang: str) -> "Blocks":
    """Return small pictures as blocks: what each shows, the picture, the ends of its axis."""
    blocks: Blocks = [heading(t("series.charts", lang))] if pictures else []
    for picture in pictures:
        paths = (picture["ground"], picture["mark"], picture["line"])
        title = TextLine(picture["title"], size=8.6, above=5, picture=paths)
        blocks.append((title, TextLine(picture["low"], picture["high"], size=8, ink="muted")))
    return blocks
