"""The notes of a reader on paper, above all layers; their texts find places before all names (``web/map/notes``)."""

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from matplotlib.path import Path

from atlas.render.print.canvas import path_of, text_width, wrap
from atlas.render.print.map.collision_grid import HELD
from atlas.render.print.map.label_places import Label, place_labels
from atlas.scene.notes.note import SHADES

if TYPE_CHECKING:
    from atlas.render.print.map.collision_grid import CollisionGrid
    from atlas.render.print.map.label_places import Box, PlacedLabel, Spot
    from atlas.render.print.map.marks import Pen
    from atlas.scene.map.scene import Scene
    from atlas.scene.notes.note import Note

# In pixels of the page: letters, their lines, the widest line; as in notes.js.
_SIZE, _LEADING, _WIDE = 13.0, 1.2, 190.0
_FACE: Final = "sans_bold"
# Pixels of the pin: its head, and how high the middle of the head lies above the place.
_HEAD, _HIGH = 6.5, 14.0
_LINE, _CASING, _ARROW, _FILL = 3.0, 6.0, 13.0, 0.18
# How far a text may go to find a place, and the directions in which it is looked for.
_AWAY = (0.0, 18.0, 40.0, 70.0)
_TURNS = 8
# What the lines may weigh that are interrupted for a text beside its note; and wherever it stands, since a reader wrote
# it to be read.
_BESIDE, _ANY = 150, 1_000_000


def draw_notes(pen: "Pen", scene: "Scene", occupied: "CollisionGrid") -> "list[Box]":
    """Draw the notes of a scene, and keep all names off them; return where their texts stand."""
    placed = [
        (note, pen.window.place(np.array([(lon, lat) for lat, lon in note.points]), copy))
        for note in scene.notes
        for copy in pen.window.copies_reaching_in
    ]
    seen = [(note, places) for note, places in placed if _in_sight(pen, places)]
    for note, places in sorted(seen, key=lambda own: own[0].kind != "area"):
        _draw(pen, note, places, occupied)
    return [_write(pen, note, places, occupied) for note, places in seen if note.text]


def _in_sight(pen: "Pen", places: np.ndarray) -> bool:
    left, top, right, bottom = pen.window.box
    low, high = places.min(axis=0), places.max(axis=0)
    return bool(low[0] <= right and high[0] >= left and low[1] <= bottom and high[1] >= top)


def _shade(pen: "Pen", note: "Note") -> str:
    return SHADES[note.colour][pen.look.dark]


def _draw(pen: "Pen", note: "Note", places: np.ndarray, occupied: "CollisionGrid") -> None:
    color, bold = _shade(pen, note), pen.look.bold
    if note.kind == "text":
        return
    if note.kind == "pin":
        for x, y in places.tolist():
            _draw_pin(pen, x, y, color)
            reach = (_HEAD + 1) * bold
            occupied.add(x - reach, y - (_HIGH + _HEAD) * bold, x + reach, y + 2, HELD)
        return
    closed = note.kind == "area"
    shape = shapely.Polygon(places) if closed else shapely.LineString(places)
    path = path_of(np.array([shape], dtype=object))
    if path is None:
        return
    if closed:
        pen.canvas.area(path, color, opacity=_FILL, clip=pen.clip)
    pen.canvas.stroke(path, pen.look.halo, _CASING * bold, opacity=0.8, clip=pen.clip)
    pen.canvas.stroke(path, color, _LINE * bold, clip=pen.clip)
    if note.kind == "arrow":
        pen.canvas.area(_head(places, _ARROW * bold), color, clip=pen.clip)
    ends = np.vstack([places, places[:1]]) if closed else places
    occupied.add_lines(ends[:-1], ends[1:], 8)


def _draw_pin(pen: "Pen", x: float, y: float, color: str) -> None:
    bold = pen.look.bold
    head, high = _HEAD * bold, _HIGH * bold
    for grown, shade in ((1.8, pen.look.halo), (0.0, color)):
        pen.canvas.area(_tip(x, y, head + grown, high), shade, clip=pen.clip)
        pen.canvas.area(Path.circle((x, y - high), head + grown), shade, clip=pen.clip)
    pen.canvas.area(Path.circle((x, y - high), head * 0.38), pen.look.halo, clip=pen.clip)


def _tip(x: float, y: float, head: float, high: float) -> Path:
    half = head * 0.92
    corners = [(x - half, y - high + head * 0.4), (x, y), (x + half, y - high + head * 0.4)]
    return Path([*corners, corners[0]], closed=True)


def _head(places: np.ndarray, size: float) -> Path:
    """Return the head of an arrow at the last of its places."""
    (x0, y0), (x1, y1) = places[-2], places[-1]
    turn = math.atan2(y1 - y0, x1 - x0)
    wings = [(x1 - size * math.cos(turn + side), y1 - size * math.sin(turn + side)) for side in (0.42, -0.42)]
    return Path([wings[0], (x1, y1), wings[1], wings[0]], closed=True)


def _write(pen: "Pen", note: "Note", places: np.ndarray, occupied: "CollisionGrid") -> "Box":
    """Write a text where it hides nothing that is written already; where there is no such place, at its own."""
    bold = pen.look.bold**0.8
    size = _SIZE * bold
    rows = wrap(note.text, _WIDE * bold, size, _FACE)
    width = max(text_width(row, size, _FACE) for row in rows)
    height = size * _LEADING * len(rows)
    x, y, spots = text_spots(note.kind, places, height, pen.look.bold)
    label = Label(note.text, x, y, size, _FACE, "ink", 0)
    placed: list[PlacedLabel] = []
    # Close by before far off.
    for ring, tolerance in (*((ring, _BESIDE) for ring in spots), (tuple(itertools.chain(*spots)), _ANY)):
        placed = placed or place_labels([(replace(label, spots=ring, tolerance=tolerance), width, height)], occupied)
    (first_x, first_y, share), *_ = spots[0]
    left, middle = (placed[0].left, placed[0].middle) if placed else (first_x - width * share, first_y)
    away = math.hypot(left + width / 2 - x, middle - y)
    if placed and away > _AWAY[1] + max(width, height) / 2 + 4:
        line = shapely.LineString([(x, y), (min(max(x, left), left + width), middle)])
        path = path_of(np.array([line], dtype=object))
        if path is not None:
            pen.canvas.stroke(path, pen.look.muted, 0.8, clip=pen.clip)
    for number, row in enumerate(rows):
        baseline = middle - height / 2 + size * _LEADING * (number + 0.5) + size * 0.33
        halo = (pen.look.halo, 4.0 * bold)
        pen.canvas.write(left, baseline, row, size=size, color=_shade(pen, note), face=_FACE, halo=halo)
    return (left - 4, middle - height / 2 - 4, left + width + 4, middle + height / 2 + 4)


def text_spots(
    kind: str, places: np.ndarray, height: float, bold: float
) -> "tuple[float, float, list[tuple[Spot, ...]]]":
    """Return the place that a text belongs to, and where it may stand: ring after ring around it."""
    if kind == "area":
        inside = shapely.make_valid(shapely.Polygon(places)).representative_point()
        x, y, gap = float(inside.x), float(inside.y), 0.0
    elif kind == "line":
        (x, y), gap = places[len(places) // 2].tolist(), 8.0 * bold
    else:
        # The text of an arrow stands where it begins.
        (x, y), gap = places[0].tolist(), {"pin": (_HEAD + 4) * bold, "arrow": 8.0 * bold}.get(kind, 0.0)
    up = y - _HIGH * bold if kind == "pin" else y
    rings: list[tuple[Spot, ...]] = [] if gap else [((x, up, 0.5),)]
    for away in _AWAY if gap else _AWAY[1:]:
        far = gap + away
        beside = [(x + far, up, 0.0), (x - far, up, 1.0)]
        over = [(x, up - far - height / 2, 0.5), (x, y + far + height / 2, 0.5)]
        slant = [(x + far * 0.7, side, 0.0) for side in (up - far - height / 2, y + far + height / 2)]
        slant += [(x - far * 0.7, side, 1.0) for side in (up - far - height / 2, y + far + height / 2)]
        rings.append((*beside, *over, *slant))
    return x, up, rings
