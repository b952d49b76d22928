"""The portrait of a territory as a page of paper: map, figures with coverage and sources, themes, twins."""

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from atlas.i18n import plural, t
from atlas.render.print.canvas import Canvas, drawing
from atlas.render.print.colours import look_of
from atlas.render.print.layout import GAP, MARGIN, STRIP, code_height, make_code, make_words, put_code
from atlas.render.print.map.legend import draw_legend, legend_rows, set_columns, symbols_in_window
from atlas.render.print.map.marks import Pen
from atlas.render.print.map.projection import open_window
from atlas.render.print.margins import draw_link, draw_strip, draw_words, metadata
from atlas.render.print.paper_size import read_paper
from atlas.render.print.sheet import draw_map
from atlas.render.print.text_columns import TextLine, flow, write_column

if TYPE_CHECKING:
    from atlas.render.print.colours import Look
    from atlas.render.print.layout import Words
    from atlas.render.print.map.legend import Row
    from atlas.render.print.map.projection import MapFrame
    from atlas.render.print.text_columns import TextColumn
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption
    from atlas.scene.publish.portrait import Portrait, PortraitSection

LEGEND, _COLUMNS = 190.0, 3
# From the best to the tightest: height of the map, twinnings written, size of the type.
_MAPS, _TWINS, _SCALES = (330.0, 280.0, 230.0), (150, 60, 40, 24, 12, 6), (1.15, 1.07, 1.0, 0.95, 0.9, 0.85, 0.8)
_LEGEND_SCALES = (0.95, 0.85, 0.75, 0.65)


def draw_portrait(portrait: "Portrait", scene: "Scene", caption: "Caption") -> bytes:
    """Draw a portrait as a PDF, A4, upright.

    Parameters
    ----------
    portrait
        The content.
    scene
        Its map: the scene of the portrait's view.
    caption
        Title, facts, link and day.
    """
    paper, look = read_paper("A4", "portrait"), look_of(scene.theme)
    width = (paper.width - 2 * MARGIN - (_COLUMNS - 1) * GAP) / _COLUMNS
    with drawing():
        words = make_words(paper, scene, caption)
        canvas = Canvas(paper, look.paper)
        draw_words(canvas, look, words, t("portrait.title", scene.lang))
        height, scale, columns = _fit(portrait, words, width, scene.lang)
        _draw_map(canvas, look, scene, caption, (words.top, words.top + height))
        for number, column in enumerate(columns[:_COLUMNS]):
            at = (MARGIN + number * (width + GAP), words.top + height + STRIP)
            write_column(canvas, look, column, at=at, width=width, scale=scale)
        return canvas.file("pdf", metadata(scene, caption, "pdf"))


def _fit(portrait: "Portrait", words: "Words", width: float, lang: str) -> "tuple[float, float, list[TextColumn]]":
    """Return the height of the map, the size of the type and the columns that hold the most, about equally long."""
    for height, twins, scale in product(_MAPS, _TWINS, _SCALES):
        blocks, room = _blocks(portrait, twins, lang), words.bottom - words.top - height - STRIP
        if len(flow(blocks, width, room, scale)) <= _COLUMNS:
            break
    short = 0.0
    while room - short > 1:
        middle = (short + room) / 2
        short, room = (short, middle) if len(flow(blocks, width, middle, scale)) <= _COLUMNS else (middle, room)
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


def _blocks(portrait: "Portrait", twins: int, lang: str) -> "list[tuple[TextLine, ...]]":
    """Return the content in blocks that are never broken; a heading stays with what follows it."""
    parts = _figures(portrait, lang)
    for section in portrait.sections:
        parts += _section(section, lang)
    parts += _twins(portrait, twins, lang)
    blocks: list[tuple[TextLine, ...]] = []
    heading: tuple[TextLine, ...] = ()
    for block in parts:
        if block[0].face == "serif" and len(block) == 1:
            heading = block
            continue
        blocks.append((*heading, *block))
        heading = ()
    return blocks


def _heading(text: str) -> tuple[TextLine, ...]:
    return (TextLine(text, size=13, face="serif", above=12),)


def _figures(portrait: "Portrait", lang: str) -> "list[tuple[TextLine, ...]]":
    blocks = [_heading(t("portrait.figures", lang))]
    for title, text, source in portrait.facts:
        blocks.append((TextLine(title, text, above=4), TextLine(source, size=8, ink="muted")))
    for figure in portrait.figures:
        beside = f"{portrait.beside} : {figure.beside}" if figure.beside else ""
        coverage = f"{t('portrait.coverage', lang)} {figure.coverage}" if figure.coverage else ""
        about = " · ".join(part for part in (figure.note, beside, coverage, figure.source) if part)
        blocks.append((TextLine(figure.title, figure.value, above=4), TextLine(about, size=8, ink="muted")))
    if portrait.gaps:
        heading = TextLine(t("portrait.gaps", lang), above=4)
        blocks.append((heading, *(TextLine(gap, size=8, ink="muted", above=1.5) for gap in portrait.gaps)))
    return blocks


def _section(section: "PortraitSection", lang: str) -> "list[tuple[TextLine, ...]]":
    blocks = [_heading(section.title)]
    for row in section.rows:
        classes = " · ".join(f"{title} {count}" for title, count in row.classes)
        more = [TextLine(text, size=8, ink="muted") for text in (row.amount, classes, row.note) if text]
        blocks.append((TextLine(row.title, row.count, above=4), *more))
    if section.empty:
        blocks.append(
            (TextLine(t("portrait.empty", lang, layers=", ".join(section.empty)), size=8, ink="muted", above=4),)
        )
    return blocks


def _twins(portrait: "Portrait", most: int, lang: str) -> "list[tuple[TextLine, ...]]":
    if not portrait.twins:
        return []
    blocks = [_heading(f"{t('portrait.twins', lang)} ({len(portrait.twins)})")]
    shown = portrait.twins if len(portrait.twins) <= most else portrait.twins[:most]
    blocks += [(TextLine(f"{twin.commune} – {twin.town} ({twin.about})", size=8.6, above=1.5),) for twin in shown]
    if len(shown) < len(portrait.twins):
        more = len(portrait.twins) - len(shown)
        left = plural("portrait.more", lang, more, count=more)
        blocks.append((TextLine(left, size=8, ink="muted", above=3),))
    return blocks
