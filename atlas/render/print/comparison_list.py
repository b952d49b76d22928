"""A comparison of many territories on paper: a row a territory, a column a measure, on as many pages as it takes."""

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from matplotlib.backends.backend_pdf import PdfPages

from atlas.i18n import plural, t
from atlas.render.print.canvas import Canvas, drawing, rectangle, wrap
from atlas.render.print.colours import look_of
from atlas.render.print.paper_size import read_paper
from atlas.render.print.pdf_file import PdfAbout, PdfPage, finish_pdf
from atlas.scene.query.formatting import write_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from atlas.scene.compare.messages import ComparisonMessage, LineMessage

_MARGIN, _NAMES, _ROW, _FOOT = 44.0, 214.0, 15.0, 24.0
_TEXT, _SMALL = 8.6, 7.0
# Measures of an A4, and of a page at all.
_FEW, _MOST = 7, 12
# Dots an inch of one high picture: at more it is larger than programs open.
_DPI = 120.0
# Room of a rank behind its number.
_RANK = 25.0


def draw_list(
    state: "ComparisonMessage", lang: str, *, made: "date", address: str, by: str | None, kind: Literal["png", "pdf"]
) -> bytes:
    """Draw a comparison as a list.

    Parameters
    ----------
    state
        The comparison in words.
    lang
        Its language.
    made
        The day.
    address
        The link that opens the same comparison.
    by
        The measure whose ranks order the rows; without one, or without ranks, the first that has some.
    kind
        ``pdf`` on pages, or ``png``: one picture that is as high as it takes.
    """
    lines = state["lines"]
    ordered = order_rows(state, by)
    groups = [lines[at : at + _MOST] for at in range(0, len(lines), _MOST)] or [[]]
    if kind == "png":
        groups = [lines]
    title = t("compare.report", lang)
    named = ", ".join(state["territories"][number]["name"] for number in ordered)
    figure = t("compare.figure", lang, territories=named)
    with drawing():
        if kind == "png":
            page = _Page(state, lang, lines, made, address)
            return page.draw(ordered, whole=True).file("png", {"Title": title})
        out, described = BytesIO(), list[PdfPage]()
        file = PdfPages(out, metadata={"Title": title, "Creator": t("app.title", lang), "CreationDate": None})
        for group in groups:
            left = ordered
            while left:
                page = _Page(state, lang, group, made, address)
                page.draw(left, first=not described, number=len(described) + 1).add_to(file)
                left = left[page.drawn :]
                described.append(PdfPage(f"{title} {len(described) + 1}", figure))
        file.close()  # type: ignore[no-untyped-call]
    return finish_pdf(out.getvalue(), PdfAbout(lang, title, named, t("app.title", lang), made), described)


def order_rows(state: "ComparisonMessage", by: str | None) -> list[int]:
    """Return the positions of the territories in the order of the ranks of a measure, those without a rank last."""
    lines = state["lines"]
    ranked = [line for line in lines if any(cell["rank"] for cell in line["cells"])]
    chosen = next((line for line in lines if line["id"] == by), next(iter(ranked), None))
    names = [territory["name"].casefold() for territory in state["territories"]]
    if chosen is None:
        return sorted(range(len(names)), key=names.__getitem__)
    least_first, cells = chosen["direction"] == "lower", chosen["cells"]

    def place(number: int) -> tuple[float, float, str]:
        rank, value = cells[number]["rank"], cells[number]["value"]
        amount = float("inf") if value is None else value if least_first else -value
        return float("inf") if rank is None else rank, amount, names[number]

    return sorted(range(len(names)), key=place)


class _Page:
    """One page of the list, drawn from the top down."""

    def __init__(
        self, state: "ComparisonMessage", lang: str, lines: "Sequence[LineMessage]", made: "date", address: str
    ) -> None:
        self.state, self.lang, self.lines, self.made, self.address = state, lang, lines, made, address
        self.look = look_of("light")
        self.paper = read_paper("A4" if len(lines) <= _FEW else "A3", "landscape")
        self.drawn = 0

    def draw(self, rows: "Sequence[int]", *, whole: bool = False, first: bool = True, number: int = 0) -> Canvas:
        """Draw as many rows as the page holds, all of them on a page that is as high as it takes."""
        head, columns = self._head() if first else [], self._columns()
        top = 74.0 + 10.5 * len(head) + max((9.5 * len(texts) for texts in columns), default=0.0)
        self.drawn = len(rows) if whole else int((self.paper.height - top - _ROW - _MARGIN - _FOOT) // _ROW)
        if whole:
            high = top + _ROW * (len(rows) + 1) + _MARGIN + _FOOT
            self.paper = replace(self.paper, height_mm=high * self.paper.px_mm, dpi=_DPI, printed=False)
        self.canvas = Canvas(self.paper, self.look.paper)
        self.canvas.write(_MARGIN, 50, t("compare.report", self.lang), size=18, color=self.look.ink, face="serif")
        for line, text in enumerate(head):
            self.canvas.write(_MARGIN, 66 + 10.5 * line, text, size=_SMALL + 0.6, color=self.look.muted)
        self._titles(top, columns)
        self._row(top, t("compare.reference", self.lang), self.state["reference"]["name"], None)
        for place, row in enumerate(rows[: self.drawn], 1):
            territory = self.state["territories"][row]
            code = territory["id"] if territory["level"] == "commune" else ""
            self._row(top + _ROW * place, territory["name"], code, row)
        foot = self.paper.height - _FOOT
        count = len(self.state["territories"])
        shown = plural("compare.many_rows", self.lang, count, n=write_number(count, self.lang))
        self.canvas.write(_MARGIN, foot, f"{shown} · {self.made.isoformat()}", size=_SMALL, color=self.look.muted)
        if number:
            right = self.paper.width - _MARGIN
            self.canvas.write(right, foot, str(number), size=_SMALL, color=self.look.muted, align="right")
        return self.canvas

    @property
    def _wide(self) -> float:
        """Return the width of a column."""
        return (self.paper.width - 2 * _MARGIN - _NAMES) / max(1, len(self.lines))

    def _head(self) -> list[str]:
        """Return what is said once: settings, warnings, sources and the link."""
        facts = [
            f"{t('compare.perimeter', self.lang)}{t('value.is', self.lang)}{self.state['perimeter']['title']}",
            f"{t('compare.norm', self.lang)}{t('value.is', self.lang)}{self.state['norm']['title']}",
            *self.state["versions"],
            *self.state["warnings"],
        ]
        sources = "; ".join(f"{', '.join(names)} [{licence}]" for licence, *names in self.state["credits"])
        texts = (
            " · ".join(facts),
            f"{t('compare.sources', self.lang)}{t('value.is', self.lang)}{sources}",
            self.address,
        )
        width = self.paper.width - 2 * _MARGIN
        # A link to hundreds of territories one by one is longer than anybody reads.
        return [row for text in texts for row in wrap(text, width, _SMALL + 0.6)[:4]]

    def _columns(self) -> list[list[str]]:
        """Return the lines of text above each column: title, unit, what its ranks mean."""
        columns = []
        for line in self.lines:
            unit = "" if line["unit"] == "share" else line["unit_text"]
            noted = any(cell["rank"] for cell in line["cells"]) or not line["ranked"]
            below = [text for text in (unit, line["rank_note"] if noted else "") if text]
            wide = self._wide - 8
            rows = wrap(line["title"], wide, _SMALL + 0.6, "sans_bold")[:5]
            columns.append(rows + [row for text in below for row in wrap(text, wide, _SMALL)[:3]])
        return columns

    def _titles(self, top: float, columns: list[list[str]]) -> None:
        for number, texts in enumerate(columns):
            right = _MARGIN + _NAMES + (number + 1) * self._wide - 3
            for place, text in enumerate(reversed(texts)):
                y = top - 5 - 9.5 * place
                self.canvas.write(right, y, text, size=_SMALL, color=self.look.ink, align="right")

    def _row(self, top: float, name: str, code: str, row: int | None) -> None:
        ink, muted, y = self.look.ink, self.look.muted, top + _ROW - 4.5
        self.canvas.stroke(rectangle(_MARGIN, top, self.paper.width - _MARGIN, top), self.look.line, 0.4)
        room = _NAMES - (46 if code else 8)
        self.canvas.write(_MARGIN, y, wrap(name, room, _TEXT)[0], size=_TEXT, color=ink)
        if code:
            short = wrap(code, 90, _SMALL)[0]
            self.canvas.write(_MARGIN + _NAMES - 4, y, short, size=_SMALL, color=muted, align="right")
        for number, line in enumerate(self.lines):
            cell = line["reference"] if row is None else line["cells"][row]
            right = _MARGIN + _NAMES + (number + 1) * self._wide - 3
            shade = ink if cell["value"] is not None else muted
            self.canvas.write(right - _RANK, y, cell["number"], size=_TEXT, color=shade, align="right")
            if cell["rank"]:
                text = f"({cell['rank']})"
                self.canvas.write(right, y, text, size=_SMALL, color=muted, align="right")
