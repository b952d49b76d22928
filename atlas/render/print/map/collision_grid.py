"""Which parts of the map are occupied, and where lines run: names keep clear of both (``map/canvas/occupied.js``)."""

import numpy as np

_CELL_PX = 4.0
# What a cell of a line weighs: names stay away from a line, and over a hairline when nothing else is free.
LINE, HAIRLINE = 8, 1
# What a cell is taken by: a symbol, or what nothing may cover.
SYMBOL, HELD = 1, 2


class CollisionGrid:
    """The cells of a frame in which something stands already, and those that lines cross."""

    def __init__(self, left: float, top: float, right: float, bottom: float) -> None:
        self._corner = (left, top)
        self._size = (right - left, bottom - top)
        shape = (int(np.ceil((bottom - top) / _CELL_PX)), int(np.ceil((right - left) / _CELL_PX)))
        self._occupied = np.zeros(shape, dtype=np.uint8)
        self._crossed = np.zeros(shape, dtype=np.uint8)

    def _cells(self, grid: np.ndarray, left: float, top: float, right: float, bottom: float) -> np.ndarray:
        x, y = self._corner
        rows = slice(max(0, int((top - y) // _CELL_PX)), max(0, int((bottom - y) // _CELL_PX) + 1))
        return grid[rows, max(0, int((left - x) // _CELL_PX)) : max(0, int((right - x) // _CELL_PX) + 1)]

    def add(self, left: float, top: float, right: float, bottom: float, what: int = SYMBOL) -> None:
        """Mark a box as occupied."""
        cells = self._cells(self._occupied, left, top, right, bottom)
        np.maximum(cells, what, out=cells)

    def free(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Return whether a box lies inside the frame and is not occupied."""
        return self.covered(left, top, right, bottom) == 0

    def covered(self, left: float, top: float, right: float, bottom: float) -> float:
        """Return how many cells of symbols a box covers; infinite beyond the frame and where nothing may be covered."""
        x, y = self._corner
        if left < x or top < y or right > x + self._size[0] or bottom > y + self._size[1]:
            return np.inf
        cells = self._cells(self._occupied, left, top, right, bottom)
        return np.inf if (cells == HELD).any() else int((cells == SYMBOL).sum())

    def add_lines(self, starts: np.ndarray, ends: np.ndarray, weight: int) -> None:
        """Mark the cells along parts of lines (n × 2, pixels of the sheet); a cell keeps the most that crosses it."""
        starts, ends = starts - self._corner, ends - self._corner
        size = np.array(self._size)
        seen = ((np.maximum(starts, ends) >= 0) & (np.minimum(starts, ends) < size)).all(axis=1)
        starts, ends = starts[seen], ends[seen]
        steps = np.maximum(1, np.ceil(np.abs(ends - starts).max(axis=1, initial=0) / _CELL_PX)).astype(np.int64)
        part = np.repeat(np.arange(len(steps)), steps + 1)
        k = np.arange(len(part)) - np.repeat(np.cumsum(steps + 1) - (steps + 1), steps + 1)
        places = starts[part] + (ends - starts)[part] * k[:, None] / steps[part][:, None]
        columns, rows = np.floor(places / _CELL_PX).astype(np.int64).T
        height, width = self._crossed.shape
        inside = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
        np.maximum.at(self._crossed, (rows[inside], columns[inside]), weight)

    def crossing(self, left: float, top: float, right: float, bottom: float) -> int:
        """Return what the lines under a box weigh."""
        return int(self._cells(self._crossed, left, top, right, bottom).sum(dtype=np.int64))
