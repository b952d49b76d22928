"""Which names a map may bear, the most important first: of places, waters, parks, and of the rows of layers.

The same as ``map/canvas/names.js`` and ``row_names.js``: a test compares both.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.render.print.map.answers import is_answer
from atlas.render.print.map.collision_grid import LINE
from atlas.render.print.map.ground import ground_kinds, grounds
from atlas.render.print.map.label_places import Label
from atlas.render.print.map.marks import anchors, is_symbolic, symbol_radius
from atlas.render.symbol_paths import symbol_values

if TYPE_CHECKING:
    from atlas.render.print.map.label_places import Spot
    from atlas.render.print.map.projection import MapFrame
    from atlas.scene.map.scene import Mark, Scene

# What the lines may weigh that are interrupted for the name of an answer.
_ANY = 10_000
# Reaches of a river beside which its name may stand.
_REACHES = 6


def map_names(window: "MapFrame", scene: "Scene") -> list[Label]:
    """Return the names that a map may bear, in order of importance."""
    labels: dict[tuple[str, int], Label] = {}
    for mark in grounds(scene):
        for key, label in _ground_names(mark, window):
            labels.setdefault(key, label)
    answers = [mark for mark in scene.marks if is_answer(mark, scene)]
    # A line to a place that answers too would be named over that place.
    places = any(mark.geometry != "line" for mark in answers)
    rows = [
        label
        for mark in scene.marks
        if not (mark in answers and places and mark.geometry == "line")
        for label in _row_names(mark, scene.kept[mark.layer], window, answers=mark in answers)
    ]
    most: int = symbol_values("names")["most"]
    return sorted([*rows, *labels.values()], key=lambda label: (label.rank, len(label.text), label.text, label.x))[
        :most
    ]


def _ground_names(mark: "Mark", window: "MapFrame") -> Iterator[tuple[tuple[str, int], Label]]:
    kinds, shapes = ground_kinds(mark), mark.features.to_numpy()
    named = np.array([bool(name) for name in mark.names]) & (_from_zoom(mark, kinds) <= window.zoom)
    rows = np.flatnonzero(named)
    for copy in window.copies:
        seen = rows[window.in_window(shapes[rows], copy)]
        water = np.isin(kinds[seen], ("water", "river"))
        for row, (x, y) in zip(seen[~water], anchors(mark, seen[~water], window, copy), strict=True):
            label = _ground_label(mark, int(row), str(kinds[row]), window, (float(x), float(y)))
            if label:
                yield (mark.names[row], copy), label
        # What stands in brackets distinguishes reaches of one river.
        by_name = sorted(seen[water], key=lambda row: mark.names[row].split(" (")[0])
        for name, own in groupby(by_name, key=lambda row: mark.names[row].split(" (")[0]):
            spots = _water_spots(shapes[sorted(own)], window, copy, len(name) * symbol_values("names")["letter"])
            if spots:
                small: float = symbol_values("label")["size"]["small"]
                x, y, _ = spots[0]
                most: int = symbol_values("names")["tolerance"]["ground"]
                yield (name, copy), Label(name, x, y, small, "italic", "inkwater", 20.6, spots=spots, tolerance=most)


def _from_zoom(mark: "Mark", kinds: np.ndarray) -> np.ndarray:
    """Return the zoom from which each row is named: of the basin's communes the populous ones first."""
    names = symbol_values("names")
    zooms = mark.from_zoom.astype(np.float64)
    communes = kinds == "commune"
    zooms[communes] = names["communes_from"] - mark.radius[communes].astype(np.float64) * names["communes_by_radius"]
    for kind in ("water", "park", "wetland"):
        zooms[kinds == kind] = names[kind]
    return zooms


def _ground_label(mark: "Mark", row: int, kind: str, window: "MapFrame", at: tuple[float, float]) -> Label | None:
    names, sizes = symbol_values("names"), symbol_values("label")["size"]
    text, radius, shape = mark.names[row], float(mark.radius[row]), mark.features.iloc[row]
    label = Label(text, *at, sizes["small"], "sans", "ink", 0)
    if kind == "country":
        fits = window.zoom <= names["countries_to"] and _widest(shape, window) > len(text) * names["letter"]
        capitals = {"text": text.upper(), "size": sizes["caps"], "face": "sans_bold", "ink": "muted", "spaced": True}
        return replace(label, **capitals) if fits else None
    if kind in {"place", "commune"}:
        if not window.holds(*at):
            return None
        town, dot = names["town"], symbol_values("label")["dot_radius"]
        size = math.floor(2 * min(town["most"], town["least"] + radius * town["by_radius"]) + 0.5) / 2
        return replace(
            label,
            size=size,
            face="sans_bold" if radius > names["large"] else "sans",
            rank=20 - radius,
            dot=True,
            beside=(dot, dot),
            tolerance=_tolerance(radius),
            spread=names["spread"],
        )
    green = kind in {"park", "wetland"}
    if max(_half_sides(shape, window)) * 2 <= len(text) * names["letter"] * (0.5 if green else 1):
        return None
    spots = tuple((at[0], at[1] + up, 0.5) for up in names["steps"])
    ink, rank = ("inkgreen", 20.5) if green else ("inkwater", 28.0)
    return replace(label, face="italic", ink=ink, rank=rank, spots=spots, tolerance=names["tolerance"]["ground"])


def _tolerance(radius: float) -> int:
    """Return how much of a line is interrupted for a town: more for a larger one."""
    names = symbol_values("names")
    tolerance: dict[str, int] = names["tolerance"]
    if radius >= tolerance["from"]:
        return tolerance["most"]
    return tolerance["large"] if radius > names["large"] else LINE - 1


def _corners(shape: shapely.Geometry, window: "MapFrame", copy: int = 0) -> np.ndarray:
    """Return the upper left and the lower right corner of a shape's box on the sheet."""
    west, south, east, north = shapely.bounds(shape)
    return window.place(np.array([[west, north], [east, south]]), copy)


def _half_sides(shape: shapely.Geometry, window: "MapFrame") -> tuple[float, float]:
    low, high = _corners(shape, window)
    return (float(high[0] - low[0]) / 2, float(high[1] - low[1]) / 2)


def _widest(shape: shapely.Geometry, window: "MapFrame") -> float:
    """Return how many pixels the widest part of a shape spans: scattered islands do not make a large country."""
    bounds = shapely.bounds(shapely.get_parts(shape))
    return float((bounds[:, 2] - bounds[:, 0]).max(initial=0) / 360 * window.world)


def _water_spots(shapes: np.ndarray, window: "MapFrame", copy: int, least: float) -> "tuple[Spot, ...]":
    """Return places beside a river, from its longest reach in sight; none where it is shorter than its name."""
    reaches = [reach for line in shapely.get_parts(shapes) for reach in _reaches(line, window, copy)]
    if sum(length for length, _, _ in reaches) < least:
        return ()
    away: float = symbol_values("names")["away"]
    spots: list[Spot] = []
    for _, (x, y), steep in sorted(reaches, key=lambda reach: -reach[0])[:_REACHES]:
        spots += [(x + away, y, 0), (x - away, y, 1)] if steep else [(x, y - away, 0.5), (x, y + away, 0.5)]
    return tuple(spots)


def _reaches(
    line: shapely.Geometry, window: "MapFrame", copy: int
) -> Iterator[tuple[float, tuple[float, float], bool]]:
    """Yield the parts of a line in sight: length, the vertex in the middle, whether it is steep there."""
    places = window.place(shapely.get_coordinates(line), copy)
    left, top, right, bottom = window.box
    x, y = places.T
    inside = (x >= left) & (y >= top) & (x <= right) & (y <= bottom)
    for seen, rows in groupby(range(len(places)), key=lambda row: bool(inside[row])):
        part = places[list(rows)]
        if not seen or len(part) < 2:  # noqa: PLR2004 - two ends
            continue
        middle = len(part) // 2
        step = np.abs(part[middle] - part[middle - 1])
        length = float(np.sqrt((np.diff(part, axis=0) ** 2).sum(axis=1)).sum())
        yield length, (float(part[middle][0]), float(part[middle][1])), bool(step[1] > step[0])


def _row_names(mark: "Mark", kept: np.ndarray, window: "MapFrame", *, answers: bool) -> Iterator[Label]:
    """Yield the names of the rows of a layer that asks for them at this zoom; answers are named first at any."""
    first, last = mark.labels or (99, 99)
    beside = mark.symbol_below is not None or mark.geometry == "point"
    # Of a layer that shows few rows each is what the map is about.
    few = beside and int(kept.sum()) <= symbol_values("names")["few"]
    if not (answers or few or first <= window.zoom <= last):
        return
    shapes, caps = mark.features.to_numpy(), symbol_values("label")["size"]["caps"]
    rows = np.flatnonzero(kept & np.array([bool(name) for name in mark.names]))
    for copy in window.copies:
        seen = rows[window.in_window(shapes[rows], copy)]
        symbolic = is_symbolic(mark, shapes[seen], window.zoom)
        for row, (x, y), point in zip(seen, anchors(mark, seen, window, copy), symbolic, strict=True):
            if beside:
                label = _name_beside(mark, int(row), window, copy, (float(x), float(y)), symbolic=bool(point))
                answer = replace(label, face="sans_bold", rank=label.rank - 100, spread=0, tolerance=_ANY)
                yield answer if answers else label
                continue
            spots = tuple((float(x), float(y) + up, 0.5) for up in (0, -caps * 1.5, caps * 1.5))
            text = mark.names[row].upper()
            yield Label(text, float(x), float(y), caps, "sans_bold", "muted", -1, spaced=True, spots=spots)


def _name_beside(
    mark: "Mark", row: int, window: "MapFrame", copy: int, at: tuple[float, float], *, symbolic: bool
) -> Label:
    """Name a row beside its symbol or the box of its area; over an area that is larger than names are."""
    names, radius = symbol_values("names"), float(mark.radius[row])
    small: float = symbol_values("label")["size"]["small"]
    label = Label(
        mark.names[row],
        *at,
        small,
        "sans",
        "ink",
        21 - radius / 100,
        spread=names["row_spread"],
        tolerance=names["tolerance"]["ground"],
    )
    if symbolic:
        reach = symbol_radius(radius, window.zoom)
        return replace(label, beside=(reach, reach))
    shape = mark.features.iloc[row]
    half, middle = _half_sides(shape, window), _corners(shape, window, copy).mean(axis=0)
    if max(half) > names["rows_beside_to"]:
        return replace(label, spots=((*at, 0.5),))
    return replace(label, x=float(middle[0]), y=float(middle[1]), beside=half)
