"""Extent of what a scene is about, in degrees: its answers, its territories, the home basin or all rows.

Longitudes are those of the narrowest window; where it crosses the antimeridian, east is greater than 180.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.analysis.spatial.meridian import narrow_bounds, narrowest
from atlas.errors import AtlasError
from atlas.io.memo import LEAST_ROWS, memoize, memoize_rows
from atlas.scene.query.network_extent import network_bounds
from atlas.scene.query.row_masks import is_joined, network_row_masks, territory_outline
from atlas.scene.query.territories import HOME_BASIN

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.io.atlas import Atlas
    from atlas.scene.map.scene import Answer, Mark
    from atlas.scene.query.view import View

    Bounds = tuple[float, float, float, float]

_HALF = 180.0
# Of a large layer, rows at each edge of which a filter most likely keeps one.
_OUTERMOST = 1_000


def initial_bounds(
    view: "View", marks: "tuple[Mark, ...]", kept: Mapping[str, np.ndarray], answer: "Answer | None", atlas: "Atlas"
) -> "Bounds | None":
    """Return the extent of the territories of a view and of the answers that reach out of them.

    Without a territory it is that of the answers, of the home basin for the default view, else of all rows kept.
    """
    has_conditions = answer is not None and not answer.place
    answers = (
        _bounds(tuple(mark for mark in marks if answer and mark.layer in answer.layers), kept)
        if has_conditions
        else None
    )
    places = extent(view.territory, atlas) if answers or view.territory else None
    if answers:
        return _union([np.array(box) for box in (answers, places) if box])
    return _place_bounds(view, atlas) or _bounds(marks, kept)


def _place_bounds(view: "View", atlas: "Atlas") -> "Bounds | None":
    if not view.territory and is_joined(view, atlas):
        # The places, not the countries they lie in: some countries span the world.
        return network_bounds(atlas.frames, network_row_masks(view, atlas))
    if view.territory or view.layers is not None:
        return extent(view.territory, atlas)
    return home_extent(atlas)


def home_extent(atlas: "Atlas") -> "Bounds | None":
    """Return the extent of the home basin; None where its layer cannot be read: the map is drawn without."""

    def measure() -> "Bounds | None":
        try:
            return extent((HOME_BASIN,), atlas)
        except AtlasError:
            return None

    return atlas.memoize("home extent", measure)


def extent(territories: tuple[str, ...], atlas: "Atlas") -> "Bounds | None":
    """Return the extent of territories together, None of none."""
    return outline_bounds([territory_outline(territory, atlas) for territory in territories])


def outline_bounds(outlines: "Iterable[shapely.Geometry]") -> "Bounds | None":
    """Return the extent of outlines (WGS 84) together, None of none."""
    return _union([shapely.bounds(part) for outline in outlines for part in shapely.get_parts(outline)])


def _bounds(marks: "tuple[Mark, ...]", kept: Mapping[str, np.ndarray]) -> "Bounds | None":
    boxes = [_extent_of(mark.features, kept[mark.layer]) for mark in marks]
    return _union([box for box in boxes if np.isfinite(box).all()])


def _extent_of(features: "gpd.GeoSeries", kept: np.ndarray) -> np.ndarray:
    """Return the extent of the kept rows; NaN when none has a position."""
    edges = memoize_rows(features, "bounds", lambda: np.ascontiguousarray(_row_bounds(features).T))
    if len(kept) >= LEAST_ROWS and (quick := _from_outermost(features, edges, kept)) is not None:
        return quick
    west, south, east, north = (np.append(edge[kept], np.nan) for edge in edges)
    left, right = narrowest(west, east)
    return np.array([left, np.fmin.reduce(south), right, np.fmax.reduce(north)])


def _row_bounds(features: "gpd.GeoSeries") -> np.ndarray:
    rows = features.array
    return narrow_bounds(np.array(rows.bounds), lambda row: rows[row])


def _from_outermost(features: "gpd.GeoSeries", edges: np.ndarray, kept: np.ndarray) -> np.ndarray | None:
    """Return the extent of the kept rows where some of the outermost rows of the layer are kept, else None."""
    outermost = memoize(features, "outermost", lambda: _outermost(edges))
    if not outermost.size:
        return None
    place = kept[outermost].argmax(axis=1)
    rows = outermost[np.arange(len(edges)), place]
    if not kept[rows].all():
        return None
    found = edges[np.arange(len(edges)), rows]
    # Across more than half of the Earth the narrowest window may lie on the other side.
    return found if found[2] - found[0] <= _HALF else None


def _outermost(edges: np.ndarray) -> np.ndarray:
    """Return the rows that reach farthest to the west, south, east and north, the farthest first."""
    placed = np.flatnonzero(np.isfinite(edges[0]))
    outward = edges[:, placed] * np.array([[1], [1], [-1], [-1]])
    if len(placed) > _OUTERMOST:
        # Sorted are only those that reach farthest.
        first = np.argpartition(outward, _OUTERMOST, axis=1)[:, :_OUTERMOST]
        order = np.argsort(np.take_along_axis(outward, first, axis=1), axis=1, kind="stable")
        return placed[np.take_along_axis(first, order, axis=1)]
    return placed[np.argsort(outward, axis=1, kind="stable")]


def _union(boxes: list[np.ndarray]) -> "Bounds | None":
    if not boxes:
        return None
    west, south, east, north = np.array(boxes).T
    left, right = narrowest(west, east)
    return (left, float(south.min()), right, float(north.max()))
