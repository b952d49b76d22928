"""Large layers simplified for files, slide decks and paper, which hold all that they show.

Of the small rows with the same symbol within a few pixels one is drawn, so that every class stays visible. Counts
remain those of all rows; the legend states how many of them are drawn.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.analysis.spatial.build_levels import simplify_shapes
from atlas.analysis.spatial.generalise import POINT, SPECK, WORLD, measure_rows, to_world, units
from atlas.analysis.spatial.viewport import Window, extents, in_window, last_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from atlas.analysis.spatial.generalise import Levels
    from atlas.scene.map.scene import Mark, Scene
    from atlas.scene.query.view import Camera

# Rows drawn of one layer: a file of some ten megabytes.
MOST_ROWS = 60_000
# Zoom levels that a reader of the file can zoom in before simplified borders show.
_CLOSER = 2
_FINEST, _COARSEST = 16, 2
_WIDE = 1280
# Size in pixels of the cells in which one of the small rows of a symbol is drawn.
_CELL = 2
# Greatest distance in pixels from the centre of a map on paper to its edge.
_PAPER = 3_000
# Of the ground of a first picture: widths of its frame on each side of it, and how much closer than a usual screen the
# widest one shows it: what appears at half a level more is there.
_AROUND, _NEARER = 2, 3.0
# The part of the vertices below which a first picture has a ground of its own.
_SHARE = 0.5


def simplify_scenes(scenes: "Sequence[Scene]", *, paper: bool = False) -> "list[Scene]":
    """Return scenes with every large layer simplified.

    Parameters
    ----------
    scenes
        Scenes of one file; they share one simplified layer, with the rows that any of them keeps.
    paper
        The map cannot be moved: rows far from its centre are left out.

    Returns
    -------
    list of Scene
        ``simplified`` holds for each such layer the number of rows drawn and of all rows kept.
    """
    small: dict[str, tuple[Mark, np.ndarray]] = {}
    for mark in {mark.layer: mark for scene in scenes for mark in scene.marks if mark.large}.values():
        showing = [scene for scene in scenes if mark.layer in scene.layer_queries]
        cameras = [scene.camera if paper else None for scene in showing]
        small[mark.layer] = _simplify_mark(mark, [scene.kept[mark.layer] for scene in showing], cameras)
    return [_simplify_scene(scene, small) for scene in scenes] if small else list(scenes)


def _simplify_scene(scene: "Scene", small: "dict[str, tuple[Mark, np.ndarray]]") -> "Scene":
    marks, kept, uncertain, simplified = [], dict(scene.kept), dict(scene.uncertain), dict(scene.simplified)
    for mark in scene.marks:
        if not mark.large:
            marks.append(mark)
            continue
        made, rows = small[mark.layer]
        # The symbols of this scene: another scene may class the layer by another field.
        marks.append(mark_of_rows(mark, rows, made.features))
        kept[mark.layer] = scene.kept[mark.layer][rows]
        simplified[mark.layer] = (int(kept[mark.layer].sum()), int(scene.kept[mark.layer].sum()))
        if mark.layer in uncertain:
            uncertain[mark.layer] = uncertain[mark.layer][rows]
    return replace(scene, marks=tuple(marks), kept=kept, uncertain=uncertain, simplified=simplified, layer_queries={})


def _simplify_mark(mark: "Mark", kept: list[np.ndarray], cameras: "list[Camera | None]") -> "tuple[Mark, np.ndarray]":
    """Select the rows to draw, and return their mark with simplified features."""
    shapes = mark.features.to_numpy()
    measured = measure_rows(shapes)
    kept = [rows & _around(measured, camera) for rows, camera in zip(kept, cameras, strict=True)]
    detail = zoom = _zoom(measured, np.logical_or.reduce(kept))
    while True:
        chosen = [_chosen(mark, measured, np.flatnonzero(rows & (measured.kind > 0)), zoom) for rows in kept]
        rows = np.unique(np.concatenate(chosen))
        if len(rows) <= MOST_ROWS or zoom <= _COARSEST:
            break
        zoom -= 1
    features = mark.features.iloc[rows].copy()
    features[:] = _simplify_features(shapes[rows], measured, rows, detail)
    return mark_of_rows(mark, rows, features), rows


def _around(measured: "Levels", camera: "Camera | None") -> np.ndarray:
    if camera is None:
        return np.ones(len(measured.kind), dtype=bool)
    x, y = to_world(np.array([[camera.lon, camera.lat]]))[0].astype(int)
    return in_window(measured, Window(x, y, x, y, camera.zoom), _PAPER)


def _zoom(measured: "Levels", rows: np.ndarray) -> float:
    """Return the zoom at which the rows kept fit a screen, plus the levels that a reader can zoom in."""
    west, north, east, south = measured.boxes[:, rows & (measured.kind > 0)]
    wide = max(east.max(initial=0) - west.min(initial=WORLD), south.max(initial=0) - north.min(initial=WORLD), 1)
    return float(np.clip(np.log2(_WIDE * units(0) / wide), _COARSEST, _FINEST)) + _CLOSER


def _chosen(mark: "Mark", measured: "Levels", rows: np.ndarray, zoom: float) -> np.ndarray:
    """Return the rows that are large enough at a zoom, and one small row for each symbol and cell."""
    world = Window(0, 0, WORLD, WORLD, zoom)
    seen = (extents(measured, rows, world).max(axis=0, initial=0) >= SPECK) & (measured.kind[rows] > POINT)
    small = rows[~seen]
    if len(small) == 0:
        return rows
    x, y = (measured.anchor[:, small] - measured.anchor[:, small].min(axis=1, keepdims=True)) / world.unit
    return np.concatenate([rows[seen], small[last_each(x, y, mark.symbol_of[small].astype(np.int64), _CELL)]])


def _simplify_features(shapes: np.ndarray, measured: "Levels", rows: np.ndarray, zoom: float) -> np.ndarray:
    """Return shapes simplified for a zoom; a shape below the size of a speck as its bounding box."""
    drawn = measured.kind[rows] > POINT
    result = shapes.copy()
    result[drawn] = simplify_shapes(shapes[drawn], zoom)
    speck = drawn & (extents(measured, rows, Window(0, 0, 1, 1, zoom)).max(axis=0, initial=0) < SPECK)
    result[speck] = shapely.envelope(shapes[speck])
    return result


def ground_near(mark: "Mark", frame: tuple[float, float, float, float]) -> "Mark | None":
    """Return the ground of a first picture: the rows near it, as exact as a screen shows them.

    Parameters
    ----------
    mark
        A layer of the ground.
    frame
        What the picture shows: west, south, east, north.

    Returns
    -------
    Mark or None
        None of a layer that most of is needed: the world has a hundred times the vertices of a basin, a commune few.
    """
    west, south, east, north = frame
    across, up = _AROUND * (east - west), _AROUND * (north - south)
    shapes = mark.features.to_numpy()
    left, bottom, right, top = shapely.bounds(shapes).T
    near = (right > west - across) & (left < east + across) & (top > south - up) & (bottom < north + up)
    zoom = float(np.clip(np.log2(_WIDE * 360 / 256 / max(east - west, 1e-9)), 0, _FINEST))
    rows = np.flatnonzero(near & (mark.from_zoom <= zoom + _NEARER))
    features = mark.features.iloc[rows].copy()
    features[:] = simplify_shapes(shapes[rows], zoom)
    if shapely.get_num_coordinates(features.to_numpy()).sum() > _SHARE * shapely.get_num_coordinates(shapes).sum():
        return None
    return mark_of_rows(mark, rows, features)


def mark_of_rows(mark: "Mark", rows: np.ndarray, features: "gpd.GeoSeries") -> "Mark":
    """Return the mark of some rows, with other features."""
    names = mark.names
    parts = {part: getattr(mark, part)[rows] for part in ("symbol_of", "radius", "hollow", "from_zoom")}
    return replace(mark, features=features, names=tuple(names[row] for row in rows), large=False, **parts)
