"""The portrait of a territory on paper: map, figures with coverage and sources, charts, themes, twins."""

from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.render.print.article import draw_article_pages, heading, pages_file, picture_blocks, with_headings
from atlas.render.print.canvas import drawing
from atlas.render.print.margins import about_pdf, metadata
from atlas.render.print.pdf_file import PdfPage, finish_pdf
from atlas.render.print.text_columns import TextLine

if TYPE_CHECKING:
    from atlas.render.print.article import Blocks
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption
    from atlas.scene.publish.portrait import Portrait, PortraitSection


def draw_portrait(portrait: "Portrait", scene: "Scene", caption: "Caption") -> bytes:
    """Draw a portrait as a PDF, A4, upright: on one page where it fits, with its whole legend beside the map.

    Parameters
    ----------
    portrait
        The content.
    scene
        Its map: the scene of the portrait's view.
    caption
        Title, facts, link and day.
    """
    kicker = t("portrait.title", scene.lang)
    with drawing():
        pages = draw_article_pages(scene, caption, kicker, _blocks(portrait, scene.lang))
        content = pages_file(pages, metadata(scene, caption, "pdf"))
    figure = t("sheet.figure", scene.lang, title=caption.title, lead=caption.lead)
    described = [PdfPage(caption.title, figure), *(PdfPage(caption.title, caption.title) for _ in pages[1:])]
    return finish_pdf(content, about_pdf(scene, caption), described)


def _blocks(portrait: "Portrait", lang: str) -> "Blocks":
    """Return the content in blocks that are never broken; a heading stays with what follows it."""
    parts = [*_figures(portrait, lang), *picture_blocks(portrait.charts, lang)]
    for section in portrait.sections:
        parts += _section(section, lang)
    return with_headings(parts + _twins(portrait, lang))


def _figures(portrait: "Portrait", lang: str) -> "Blocks":
    blocks: Blocks = [heading(t("portrait.figures", lang))]
    for title, text, source in portrait.facts:
        blocks.append((TextLine(title, text, above=4), TextLine(source, size=8, ink="muted")))
    for figure in portrait.figures:
        beside = f"{portrait.beside} : {figure.beside}" if figure.beside else ""
        coverage = f"{t('portrait.coverage', lang)} {figure.coverage}" if figure.coverage else ""
        about = " · ".join(part for part in (figure.note, beside, coverage, figure.source) if part)
        blocks.append((TextLine(figure.title, figure.value, above=4), TextLine(about, size=8, ink="muted")))
    if portrait.gaps:
        above = TextLine(t("portrait.gaps", lang), above=4)
        blocks.append((above, *(TextLine(gap, size=8, ink="muted", above=1.5) for gap in portrait.gaps)))
    return blocks


def _section(section: "PortraitSection", lang: str) -> "Blocks":
    blocks: Blocks = [heading(section.title)]
    for row in section.rows:
        classes = " · ".join(f"{title} {count}" for title, count in row.classes)
        more = [TextLine(text, size=8, ink="muted") for text in (row.amount, classes, row.note) if text]
        blocks.append((TextLine(row.title, row.count, above=4), *more))
    if section.empty:
        blocks.append(
            (TextLine(t("portrait.empty", lang, layers=", ".join(section.empty)), size=8, ink="muted", above=4),)
        )
    return blocks


def _twins(portrait: "Portrait", lang: str) -> "Blocks":
    if not portrait.twins:
        return []
    blocks: Blocks = [heading(f"{t('portrait.twins', lang)} ({len(portrait.twins)})")]
    blocks += [
        (TextLine(f"{twin.commune} – {twin.town} ({twin.about})", size=8.6, above=1.5),) for twin in portrait.twins
    ]
    return blocks
