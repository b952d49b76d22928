"""What makes a drawing a map: scale bar, north, graticule, and the code that reopens it."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.path import Path

from atlas.i18n import t
from atlas.render.print.canvas import path_of, rectangle, text_width
from atlas.render.symbol_paths import NORTH
from atlas.scene.query.formatting import write_number

if TYPE_CHECKING:
    from atlas.render.print.canvas import Canvas
    from atlas.render.print.colours import Look
    from atlas.render.print.map.collision_grid import CollisionGrid
    from atlas.render.print.map.marks import Pen
    from atlas.render.print.map.projection import MapFrame
    from atlas.render.print.paper_size import Paper

# The longest scale bar and the distance that meridians and parallels should have, in pixels.
_LONGEST_BAR, _MESH = 170.0, 190.0
# Steps of a graticule in minutes of arc.
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800)
_KILOMETRE = 1000


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of a round length.

    Attributes
    ----------
    metres
        What it stands for on the ground, along the parallel through the middle of the map.
    width
        How long it is on the sheet, in pixels.
    lat
        Latitude of that parallel.
    ratio
        Denominator of the map's scale there: millimetres on the ground for one on the sheet.
    """

    metres: float
    width: float
    lat: float
    ratio: float


def scale_bar(window: "MapFrame", paper: "Paper") -> ScaleBar:
    """Return the scale bar of a window: the longest of 1, 2 or 5 times a power of ten that has room."""
    _, lat = window.degrees(window.x + window.width / 2, window.y + window.height / 2)
    metres_a_pixel = window.metres_a_pixel(lat)
    most = metres_a_pixel * _LONGEST_BAR
    power = 10.0 ** math.floor(math.log10(most))
    metres = max(power * step for step in (1, 2, 5) if power * step <= most)
    return ScaleBar(metres, metres / metres_a_pixel, lat, metres_a_pixel * 1000 / paper.px_mm)


def draw_scale_bar(canvas: "Canvas", look: "Look", bar: ScaleBar, *, x: float, y: float, lang: str) -> float:
    """Draw a bar in four parts whose lower left corner is at a place; give where it ends on the right."""
    unit, name = (_KILOMETRE, "km") if bar.metres >= _KILOMETRE else (1, "m")
    for part in range(4):
        box = rectangle(x + part * bar.width / 4, y - 4, x + (part + 1) * bar.width / 4, y)
        canvas.area(box, look.ink if part % 2 == 0 else look.paper)
    canvas.stroke(rectangle(x, y - 4, x + bar.width, y), look.ink, 0.7)
    for share in (0, 0.5, 1):
        text = write_number(bar.metres * share / unit, lang, name if share == 1 else None)
        # The unit stands beside the number that the end of the bar has its middle under.
        middle = text_width(text.split("\u00a0")[0] if share == 1 else text, 10) / 2
        canvas.write(x + bar.width * share - middle, y - 8, text, size=10, color=look.ink)
    return x + bar.width + text_width(f"\u00a0{name}", 10) + 6


def draw_north(canvas: "Canvas", look: "Look", *, x: float, y: float, lang: str) -> None:
    """Draw an arrow to the north, which is up everywhere on this projection."""
    canvas.area(Path([(x + dx, y + dy) for dx, dy in (*NORTH, NORTH[0])], closed=True), look.ink)
    canvas.write(x, y - 11, t("sheet.north", lang), size=10, color=look.ink, face="sans_bold", align="center")


def draw_graticule(pen: "Pen", occupied: "CollisionGrid", lang: str) -> None:
    """Draw meridians and parallels at a round step, named along the upper and the right edge."""
    window, look = pen.window, pen.look
    west, south, east, north = window.bounds()
    step = next((s for s in _STEPS if (east - west) * 60 / s <= window.width / _MESH * 1.6), _STEPS[-1])
    left, top, right, bottom = window.box
    for minutes in _multiples(west, east, step):
        x = float(window.place(np.array([[minutes / 60, 0]]))[0, 0])
        pen.canvas.stroke(Path([(x, top), (x, bottom)]), look.muted, 0.5, opacity=0.45)
        name = write_angle(_wrapped(minutes), "east", "west", lang)
        _edge_name(pen, occupied, name, x - text_width(name, 9) / 2, top + 11)
    for minutes in _multiples(south, north, step):
        y = float(window.place(np.array([[0, minutes / 60]]))[0, 1])
        pen.canvas.stroke(Path([(left, y), (right, y)]), look.muted, 0.5, opacity=0.45)
        name = write_angle(minutes, "north_of", "south_of", lang)
        _edge_name(pen, occupied, name, right - 5 - text_width(name, 9), y + 3)


def _multiples(start: float, end: float, step: int) -> range:
    return range(math.ceil(start * 60 / step) * step, math.floor(end * 60 / step) * step + 1, step)


def _wrapped(minutes: int) -> int:
    return (minutes + 180 * 60) % (360 * 60) - 180 * 60


def write_angle(minutes: int, positive: str, negative: str, lang: str) -> str:
    """Write an angle in degrees and minutes with the letter of its side."""
    degrees, rest = divmod(abs(minutes), 60)
    parts = f"{degrees}°", f"{rest:02d}\u2032" if rest else ""
    letter = t(f"sheet.{positive if minutes > 0 else negative}", lang) if minutes else ""
    return f"{''.join(parts)}\u202f{letter}".rstrip()


def _edge_name(pen: "Pen", occupied: "CollisionGrid", text: str, x: float, y: float) -> None:
    width = text_width(text, 9)
    box = (x - 3, y - 10, x + width + 3, y + 4)
    if occupied.free(*box):
        pen.canvas.write(x, y, text, size=9, color=pen.look.muted, halo=(pen.look.halo, 2.2))
        occupied.add(*box)


def draw_code(canvas: "Canvas", look: "Look", modules: np.ndarray, *, x: float, y: float, width: float) -> None:
    """Draw a QR code, dark on light whatever the look: cameras read no other."""
    module = width / len(modules)
    light, dark = (look.ink, look.paper) if look.dark else (look.paper, look.ink)
    canvas.area(rectangle(x, y, x + width, y + width), light)
    rows, columns = np.nonzero(modules)
    left, top = x + columns * module, y + rows * module
    # Joined, so that no hairline of the ground shows between two modules.
    joined = path_of(np.array([shapely.union_all(shapely.box(left, top, left + module, top + module))]))
    if joined is not None:
        canvas.area(joined, dark)
