"""Select what a viewport shows of a layer's levels of detail: outlines, specks and distinct symbols.

Everything works on arrays: the cost grows with the rows in the window, and by a few comparisons for every other row.
"""

from dataclasses import dataclass

import numpy as np

from atlas.analysis.spatial.generalise import Level, Levels, units

# Units of outlines in a pixel, and pixels around a window where outlines are exact.
QUARTERS = 4
_MARGIN = 48
_SHORTEST_SPECK, _LONGEST_SPECK = 2, 4
# Up to _FEW symbols are all drawn; of more, one for each cell, of a size that grows until at most _MANY are left.
_FEW, _MANY, _CELLS = 5_000, 40_000, (2, 3, 4, 6)
# Greatest distance in pixels of a symbol outside a window that reaches into it.
_BESIDE = 64


@dataclass(frozen=True, slots=True)
class Window:
    """Window of a map: west, north, east and south in web-mercator units, and zoom."""

    west: int
    north: int
    east: int
    south: int
    zoom: float

    @property
    def unit(self) -> float:
        """Web-mercator units of a pixel."""
        return units(self.zoom)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in whole pixels."""
        return int(np.ceil((self.east - self.west) / self.unit)), int(np.ceil((self.south - self.north) / self.unit))


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Shapes in a window, in quarters of a pixel from its north-western corner.

    Attributes
    ----------
    rings
        Number of rings or lines of each shape.
    corners
        Number of vertices of each ring or line; rings are not closed.
    first
        x and y of the first vertex of each.
    steps
        x and y from each vertex to the next, ring after ring.
    """

    rings: np.ndarray
    corners: np.ndarray
    first: np.ndarray
    steps: np.ndarray


def in_window(levels: Levels, window: Window, margin: float = 0) -> np.ndarray:
    """Return which rows have a bounding box within `margin` pixels of a window."""
    beyond = int(margin * window.unit)
    west, north, east, south = levels.boxes
    seen = (west <= window.east + beyond) & (east >= window.west - beyond)
    seen &= (north <= window.south + beyond) & (south >= window.north - beyond)
    return np.asarray(seen)


def extents(levels: Levels, rows: np.ndarray, window: Window) -> np.ndarray:
    """Return width and height of rows in pixels: (2, rows)."""
    west, north, east, south = levels.boxes[:, rows]
    return np.stack([east - west, south - north]) / window.unit


def places(levels: Levels, rows: np.ndarray, window: Window) -> np.ndarray:
    """Return x and y of the anchors of rows, in quarters of a pixel from the north-western corner of a window."""
    corner = np.array([[window.west], [window.north]], dtype=np.int32)
    return np.rint((levels.anchor[:, rows] - corner).T * (QUARTERS / window.unit)).astype(np.int32)


def outline(level: Level, rows: np.ndarray, window: Window, *, closed: np.ndarray) -> Outlines:
    """Cut the outlines of rows for a window.

    Parameters
    ----------
    level, window
        Level of detail, and the visible part of the world.
    rows
        Positions in the layer, all of them in `level`.
    closed
        For each of `rows`, whether it is a polygon.
    """
    place = np.searchsorted(level.rows, rows)
    lines = ranges(level.rings[place], level.rings[place + 1])
    owner = np.repeat(np.arange(len(rows)), level.rings[place + 1] - level.rings[place])
    # The last vertex of a ring is its first one again.
    starts, ends = level.vertices[lines], level.vertices[lines + 1] - closed[owner]
    line = np.repeat(np.arange(len(lines)), ends - starts)
    xy = level.xy[ranges(starts, ends)] - np.array([window.west, window.north], dtype=np.int32)
    grid = np.rint(xy * (QUARTERS / window.unit)).astype(np.int32)
    grid, line = _clip(*_thin(grid, line), window.size)
    corners = np.bincount(line, minlength=len(lines))
    # A part reduced to a single vertex is kept only when it is the whole shape.
    kept = (corners > 1) | (np.bincount(owner, minlength=len(rows)) == 1)[owner]
    grid, corners = grid[kept[line]], corners[kept]
    begins = np.cumsum(corners) - corners
    steps = np.diff(grid, axis=0, prepend=grid[:1])
    inner = np.ones(len(grid), dtype=bool)
    inner[begins[corners > 0]] = False
    first = np.zeros((len(corners), 2), dtype=np.int32)
    first[corners > 0] = grid[begins[corners > 0]]
    return Outlines(np.bincount(owner[kept], minlength=len(rows)), corners, first, steps[inner])


def paint_specks(levels: Levels, rows: np.ndarray, value: np.ndarray, window: Window) -> np.ndarray:
    """Paint rows that are too small for an outline: each pixel holds the value of the last row there, or 0.

    Returns
    -------
    ndarray
        Of the type of `value`: (height, width). Each row takes a box of its own size, two to four pixels wide and high.
    """
    width, height = window.size
    # Rows beyond the window are painted on a rim, which is cut off at the end.
    rim = _LONGEST_SPECK
    image = np.zeros((height + 2 * rim, width + 2 * rim), dtype=value.dtype)
    left, top, wide, high = speck_boxes(levels, rows, window)
    pixels, corner = image.ravel(), (top + rim) * image.shape[1] + left + rim
    for dy in range(_LONGEST_SPECK):
        for dx in range(_LONGEST_SPECK):
            # The smallest speck takes these pixels for every row.
            there = slice(None) if max(dx, dy) < _SHORTEST_SPECK else (wide > dx) & (high > dy)
            pixels[corner[there] + (dy * image.shape[1] + dx)] = value[there]
    return np.ascontiguousarray(image[rim:-rim, rim:-rim])


def speck_boxes(levels: Levels, rows: np.ndarray, window: Window) -> np.ndarray:
    """Return the boxes of rows that are too small for an outline, in pixels from the north-western corner of a window.

    Returns
    -------
    ndarray of int
        Left, top, width and height: (4, rows). What lies farther beyond the window than the longest is moved near.
    """
    rim, (width, height) = _LONGEST_SPECK, window.size
    west, north = levels.boxes[0, rows], levels.boxes[1, rows]
    left = np.clip(((west - window.west) / window.unit).astype(int), -rim, width)
    top = np.clip(((north - window.north) / window.unit).astype(int), -rim, height)
    wide, high = np.minimum(np.ceil(extents(levels, rows, window)), rim).astype(int)
    return np.stack([left, top, wide, high])


def choose_symbols(levels: Levels, rows: np.ndarray, value: np.ndarray, window: Window) -> np.ndarray:
    """Choose the rows whose symbols are drawn; all when they are few.

    Of rows within two pixels the last is drawn, as it would cover the others. While too many are left, the same holds
    for rows that look the same within three to six pixels.

    Parameters
    ----------
    levels, window
        Positions of the rows, and the visible part of the world.
    rows
        Positions in the layer, in drawing order: the topmost last.
    value
        Appearance of each row: rows that look different hide one another only within two pixels.

    Returns
    -------
    ndarray of int
        Positions in the layer, ascending.
    """
    if len(rows) <= _FEW:
        return np.sort(rows)
    across = (levels.anchor[0, rows] - np.int32(window.west)) / window.unit + _BESIDE
    down = (levels.anchor[1, rows] - np.int32(window.north)) / window.unit + _BESIDE
    chosen = last_each(across, down, np.zeros(len(rows), dtype=np.int64), _CELLS[0])
    for cell in _CELLS[1:]:
        if len(chosen) <= _MANY:
            break
        chosen = chosen[last_each(across[chosen], down[chosen], value[chosen], cell)]
    return np.sort(rows[chosen])


def last_each(x: np.ndarray, y: np.ndarray, value: np.ndarray, cell: float) -> np.ndarray:
    """Return the position of the last row of each value in each cell."""
    column, line = (x / cell).astype(np.int64), (y / cell).astype(np.int64)
    columns, lines = int(column.max()) + 1, int(line.max()) + 1
    last = np.full((int(value.max()) + 1) * lines * columns, -1, dtype=np.int32)
    last[(value * lines + line) * columns + column] = np.arange(len(x))
    return np.sort(last[last >= 0])


def _thin(grid: np.ndarray, line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Drop vertices equal to the previous one."""
    same = (grid[1:] == grid[:-1]).all(axis=1) & (line[1:] == line[:-1])
    kept = np.concatenate([[True], ~same])[: len(grid)]
    return grid[kept], line[kept]


def _clip(grid: np.ndarray, line: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Drop vertices outside a window that do not change its content.

    Of consecutive vertices on the same side of the window only the first and the last are kept.
    """
    near = QUARTERS * _MARGIN
    x, y = grid.T
    side = np.select([x < -near, x > QUARTERS * size[0] + near, y < -near, y > QUARTERS * size[1] + near], [1, 2, 3, 4])
    if not side.any():
        return grid, line
    same = (side[1:] == side[:-1]) & (side[1:] > 0) & (line[1:] == line[:-1])
    dropped = np.zeros(len(grid), dtype=bool)
    dropped[1:-1] = same[1:] & same[:-1]
    # A ring or line entirely on one side is invisible.
    begin, end = np.zeros(line.max() + 1, int), np.zeros(line.max() + 1, int)
    begin[line[::-1]], end[line] = np.arange(len(line))[::-1], np.arange(len(line))
    alone = np.bincount(line, weights=np.concatenate([[0], same])) == end - begin
    whole = alone & (side[begin] > 0)
    kept = ~dropped & ~whole[line]
    return grid[kept], line[kept]


def ranges(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the positions from each start up to its end, one after the other."""
    sizes = ends - starts
    begins = np.cumsum(sizes) - sizes
    return np.repeat(starts - begins, sizes) + np.arange(int(sizes.sum()))
