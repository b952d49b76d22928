"""The sheet of an object or of a drawn area as an HTML page, for screens, screen readers and printing."""

from html import escape
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.render.pages.parts import footer, header, map_figure, page, small_pictures, table, tag

if TYPE_CHECKING:
    from atlas.scene.objects.key_figures import KeyFigure
    from atlas.scene.publish.object_sheet import ObjectSheet, SheetSection
    from atlas.scene.publish.whole import SheetTable


def sheet_page(sheet: "ObjectSheet") -> str:
    """Return a sheet as one HTML file that makes no network request."""
    scene, caption = sheet.scene, sheet.caption
    lang = scene.lang
    layers = ", ".join(dict.fromkeys(mark.title for mark in reversed(scene.marks) if scene.kept[mark.layer].any()))
    body = (
        header(sheet.kicker, sheet.name, caption.lead),
        _tiles(sheet.figures),
        map_figure(scene, caption, t("series.map_about", lang, name=sheet.name, layers=layers)),
        *(_against(against, lang) for against in sheet.tables),
        small_pictures(sheet.pictures, lang),
        *(_section(section) for section in sheet.sections),
        footer(scene, caption),
    )
    return page(scene, sheet.name, body)


def _tiles(figures: "tuple[KeyFigure, ...]") -> str:
    tiles = [
        tag(
            "div",
            tag("dt", escape(figure["title"])),
            tag("dd", escape(figure["text"])),
            *([tag("dd", escape(figure["beside"]), kind="beside")] if "beside" in figure else []),
        )
        for figure in figures
    ]
    return tag("dl", *tiles, kind="figures") if tiles else ""


def _against(against: "SheetTable", lang: str) -> str:
    heads = [t(f"series.{key}", lang) for key in ("about_figure", "here", "every", "share")]
    heads += [against.place, t("series.place_share", lang)] if against.place else []
    rows = [
        (
            row.title,
            row.about,
            (row.here, row.whole, row.share, *((row.place, row.place_share) if against.place else ())),
        )
        for row in against.rows
    ]
    return tag("section", tag("h2", escape(against.title)), table(against.title, heads, rows))


def _section(section: "SheetSection") -> str:
    lines = [
        tag(
            "div",
            tag("dt", escape(line.title)) if line.title else "",
            *(tag("dd", escape(text)) for text in (line.value, line.about) if text),
        )
        if line.title
        else tag("p", escape(" ".join(part for part in (line.value, line.about) if part)))
        for line in section.lines
    ]
    listed = all(line.title for line in section.lines)
    inside = tag("dl", *lines, kind="lines") if listed else "".join(lines)
    return tag("section", tag("h2", escape(section.title)), inside)
