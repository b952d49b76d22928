"""What is in sight of a large layer: its outlines, specks and symbols in a window, and the row that lies at a place."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.analysis.network.joins import JOINED
from atlas.analysis.spatial.generalise import LINE, POINT, POLYGON, SPECK, WORLD, to_world, units
from atlas.analysis.spatial.viewport import Window, choose_symbols, extents, in_sight, outline, paint_specks, places
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.analysis.spatial.generalise import Levels
    from atlas.analysis.spatial.viewport import Outlines
    from atlas.scene.map.scene import Mark

# Pixels around a place in which a row is met, and those beyond a window that a symbol or a name reaches into it.
REACH = 6
_MARGIN = 16
# Names written on one map.
_NAMES = 200
# A row that is drawn in part, or is not the one chosen, need not have every vertex.
_MOST_VERTICES = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class LayerViewport:
    """A large layer in a window. Places are given in quarters of a pixel from its north-western corner.

    Attributes
    ----------
    window
        What is seen.
    count
        Rows in it.
    shapes, areas, outlines
        Rows drawn as lines and areas, in the order of drawing, whether each is an area, and their outlines.
    symbols, symbols_at
        Rows drawn as symbols, and x and y of each.
    specks
        For each pixel, 0 or 1 more than the symbol of the row there; beyond the number of symbols, of an uncertain row.
    names, names_at
        Rows whose name is written, and x and y of each.
    uncertain
        For each row of the layer, whether nobody knows if it stood in the year asked for; None without a year.
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
    """Return the part of a link that decides which rows of a layer are kept, and how they look."""
    if view.mode == "network" and layer_id in JOINED:
        return to_permalink(replace(view, at=None, card=None, layers=None)).removeprefix("?")
    near = tuple(question for question in view.near if question.layer == layer_id)
    asked = {layer_id, *(question.other for question in near)}
    own = View(
        filters=tuple(condition for condition in view.filters if condition.layer in asked),
        territory=view.territory,
        select=view.select,
        near=near,
        year=view.year,
        classes=tuple(classes for classes in view.classes if classes.layer == layer_id),
    )
    return to_permalink(own).removeprefix("?")


def layer_viewport(
    mark: "Mark", levels: "Levels", kept: np.ndarray, window: Window, *, uncertain: np.ndarray | None = None
) -> LayerViewport:
    """Return what a window shows of a layer.

    Parameters
    ----------
    mark, levels
        How it looks, and its shapes.
    kept
        Which rows are shown.
    window
        What is seen.
    uncertain
        The kept rows of which nobody knows whether they stood in the year asked for.
    """
    rows = np.flatnonzero(in_sight(levels, window, _MARGIN) & kept)
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


def find_row(mark: "Mark", levels: "Levels", kept: np.ndarray, place: "Sequence[float]", zoom: float) -> int | None:
    """Return the row that lies at a place, within `REACH` pixels of it; the last drawn of those that are equally near.

    Parameters
    ----------
    mark, levels, kept
        As for `layer_viewport`.
    place
        x and y in web-mercator units.
    zoom
        Of the map: it says how far a pixel reaches, and whether areas are drawn as symbols.
    """
    x, y = round(place[0]), round(place[1])
    spot = Window(x, y, x, y, zoom)
    around = in_sight(levels, spot, REACH + float(mark.radius.max(initial=0)))
    rows, unit = np.flatnonzero(around & kept), spot.unit
    symbolic = _is_symbolic(mark, levels.kind[rows], zoom)
    far = np.empty(len(rows))
    far[symbolic] = np.maximum(0, _from_anchor(levels, rows[symbolic], place) / unit - mark.radius[rows[symbolic]])
    far[~symbolic] = _from_shape(mark, levels, rows[~symbolic], place) / unit
    met = far < REACH
    if not met.any():
        return None
    # Of those equally near the last one is drawn on top.
    return int(rows[np.flatnonzero(far == far[met].min())[-1]])


def next_row(levels: "Levels", kept: np.ndarray, place: "Sequence[float]", turn: float, but: int | None) -> int | None:
    """Return the nearest row within 45° of a direction (degrees from north, clockwise), by the anchors of the rows."""
    rows = np.flatnonzero(kept & (levels.kind > 0))
    east, south = (levels.anchor[:, rows].T - np.asarray(place)).T
    # The short way round the world.
    east -= np.where(np.abs(east) > WORLD / 2, np.sign(east) * WORLD, 0)
    far = np.hypot(east, south)
    aside = np.abs((np.degrees(np.arctan2(east, -south)) - turn + 540) % 360 - 180)
    asked = (far > 0) & (aside <= 45)  # noqa: PLR2004
    if but is not None:
        asked &= rows != but
    if not asked.any():
        return None
    candidates = np.flatnonzero(asked)
    return int(rows[candidates[far[candidates].argmin()]])


def list_rows(levels: "Levels", kept: np.ndarray, window: Window, most: int) -> tuple[int, np.ndarray]:
    """Describe how many rows are in sight, and give the largest of them, at most so many."""
    rows = np.flatnonzero(in_sight(levels, window) & kept)
    size = extents(levels, rows, window).max(axis=0, initial=0)
    return len(rows), rows[np.argsort(-size, kind="stable")[:most]]


def single_row_mark(mark: "Mark", row: int, zoom: float) -> "Mark":
    """Return the mark of one row alone; a shape of very many vertices as a map of that zoom needs it."""
    features = mark.features.iloc[[row]]
    if shapely.get_num_coordinates(features.iloc[0]) > _MOST_VERTICES:
        features = features.simplify(360 / WORLD * units(zoom) / 2)
    return replace(
        mark,
        features=features,
        names=mark.names[row : row + 1],
        **{part: getattr(mark, part)[[row]] for part in ("symbol_of", "radius", "hollow", "from_zoom")},
    )


def _is_symbolic(mark: "Mark", kind: np.ndarray, zoom: float) -> np.ndarray:
    """Describe which rows are drawn as symbols at a zoom, by their kind."""
    areas = mark.symbol_below is not None and zoom < mark.symbol_below
    return (kind == POINT) | ((kind == POLYGON) & areas)


def _symbols(
    mark: "Mark", levels: "Levels", rows: np.ndarray, uncertain: np.ndarray | None, window: Window
) -> np.ndarray:
    radius = mark.radius[rows]
    if len(rows) and radius.min() != radius.max():
        # The largest of those that lie together is the one that is seen.
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


def _from_anchor(levels: "Levels", rows: np.ndarray, place: "Sequence[float]") -> np.ndarray:
    x, y = levels.anchor[:, rows]
    return np.asarray(np.hypot(x - place[0], y - place[1]))


def _from_shape(mark: "Mark", levels: "Levels", rows: np.ndarray, place: "Sequence[float]") -> np.ndarray:
    """Return the distance to the shapes as they are: 0 inside an area, unless it has no fill to be met at."""
    shapes = shapely.transform(mark.features.to_numpy()[rows], to_world)
    bare = np.array([symbol.pattern == "none" for symbol in mark.symbols])[mark.symbol_of[rows]]
    shapes = np.where(bare & (levels.kind[rows] != LINE), shapely.boundary(shapes), shapes)
    return np.asarray(shapely.distance(shapes, shapely.Point(place)))
