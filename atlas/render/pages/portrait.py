"""The portrait of a territory as an HTML page, for screens, screen readers and printing."""

from html import escape
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.render.pages.parts import footer, header, map_figure, page, small_pictures, table, tag

if TYPE_CHECKING:
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption
    from atlas.scene.publish.portrait import Portrait, PortraitSection


def portrait_page(portrait: "Portrait", scene: "Scene", caption: "Caption") -> str:
    """Return a portrait as one HTML file that makes no network request.

    Parameters
    ----------
    portrait, scene, caption
        As for `atlas.render.print.portrait.draw_portrait`.
    """
    lang = scene.lang
    layers = ", ".join(mark.title for mark in reversed(scene.marks) if scene.kept[mark.layer].any())
    body = (
        header(t("portrait.title", lang), portrait.name, portrait.level),
        map_figure(scene, caption, t("portrait.map_about", lang, name=portrait.name, layers=layers)),
        _figures(portrait, lang),
        small_pictures(portrait.charts, lang),
        *(_section(section, lang) for section in portrait.sections),
        _twins(portrait, lang),
        footer(scene, caption),
    )
    return page(scene, portrait.name, body)


def _figures(portrait: "Portrait", lang: str) -> str:
    beside = [portrait.beside] if portrait.beside else []
    source = f"{t('portrait.source', lang)}{t('value.is', lang)}"
    rows = [(title, source + origin, (text, *("" for _ in beside), "")) for title, text, origin in portrait.facts]
    rows += [
        (
            figure.title,
            _about(figure.note, source + figure.source),
            (figure.value, *(figure.beside for _ in beside), figure.coverage),
        )
        for figure in portrait.figures
    ]
    heads = [t("portrait.figure", lang), t("portrait.value", lang), *beside, t("portrait.coverage", lang)]
    title = t("portrait.figures", lang)
    return tag("section", tag("h2", escape(title)), table(title, heads, rows), _gaps(portrait, lang))


def _about(*parts: str) -> str:
    return ". ".join(part for part in parts if part)


def _gaps(portrait: "Portrait", lang: str) -> str:
    """Name what is missing in the layers that are not complete in the territory."""
    if not portrait.gaps:
        return ""
    said = "".join(tag("li", escape(gap)) for gap in portrait.gaps)
    return tag("h3", escape(t("portrait.gaps", lang))) + tag("ul", said)


def _section(section: "PortraitSection", lang: str) -> str:
    heads = [t("portrait.layer", lang), t("portrait.count", lang), t("portrait.amount", lang)]
    rows = []
    for row in section.rows:
        classes = " · ".join(f"{title} {count}" for title, count in row.classes)
        counts = f"{t('portrait.classes', lang)}{t('value.is', lang)}{classes}" if classes else ""
        rows.append((row.title, ". ".join(part for part in (counts, row.note) if part), (row.count, row.amount)))
    left = t("portrait.empty", lang, layers=", ".join(section.empty)) if section.empty else ""
    empty = tag("p", escape(left), kind="note") if left else ""
    return tag("section", tag("h2", escape(section.title)), table(section.title, heads, rows), empty)


def _twins(portrait: "Portrait", lang: str) -> str:
    title = t("portrait.twins", lang)
    if not portrait.twins:
        return tag("section", tag("h2", escape(title)), tag("p", escape(t("portrait.none_told", lang)), kind="note"))
    heads = [t("portrait.commune", lang), t("portrait.twin", lang), t("portrait.about", lang)]
    rows = [(twin.commune, "", (twin.town, twin.about)) for twin in portrait.twins]
    return tag("section", tag("h2", escape(title)), table(title, heads, rows))
