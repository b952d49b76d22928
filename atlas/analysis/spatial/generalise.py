"""The shapes of a large layer at several levels of detail, as arrays: what a map of any zoom is cut from.

A level holds the shapes that are large enough to be seen as shapes at its zoom, simplified to less than a pixel; the
rest is drawn as what it is there, a speck. Borders that polygons share are simplified once, so that no sliver opens.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely

# Version of the stored levels: other versions are not read.
VERSION = 1
# From this size on a layer is large: only the visible part is sent.
LARGE_ROWS, LARGE_VERTICES = 5_000, 40_000
# The web-mercator world is 2^30 units wide: 4 cm at the equator.
WORLD = 2**30
# Latitude where web mercator ends: its world is a square.
_POLE = 85.0511287798
# Pixels below which a shape is a speck, and by which a border may move.
SPECK = 4.0
_TOLERANCE = 1.0
_FINEST, _COARSEST = 17, 2
# Rows that say whether polygons share borders, and the share of their edges that must be met twice.
_SAMPLE, _SHARED = 20_000, 0.05

POINT, LINE, POLYGON = 1, 2, 3

Track = Callable[[list[int]], Iterable[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Shapes of one zoom.

    Attributes
    ----------
    zoom
        The finest zoom that it is for; None for all of them: the shapes as they are.
    rows
        Positions in the layer of the rows that it holds, ascending.
    rings
        For each of these, where its rings or lines start; one entry more at the end.
    vertices
        For each ring or line, where its vertices start; one entry more at the end.
    xy
        Web-mercator units, int32: (vertices, 2).
    """

    zoom: int | None
    rows: np.ndarray
    rings: np.ndarray
    vertices: np.ndarray
    xy: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """A layer at all levels.

    Attributes
    ----------
    kind
        For each row: 0 without position, `POINT`, `LINE` or `POLYGON`.
    boxes
        West, north, east and south of each row, web-mercator units: (4, rows).
    anchor
        x and y of a point on each row: (2, rows).
    levels
        The coarsest first; the last one holds every line and polygon as it is.
    """

    kind: np.ndarray
    boxes: np.ndarray
    anchor: np.ndarray
    levels: tuple[Level, ...]

    def at(self, zoom: float) -> Level:
        """Return the level for a zoom."""
        return next((level for level in self.levels if level.zoom is not None and level.zoom >= zoom), self.levels[-1])


def is_large(shapes: np.ndarray) -> bool:
    """Return whether only the visible part of a layer is sent."""
    return len(shapes) > LARGE_ROWS or int(shapely.get_num_coordinates(shapes).sum()) > LARGE_VERTICES


def units(zoom: float) -> float:
    """Return the web-mercator units of one pixel at a zoom."""
    return float(WORLD / 256 / 2.0**zoom)


def to_world(lonlat: np.ndarray) -> np.ndarray:
    """Return longitude and latitude (n, 2) in whole web-mercator units, x to the east and y to the south."""
    lat = np.radians(np.clip(lonlat[:, 1], -_POLE, _POLE))
    x = (lonlat[:, 0] + 180) / 360
    y = (1 - np.arcsinh(np.tan(lat)) / np.pi) / 2
    return np.rint(np.column_stack([x, y]) * WORLD)


def to_degrees(xy: np.ndarray) -> np.ndarray:
    """Return longitude and latitude of web-mercator units (n, 2), to the seventh decimal: a centimetre."""
    x, y = xy.T / WORLD
    return np.round(np.column_stack([x * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))]), 7)


def build_levels(shapes: np.ndarray, track: Track = iter) -> Levels:
    """Build the levels of a layer.

    Parameters
    ----------
    shapes
        Geometries of any type, EPSG:4326; None has no position.
    track
        Passes over the steps of the work as it is given them; a progress bar does.
    """
    world = shapely.transform(shapes, to_world)
    measured = measure_rows(shapes)
    kind, boxes = measured.kind, measured.boxes
    drawn = np.flatnonzero(kind > POINT)
    levels = [_level(None, drawn, world[drawn], kind)]
    own = world[drawn]
    shared = _share_borders(own[kind[drawn] == POLYGON])
    size = np.maximum(boxes[2] - boxes[0], boxes[3] - boxes[1])
    for zoom in track(_zooms(levels[0], size)):
        seen = size[drawn] >= SPECK * units(zoom)
        drawn, own = drawn[seen], own[seen]
        own = _simplify(own, kind[drawn] == POLYGON, _TOLERANCE * units(zoom), shared=shared)
        levels.append(_level(zoom, drawn, own, kind))
    return replace(measured, levels=tuple(reversed(levels)))


def measure_rows(shapes: np.ndarray) -> Levels:
    """Return kind, box and anchor of each row, without levels."""
    kind = (shapely.get_dimensions(shapes) + 1).clip(0).astype(np.uint8)
    anchor = to_world(np.nan_to_num(shapely.get_coordinates(_anchors(shapes, kind))))
    return Levels(kind, _boxes(shapes), np.ascontiguousarray(anchor.T.astype(np.int32)), ())


def simplify_shapes(shapes: np.ndarray, zoom: float) -> np.ndarray:
    """Simplify lines and polygons (EPSG:4326) for a zoom; none disappears."""
    world, area = shapely.transform(shapes, to_world), shapely.get_dimensions(shapes) + 1 == POLYGON
    shared = _share_borders(world[area])
    return np.asarray(shapely.transform(_simplify(world, area, _TOLERANCE * units(zoom), shared=shared), to_degrees))


def to_arrays(levels: Levels) -> dict[str, np.ndarray]:
    """Return levels as named arrays, for storage."""
    arrays = {"kind": levels.kind, "boxes": levels.boxes, "anchor": levels.anchor}
    for level in levels.levels:
        name = "all" if level.zoom is None else str(level.zoom)
        arrays |= {f"{part}_{name}": getattr(level, part) for part in ("rows", "rings", "vertices", "xy")}
    return arrays


def from_arrays(arrays: Mapping[str, np.ndarray]) -> Levels:
    """Return the levels from the arrays of `to_arrays`."""
    names = [name.removeprefix("rows_") for name in arrays if name.startswith("rows_")]
    zooms = [*sorted(int(name) for name in names if name != "all"), None]
    levels = []
    for zoom in zooms:
        parts = [arrays[f"{part}_{'all' if zoom is None else zoom}"] for part in ("rows", "rings", "vertices", "xy")]
        levels.append(Level(zoom, *parts))
    return Levels(arrays["kind"], arrays["boxes"], arrays["anchor"], tuple(levels))


def _boxes(shapes: np.ndarray) -> np.ndarray:
    west, south, east, north = shapely.bounds(shapes).T
    low, high = (np.nan_to_num(to_world(np.column_stack(corner))) for corner in ((west, north), (east, south)))
    boxes = np.concatenate([low, high], axis=1)
    # Without position the box is inverted, so that it intersects nothing.
    boxes[np.isnan(west)] = [WORLD, WORLD, -1, -1]
    return np.ascontiguousarray(boxes.T.astype(np.int32))


def _anchors(shapes: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Return a point on each shape, zero without geometry."""
    points = shapely.point_on_surface(shapes)
    points[kind == 0] = shapely.Point(0, 0)
    return points


def _zooms(full: Level, size: np.ndarray) -> list[int]:
    """Return the zooms that need a level of their own, finest first: where borders have more vertices than pixels."""
    step = np.abs(np.diff(full.xy[: 4 * _SAMPLE].astype(np.int64), axis=0)).max(axis=1, initial=0)
    typical = np.median(step[step > 0]) if (step > 0).any() else WORLD
    finest = int(np.floor(np.log2(units(0) * 2 * _TOLERANCE / typical)))
    largest = size.max(initial=0)
    return [z for z in range(min(finest, _FINEST), _COARSEST - 1, -1) if largest >= SPECK * units(z)]


def _simplify(shapes: np.ndarray, area: np.ndarray, tolerance: float, *, shared: bool) -> np.ndarray:
    """Simplify lines and polygons; none disappears."""
    result = shapely.simplify(shapes, tolerance, preserve_topology=False)
    if shared and area.any():
        # The tolerance is the side of a square with the area of the triangles removed.
        result[area] = shapely.coverage_simplify(shapes[area], tolerance)
    gone = shapely.is_empty(result) | (shapely.get_dimensions(result) < shapely.get_dimensions(shapes))
    return np.where(gone, shapes, result)


def _share_borders(areas: np.ndarray) -> bool:
    """Return whether polygons share borders, judged by a dense part of the layer."""
    if len(areas) == 0:
        return False
    bounds = shapely.bounds(areas)
    west, north = np.median(bounds[:, 0]), np.median(bounds[:, 1])
    near = np.argsort(np.hypot(bounds[:, 0] - west, bounds[:, 1] - north))[:_SAMPLE]
    xy, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(areas[near])), return_index=True)
    inside = ring[1:] == ring[:-1]
    point = xy[:, 0].astype(np.int64) << 31 | xy[:, 1].astype(np.int64)
    low, high = np.minimum(point[:-1], point[1:])[inside], np.maximum(point[:-1], point[1:])[inside]
    order = np.lexsort((high, low))
    twice = (np.diff(low[order]) == 0) & (np.diff(high[order]) == 0)
    return bool(twice.sum() >= _SHARED * len(low))


def _level(zoom: int | None, rows: np.ndarray, shapes: np.ndarray, kind: np.ndarray) -> Level:
    lines, owner = _take_apart(shapes, kind[rows] == POLYGON)
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
