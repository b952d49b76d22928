"""The portrait of a territory as an HTML page, for screens, screen readers and printing."""

import base64
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.render.assets import read_web
from atlas.render.embedded_fonts import standalone_theme
from atlas.render.page_policy import seal_page
from atlas.render.print.article import LEGEND, legend_beside
from atlas.render.print.canvas import Canvas, drawing
from atlas.render.print.colours import look_of
from atlas.render.print.layout import GAP, STRIP
from atlas.render.print.map.marks import Pen
from atlas.render.print.map.projection import open_window
from atlas.render.print.margins import draw_strip, metadata
from atlas.render.print.paper_size import MM_AN_INCH, PX_AN_INCH, Paper
from atlas.render.print.qr_code import qr_picture
from atlas.render.print.sheet import draw_map
from atlas.scene.query.formatting import write_date

if TYPE_CHECKING:
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption
    from atlas.scene.publish.portrait import Portrait, PortraitSection

# Of the picture of the map with its legend and scale bar: pixels on the page, and dots an inch for sharp screens.
_WIDTH, _HEIGHT, _DPI = 1000, 580, 144


def portrait_page(portrait: "Portrait", scene: "Scene", caption: "Caption") -> str:
    """Return a portrait as one HTML file that makes no network request.

    Parameters
    ----------
    portrait, scene, caption
        As for `atlas.render.print.portrait.draw_portrait`.
    """
    lang = scene.lang
    body = (
        _tag(
            "header",
            _tag("p", escape(t("portrait.title", lang)), kind="kicker"),
            _tag("h1", escape(portrait.name)),
            _tag("p", escape(portrait.level), kind="lead"),
        ),
        _figure(portrait, scene, caption),
        _figures(portrait, lang),
        *(_section(section, lang) for section in portrait.sections),
        _twins(portrait, lang),
        _footer(scene, caption),
    )
    title = escape(f"{portrait.name} · {t('app.title', lang)}")
    return seal_page(
        f'<!DOCTYPE html>\n<html lang="{lang}" data-theme="{escape(scene.theme)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{standalone_theme()}{read_web('shell/document.css')}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _tag(name: str, *inside: str, kind: str = "") -> str:
    """Put escaped text or tags into a tag."""
    return f"<{name}{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{''.join(inside)}</{name}>"


def _table(caption: str, heads: Sequence[str], rows: Iterable[tuple[str, str, tuple[str, ...]]]) -> str:
    """Make a table: each row has a name, a note in small type, and its cells.

    Roles are explicit: on a phone rows are laid out as blocks, and a browser then drops their role.
    """
    top = "".join(f'<th scope="col" role="columnheader">{escape(head)}</th>' for head in heads)
    lines = []
    for name, about, cells in rows:
        small = _tag("small", escape(about)) if about else ""
        tags = (
            f'<td role="cell" data-head="{escape(head)}">{escape(cell)}</td>'
            for head, cell in zip(heads[1:], cells, strict=True)
        )
        lines.append(f'<tr role="row"><th scope="row" role="rowheader">{escape(name)}{small}</th>{"".join(tags)}</tr>')
    head = f'<caption>{escape(caption)}</caption><thead role="rowgroup"><tr role="row">{top}</tr></thead>'
    return f'<table role="table">{head}<tbody role="rowgroup">{"".join(lines)}</tbody></table>'


def _figure(portrait: "Portrait", scene: "Scene", caption: "Caption") -> str:
    layers = ", ".join(mark.title for mark in reversed(scene.marks) if scene.kept[mark.layer].any())
    about = escape(t("portrait.map_about", scene.lang, name=portrait.name, layers=layers))
    picture = base64.b64encode(_map(scene, caption)).decode()
    size = f'width="{_WIDTH}" height="{_HEIGHT}"'
    return _tag("figure", f'<img src="data:image/png;base64,{picture}" alt="{about}" {size}>')


def _map(scene: "Scene", caption: "Caption") -> bytes:
    look = look_of(scene.theme)
    with drawing():
        px_mm = MM_AN_INCH / PX_AN_INCH
        canvas = Canvas(Paper(_WIDTH * px_mm, _HEIGHT * px_mm, scale=1, dpi=_DPI, printed=False), look.paper)
        right, bottom = canvas.paper.width - LEGEND, canvas.paper.height - STRIP
        window = open_window(scene, (1, 1, right - GAP, bottom))
        draw_map(Pen(canvas, look, window), scene)
        draw_strip(canvas, look, window, scene.lang)
        legend_beside(canvas, look, scene, window, (right, 0, bottom))
        return canvas.file("png", metadata(scene, caption, "png"))


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
    return _tag("section", _tag("h2", escape(title)), _table(title, heads, rows), _gaps(portrait, lang))


def _about(*parts: str) -> str:
    return ". ".join(part for part in parts if part)


def _gaps(portrait: "Portrait", lang: str) -> str:
    """Name what is missing in the layers that are not complete in the territory."""
    if not portrait.gaps:
        return ""
    said = "".join(_tag("li", escape(gap)) for gap in portrait.gaps)
    return _tag("h3", escape(t("portrait.gaps", lang))) + _tag("ul", said)


def _section(section: "PortraitSection", lang: str) -> str:
    heads = [t("portrait.layer", lang), t("portrait.count", lang), t("portrait.amount", lang)]
    rows = []
    for row in section.rows:
        classes = " · ".join(f"{title} {count}" for title, count in row.classes)
        counts = f"{t('portrait.classes', lang)}{t('value.is', lang)}{classes}" if classes else ""
        rows.append((row.title, ". ".join(part for part in (counts, row.note) if part), (row.count, row.amount)))
    left = t("portrait.empty", lang, layers=", ".join(section.empty)) if section.empty else ""
    empty = _tag("p", escape(left), kind="note") if left else ""
    return _tag("section", _tag("h2", escape(section.title)), _table(section.title, heads, rows), empty)


def _twins(portrait: "Portrait", lang: str) -> str:
    title = t("portrait.twins", lang)
    if not portrait.twins:
        return _tag("section", _tag("h2", escape(title)), _tag("p", escape(t("portrait.none_told", lang)), kind="note"))
    heads = [t("portrait.commune", lang), t("portrait.twin", lang), t("portrait.about", lang)]
    rows = [(twin.commune, "", (twin.town, twin.about)) for twin in portrait.twins]
    return _tag("section", _tag("h2", escape(title)), _table(title, heads, rows))


def _footer(scene: "Scene", caption: "Caption") -> str:
    lang = scene.lang
    made = t("sheet.made", lang, date=write_date(caption.made.isoformat(), lang), atlas=t("app.title", lang))
    lines = [
        _tag("li", _tag("strong", escape(licence)), " ", escape(", ".join(names)))
        for licence, names in scene.attribution
    ]
    notes = _tag("p", escape(" ".join((*caption.notes, made))))
    link = f'<p><a href="{escape(caption.link)}">{escape(t("portrait.open", lang))}</a></p>'
    code = qr_picture(caption.link)
    picture = (
        f'<img class="code" alt="" src="data:image/svg+xml;base64,{base64.b64encode(code).decode()}">' if code else ""
    )
    words = _tag("div", _tag("h2", escape(t("portrait.credits", lang))), _tag("ul", *lines), notes, link)
    return _tag("footer", words, picture)
