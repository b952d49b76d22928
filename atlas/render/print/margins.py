"""What surrounds a map on every sheet: title, credits, scale bar, code; and what the file says of itself."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from atlas.i18n import t
from atlas.render.print.canvas import text_width
from atlas.render.print.layout import CREDIT, LEAD, LEADING, LINK, MARGIN, STRIP
from atlas.render.print.map.furniture import draw_code, draw_north, draw_scale_bar, scale_bar
from atlas.render.print.pdf_file import PdfAbout
from atlas.scene.query.formatting import write_number

if TYPE_CHECKING:
    from atlas.render.print.canvas import Canvas
    from atlas.render.print.colours import Look
    from atlas.render.print.layout import Code, Words
    from atlas.render.print.map.projection import MapFrame
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption

Kind = Literal["pdf", "png"]


def draw_words(canvas: "Canvas", look: "Look", words: "Words", kicker: str) -> None:
    """Write title, explanation and credits; `kicker` stands right of the title, unless it is the title itself."""
    right, y = canvas.paper.width - MARGIN, MARGIN
    for line in words.title:
        y += words.size * 1.1
        canvas.write(MARGIN, y - words.size * 0.22, line, size=words.size, color=look.ink, face="serif")
    if words.title != (kicker,):
        canvas.write(right, MARGIN + words.size * 0.88, kicker, size=11.5, color=look.muted, align="right")
    for line in words.lead:
        y += LEAD * LEADING
        canvas.write(MARGIN, y - LEAD * 0.25, line, size=LEAD, color=look.muted)
    y = words.bottom + 10
    for licence, line in words.credits:
        y += CREDIT * LEADING
        indent = text_width(licence, CREDIT, "sans_bold") + 7 if licence else 0
        if licence:
            canvas.write(MARGIN, y - 2, licence, size=CREDIT, color=look.ink, face="sans_bold")
        canvas.write(MARGIN + indent, y - 2, line, size=CREDIT, color=look.muted)


def draw_strip(canvas: "Canvas", look: "Look", window: "MapFrame", lang: str) -> None:
    """Draw north and the scale bar below the map, and say where and at what scale it is right."""
    bar, y = scale_bar(window, canvas.paper), window.box[3] + STRIP - 14
    draw_north(canvas, look, x=MARGIN + 8, y=y - 3, lang=lang)
    end = draw_scale_bar(canvas, look, bar, x=MARGIN + 34, y=y, lang=lang)
    side = t("sheet.north_of" if bar.lat >= 0 else "sheet.south_of", lang)
    lat = f"{write_number(round(abs(bar.lat), 1), lang)}°\u202f{side}"
    text = t("sheet.scale", lang, lat=lat)
    if canvas.paper.printed:
        power = 10 ** max(0, len(str(int(bar.ratio))) - 3)
        text = f"1\u202f:\u202f{write_number(round(bar.ratio / power) * power, lang)} · {text}"
    canvas.write(end + 14, y, text, size=10, color=look.muted)


def draw_link(canvas: "Canvas", look: "Look", code: "Code", lang: str) -> None:
    """Draw the code of the link, and write the link beside it."""
    if code.modules is not None:
        draw_code(canvas, look, code.modules, x=code.x, y=code.y, width=code.width)
    if not code.lines:
        return
    x, y = code.x + code.beside, code.y + 9
    canvas.write(x, y, t("sheet.reopen", lang), size=9.5, color=look.ink, face="sans_bold")
    for line in code.lines:
        y += LINK * LEADING
        canvas.write(x, y + 2, line, size=LINK, color=look.muted)


def about_pdf(scene: "Scene", caption: "Caption", title: str = "") -> PdfAbout:
    """Return what a PDF says of itself; `title` in the place of that of its caption."""
    return PdfAbout(scene.lang, title or caption.title, caption.lead, t("app.title", scene.lang), caption.made)


def metadata(scene: "Scene", caption: "Caption", kind: Kind) -> dict[str, Any]:
    """Return what the file says of itself: title, producers with their licences, link, day."""
    credits_ = "; ".join(f"{licence}: {', '.join(producers)}" for licence, producers in scene.attribution)
    words = {"Title": caption.title, "Author": t("app.title", scene.lang)}
    if kind == "png":
        return words | {"Description": caption.lead, "Copyright": credits_, "Source": caption.link}
    made = datetime(caption.made.year, caption.made.month, caption.made.day, tzinfo=UTC)
    return words | {"Subject": caption.lead, "Keywords": f"{caption.link} {credits_}", "CreationDate": made}
