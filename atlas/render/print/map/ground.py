"""What lies under the layers, as ``map/canvas/ground.js``: the basemap, and waterways, parks and wetlands."""

from typing import TYPE_CHECKING

import numpy as np

from atlas.render.print.canvas import path_of
from atlas.render.print.map.marks import shapes_in_window
from atlas.render.symbol_paths import symbol_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.render.print.colours import Look
    from atlas.render.print.map.marks import Pen
    from atlas.scene.map.scene import Mark, Scene

# The layer whose classes are countries, lakes, rivers and towns; another of the backdrop has the communes' hairlines.
_BASEMAP = "basemap"
DRAWN = ("country", "lake", "river", "park", "commune", "wetland", "water")
# What lies on what, the lowest first.
_ORDER = ("", "park", "commune", "wetland", "water")


def grounds(scene: "Scene") -> "list[Mark]":
    """Return the layers of the ground, the lowest first."""
    marks = (*scene.backdrop, *scene.ground)
    return sorted(marks, key=lambda mark: 0 if mark.layer == _BASEMAP else _ORDER.index(mark.ground or "commune"))


def ground_kinds(mark: "Mark") -> np.ndarray:
    """Return what each row of the ground is: country, lake, river, place; commune; water, wetland, park."""
    if mark.layer != _BASEMAP or mark.ground:
        return np.full(len(mark.symbol_of), mark.ground or "commune", dtype=object)
    return np.array([symbol.code or "" for symbol in mark.symbols], dtype=object)[mark.symbol_of]


def ground_rows(scene: "Scene", zoom: float) -> "Iterator[tuple[Mark, str, np.ndarray]]":
    """Yield the rows that are drawn at a zoom, by layer and kind, the lowest first."""
    for mark in grounds(scene):
        kinds = ground_kinds(mark)
        for kind in DRAWN:
            rows = np.flatnonzero((kinds == kind) & (mark.from_zoom <= zoom + 1.5))
            if len(rows):
                yield mark, kind, rows


def draw_ground(pen: "Pen", scene: "Scene") -> None:
    """Draw the sea, and on it the layers of the ground."""
    pen.canvas.area(pen.clip, pen.look.sea)
    for mark, kind, rows in ground_rows(scene, pen.window.zoom):
        path = path_of(shapes_in_window(pen.window, mark.features.to_numpy()[rows]))
        if path is None:
            continue
        fill, opacity, color, width = ground_style(kind, pen.look, pen.window.zoom)
        if fill:
            pen.canvas.area(path, fill, opacity=opacity, clip=pen.clip)
        if width:
            pen.canvas.stroke(path, color, width, cap="round", clip=pen.clip)


def ground_style(kind: str, look: "Look", zoom: float) -> tuple[str | None, float, str, float]:
    """Return fill and its opacity, colour and width of the line."""
    ground = symbol_values("ground")
    hairline = 1.0 if zoom >= ground["wider_from"] else 0.6
    return {
        "country": (look.land, 1.0, look.border, 1.0),
        "lake": (look.sea, 1.0, look.water, 0.6),
        "river": (None, 1.0, look.water, min(1.8, 0.5 + zoom * 0.09)),
        "water": (None, 1.0, look.water, min(3.2, max(1.0, (zoom - 4) * 0.3))),
        "park": (look.inkgreen, ground["park"], look.inkgreen, 0.0),
        "wetland": (look.inkwater, ground["wetland"], look.inkwater, 0.0),
        "commune": (None, 1.0, look.hairline, hairline if zoom >= ground["communes_from"] else 0.0),
    }[kind]
