"""Cut the shapes of a layer for a vector tile, from its levels of detail."""

from dataclasses import dataclass

import numpy as np
import shapely

from atlas.analysis.spatial.generalise import LINE, POINT, POLYGON, WORLD, Level, Levels
from atlas.analysis.spatial.viewport import last_each

# Units of a tile, and how far beyond its edges it reaches, so that outlines are not drawn along them.
EXTENT, BUFFER = 4096, 64
# A tile of 256 pixels is drawn 512 pixels wide by most programs: it takes the shapes of one zoom more.
_FINER = 1
# Points and shapes that are smaller than a few pixels: one for each cell of this many units, and at most this many.
_CELL, _MOST = 16, 20_000


@dataclass(frozen=True, slots=True, eq=False)
class TileShapes:
    """The shapes of a tile, in whole units from its north-western corner, y to the south.

    Attributes
    ----------
    rows
        Position in the layer of each shape, ascending.
    kind
        `POINT`, `LINE` or `POLYGON` of each.
    parts
        For each shape, where its lines or rings start; one entry more at the end.
    vertices
        For each line or ring, where its vertices start; one entry more at the end. Rings are not closed; outer ones run
        clockwise on the screen, inner ones the other way round.
    xy
        int64: (vertices, 2).
    """

    rows: np.ndarray
    kind: np.ndarray
    parts: np.ndarray
    vertices: np.ndarray
    xy: np.ndarray


def cut_tile(levels: Levels, kept: np.ndarray, zoom: int, column: int, row: int) -> TileShapes:
    """Cut a tile.

    Parameters
    ----------
    levels
        A layer at all levels of detail.
    kept
        Mask of its rows.
    zoom, column, row
        Of the tile, in the web-mercator scheme that counts from the north-western corner of the world.
    """
    side = WORLD / 2.0**zoom
    west, north, unit = column * side, row * side, side / EXTENT
    box = (west - BUFFER * unit, north - BUFFER * unit, west + side + BUFFER * unit, north + side + BUFFER * unit)
    left, top, right, bottom = levels.boxes
    inside = (left <= box[2]) & (right >= box[0]) & (top <= box[3]) & (bottom >= box[1])
    rows = np.flatnonzero(kept & inside & (levels.kind > 0))
    level = levels.at(zoom + _FINER)
    place = np.searchsorted(level.rows, rows).clip(0, max(0, len(level.rows) - 1))
    known = level.rows[place] == rows if len(level.rows) else np.zeros(len(rows), dtype=bool)
    shaped = known & (levels.kind[rows] > POINT)
    large, small = rows[shaped], rows[~shaped]
    small = _thin(small, levels, unit, box)
    shapes = np.concatenate(
        [_shapes(level, place[shaped], levels.kind[large] == POLYGON), _specks(levels, small, unit)]
    )
    return _to_units(shapes, np.concatenate([large, small]), levels.kind, box, unit)


def _shapes(level: Level, place: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Return lines and polygons of a level."""
    found = np.empty(len(place), dtype=object)
    for k, at in enumerate(place):
        first, last = level.rings[at], level.rings[at + 1]
        lines = [level.xy[level.vertices[ring] : level.vertices[ring + 1]] for ring in range(first, last)]
        if not area[k]:
            found[k] = shapely.MultiLineString([line for line in lines if len(line) > 1])
        elif len(lines) == 1:
            found[k] = shapely.polygons(lines[0])
        else:
            # Which of several rings are holes is not stored.
            made = shapely.build_area(shapely.MultiLineString(lines))
            found[k] = made if not made.is_empty else shapely.MultiPolygon([shapely.Polygon(line) for line in lines])
    return found


def _thin(rows: np.ndarray, levels: Levels, unit: float, box: tuple[float, float, float, float]) -> np.ndarray:
    """Return the rows of which one is drawn for each cell."""
    if not len(rows):
        return rows
    x, y = ((levels.anchor[axis, rows] - box[axis]) / unit for axis in (0, 1))
    reach = EXTENT + 2 * BUFFER
    x, y = np.clip(x, 0, reach), np.clip(y, 0, reach)
    # As long as they are few, none hides another.
    if len(rows) > _MOST // 10:
        rows = rows[last_each(x, y, levels.kind[rows].astype(np.int64), _CELL)]
    return rows[-_MOST:]


def _specks(levels: Levels, rows: np.ndarray, unit: float) -> np.ndarray:
    """Return points, and shapes that are too small for their level as their boxes or diagonals."""
    kind = levels.kind[rows]
    west, north, east, south = levels.boxes[:, rows].astype(float)
    east, south = np.maximum(east, west + unit), np.maximum(south, north + unit)
    found = np.empty(len(rows), dtype=object)
    found[:] = shapely.points(levels.anchor[:, rows].T.astype(float))
    line, area = kind == LINE, kind == POLYGON
    if line.any():
        ends = np.stack([np.column_stack([west, north]), np.column_stack([east, south])], axis=1)
        found[line] = shapely.linestrings(ends[line])
    if area.any():
        found[area] = shapely.box(west, north, east, south)[area]
    return found


def _to_units(
    shapes: np.ndarray, rows: np.ndarray, kind: np.ndarray, box: tuple[float, float, float, float], unit: float
) -> TileShapes:
    """Clip shapes, count from the corner of the tile, drop what vanishes."""
    west, north = box[0] + BUFFER * unit, box[1] + BUFFER * unit
    clipped = shapely.clip_by_rect(shapely.make_valid(shapes), *box)
    order = np.argsort(rows, kind="stable")
    clipped, rows = clipped[order], rows[order]
    parts, owner = shapely.get_parts(clipped, return_index=True)
    fits = shapely.get_dimensions(parts) + 1 == kind[rows][owner]
    parts, owner = parts[fits], owner[fits]
    # y runs to the south: counterclockwise to the library is clockwise on the screen, as tiles ask of outer rings.
    parts = shapely.orient_polygons(parts)
    area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, of = shapely.get_rings(parts[area], return_index=True)
    lines = np.concatenate([parts[~area], rings])
    belongs = np.concatenate([np.flatnonzero(~area), np.flatnonzero(area)[of]])
    order = np.argsort(belongs, kind="stable")
    lines, belongs = lines[order], belongs[order]
    return _take_apart(lines, owner[belongs], rows, kind, (west, north, unit))


def _take_apart(
    lines: np.ndarray, owner: np.ndarray, rows: np.ndarray, kind: np.ndarray, frame: tuple[float, float, float]
) -> TileShapes:
    west, north, unit = frame
    xy, line = shapely.get_coordinates(lines, return_index=True)
    grid = np.rint((xy - [west, north]) / unit).astype(np.int64)
    same = np.zeros(len(grid), dtype=bool)
    same[1:] = (grid[1:] == grid[:-1]).all(axis=1) & (line[1:] == line[:-1])
    grid, line = grid[~same], line[~same]
    # Rings end where they begin.
    closed = kind[rows[owner]] == POLYGON if len(owner) else np.zeros(0, dtype=bool)
    last = np.ones(len(line), dtype=bool)
    last[:-1] = line[1:] != line[:-1]
    again = last & closed[line] & (np.bincount(line, minlength=len(lines))[line] > 1) if len(line) else last
    grid, line = grid[~again], line[~again]
    counts = np.bincount(line, minlength=len(lines))
    least = kind[rows[owner]] if len(owner) else counts
    kept = counts >= least
    grid, counts, owner = grid[kept[line]], counts[kept], owner[kept]
    present, first = np.unique(owner, return_index=True)
    return TileShapes(
        rows[present],
        kind[rows[present]],
        np.append(first, len(counts)),
        np.concatenate([[0], np.cumsum(counts)]),
        grid,
    )
