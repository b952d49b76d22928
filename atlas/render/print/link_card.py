"""The picture of a link as other sites show it: the map of the view, its title, and whose data it shows."""

from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.render.print.canvas import Canvas, drawing, text_width, wrap
from atlas.render.print.colours import look_of
from atlas.render.print.map.marks import Pen
from atlas.render.print.map.projection import open_window
from atlas.render.print.margins import metadata
from atlas.render.print.paper_size import MM_AN_INCH, PX_AN_INCH, Paper
from atlas.render.print.sheet import draw_map

if TYPE_CHECKING:
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption

# What OpenGraph and Twitter's large card show.
CARD_WIDTH, CARD_HEIGHT = 1200, 630
# It is seen at half its size: everything on it is larger than on a sheet.
_SCALE = 1.6
_MARGIN, _GAP = 20.0, 8.0
_TITLE, _SMALLER_TITLE, _LEAD, _CREDIT = 27.0, 22.0, 13.0, 9.0
_MOST_LINES = 2


def draw_link_card(scene: "Scene", caption: "Caption") -> bytes:
    """Return the picture of a link as PNG of 1200 × 630 pixels.

    Parameters
    ----------
    scene
        The map; its online background is left out.
    caption
        The words of the view.
    """
    look = look_of(scene.theme)
    width, height = (side * MM_AN_INCH / PX_AN_INCH for side in (CARD_WIDTH, CARD_HEIGHT))
    paper = Paper(width, height, _SCALE, PX_AN_INCH, printed=False)
    wide, right = paper.width - 2 * _MARGIN, paper.width - _MARGIN
    size = _TITLE if text_width(caption.title, _TITLE, "serif") <= wide else _SMALLER_TITLE
    with drawing():
        title = _first_lines(caption.title, wide, size, _MOST_LINES)
        lead = _first_lines(caption.lead, wide, _LEAD, 1)
        top = _MARGIN + len(title) * size * 1.12 + len(lead) * _LEAD * 1.3 + _GAP
        bottom = paper.height - _CREDIT * 2.6
        canvas = Canvas(paper, look.paper)
        draw_map(Pen(canvas, look, open_window(scene, (_MARGIN, top, right, bottom))), scene)
        y = _MARGIN
        for line in title:
            y += size * 1.12
            canvas.write(_MARGIN, y - size * 0.3, line, size=size, color=look.ink, face="serif")
        for line in lead:
            y += _LEAD * 1.3
            canvas.write(_MARGIN, y - _LEAD * 0.35, line, size=_LEAD, color=look.muted)
        name = t("app.title", scene.lang)
        y = paper.height - _CREDIT * 1.05
        canvas.write(right, y, name, size=_CREDIT, color=look.ink, align="right")
        room = wide - text_width(name, _CREDIT) - 2 * _GAP
        for line in _first_lines(_credits(scene), room, _CREDIT, 1):
            canvas.write(_MARGIN, y, line, size=_CREDIT, color=look.muted)
        return canvas.file("png", metadata(scene, caption, "png"))


def _credits(scene: "Scene") -> str:
    """Name every producer, those of each licence after it."""
    return " · ".join(f"{licence}: {', '.join(producers)}" for licence, producers in scene.attribution)


def _first_lines(text: str, width: float, size: float, most: int) -> list[str]:
    """Break a text to a width; what is beyond the last line is left out, and that is seen."""
    lines = wrap(text, width, size) if text else []
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(f"{last}…", size) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,;·')}…"]
