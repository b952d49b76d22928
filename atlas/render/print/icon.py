"""The icon of the atlas: two slag heaps, as the map draws them."""

from matplotlib.path import Path

from atlas.render.print.canvas import Canvas, drawing
from atlas.render.print.colours import look_of
from atlas.render.print.paper_size import MM_AN_INCH, PX_AN_INCH, Paper

# On a square of a hundred, within the circle that every system leaves of an icon.
_HEAPS = ([(20, 70), (41, 34), (62, 70)], [(48, 70), (62, 46), (80, 70)])
_LINE = [(18, 72), (82, 72)]


def draw_icon(size: int) -> bytes:
    """Return the icon as a PNG of `size` × `size` pixels."""
    look = look_of("light")
    side = size * MM_AN_INCH / PX_AN_INCH
    with drawing():
        canvas = Canvas(Paper(side, side, size / 100, PX_AN_INCH, printed=False), look.paper)
        for corners in _HEAPS:
            canvas.area(Path([*corners, corners[0]], closed=True), look.ink)
        canvas.stroke(Path(_LINE), look.accent, 4)
        return canvas.file("png", {})
