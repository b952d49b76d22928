"""Writes the names of a map: above the outlines, with a halo that keeps lines off them (``canvas/labels.js``)."""

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.render.print.canvas import text_width
from atlas.render.print.map.collision_grid import LINE
from atlas.render.print.map.label_places import place_labels
from atlas.render.print.map.names import map_names
from atlas.render.symbol_paths import symbol_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.render.print.map.collision_grid import CollisionGrid
    from atlas.render.print.map.label_places import Box, Label, PlacedLabel
    from atlas.render.print.map.marks import Pen
    from atlas.scene.map.scene import Scene


def write_labels(
    pen: "Pen", scene: "Scene", occupied: "CollisionGrid", texts: "Sequence[Box]" = ()
) -> "list[PlacedLabel]":
    """Write the names of a scene in order of importance where they find a place, and return where they stand.

    No place is named whose dot lies under one of the texts of notes.
    """
    grown = pen.look.bold**0.8
    height = symbol_values("label")["height"] * grown
    # A larger dot keeps its name farther off.
    reach = symbol_values("label")["dot_radius"] * grown + 3 * (grown - 1)
    names = [one for one in map_names(pen.window, scene) if not (one.dot and _is_under(one, texts))]
    labels = [replace(one, beside=(reach, reach)) if one.dot else one for one in names]
    measured = [(label, _width(label, label.size * grown), label.size * height) for label in labels]
    placed = place_labels(measured, occupied)
    for one in placed:
        _write(pen, one, grown)
    return placed


def _is_under(label: "Label", texts: "Sequence[Box]") -> bool:
    return any(x0 < label.x < x1 and y0 < label.y < y1 for x0, y0, x1, y1 in texts)


def _width(label: "Label", size: float) -> float:
    spacing: float = symbol_values("label")["spacing"] if label.spaced else 0.0
    return text_width(label.text, size, label.face) + spacing * len(label.text)


def _write(pen: "Pen", placed: "PlacedLabel", grown: float) -> None:
    style, label = symbol_values("label"), placed.label
    size, left, text = label.size * grown, placed.left, label.text
    if label.spaced:
        # A hair between the letters, as wide together as the page sets them apart.
        text = "\u200a".join(text)
        left += (_width(label, size) - text_width(text, size, label.face)) / 2
    # A line under the name is interrupted by a wider halo, in the colour of the land.
    crossed = placed.crossed >= LINE
    ground, wide = (pen.look.land, "wide_halo") if crossed else (pen.look.halo, "halo_width")
    halo = (ground, style[wide] * grown)
    # The baseline of these faces lies a third of their size below the middle of a line.
    baseline, color = placed.middle + size * 0.33, getattr(pen.look, label.ink)
    pen.canvas.write(left, baseline, text, size=size, color=color, face=label.face, halo=halo)
    if label.dot:
        pen.canvas.dot(label.x, label.y, (style["dot_radius"] + style["dot_halo"] / 2) * grown, pen.look.halo)
        pen.canvas.dot(label.x, label.y, style["dot_radius"] * grown, pen.look.ink)
