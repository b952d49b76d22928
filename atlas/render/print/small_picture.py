"""The small pictures of objects and places on paper."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from atlas.scene.objects.pictures import HEIGHT, WIDTH

if TYPE_CHECKING:
    from atlas.render.print.canvas import Canvas
    from atlas.render.print.colours import Look

_STEP = re.compile(r"([MLZ])(?:(-?\d+) (-?\d+))?")


def draw_picture(
    canvas: "Canvas", look: "Look", picture: tuple[str, str, bool], box: tuple[float, float, float, float]
) -> None:
    """Draw the paths of all rows and of the object (a line, or an area) into a box: left, top, width, height."""
    left, top, width, height = box
    ground, mark, line = picture
    to_box = Affine2D().scale(width / WIDTH, height / HEIGHT).translate(left, top)
    if ground:
        canvas.area(to_box.transform_path(_path(ground)), look.muted, opacity=0.45)
    if not mark:
        return
    if line:
        canvas.stroke(to_box.transform_path(_path(mark)), look.ink, 1.6)
    else:
        canvas.area(to_box.transform_path(_path(mark)), look.ink)


@lru_cache(maxsize=256)
def _path(text: str) -> Path:
    """Read a path of straight lines; matplotlib wants a place for the end of a ring too."""
    codes, places = [], []
    for step, x, y in _STEP.findall(text):
        codes.append({"M": Path.MOVETO, "L": Path.LINETO, "Z": Path.CLOSEPOLY}[step])
        places.append((float(x), float(y)) if x else (0.0, 0.0))
    return Path(places, codes)
