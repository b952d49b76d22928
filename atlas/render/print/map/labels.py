"""Names on the map: each finds a free place beside what it names, or stays away (as ``map/canvas/labels.js``)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.render.print.canvas import text_width
from atlas.render.print.map.marks import anchors
from atlas.render.symbol_paths import symbol_values

if TYPE_CHECKING:
    from atlas.render.print.fonts import Face
    from atlas.render.print.map.collision_grid import CollisionGrid
    from atlas.render.print.map.marks import Pen
    from atlas.render.print.map.projection import MapFrame
    from atlas.scene.map.scene import Mark, Scene

# As on the page: names of countries up to this zoom; communes by their population, the largest first from here.
_COUNTRIES_TO = 6
_COMMUNES_FROM, _COMMUNES_BY_RADIUS = 13.2, 0.35
_LARGE = 6
_MOST = 400
# How many times as long as its name a river is that has it written.
_WATER = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A name and where it belongs: beside its dot, or on its place when it has none."""

    text: str
    x: float
    y: float
    size: float
    face: "Face"
    dot: bool
    rank: float


def write_labels(pen: "Pen", scene: "Scene", occupied: "CollisionGrid") -> None:
    """Write the names of a scene in order of importance."""
    labels = [*_ground_names(pen.window, scene), *_mark_names(pen.window, scene)]
    for label in sorted(labels, key=lambda label: (label.rank, label.text))[:_MOST]:
        _write(pen, label, occupied)


def _write(pen: "Pen", label: Label, occupied: "CollisionGrid") -> None:
    style = symbol_values("label")
    size = label.size * pen.look.bold**0.8
    width, height = text_width(label.text, size, label.face), size * 1.15
    places = _around(label.x, label.y, width, height) if label.dot else [(label.x - width / 2, label.y)]
    for left, middle in places:
        if occupied.free(left - 2, middle - height / 2, left + width + 2, middle + height / 2):
            break
    else:
        return
    dotted = label.dot and occupied.free(label.x - 2, label.y - 2, label.x + 2, label.y + 2)
    occupied.add(left - 3, middle - height / 2 - 1, left + width + 3, middle + height / 2 + 1)
    color = pen.look.ink if label.dot else pen.look.muted
    # The baseline of these faces lies a third of their size below the middle of a line.
    pen.canvas.write(
        left,
        middle + size * 0.33,
        label.text,
        size=size,
        color=color,
        face=label.face,
        halo=(pen.look.halo, style["halo_width"]),
    )
    if dotted:
        pen.canvas.dot(label.x, label.y, style["dot_radius"], pen.look.muted)
        occupied.add(label.x - 3, label.y - 3, label.x + 3, label.y + 3)


def _around(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    """Return places for a name around its dot, as (left, middle), the nearest first."""
    places = []
    for far in (0, 8):
        gap, up = 5 + far, height * 0.75 + far
        places += [(x + gap, y), (x - gap - width, y), (x - width / 2, y - up - 2), (x - width / 2, y + up + 2)]
        beside = gap * 0.7
        places += [(left, y + side) for side in (-up, up) for left in (x + beside, x - width - beside)]
    return places


def _ground_names(window: "MapFrame", scene: "Scene") -> list[Label]:
    labels: dict[tuple[str, int], Label] = {}
    for mark in scene.backdrop:
        places = mark.layer == "basemap"
        kinds = np.array([symbol.code or "" if places else "place" for symbol in mark.symbols])[mark.symbol_of]
        from_zoom = mark.from_zoom if places else _COMMUNES_FROM - mark.radius * _COMMUNES_BY_RADIUS
        named = np.array([bool(name) for name in mark.names]) & (from_zoom <= window.zoom)
        for copy in window.copies:
            for kind, make in (("country", _country), ("place", _place), ("lake", _water), ("river", _water)):
                rows = np.flatnonzero(named & (kinds == kind))
                for label in make(mark, rows[window.in_window(mark.features.to_numpy()[rows], copy)], window, copy):
                    labels.setdefault((label.text, copy), label)
    return list(labels.values())


def _country(mark: "Mark", rows: np.ndarray, window: "MapFrame", copy: int) -> list[Label]:
    """Name the countries whose widest part in sight holds their name."""
    if window.zoom > _COUNTRIES_TO:
        return []
    labels = []
    left, top, right, bottom = window.box
    for row in rows:
        parts = shapely.get_parts(window.drawn(mark.features.to_numpy()[[row]], copy, margin=0))
        sizes = shapely.bounds(parts).reshape(-1, 4)
        text = _spaced(mark.names[row])
        fits = (sizes[:, 2] - sizes[:, 0] > text_width(text, 10, "sans_bold")) & ~shapely.is_empty(parts)
        if fits.any():
            widest = parts[np.argmax(np.where(fits, shapely.area(parts), -1))]
            x, y = shapely.get_coordinates(shapely.point_on_surface(widest))[0]
            labels.append(
                Label(
                    text,
                    float(np.clip(x, left, right)),
                    float(np.clip(y, top, bottom)),
                    10,
                    "sans_bold",
                    dot=False,
                    rank=0,
                )
            )
    return labels


def _place(mark: "Mark", rows: np.ndarray, window: "MapFrame", copy: int) -> list[Label]:
    labels = []
    for row, (x, y) in zip(rows, anchors(mark, rows, window, copy), strict=True):
        radius = float(mark.radius[row])
        size, face = (13.0, "sans_bold") if radius > _LARGE else (11.5, "sans")
        labels.append(Label(mark.names[row], float(x), float(y), size, face, dot=True, rank=20 - radius))  # type: ignore[arg-type]
    return labels


def _water(mark: "Mark", rows: np.ndarray, window: "MapFrame", copy: int) -> list[Label]:
    """Name lakes and rivers on the longest part of them in sight, when it is longer than their name."""
    labels = []
    for row in rows:
        parts = shapely.get_parts(shapely.line_merge(window.drawn(mark.features.to_numpy()[[row]], copy, margin=0)))
        text = mark.names[row]
        lengths = shapely.length(parts)
        if len(parts) and lengths.max() > _WATER * text_width(text, 10, "italic"):
            longest = parts[np.argmax(lengths)]
            line = shapely.get_dimensions(longest) == 1
            on = (
                shapely.line_interpolate_point(longest, 0.5, normalized=True)
                if line
                else shapely.point_on_surface(longest)
            )
            x, y = shapely.get_coordinates(on)[0]
            labels.append(Label(text, float(x), float(y), 10, "italic", dot=False, rank=30))
    return labels


def _mark_names(window: "MapFrame", scene: "Scene") -> list[Label]:
    """Name the rows of layers that ask for it at this zoom: basins before anything else."""
    labels = []
    for mark in scene.marks:
        first, last = mark.labels or (99, 99)
        if not first <= window.zoom <= last:
            continue
        rows = np.flatnonzero(scene.kept[mark.layer] & np.array([bool(name) for name in mark.names]))
        for copy in window.copies:
            visible = rows[window.in_window(mark.features.to_numpy()[rows], copy)]
            for row, (x, y) in zip(visible, anchors(mark, visible, window, copy), strict=True):
                labels.append(
                    Label(_spaced(mark.names[row]), float(x), float(y), 10.5, "sans_bold", dot=False, rank=-1)
                )
    return labels


def _spaced(name: str) -> str:
    """Set a name in capitals, a hair apart."""
    return "\u200a".join(name.upper())
