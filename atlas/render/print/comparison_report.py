"""A comparison on one sheet of paper: table, dots with the reference line, sentences, credits, link and its code."""

from typing import TYPE_CHECKING, Any, Literal

from atlas.i18n import t
from atlas.render.compare_tables import comparison_csv, comparison_xlsx
from atlas.render.print.canvas import Canvas, drawing, rectangle, wrap
from atlas.render.print.colours import look_of
from atlas.render.print.comparison_list import draw_list
from atlas.render.print.map.furniture import draw_code
from atlas.render.print.paper_size import read_paper
from atlas.render.print.pdf_file import PdfAbout, PdfPage, finish_pdf
from atlas.render.print.qr_code import qr_modules
from atlas.scene.query.compare_parameters import MOST_SIDE_BY_SIDE

if TYPE_CHECKING:
    from datetime import date

    from atlas.render.print.colours import Look
    from atlas.scene.compare.messages import ComparisonMessage, LineMessage

Kind = Literal["csv", "xlsx", "pdf", "png"]
_MARGIN, _GAP = 44.0, 12.0
_TITLE, _PLOT, _CODE = 232.0, 150.0, 66.0
_ROW, _TEXT, _SMALL = 27.0, 9.6, 7.6
_DOT = 3.4
# Lines of text that a row has room for, and what it grows by with more.
_LINES, _MORE = 2, 10.5


def compare_file(
    kind: str, state: "ComparisonMessage", lang: str, *, made: "date", address: str, by: str | None = None
) -> bytes:
    """Return a comparison as a file.

    Parameters
    ----------
    kind
        ``csv``, ``xlsx``, ``pdf`` (A4, or A3 where it needs the room; many territories on several pages) or ``png``.
    state
        The comparison in words.
    lang
        Its language.
    made
        The day.
    address
        The link that opens the same comparison.
    by
        The measure whose ranks order many territories.
    """
    if kind == "csv":
        return comparison_csv(state)
    if kind == "xlsx":
        return comparison_xlsx(state, lang, made=made, address=address)
    picture: Literal["png", "pdf"] = "png" if kind == "png" else "pdf"
    if len(state["territories"]) > MOST_SIDE_BY_SIDE:
        return draw_list(state, lang, made=made, address=address, by=by, kind=picture)
    return _Report(state, lang, made, address).draw(picture)


class _Report:
    """One sheet, drawn from the top down."""

    def __init__(self, state: "ComparisonMessage", lang: str, made: "date", address: str) -> None:
        self.state, self.lang, self.made, self.address = state, lang, made, address
        self.look: Look = look_of("light")
        rows = len(state["lines"])
        self.paper = read_paper("A4" if rows <= 16 and len(state["territories"]) <= 8 else "A3", "landscape")  # noqa: PLR2004
        self.right = self.paper.width - _MARGIN

    def draw(self, kind: Literal["png", "pdf"]) -> bytes:
        with drawing():
            self.canvas = Canvas(self.paper, self.look.paper)
            bottom = self._credits()
            y = self._head()
            y = self._table(y, bottom)
            self._sentences(y, bottom)
            title = t("compare.report", self.lang)
            about = (
                {"Title": title}
                if kind == "png"
                else {"Title": title, "Creator": t("app.title", self.lang), "CreationDate": None}
            )
            content = self.canvas.file(kind, about)
        if kind == "png":
            return content
        compared = ", ".join(territory["name"] for territory in self.state["territories"])
        described = PdfAbout(self.lang, title, compared, t("app.title", self.lang), self.made)
        figure = t("compare.figure", self.lang, territories=compared)
        return finish_pdf(content, described, [PdfPage(title, figure)])

    def _head(self) -> float:
        self._write(_MARGIN, 52, t("compare.report", self.lang), 20, face="serif")
        facts = [
            f"{t('compare.perimeter', self.lang)}{t('value.is', self.lang)}{self.state['perimeter']['title']}",
            f"{t('compare.norm', self.lang)}{t('value.is', self.lang)}{self.state['norm']['title']}",
            f"{t('compare.reference', self.lang)}{t('value.is', self.lang)}{self.state['reference']['name']}",
        ]
        rows = wrap(" · ".join([*facts, *self.state["versions"], *self.state["warnings"]]), self.right - _MARGIN, _TEXT)
        for number, text in enumerate(rows):
            self._write(_MARGIN, 72 + 13 * number, text, _TEXT, color=self.look.muted)
        return 79.0 + 13 * len(rows)

    def _table(self, top: float, bottom: float) -> float:
        territories, lines = self.state["territories"], self.state["lines"]
        left = _MARGIN + _TITLE
        width = (self.right - left - _PLOT - _GAP) / (len(territories) + 1)
        names = [territory["name"] for territory in territories] + [t("compare.reference", self.lang)]
        head = [wrap(name, width - 6, _SMALL + 0.6, "sans_bold")[:4] for name in names]
        height = 11.0 * max(len(rows) for rows in head)
        for column, rows in enumerate(head):
            for number, text in enumerate(rows):
                self._write(
                    left + (column + 1) * width - 3,
                    top + 10 + 11 * number,
                    text,
                    _SMALL + 0.6,
                    face="sans_bold",
                    align="right",
                )
        y = top + height + 6
        heights = [_ROW + _MORE * (len(self._title(line)) > _LINES) for line in lines]
        fitting = min(1.0, (bottom - y - 60) / max(1.0, sum(heights)))
        for line, height in zip(lines, heights, strict=True):
            row = fitting * height
            self._rule(y)
            self._row(line, (left, y), width, row)
            y += row
        self._rule(y)
        return y

    def _row(self, line: "LineMessage", at: tuple[float, float], width: float, row: float) -> None:
        left, y = at
        middle = y + row / 2
        texts = self._title(line)
        start = middle + 3 - 5.2 * (len(texts) - 1)
        for number, (text, size) in enumerate(texts):
            color = self.look.ink if size == _TEXT else self.look.muted
            self._write(_MARGIN, start + 10.5 * number, text, size, color=color)
        for column, cell in enumerate((*line["cells"], line["reference"])):
            x = left + (column + 1) * width - 3
            color = self.look.ink if cell["value"] is not None else self.look.muted
            lifted = 4 if cell["rank"] or cell["expected"] else 0
            self._write(x, middle + 3 - lifted, cell["number"], _TEXT, color=color, align="right")
            known = f"{cell['valid']}/{cell['expected']}" if cell["expected"] else ""
            rank = t("compare.rank_short", self.lang, rank=cell["rank"]) if cell["rank"] else ""
            if below := " · ".join(part for part in (rank, known) if part):
                self._write(x, middle + 9, below, _SMALL - 0.8, color=self.look.muted, align="right")
        self._dots(line, (self.right - _PLOT, middle))

    def _title(self, line: "LineMessage") -> list[tuple[str, float]]:
        """Return the lines of text at the left of a row with their sizes: title, then unit and what its ranks mean."""
        unit = "" if line["unit"] == "share" else line["unit_text"]
        noted = any(cell["rank"] for cell in line["cells"]) or not line["ranked"]
        below = " · ".join(part for part in (unit, line["rank_note"] if noted else "") if part)
        titles = [(text, _TEXT) for text in wrap(line["title"], _TITLE - 10, _TEXT)[:2]]
        return titles + [(text, _SMALL) for text in wrap(below, _TITLE - 10, _SMALL)[:2] if text]

    def _dots(self, line: "LineMessage", at: tuple[float, float]) -> None:
        """Draw a dot for each territory on a common axis, and the reference as a line; an unknown value has no dot.

        A value of a layer that is not complete there is a ring: it does not compare.
        """
        left, y = at
        values = [cell["value"] for cell in (*line["cells"], line["reference"]) if cell["value"] is not None]
        self.canvas.stroke(rectangle(left, y, self.right, y), self.look.line, 0.6)
        if not values:
            return
        low, high = min(0.0, *values), max(values)
        if line["unit"] == "decade":
            low = min(values)
        span = (high - low) or 1.0
        for cell in line["cells"]:
            if cell["value"] is not None:
                x = left + (cell["value"] - low) / span * _PLOT
                self.canvas.dot(x, y, _DOT, self.look.ink)
                if cell["completeness"] != "complete":
                    self.canvas.dot(x, y, _DOT - 1.2, self.look.paper)
        if line["reference"]["value"] is not None:
            x = left + (line["reference"]["value"] - low) / span * _PLOT
            self.canvas.stroke(rectangle(x, y - 8, x, y + 8), self.look.accent, 1.4)

    def _sentences(self, top: float, bottom: float) -> None:
        """Write as many sentences as the sheet has room for, the first measures first."""
        half = (self.right - _MARGIN - 24) / 2
        spots = [(_MARGIN, top + 16), (_MARGIN + half + 24, top + 16)]
        for sentence in self.state["sentences"]:
            rows = wrap(sentence["text"], half, _SMALL + 0.8)
            spots.sort(key=lambda spot: spot[1])
            x, y = spots[0]
            if y + 10.5 * len(rows) > bottom - 8:
                return
            for number, text in enumerate(rows):
                self._write(x, y + 10.5 * number, text, _SMALL + 0.8)
            spots[0] = (x, y + 10.5 * len(rows) + 4)

    def _credits(self) -> float:
        """Write sources, licences and link at the foot, and give where they begin."""
        sources = "; ".join(f"{', '.join(producers)} [{licence}]" for licence, *producers in self.state["credits"])
        width = self.right - _MARGIN - _CODE - _GAP
        shown = wrap(f"{t('compare.sources', self.lang)}{t('value.is', self.lang)}{sources}", width, _SMALL)
        shown += wrap(f"{t('compare.method', self.lang)} {self.made.isoformat()}", width, _SMALL)
        shown += wrap(self.address, width, _SMALL)[:2]
        top = self.paper.height - 30 - max(_CODE, 9.5 * len(shown))
        self._rule(top - 8)
        for number, text in enumerate(shown):
            self._write(_MARGIN, top + 8 + 9.5 * number, text, _SMALL, color=self.look.muted)
        modules = qr_modules(self.address)
        if modules is not None:
            draw_code(self.canvas, self.look, modules, x=self.right - _CODE, y=top, width=_CODE)
        return top - 8

    def _rule(self, y: float) -> None:
        self.canvas.stroke(rectangle(_MARGIN, y, self.right, y), self.look.line, 0.6)

    def _write(self, x: float, y: float, text: str, size: float, **options: Any) -> None:
        color = options.pop("color", self.look.ink)
        self.canvas.write(x, y, text, size=size, color=color, **options)
