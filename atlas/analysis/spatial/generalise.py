"""The shapes of a large layer at several levels of detail, as arrays: what a map of any zoom is cut from.

A level holds the shapes that are large enough to be seen as shapes at its zoom, simplified to less than a pixel; the
rest is drawn as what it is there, a speck. `atlas.analysis.spatial.build_levels` builds them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from geopandas.array import GeometryArray

# Version of the stored levels: other versions are not read.
VERSION = 1
# From this size on a layer is large: only the visible part is sent.
LARGE_ROWS, LARGE_VERTICES = 5_000, 40_000
# The web-mercator world is 2^30 units wide: 4 cm at the equator.
WORLD = 2**30
# Latitude where web mercator ends: its world is a square.
_POLE = 85.0511287798
# Pixels below which a shape is a speck.
SPECK = 4.0

POINT, LINE, POLYGON = 1, 2, 3


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


def is_large(shapes: "GeometryArray | np.ndarray") -> bool:
    """Return whether only the visible part of a layer is sent."""
    # The shapes of many rows are not looked at: they may not be in memory.
    return len(shapes) > LARGE_ROWS or int(shapely.get_num_coordinates(np.asarray(shapes)).sum()) > LARGE_VERTICES


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


def measure_rows(shapes: np.ndarray) -> Levels:
    """Return kind, box and anchor of each row, without levels."""
    kind = _kinds(shapely.get_dimensions(shapes))
    return Levels(kind, _boxes(shapely.bounds(shapes)), anchors_of(shapes, kind), ())


def coarse_rows(dimensions: np.ndarray, bounds: np.ndarray) -> Levels:
    """Return kind, box and the middle of the box of each row, without levels: what is known without a look at a shape.

    Parameters
    ----------
    dimensions
        Of each shape: 0 to 2, -1 without position.
    bounds
        West, south, east and north of each, EPSG:4326: (rows, 4).
    """
    boxes = _boxes(bounds)
    west, north, east, south = boxes.astype(np.int64)
    middle = np.stack([west + east, north + south]) // 2
    return Levels(_kinds(dimensions), boxes, middle.astype(np.int32), ())


def anchors_of(shapes: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Return x and y of a point on each shape, of a row without position those of 0° N 0° E: (2, rows)."""
    points = shapely.point_on_surface(shapes)
    points[kind == 0] = shapely.Point(0, 0)
    anchor = to_world(np.nan_to_num(shapely.get_coordinates(points)))
    return np.ascontiguousarray(anchor.T.astype(np.int32))


def sizes_of(boxes: np.ndarray) -> np.ndarray:
    """Return the longer side of each box."""
    return np.asarray(np.maximum(boxes[2] - boxes[0], boxes[3] - boxes[1]))


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


def _kinds(dimensions: np.ndarray) -> np.ndarray:
    return np.asarray((dimensions + 1).clip(0).astype(np.uint8))


def _boxes(bounds: np.ndarray) -> np.ndarray:
    west, south, east, north = bounds.T
    low, high = (np.nan_to_num(to_world(np.column_stack(corner))) for corner in ((west, north), (east, south)))
    boxes = np.concatenate([low, high], axis=1)
    # Without position the box is inverted, so that it intersects nothing.
    boxes[np.isnan(west)] = [WORLD, WORLD, -1, -1]
    return np.ascontiguousarray(boxes.T.astype(np.int32))
