"""A map series as one PDF: a contents page, then a page for each object or territory."""

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from matplotlib.backends.backend_pdf import PdfPages

from atlas.i18n import plural, t
from atlas.render.print.article import (
    COLUMNS,
    draw_article,
    draw_article_pages,
    heading,
    pages_file,
    picture_blocks,
    with_headings,
)
from atlas.render.print.canvas import Canvas, drawing, wrap
from atlas.render.print.colours import look_of
from atlas.render.print.layout import GAP, MARGIN
from atlas.render.print.margins import about_pdf, metadata
from atlas.render.print.paper_size import read_paper
from atlas.render.print.pdf_file import PdfAbout, PdfPage, finish_pdf
from atlas.render.print.text_columns import TextLine, flow, write_column
from atlas.scene.query.formatting import write_date, write_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from atlas.render.print.article import Blocks
    from atlas.render.print.text_columns import TextColumn
    from atlas.scene.publish.caption import Caption
    from atlas.scene.publish.object_sheet import ObjectSheet
    from atlas.scene.publish.whole import SheetTable

# Characters of a long line of text that a page keeps, from the best to the tightest.
_LENGTHS = (2000, 600, 240, 120)
_TOP, _LINK = 130.0, 8.0


def draw_series(
    caption: "Caption",
    names: "Sequence[str]",
    sheets: "Iterable[ObjectSheet]",
    *,
    lang: str,
    progress: "Callable[[int, int], object]" = lambda _done, _all: None,
) -> bytes:
    """Draw a series as a PDF, A4, upright.

    Parameters
    ----------
    caption
        Title of the series, its question, link and day: what the contents page says.
    names
        The names of the pages, in their order.
    sheets
        The pages; each is asked for when the one before is drawn.
    lang
        Language of the contents page.
    progress
        Called after each page with the number of pages drawn, and of all.
    """
    out, described = BytesIO(), list[PdfPage]()
    words = {"Title": caption.title, "Author": t("app.title", lang), "Subject": caption.lead, "Keywords": caption.link}
    # Page by page: other sheets of the same process are drawn in between. Closing the file writes the fonts, and must
    # be done under the same settings.
    with drawing():
        file = PdfPages(out, metadata=words)
        contents = _contents(caption, names, lang)
        for page in contents:
            page.add_to(file)
            described.append(PdfPage(t("series.contents", lang), caption.title))
    for number, sheet in enumerate(sheets, 1):
        kicker = t("series.page", lang, page=write_number(len(contents) + number, lang))
        with drawing():
            draw_article(sheet.scene, sheet.caption, kicker, sheet_blocks(sheet)).add_to(file)
        described.append(_described(sheet))
        progress(number, len(names))
    with drawing():
        file.close()  # type: ignore[no-untyped-call]
    about = PdfAbout(lang, caption.title, caption.lead, t("app.title", lang), caption.made)
    return finish_pdf(out.getvalue(), about, described)


def draw_object_sheet(sheet: "ObjectSheet") -> bytes:
    """Draw the sheet of one object or area as a PDF, A4, upright, on as many pages as it needs."""
    with drawing():
        pages = draw_article_pages(sheet.scene, sheet.caption, sheet.kicker, _blocks(sheet, _LENGTHS[0]))
        content = pages_file(pages, metadata(sheet.scene, sheet.caption, "pdf"))
    more = [PdfPage(sheet.caption.title, sheet.caption.title) for _ in pages[1:]]
    return finish_pdf(content, about_pdf(sheet.scene, sheet.caption), [_described(sheet), *more])


def _described(sheet: "ObjectSheet") -> PdfPage:
    caption = sheet.caption
    return PdfPage(caption.title, t("sheet.figure", sheet.scene.lang, title=caption.title, lead=caption.lead))


def sheet_blocks(sheet: "ObjectSheet") -> "list[Blocks]":
    """Return the text of a sheet, from its longest form to its shortest."""
    fewer = (sheet, replace(sheet, tables=sheet.tables[:1]), replace(sheet, tables=sheet.tables[:1], pictures=()))
    return [*(_blocks(kept, _LENGTHS[0]) for kept in fewer), *(_blocks(fewer[-1], most) for most in _LENGTHS[1:])]


def _blocks(sheet: "ObjectSheet", most: int) -> "Blocks":
    lang = sheet.scene.lang
    parts: Blocks = [block for against in sheet.tables for block in _against(against, lang)]
    parts += picture_blocks(sheet.pictures, lang)
    for section in sheet.sections:
        parts.append(heading(section.title))
        for line in section.lines:
            above = [TextLine(line.title, line.value, above=4)] if line.title else []
            below = (
                [TextLine(_cut(line.about, most), size=8, ink="muted", above=0 if above else 4)] if line.about else []
            )
            parts.append((*above, *below))
    return with_headings(parts)


def _against(against: "SheetTable", lang: str) -> "Blocks":
    """Return figures against the whole: the figure at the right, below it the whole and the share."""
    blocks: Blocks = [heading(against.title)]
    for row in against.rows:
        pairs = [(t("series.every", lang), row.whole, row.share)]
        pairs += [(against.place, row.place, row.place_share)] if row.place else []
        about = " · ".join(
            f"{title}{t('value.is', lang)}{whole}{f' ({share})' if share else ''}" for title, whole, share in pairs
        )
        about = " · ".join(filter(None, (about, row.about)))
        blocks.append((TextLine(row.title, row.here, above=4), TextLine(about, size=8, ink="muted")))
    return blocks


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def _contents(caption: "Caption", names: "Sequence[str]", lang: str) -> list[Canvas]:
    """Return the contents pages: how many there are moves the numbers that they hold."""
    paper = read_paper("A4", "portrait")
    width = (paper.width - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS
    room = paper.height - 2 * MARGIN - _TOP
    pages = 1
    while True:
        blocks = [(TextLine(name, write_number(pages + k, lang), above=4),) for k, name in enumerate(names, 1)]
        columns = flow(blocks, width, room, 1.0)
        needed = -(-len(columns) // COLUMNS)
        if needed == pages:
            break
        pages = needed
    first, again = _head(caption, len(names), lang), [TextLine(t("series.contents", lang), size=16, face="serif")]
    return [
        _contents_page(first if at == 0 else again, columns[at : at + COLUMNS], width, lang, caption.link)
        for at in range(0, len(columns), COLUMNS)
    ]


def _contents_page(
    head: "Sequence[TextLine]", columns: "Sequence[TextColumn]", width: float, lang: str, link: str
) -> Canvas:
    look = look_of("light")
    canvas = Canvas(read_paper("A4", "portrait"), look.paper)
    right = canvas.paper.width - MARGIN
    canvas.write(right, MARGIN + 12, t("app.title", lang), size=11.5, color=look.muted, align="right")
    (above,) = flow([tuple(head)], right - MARGIN, _TOP, 1.0)
    write_column(canvas, look, above, at=(MARGIN, MARGIN + 14), width=right - MARGIN, scale=1.0)
    for number, column in enumerate(columns):
        at = (MARGIN + number * (width + GAP), MARGIN + _TOP)
        write_column(canvas, look, column, at=at, width=width, scale=1.0)
    for number, line in enumerate(reversed(wrap(link, right - MARGIN, _LINK) if link else [])):
        y = canvas.paper.height - MARGIN - number * _LINK * 1.3
        canvas.write(MARGIN, y, line, size=_LINK, color=look.muted)
    return canvas


def _head(caption: "Caption", count: int, lang: str) -> list[TextLine]:
    """Return the lines above the contents: the question, what has a page, how many there are, the day."""
    pages = plural("series.pages", lang, count, count=write_number(count, lang))
    made = write_date(caption.made.isoformat(), lang)
    return [
        TextLine(caption.title, size=26, face="serif"),
        TextLine(caption.lead, size=11, ink="muted"),
        TextLine(f"{pages} · {made}", size=11, ink="muted"),
    ]
