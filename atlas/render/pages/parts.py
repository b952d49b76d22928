"""What pages are made of: tags, tables, the picture of a map, small pictures, sources and the code of the link."""

import base64
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.render.assets import read_web
from atlas.render.embedded_fonts import standalone_theme
from atlas.render.page_policy import seal_page
from atlas.render.print.article import LEGEND, legend_beside, whole_legend
from atlas.render.print.canvas import Canvas, drawing
from atlas.render.print.colours import look_of
from atlas.render.print.layout import GAP, STRIP
from atlas.render.print.map.marks import Pen
from atlas.render.print.map.projection import open_window
from atlas.render.print.margins import draw_strip, metadata
from atlas.render.print.paper_size import MM_AN_INCH, PX_AN_INCH, Paper
from atlas.render.print.qr_code import qr_picture
from atlas.render.print.sheet import draw_map
from atlas.scene.notes.note import KINDS
from atlas.scene.objects.pictures import HEIGHT, WIDTH
from atlas.scene.query.formatting import write_date

if TYPE_CHECKING:
    from atlas.scene.map.scene import Scene
    from atlas.scene.objects.pictures import CardPicture
    from atlas.scene.publish.caption import Caption

# Of the picture of the map with its legend and scale bar: pixels on the page (as low as the legend fits), the least
# size of the legend, and dots an inch for sharp screens.
_WIDTH, _HEIGHTS, _LEAST, _DPI = 1000, (580, 680, 780, 880, 980), 0.85, 144


def page(scene: "Scene", title: str, body: Iterable[str]) -> str:
    """Return a whole page that makes no network request."""
    name = escape(f"{title} · {t('app.title', scene.lang)}")
    return seal_page(
        f'<!DOCTYPE html>\n<html lang="{scene.lang}" data-theme="{escape(scene.theme)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{name}</title>'
        f"<style>{standalone_theme()}{read_web('shell/document.css')}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def tag(name: str, *inside: str, kind: str = "") -> str:
    """Put escaped text or tags into a tag."""
    return f"<{name}{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{''.join(inside)}</{name}>"


def header(kicker: str, title: str, lead: str) -> str:
    """Return the head of a page."""
    return tag(
        "header",
        tag("p", escape(kicker), kind="kicker"),
        tag("h1", escape(title)),
        tag("p", escape(lead), kind="lead"),
    )


def table(caption: str, heads: Sequence[str], rows: Iterable[tuple[str, str, tuple[str, ...]]]) -> str:
    """Make a table: each row has a name, a note in small type, and its cells.

    Roles are explicit: on a phone rows are laid out as blocks, and a browser then drops their role.
    """
    top = "".join(f'<th scope="col" role="columnheader">{escape(head)}</th>' for head in heads)
    lines = []
    for name, about, cells in rows:
        small = tag("small", escape(about)) if about else ""
        tags = (
            f'<td role="cell" data-head="{escape(head)}">{escape(cell)}</td>'
            for head, cell in zip(heads[1:], cells, strict=True)
        )
        lines.append(f'<tr role="row"><th scope="row" role="rowheader">{escape(name)}{small}</th>{"".join(tags)}</tr>')
    head = f'<caption>{escape(caption)}</caption><thead role="rowgroup"><tr role="row">{top}</tr></thead>'
    return f'<table role="table">{head}<tbody role="rowgroup">{"".join(lines)}</tbody></table>'


def map_figure(scene: "Scene", caption: "Caption", about: str) -> str:
    """Return the picture of a map with its whole legend, with words for who does not see it.

    Paper is white: a dark page holds the picture for it too, in the light look.
    """
    kinds = {scene.theme: "screen", "light": "paper"} if scene.theme == "dark" else {scene.theme: ""}
    drawn = "".join(_map_picture(scene, caption, about, theme, kind) for theme, kind in kinds.items())
    # On a phone the map is wider than the screen, so that its legend can be read: keys scroll it too.
    return f'<figure class="map" tabindex="0" role="group" aria-label="{escape(about)}">{drawn}</figure>{_notes(scene)}'


def _notes(scene: "Scene") -> str:
    """Return the notes on the map as a list, for who does not see the picture, or searches in the page."""
    if not scene.notes:
        return ""
    kinds = {kind: tag("strong", escape(t(f"tools.kind_{kind}", scene.lang))) for kind in KINDS}
    lines = (tag("li", kinds[note.kind], f" {escape(note.text)}") for note in scene.notes)
    head = tag("summary", escape(f"{t('tools.notes', scene.lang)} ({len(scene.notes)})"))
    return tag("details", head, tag("ul", *lines), kind="notes")


def _map_picture(scene: "Scene", caption: "Caption", about: str, theme: str, kind: str) -> str:
    look = look_of(theme)
    px_mm = MM_AN_INCH / PX_AN_INCH
    with drawing():
        for height in _HEIGHTS:
            paper = Paper(_WIDTH * px_mm, height * px_mm, scale=1, dpi=_DPI, printed=False)
            right, bottom = paper.width - LEGEND - 4, paper.height - STRIP
            window = open_window(scene, (1, 1, right - GAP, bottom))
            if whole_legend(scene, window, bottom, _LEAST):
                break
        canvas = Canvas(paper, look.paper)
        draw_map(Pen(canvas, look, window), scene)
        draw_strip(canvas, look, window, scene.lang)
        legend_beside(canvas, look, scene, window, (right, 0, bottom))
        picture = base64.b64encode(canvas.file("png", metadata(scene, caption, "png"))).decode()
    where = f'class="{kind}" ' if kind else ""
    size = f'width="{_WIDTH}" height="{height}"'
    return f'<img {where}src="data:image/png;base64,{picture}" alt="{escape(about)}" {size}>'


def small_pictures(pictures: "Sequence[CardPicture]", lang: str) -> str:
    """Return small pictures under a heading; the words around each say what it shows."""
    if not pictures:
        return ""
    drawn = "".join(_small_picture(picture) for picture in pictures)
    return tag("section", tag("h2", escape(t("series.charts", lang))), tag("div", drawn, kind="pictures"))


def _small_picture(picture: "CardPicture") -> str:
    kind = "line" if picture["line"] else "mark"
    ground, mark = escape(picture["ground"]), escape(picture["mark"])
    drawn = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="ground" d="{ground}"/><path class="{kind}" d="{mark}"/></svg>'
    )
    ends = tag("p", tag("span", escape(picture["low"])), tag("span", escape(picture["high"])), kind="ends")
    return tag("figure", tag("figcaption", escape(picture["title"])), drawn, ends, kind="picture")


def footer(scene: "Scene", caption: "Caption") -> str:
    """Return the sources with their licences, the notes, the link and its code."""
    lang = scene.lang
    made = t("sheet.made", lang, date=write_date(caption.made.isoformat(), lang), atlas=t("app.title", lang))
    lines = [
        tag("li", tag("strong", escape(licence)), " ", escape(", ".join(names))) for licence, names in scene.attribution
    ]
    notes = tag("p", escape(" ".join((*caption.notes, made))))
    link = f'<p><a href="{escape(caption.link)}">{escape(t("portrait.open", lang))}</a></p>'
    code = qr_picture(caption.link)
    picture = (
        f'<img class="code" alt="" src="data:image/svg+xml;base64,{base64.b64encode(code).decode()}">' if code else ""
    )
    words = tag("div", tag("h2", escape(t("portrait.credits", lang))), tag("ul", *lines), notes, link)
    return tag("footer", words, picture)
