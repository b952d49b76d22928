"""Which parts of the map are occupied: symbols occupy them, names keep clear of them."""

import numpy as np

_CELL_PX = 2.0


class CollisionGrid:
    """The cells of a frame in which something stands already."""

    def __init__(self, left: float, top: float, right: float, bottom: float) -> None:
        self._corner = (left, top)
        self._occupied = np.zeros((int((bottom - top) / _CELL_PX) + 1, int((right - left) / _CELL_PX) + 1), dtype=bool)
        self._size = (right - left, bottom - top)

    def _cells(self, left: float, top: float, right: float, bottom: float) -> np.ndarray:
        x, y = self._corner
        rows = slice(max(0, int((top - y) / _CELL_PX)), max(0, int((bottom - y) / _CELL_PX) + 1))
        return self._occupied[rows, max(0, int((left - x) / _CELL_PX)) : max(0, int((right - x) / _CELL_PX) + 1)]

    def add(self, left: float, top: float, right: float, bottom: float) -> None:
        """Mark a box as occupied."""
        self._cells(left, top, right, bottom)[...] = True

    def free(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Return whether a box lies inside the frame and is not occupied."""
        x, y = self._corner
        inside = left >= x and top >= y and right <= x + self._size[0] and bottom <= y + self._size[1]
        return inside and not self._cells(left, top, right, bottom).any()
