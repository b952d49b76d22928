"""What a map shows beside its layers, in the legend: the ground, the outline of a territory, the halo of an object."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.i18n import t
from atlas.render.print.canvas import rectangle
from atlas.render.print.colours import look_of
from atlas.render.print.map.answers import is_answer
from atlas.render.print.map.ground import ground_rows, ground_style
from atlas.render.print.map.names import map_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.render.print.canvas import Canvas
    from atlas.render.print.colours import Look
    from atlas.render.print.map.projection import MapFrame
    from atlas.scene.map.scene import Mark, Scene

# Kinds of the basemap, which no layer's title names.
_WORDS = ("country", "lake", "river")
_HALO = 5.0


@dataclass(frozen=True, slots=True)
class GroundEntry:
    """A kind of the ground, ``outline`` or ``answer``, and what it is."""

    kind: str
    title: str


def ground_entries(scene: "Scene", window: "MapFrame") -> list[GroundEntry]:
    """Return what is in a window beside the layers of the legend, what stands out first."""
    lang = scene.lang
    found: dict[str, str] = {}
    if any(is_answer(mark, scene) for mark in scene.marks):
        found["answer"] = t("sheet.ground_answer", lang)
    if scene.outline:
        found["outline"] = t("sheet.ground_outline", lang)
    for mark, kind in _seen(scene, window):
        found.setdefault(kind, t(f"sheet.ground_{kind}", lang) if kind in _WORDS else mark.title)
    if any(name.dot for name in map_names(window, scene)):
        found["place"] = t("sheet.ground_place", lang)
    return [GroundEntry(kind, title) for kind, title in found.items()]


def _seen(scene: "Scene", window: "MapFrame") -> "Iterator[tuple[Mark, str]]":
    for mark, kind, rows in ground_rows(scene, window.zoom):
        _, _, _, width = ground_style(kind, look_of(scene.theme), window.zoom)
        drawn = width or kind in {"park", "wetland"}
        if drawn and _meets(mark, rows, window, edges=kind in {"country", "commune"}):
            yield mark, kind


def _meets(mark: "Mark", rows: np.ndarray, window: "MapFrame", *, edges: bool) -> bool:
    """Return whether a row is in a window; of areas whose lines alone are drawn, whether an edge is."""
    shapes = mark.features.to_numpy()[rows]
    for copy in window.copies:
        west, south, east, north = window.bounds()
        frame = shapely.box(west - 360 * copy, south, east - 360 * copy, north)
        near = shapes[window.in_window(shapes, copy, margin=0)]
        met = near[shapely.intersects(near, frame)]
        if len(met) and not (edges and shapely.contains_properly(met, frame).all()):
            return True
    return False


def draw_entry(canvas: "Canvas", look: "Look", entry: GroundEntry, *, at: tuple[float, float], scale: float) -> None:
    """Draw the sample of an entry around a place, as the map draws what it stands for."""
    x, y = at
    half, high = 10 * scale, 4.5 * scale
    box, line = rectangle(x - half, y - high, x + half, y + high), rectangle(x - half, y, x + half, y)
    if entry.kind == "answer":
        canvas.stroke(line, look.answer, _HALO * scale)
    elif entry.kind == "outline":
        canvas.stroke(line, look.ink, 2 * look.bold * scale)
    elif entry.kind == "place":
        canvas.dot(x, y, 2.2 * scale, look.ink)
    else:
        fill, opacity, color, width = ground_style(entry.kind, look, 12)
        if fill:
            canvas.area(box, fill, opacity=opacity)
        if width:
            canvas.stroke(box if fill else line, color, width)
