"""Build levels of detail. Borders that polygons share are simplified once, so that no sliver opens."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import shapely

from atlas.analysis.spatial.generalise import (
    POINT,
    POLYGON,
    SPECK,
    WORLD,
    Level,
    Levels,
    measure_rows,
    sizes_of,
    to_degrees,
    to_world,
    units,
)

# Pixels by which a border may move.
_TOLERANCE = 1.0
_FINEST, _COARSEST = 17, 2
# Rows that say whether polygons share borders, and the share of their edges that must be met twice.
_SAMPLE, _SHARED = 20_000, 0.05
# Vertices that say how far apart vertices are, and rows that are read at once to find them.
_FIRST_VERTICES, _FIRST_ROWS = 4 * _SAMPLE, 2_000
# Vertices of a coarse picture: about a second of work; with areas of so many pixels, about a fifth of it.
_AT_ONCE = 1_500_000
_SMALL_PIXELS, _WITH_SMALL = 12, 600_000
# Of the sides of a box for an area: so that neighbours that look the same, one path to a browser, seldom cut holes.
_BOX_SIDE = 0.85

Track = Callable[[list[int]], Iterable[int]]
Take = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What every piece of a layer needs to know of the whole.

    Attributes
    ----------
    kind, boxes
        As of `Levels`.
    zooms
        Zooms that need a level of their own, finest first.
    shared
        Whether polygons share borders.
    """

    kind: np.ndarray
    boxes: np.ndarray
    zooms: tuple[int, ...]
    shared: bool


def build_levels(shapes: np.ndarray, track: Track = iter) -> Levels:
    """Build the levels of a layer, all of it at once.

    Parameters
    ----------
    shapes
        Geometries of any type, EPSG:4326; None has no position.
    track
        Passes over the steps of the work as it is given them; a progress bar does.
    """
    measured, every = measure_rows(shapes), np.arange(len(shapes))
    plan = plan_levels(measured.kind, measured.boxes, lambda rows: shapes[rows])
    return replace(measured, levels=piece_levels(plan, every, shapes, every >= 0, track))


def plan_levels(kind: np.ndarray, boxes: np.ndarray, take: Take) -> Plan:
    """Decide which levels a layer needs, from some of its shapes.

    Parameters
    ----------
    kind, boxes
        As of `Levels`.
    take
        Returns the shapes of rows.
    """
    areas = np.flatnonzero(kind == POLYGON)
    dense = areas[_dense_part(*boxes[:2, areas].astype(float))]
    shared = _share_borders(shapely.transform(take(dense), to_world))
    zooms = _zooms(_first_vertices(np.flatnonzero(kind > POINT), kind, take), sizes_of(boxes))
    return Plan(kind, boxes, tuple(zooms), shared)


def piece_levels(
    plan: Plan, rows: np.ndarray, shapes: np.ndarray, own: np.ndarray, track: Track = iter
) -> tuple[Level, ...]:
    """Build the levels of some rows of a layer, the coarsest first.

    Parameters
    ----------
    plan
        Of the whole layer.
    rows, shapes
        Positions in the layer, ascending, and their shapes. Where polygons share borders, all neighbours are among
        them.
    own
        Which of these rows the levels hold; the others are neighbours.
    track
        As of `build_levels`.
    """
    kind = plan.kind[rows]
    drawn = kind > POINT
    rows, own, kind = rows[drawn], own[drawn], kind[drawn]
    world, size = shapely.transform(shapes[drawn], to_world), sizes_of(plan.boxes[:, rows])
    levels = [_level(None, rows[own], world[own], kind[own] == POLYGON)]
    for zoom in track([*plan.zooms]):
        seen = size >= SPECK * units(zoom)
        rows, own, kind, size = rows[seen], own[seen], kind[seen], size[seen]
        world = _simplify(world[seen], kind == POLYGON, _TOLERANCE * units(zoom), shared=plan.shared)
        levels.append(_level(zoom, rows[own], world[own], kind[own] == POLYGON))
    return tuple(reversed(levels))


def coarse_level(measured: Levels, rows: np.ndarray, vertices: np.ndarray, take: Take, zoom: float) -> Level:
    """Return a level for rows in sight that is made at once: their vertices lie on a grid of half a pixel.

    What two shapes share lies on the same places of the grid, so that no sliver opens. Of very many shapes the smaller
    areas are boxes, for which no shape is made.

    Parameters
    ----------
    measured
        Kind and box of each row of the layer.
    rows, vertices
        Positions in the layer, ascending, of lines and polygons, and the number of vertices of each.
    take
        Returns the shapes of some of `rows`, EPSG:4326, by their positions in it.
    zoom
        Zoom of the window.
    """
    area = measured.kind[rows] == POLYGON
    size = sizes_of(measured.boxes[:, rows])
    largest = np.argsort(-size, kind="stable")
    so_far = np.empty(len(rows), dtype=np.int64)
    so_far[largest] = np.cumsum(vertices[largest])
    most = np.where(size < _SMALL_PIXELS * units(zoom), _WITH_SMALL, _AT_ONCE)
    whole = ~area | (so_far <= most)
    shapes = np.empty(len(rows), dtype=object)
    shapes[whole] = take(np.flatnonzero(whole))
    west, north, east, south = measured.boxes[:, rows[~whole]]
    wide, high = (1 - _BOX_SIDE) / 2 * (east - west), (1 - _BOX_SIDE) / 2 * (south - north)
    inner = ((west + wide, south - high), (east - wide, north + high))
    corners = [to_degrees(np.column_stack(corner)) for corner in inner]
    shapes[~whole] = shapely.box(*corners[0].T, *corners[1].T)
    lines, owner = _take_apart(shapes, area)
    lonlat, line = shapely.get_coordinates(lines, return_index=True)
    cell = units(zoom) / 2
    xy = np.rint(np.rint(to_world(lonlat) / cell) * cell).astype(np.int32).reshape(-1, 2)
    same = (xy[1:] == xy[:-1]).all(axis=1) & (line[1:] == line[:-1])
    kept = np.concatenate([[True], ~same])[: len(xy)]
    return Level(None, rows.astype(np.int32), _starts(owner, len(rows)), _starts(line[kept], len(lines)), xy[kept])


def simplify_shapes(shapes: np.ndarray, zoom: float) -> np.ndarray:
    """Simplify lines and polygons (EPSG:4326) for a zoom; none disappears."""
    world, area = shapely.transform(shapes, to_world), shapely.get_dimensions(shapes) + 1 == POLYGON
    shared = _share_borders(world[area])
    return np.asarray(shapely.transform(_simplify(world, area, _TOLERANCE * units(zoom), shared=shared), to_degrees))


def _first_vertices(drawn: np.ndarray, kind: np.ndarray, take: Take) -> np.ndarray:
    """Return the vertices of the first lines and polygons, as many as say how far apart vertices are."""
    found = [np.empty((0, 2), np.int32)]
    for at in range(0, len(drawn), _FIRST_ROWS):
        rows = drawn[at : at + _FIRST_ROWS]
        found.append(_level(None, rows, shapely.transform(take(rows), to_world), kind[rows] == POLYGON).xy)
        if sum(map(len, found)) >= _FIRST_VERTICES:
            break
    return np.concatenate(found)[:_FIRST_VERTICES]


def _zooms(xy: np.ndarray, size: np.ndarray) -> list[int]:
    """Return the zooms that need a level of their own, finest first: where borders have more vertices than pixels."""
    step = np.abs(np.diff(xy.astype(np.int64), axis=0)).max(axis=1, initial=0)
    typical = np.median(step[step > 0]) if (step > 0).any() else WORLD
    finest = int(np.floor(np.log2(units(0) * 2 * _TOLERANCE / typical)))
    largest = size.max(initial=0)
    return [z for z in range(min(finest, _FINEST), _COARSEST - 1, -1) if largest >= SPECK * units(z)]


def _simplify(shapes: np.ndarray, area: np.ndarray, tolerance: float, *, shared: bool) -> np.ndarray:
    """Simplify lines and polygons; none disappears."""
    result, alone = shapes.copy(), ~area if shared else slice(None)
    result[alone] = shapely.simplify(shapes[alone], tolerance, preserve_topology=False)
    if shared and area.any():
        # The tolerance is the side of a square with the area of the triangles removed.
        result[area] = shapely.coverage_simplify(shapes[area], tolerance)
    gone = shapely.is_empty(result) | (shapely.get_dimensions(result) < shapely.get_dimensions(shapes))
    return np.where(gone, shapes, result)


def _dense_part(west: np.ndarray, north: np.ndarray) -> np.ndarray:
    """Return the positions of rows in a dense part of the layer, by two edges of their boxes."""
    if not len(west):
        return np.empty(0, dtype=int)
    return np.argsort(np.hypot(west - np.median(west), north - np.median(north)))[:_SAMPLE]


def _share_borders(areas: np.ndarray) -> bool:
    """Return whether polygons share borders, judged by a dense part of the layer."""
    if len(areas) == 0:
        return False
    bounds = shapely.bounds(areas)
    near = areas[_dense_part(bounds[:, 0], bounds[:, 1])]
    xy, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(near)), return_index=True)
    inside = ring[1:] == ring[:-1]
    point = xy[:, 0].astype(np.int64) << 31 | xy[:, 1].astype(np.int64)
    low, high = np.minimum(point[:-1], point[1:])[inside], np.maximum(point[:-1], point[1:])[inside]
    order = np.lexsort((high, low))
    twice = (np.diff(low[order]) == 0) & (np.diff(high[order]) == 0)
    return bool(twice.sum() >= _SHARED * len(low))


def _level(zoom: int | None, rows: np.ndarray, shapes: np.ndarray, area: np.ndarray) -> Level:
    lines, owner = _take_apart(shapes, area)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    return Level(
        zoom,
        rows.astype(np.int32),
        _starts(owner, len(shapes)),
        _starts(line, len(lines)),
        np.rint(xy).astype(np.int32).reshape(-1, 2),
    )


def _take_apart(shapes: np.ndarray, area: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rings of polygons and the other lines, with the position of their shape."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, of = shapely.get_rings(parts[polygon], return_index=True)
    line = (shapely.get_dimensions(parts) == 1) & ~area[owner]
    pieces = np.concatenate([parts[line], rings])
    owners = np.concatenate([owner[line], owner[polygon][of]])
    order = np.argsort(owners, kind="stable")
    return pieces[order], owners[order]


def _starts(owners: np.ndarray, count: int) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.int64)
