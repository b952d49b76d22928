"""Where things stand on a sheet: the map as large as its legend and its credits allow."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from atlas.i18n import t
from atlas.render.print.canvas import text_width, wrap
from atlas.render.print.map.legend import balanced, legend_rows, set_columns, symbols_in_window
from atlas.render.print.map.projection import open_window
from atlas.render.print.qr_code import qr_modules
from atlas.scene.query.formatting import write_date

if TYPE_CHECKING:
    from atlas.render.print.map.legend import LegendColumn
    from atlas.render.print.map.projection import MapFrame
    from atlas.render.print.paper_size import Paper
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption

MARGIN, GAP = 30.0, 18.0
TITLE, LEAD, CREDIT, LINK = 27.0, 13.0, 8.8, 8.0
LEADING = 1.28
# Right of the title: the name of the atlas.
NAME = 210.0
# Below the map: scale bar and north.
STRIP = 40.0
_COLUMN = 206.0
# A module of a third of a millimetre is read from a hand's breadth; a code is no larger than this.
_MODULE, _LEAST_CODE, _MOST_CODE = 1.3, 84.0, 120.0
# From the best to what is still read: how large the legend is set, and how many columns it has.
_SCALES = (1.0, 0.92, 0.85, 0.78, 0.7)
_MOST_COLUMNS = 4
# The least of a landscape sheet that stays for the map: classes that find no room are counted below the legend.
_LEAST_MAP = 0.2
# The most of a portrait sheet that its legend takes.
_LEGEND_SHARE = 0.38


@dataclass(frozen=True, slots=True)
class Words:
    """The lines of text around a map, broken to the width of the sheet.

    A credit is a licence and what stands under it; the licence is empty where its line goes on.
    """

    title: tuple[str, ...]
    size: float
    lead: tuple[str, ...]
    credits: tuple[tuple[str, str], ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, eq=False)
class Legend:
    """The columns of a legend, the place and width of the first, the scale of its type, rows that had no room."""

    columns: "tuple[LegendColumn, ...]"
    x: float
    y: float
    width: float
    scale: float
    left_out: int


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """The QR code of the link (None when it is too long for one) with its place and width, and the lines beside it."""

    modules: np.ndarray | None
    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    beside: float


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The places of a sheet, in its pixels."""

    words: Words
    window: "MapFrame"
    legend: Legend
    code: Code


def arrange(paper: "Paper", scene: "Scene", caption: "Caption") -> Layout:
    """Find the places of everything on a sheet."""
    words = make_words(paper, scene, caption)
    return (_beside if paper.width > paper.height else _under)(paper, scene, caption, words)


def make_words(paper: "Paper", scene: "Scene", caption: "Caption") -> Words:
    """Break the words of a sheet to its width."""
    wide = paper.width - 2 * MARGIN
    size = next((s for s in (TITLE, 23.0, 20.0) if text_width(caption.title, s, "serif") <= wide - NAME), 20.0)
    title = wrap(caption.title, wide - NAME, size, "serif")
    lead = wrap(caption.lead, wide, LEAD)
    credit = _credits(scene, caption, wide)
    top = MARGIN + len(title) * size * 1.1 + len(lead) * LEAD * LEADING + 8
    bottom = paper.height - MARGIN - len(credit) * CREDIT * LEADING - 10
    return Words(tuple(title), size, tuple(lead), tuple(credit), top, bottom)


def _credits(scene: "Scene", caption: "Caption", width: float) -> list[tuple[str, str]]:
    """Name every licence of what is drawn on a line of its own, with its producers."""
    made = t(
        "sheet.made",
        scene.lang,
        date=write_date(caption.made.isoformat(), scene.lang),
        atlas=t("app.title", scene.lang),
    )
    lines: list[tuple[str, str]] = []
    for licence, producers in (*scene.attribution, ("", (*caption.notes, t("sheet.counts", scene.lang), made))):
        indent = text_width(licence, CREDIT, "sans_bold") + 7 if licence else 0
        first, *more = wrap((", " if licence else " ").join(producers), width - indent, CREDIT)
        rest = wrap(" ".join(more), width, CREDIT) if more else []
        lines += [(licence, first), *(("", line) for line in rest)]
    return lines


def _beside(paper: "Paper", scene: "Scene", caption: "Caption", words: Words) -> Layout:
    """Set the legend in columns at the right of the map, the code below it."""
    code = make_code(caption, _COLUMN)
    room = words.bottom - words.top - code_height(code) - GAP
    wide, high = paper.width - 2 * MARGIN - GAP, words.bottom - STRIP - words.top
    sides = [count * _COLUMN + (count - 1) * GAP for count in range(1, _MOST_COLUMNS + 1)]
    most = max(1, sum((wide - side) * high >= _LEAST_MAP * paper.width * paper.height for side in sides))
    for count, side in enumerate(sides[:most], start=1):
        window = open_window(scene, (MARGIN, words.top, paper.width - MARGIN - side - GAP, words.bottom - STRIP))
        rows = legend_rows(scene, symbols_in_window(scene, window), window.zoom)
        fitting = (scale for scale in _SCALES if len(set_columns(rows, _COLUMN, room, scale)) <= count)
        scale = next(fitting, None)
        if scale:
            break
    x = paper.width - MARGIN - side
    columns = set_columns(rows, _COLUMN, room, scale or _SCALES[-1])
    legend = Legend(tuple(columns[:count]), x, words.top, _COLUMN, scale or _SCALES[-1], _rows(columns[count:]))
    return Layout(
        words, window, legend, put_code(code, paper.width - MARGIN - _COLUMN, words.bottom - code_height(code))
    )


def _under(paper: "Paper", scene: "Scene", caption: "Caption", words: Words) -> Layout:
    """Set the legend in columns below the map, the code at the right of it."""
    code = make_code(caption, _COLUMN)
    room = paper.width - 2 * MARGIN - _COLUMN - GAP
    count = max(1, int((room + GAP) / (160 + GAP)))
    width = (room - (count - 1) * GAP) / count
    most = _LEGEND_SHARE * paper.height

    def window_above(height: float) -> "MapFrame":
        return open_window(scene, (MARGIN, words.top, paper.width - MARGIN, words.bottom - STRIP - height - GAP / 2))

    window = window_above(code_height(code))
    rows = legend_rows(scene, _kept_symbols(scene), window.zoom)
    tried = ((scale, _tallest(balanced(rows, width, count, scale))) for scale in _SCALES)
    scale, height = next((fit for fit in tried if fit[1] <= most), (_SCALES[-1], most))
    # What is not in sight needs no room; a map made larger by that may show a little more, which needs some again.
    for _ in range(2):
        window = window_above(max(height, code_height(code)))
        rows = legend_rows(scene, symbols_in_window(scene, window), window.zoom)
        height = min(_tallest(balanced(rows, width, count, scale)), most)
    height = max(height, code_height(code))
    window = window_above(height)
    rows = legend_rows(scene, symbols_in_window(scene, window), window.zoom)
    columns = balanced(rows, width, count, scale)
    if _tallest(columns) > height + 1:
        columns = set_columns(rows, width, height, scale)
    y = words.bottom - height
    legend = Legend(tuple(columns[:count]), MARGIN, y, width, scale, _rows(columns[count:]))
    return Layout(words, window, legend, put_code(code, paper.width - MARGIN - _COLUMN, y))


def _tallest(columns: "list[LegendColumn]") -> float:
    return max([column.height for column in columns], default=0)


def _kept_symbols(scene: "Scene") -> dict[str, np.ndarray]:
    """Return for each layer which of its symbols are kept anywhere: the most that a legend can show."""
    return {
        mark.layer: np.isin(np.arange(len(mark.symbols)), mark.symbol_of[scene.kept[mark.layer]])
        for mark in scene.marks
    }


def _rows(columns: "list[LegendColumn]") -> int:
    """Count the rows of columns, layers that only go on aside."""
    return sum(1 for column in columns for row, _ in column.rows if row.count)


def make_code(caption: "Caption", width: float) -> Code:
    """Make the code of a link, and break the link to the room beside it."""
    if not caption.link:
        return Code(None, 0, 0, 0, (), 0)
    modules = qr_modules(caption.link)
    side = min(_MOST_CODE, max(_LEAST_CODE, _MODULE * len(modules))) if modules is not None else 0.0
    beside = side + 10 if side else 0.0
    lines = wrap(caption.link, width - beside, LINK)
    most = max(1, int((max(side, _LEAST_CODE) - 14) / (LINK * LEADING)))
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return Code(modules, 0, 0, side, tuple(lines), beside)


def code_height(code: Code) -> float:
    """Return the height of a code and its link."""
    return max(code.width, 14 + len(code.lines) * LINK * LEADING) if code.lines else 0.0


def put_code(code: Code, x: float, y: float) -> Code:
    """Put a code at a place."""
    return Code(code.modules, x, y, code.width, code.lines, code.beside)
