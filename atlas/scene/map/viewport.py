"""A large layer in a window of the map: its outlines, specks and symbols, hit test, and nearest row."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.analysis.network.joins import JOINED
from atlas.analysis.spatial.build_levels import coarse_level
from atlas.analysis.spatial.generalise import POINT, POLYGON, SPECK, WORLD, to_world, units
from atlas.analysis.spatial.viewport import Window, choose_symbols, extents, in_window, outline, paint_specks, places
from atlas.io.mapped_shapes import vertices_of
from atlas.io.memo import memoize
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.analysis.spatial.generalise import Levels
    from atlas.analysis.spatial.viewport import Outlines
    from atlas.scene.map.scene import Mark

# Tolerance of the hit test in pixels; margin around a window for symbols and labels that reach into it.
REACH = 6
_MARGIN = 16
# Labels on one map, at most.
_NAMES = 200
# Rows found at one place, at most.
MOST_FOUND = 30
# A few rows with more vertices are simplified.
_MOST_VERTICES = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class LayerViewport:
    """The rows of a large layer in a window. Positions are in quarters of a pixel from its north-western corner.

    Attributes
    ----------
    window
        Extent and zoom.
    count
        Rows in the window.
    shapes, areas, outlines
        Rows drawn as lines or areas, in drawing order; whether each is an area; their outlines.
    symbols, symbols_at
        Rows drawn as symbols, and x and y of each.
    specks
        For each pixel, 0 or the index of the symbol of the row there plus 1; for an uncertain row, plus the number of
        symbols.
    names, names_at
        Rows with a label, and x and y of each.
    uncertain
        For each row of the layer, whether it may or may not have existed in the year of the view; None without a year.
    """

    window: Window
    count: int
    shapes: np.ndarray
    areas: np.ndarray
    outlines: "Outlines"
    symbols: np.ndarray
    symbols_at: np.ndarray
    specks: np.ndarray
    names: np.ndarray
    names_at: np.ndarray
    uncertain: np.ndarray | None


def layer_query(layer_id: str, view: View) -> str:
    """Return the parameters of a link that select and class the rows of one layer."""
    if view.mode == "network" and layer_id in JOINED:
        return to_permalink(replace(view, at=None, card=None, layers=None)).removeprefix("?")
    near = tuple(condition for condition in view.near if condition.layer == layer_id)
    layers = {layer_id, *(condition.other for condition in near)}
    own = View(
        filters=tuple(condition for condition in view.filters if condition.layer in layers),
        territory=view.territory,
        territory_rule=view.territory_rule,
        select=view.select,
        near=near,
        year=view.year,
        classes=tuple(classes for classes in view.classes if classes.layer == layer_id),
    )
    return to_permalink(own).removeprefix("?")


def layer_viewport(
    mark: "Mark", levels: "Levels", kept: np.ndarray, window: Window, *, uncertain: np.ndarray | None = None
) -> LayerViewport:
    """Return the rows of a layer in a window, by the way each is drawn.

    Parameters
    ----------
    mark, levels
        Symbols and levels of detail of the layer.
    kept
        Mask of the rows kept.
    window
        Extent and zoom.
    uncertain
        Mask of the kept rows that may or may not have existed in the year of the view.
    """
    rows = np.flatnonzero(in_window(levels, window, _MARGIN) & kept)
    kind = levels.kind[rows]
    symbolic = _is_symbolic(mark, kind, window.zoom)
    small = ~symbolic & (extents(levels, rows, window).max(axis=0, initial=0) < SPECK)
    shapes = rows[~symbolic & ~small]
    symbols = _symbols(mark, levels, rows[symbolic], uncertain, window)
    names = _names(mark, levels, rows, window)
    return LayerViewport(
        window=window,
        count=len(rows),
        shapes=shapes,
        areas=levels.kind[shapes] == POLYGON,
        outlines=outline(levels.at(window.zoom), shapes, window, closed=levels.kind[shapes] == POLYGON),
        symbols=symbols,
        symbols_at=places(levels, symbols, window),
        specks=paint_specks(levels, rows[small], _specks(mark, rows[small], uncertain), window),
        names=names,
        names_at=places(levels, names, window),
        uncertain=uncertain,
    )


def coarse_levels(mark: "Mark", measured: "Levels", kept: np.ndarray, window: Window) -> "Levels":
    """Return levels of a layer with the only one that a window needs, made at once: see `coarse_level`.

    Parameters
    ----------
    mark, kept, window
        As for `layer_viewport`.
    measured
        Kind, box and anchor of each row.
    """
    rows = np.flatnonzero(in_window(measured, window, _MARGIN) & kept)
    shaped = (measured.kind[rows] > POINT) & ~_is_symbolic(mark, measured.kind[rows], window.zoom)
    rows = rows[shaped & (extents(measured, rows, window).max(axis=0, initial=0) >= SPECK)]
    shapes = mark.features.iloc[rows]

    def take(some: np.ndarray) -> np.ndarray:
        return np.asarray(shapes.array[some])

    return replace(measured, levels=(coarse_level(measured, rows, vertices_of(shapes), take, window.zoom),))


def window_rows(mark: "Mark", levels: "Levels", window: Window) -> tuple[np.ndarray, np.ndarray] | None:
    """Return all rows in a window, kept or not: those drawn as lines or areas, and those too small for it.

    Which of them are kept then decides the picture. It does not where symbols hide one another, or rows have names:
    there None is returned.

    Parameters
    ----------
    mark, levels, window
        As for `layer_viewport`.
    """
    rows = np.flatnonzero(in_window(levels, window, _MARGIN))
    named = mark.labels is not None and mark.labels[0] <= window.zoom <= mark.labels[1]
    if named or _is_symbolic(mark, levels.kind[rows], window.zoom).any():
        return None
    small = extents(levels, rows, window).max(axis=0, initial=0) < SPECK
    return rows[~small], rows[small]


def kept_bits(mark: "Mark", levels: "Levels", kept: np.ndarray, window: Window) -> bytes | None:
    """Return a bit for each of `window_rows`, the first in the lowest: whether it is kept; None where that has none."""

    def find() -> np.ndarray | None:
        found = window_rows(mark, levels, window)
        return None if found is None else np.concatenate(found).astype(np.uint32)

    rows = memoize(mark.features, ("rows of window", window), find)
    return None if rows is None else np.packbits(kept[rows], bitorder="little").tobytes()


def find_rows(mark: "Mark", levels: "Levels", kept: np.ndarray, position: "Sequence[float]", zoom: float) -> np.ndarray:
    """Return the rows at most `REACH` pixels from a position (hit test), the `MOST_FOUND` nearest, in drawing order.

    An area holds what lies inside it, with or without fill.

    Parameters
    ----------
    mark, levels, kept
        As for `layer_viewport`.
    position
        x and y in web-mercator units.
    zoom
        Zoom of the map: size of a pixel, and whether areas are drawn as symbols.
    """
    x, y = round(position[0]), round(position[1])
    spot = Window(x, y, x, y, zoom)
    around = in_window(levels, spot, REACH + float(mark.radius.max(initial=0)))
    rows, unit = np.flatnonzero(around & kept), spot.unit
    symbolic = _is_symbolic(mark, levels.kind[rows], zoom)
    distance = np.empty(len(rows))
    distance[symbolic] = np.maximum(
        0, _from_anchor(levels, rows[symbolic], position) / unit - mark.radius[rows[symbolic]]
    )
    shapes = shapely.transform(mark.features.iloc[rows[~symbolic]].to_numpy(), to_world)
    distance[~symbolic] = shapely.distance(shapes, shapely.Point(position)) / unit
    hit = np.flatnonzero(distance < REACH)
    return np.sort(rows[hit[np.lexsort((-rows[hit], distance[hit]))[:MOST_FOUND]]])


def next_row(
    levels: "Levels", kept: np.ndarray, position: "Sequence[float]", bearing: float, except_row: int | None
) -> int | None:
    """Return the row with the nearest anchor within 45° of a bearing (degrees from north, clockwise)."""
    rows = np.flatnonzero(kept & (levels.kind > 0))
    east, south = (levels.anchor[:, rows].T - np.asarray(position)).T
    # The shorter way around the world.
    east -= np.where(np.abs(east) > WORLD / 2, np.sign(east) * WORLD, 0)
    distance = np.hypot(east, south)
    deviation = np.abs((np.degrees(np.arctan2(east, -south)) - bearing + 540) % 360 - 180)
    ahead = (distance > 0) & (deviation <= 45)  # noqa: PLR2004
    if except_row is not None:
        ahead &= rows != except_row
    if not ahead.any():
        return None
    candidates = np.flatnonzero(ahead)
    return int(rows[candidates[distance[candidates].argmin()]])


def list_rows(levels: "Levels", kept: np.ndarray, window: Window, most: int) -> tuple[int, np.ndarray]:
    """Return the number of rows in a window, and the largest of them, at most `most`."""
    rows = np.flatnonzero(in_window(levels, window) & kept)
    size = extents(levels, rows, window).max(axis=0, initial=0)
    return len(rows), rows[np.argsort(-size, kind="stable")[:most]]


def few_rows_mark(mark: "Mark", rows: "Sequence[int] | np.ndarray", zoom: float) -> "Mark":
    """Return the mark of some rows; shapes with very many vertices are simplified for the zoom."""
    features = mark.features.iloc[rows]
    if shapely.get_num_coordinates(features.to_numpy()).sum() > _MOST_VERTICES:
        features = features.simplify(360 / WORLD * units(zoom) / 2)
    return replace(
        mark,
        features=features,
        names=tuple(mark.names[row] for row in rows),
        **{part: getattr(mark, part)[rows] for part in ("symbol_of", "radius", "hollow", "from_zoom")},
    )


def _is_symbolic(mark: "Mark", kind: np.ndarray, zoom: float) -> np.ndarray:
    """Return which rows are drawn as symbols at a zoom, by their kind."""
    areas = mark.symbol_below is not None and zoom < mark.symbol_below
    return (kind == POINT) | ((kind == POLYGON) & areas)


def _symbols(
    mark: "Mark", levels: "Levels", rows: np.ndarray, uncertain: np.ndarray | None, window: Window
) -> np.ndarray:
    radius = mark.radius[rows]
    if len(rows) and radius.min() != radius.max():
        # Of overlapping symbols, the largest is kept.
        rows = rows[np.argsort(radius, kind="stable")]
    looks = mark.symbol_of[rows] * np.int64(4) + mark.hollow[rows]
    if uncertain is not None:
        looks += 2 * uncertain[rows]
    return choose_symbols(levels, rows, looks, window)


def _specks(mark: "Mark", rows: np.ndarray, uncertain: np.ndarray | None) -> np.ndarray:
    value = mark.symbol_of[rows].astype(np.uint16) + 1
    if uncertain is not None:
        value += (len(mark.symbols) * uncertain[rows]).astype(np.uint16)
    return value.astype(np.uint8) if 2 * len(mark.symbols) < 256 else value  # noqa: PLR2004


def _names(mark: "Mark", levels: "Levels", rows: np.ndarray, window: Window) -> np.ndarray:
    if mark.labels is None or not mark.labels[0] <= window.zoom <= mark.labels[1]:
        return rows[:0]
    size = extents(levels, rows, window).max(axis=0, initial=0)
    return rows[np.argsort(-size, kind="stable")[:_NAMES]]


def _from_anchor(levels: "Levels", rows: np.ndarray, position: "Sequence[float]") -> np.ndarray:
    x, y = levels.anchor[:, rows]
    return np.asarray(np.hypot(x - position[0], y - position[1]))
