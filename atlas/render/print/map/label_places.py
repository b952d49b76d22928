"""Where names stand: beside what they name, clear of symbols and lines, never as if they named something else.

The same places as ``map/canvas/label_places.js``: a test compares them.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.render.print.map.collision_grid import HELD, LINE, CollisionGrid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.render.print.fonts import Face

    Box = tuple[float, float, float, float]
    Spot = tuple[float, float, float]

# Pixels between a name and what it names, and by how many another place must be farther off.
_GAP, _APART = 3, 4
# How much farther off a name may stand where something lies beside its place.
_RINGS = (0, 6)
# For a large town, whose name is missed.
_LARGE_RINGS = (0, 6, 13)
# Cells of symbols that its name may cover at the edges, and more of them that of a town which everybody looks for; what
# each of them weighs.
_EDGES, _MAIN_EDGES, _SYMBOL = 5, 44, 64
# What the lines may weigh that are interrupted for the name of a town that everybody looks for.
_MAIN = 100_000
# Pixels around a name that stay free of other names.
_AIR = (7, 3)


@dataclass(frozen=True, slots=True)
class Label:
    """A name that a map may bear.

    Attributes
    ----------
    text, x, y
        The name, and the place that it belongs to.
    size, face, ink
        Type: pixels, face, name of a colour of the look.
    rank
        The most important is the least.
    spaced
        Whether letters stand apart.
    dot
        Whether a dot stands at its place.
    beside
        How far the symbol reaches that it stands beside; None for a name over one of its spots.
    spots
        Places for a name, and how much of the name stands to the left of each.
    tolerance
        What the lines may weigh that are interrupted for it: by itself hairlines only.
    spread
        Pixels within which no more important place is named.
    """

    text: str
    x: float
    y: float
    size: float
    face: "Face"
    ink: str
    rank: float
    spaced: bool = False
    dot: bool = False
    beside: tuple[float, float] | None = None
    spots: "tuple[Spot, ...]" = ()
    tolerance: int = LINE - 1
    spread: float = 0


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A name and where it stands: where it begins, the height of its middle, what the lines under it weigh."""

    label: Label
    left: float
    middle: float
    crossed: int


@dataclass(frozen=True, slots=True)
class _Other:
    """A name that stands beside its place."""

    box: "Box"
    label: Label


def places_beside(label: Label, width: float, height: float) -> list[tuple[float, float]]:
    """Return places for a name around its symbol, as (left, middle), the best first."""
    (rx, ry), x, y = label.beside or (0, 0), label.x, label.y
    places = []
    for far in _LARGE_RINGS if _is_large(label) else _RINGS:
        gap, up, slant = rx + _GAP + far, ry + _GAP - 1 + far + height / 2, (rx + far) * 0.7 + 1
        places += [(x + gap, y), (x - gap - width, y), (x - width / 2, y - up), (x - width / 2, y + up)]
        for left in (x + slant, x - width - slant):
            places += [(left, y - up + 1), (left, y + up - 1)]
    return places


def place_labels(labels: "Iterable[tuple[Label, float, float]]", occupied: CollisionGrid) -> list[PlacedLabel]:
    """Find places for names (with their width and height) in order of importance; one that finds none is left out."""
    placed: list[PlacedLabel] = []
    others: list[_Other] = []
    for label, width, height in labels:
        found = _place(label, width, height, occupied, others)
        if found is None:
            continue
        box = _box(found.left, found.middle, width, height)
        occupied.add(box[0] - _AIR[0], box[1] - _AIR[1], box[2] + _AIR[0], box[3] + _AIR[1], HELD)
        if label.dot:
            occupied.add(label.x - 3, label.y - 3, label.x + 3, label.y + 3, HELD)
        if label.beside:
            others.append(_Other(box, label))
        placed.append(found)
    return placed


def _place(
    label: Label, width: float, height: float, occupied: CollisionGrid, others: list[_Other]
) -> PlacedLabel | None:
    if label.beside and any(_is_near(label, other.label) for other in others):
        return None
    best: PlacedLabel | None = None
    for left, middle in _places(label, width, height):
        box = _box(left, middle, width, height)
        wide = (box[0] - 2, box[1], box[2] + 2, box[3])
        symbols = occupied.covered(*wide)
        if symbols > _edges(label) or (label.beside and _is_mistaken(label, box, others)):
            continue
        crossed = occupied.crossing(box[0] - 3, box[1] - 2, box[2] + 3, box[3] + 2) + int(symbols) * _SYMBOL
        if best is None or crossed < best.crossed:
            best = PlacedLabel(label, left, middle, crossed)
        if not crossed:
            break
    # A name that may be left out is left out rather than struck through.
    return best if best and best.crossed <= label.tolerance else None


def _places(label: Label, width: float, height: float) -> list[tuple[float, float]]:
    if label.beside:
        return places_beside(label, width, height)
    return [(x - width * share, middle) for x, middle, share in label.spots or ((label.x, label.y, 0.5),)]


def _box(left: float, middle: float, width: float, height: float) -> "Box":
    return (left, middle - height / 2, left + width, middle + height / 2)


def _is_large(label: Label) -> bool:
    return label.tolerance >= LINE * LINE


def _edges(label: Label) -> int:
    if label.tolerance >= _MAIN:
        return _MAIN_EDGES
    return _EDGES if _is_large(label) else 0


def _is_near(label: Label, other: Label) -> bool:
    return abs(other.x - label.x) < label.spread and abs(other.y - label.y) < label.spread


def _is_mistaken(label: Label, box: "Box", others: list[_Other]) -> bool:
    """Return whether a name would seem to name another place, or take the name of another for its own."""
    own = _distance(box, label.x, label.y)
    return any(
        _distance(box, other.label.x, other.label.y) < own + _APART
        or _distance(other.box, label.x, label.y) < _distance(other.box, other.label.x, other.label.y) + _APART
        for other in others
    )


def _distance(box: "Box", x: float, y: float) -> float:
    dx, dy = max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3])
    return math.sqrt(dx * dx + dy * dy)
