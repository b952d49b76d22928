"""Pieces of shapes, cut by the outlines of territories."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.analysis.spatial.parallel import map_in_parallel
from atlas.analysis.spatial.prepared_geometry import prepared_copy

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories

# Number of pieces from which threads pay off: each is an intersection, a quarter of a millisecond.
_MANY = 24
# Number of coordinates from which a shape is clipped to the box of a territory before it is intersected.
_LARGE = 100


def spread(starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the positions of ranges, one range after the other."""
    return np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))


def pieces(territories: "Territories", shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut shapes by territories.

    Parameters
    ----------
    territories
        Territories to overlay.
    shapes
        Polygons or lines, EPSG:4326; None and empty shapes have no pieces.

    Returns
    -------
    tuple of ndarray
        Position of the territory, position of the shape, intersection of both.
    """
    return territories.memoize("pieces", shapes, lambda: _pieces(territories, shapes))


def _pieces(territories: "Territories", shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut shapes; of several choices of the rows of a layer, each row is cut once."""
    cut_before: dict[bytes, tuple[_Chunk, int]] = territories.keep("cut", dict)
    keys = shapely.to_wkb(shapes)
    placed = np.flatnonzero(~shapely.is_missing(shapes))
    fresh = np.array([row for row in placed if keys[row] not in cut_before], dtype=int)
    if len(fresh):
        owner, place, cut = _cut(territories.shapes, shapes[fresh])
        chunk = _Chunk.sorted(owner, place, cut, len(fresh))
        cut_before.update((keys[row], (chunk, position)) for position, row in enumerate(fresh.tolist()))
        if len(fresh) == len(placed):
            return owner, fresh[place], cut
    found: dict[_Chunk, list[tuple[int, int]]] = {}
    for row in placed.tolist():
        chunk, position = cut_before[keys[row]]
        found.setdefault(chunk, []).append((row, position))
    parts = [chunk.take(*np.array(pairs).T) for chunk, pairs in found.items()]
    if not parts:
        return _cut(territories.shapes, shapes)
    owners, rows, cuts = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.lexsort((rows, owners))
    return owners[order], rows[order], cuts[order]


@dataclass(frozen=True, slots=True, eq=False)
class _Chunk:
    """Pieces of some shapes, one shape after the other: territories, pieces, and where those of each shape begin."""

    owner: np.ndarray
    cut: np.ndarray
    starts: np.ndarray

    @classmethod
    def sorted(cls, owner: np.ndarray, place: np.ndarray, cut: np.ndarray, count: int) -> "_Chunk":
        """Return the chunk of pieces in any order; `place` is the shape of each."""
        order = np.argsort(place, kind="stable")
        return cls(owner[order], cut[order], np.searchsorted(place[order], np.arange(count + 1)))

    def take(self, rows: np.ndarray, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the pieces of shapes as `pieces` does; `rows` are their positions there."""
        starts, sizes = self.starts[positions], self.starts[positions + 1] - self.starts[positions]
        at = spread(starts, sizes)
        return self.owner[at], np.repeat(rows, sizes), self.cut[at]


def _cut(outlines: np.ndarray, shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    # Most shapes are covered by their territory, some cover it: prepared predicates are cheaper than intersections.
    shapes = prepared_copy(shapes)
    owner, row = intersecting_pairs(outlines, shapes)
    cut = shapes[row]
    holding = shapely.covers(cut, outlines[owner])
    cut = np.where(holding, outlines[owner], cut)
    partly = np.flatnonzero(~holding & ~shapely.covers(outlines[owner], cut))
    if len(partly):
        within, across = outlines[owner[partly]], cut[partly]
        near, large = across.copy(), np.flatnonzero(shapely.get_num_coordinates(across) > _LARGE)
        boxes = shapely.bounds(within[large]).tolist()
        near[large] = [shapely.clip_by_rect(shape, *box) for shape, box in zip(across[large], boxes, strict=True)]

        def intersect(at: np.ndarray) -> np.ndarray:
            # `clip_by_rect` is quick but can return invalid shapes: these are intersected whole.
            clipped = np.where(shapely.is_valid(near[at]), near[at], across[at])
            return np.asarray(shapely.intersection(clipped, within[at]))

        cut[partly] = np.concatenate(map_in_parallel(intersect, np.arange(len(partly)), many=_MANY))
    kept = ~shapely.is_empty(cut)
    return owner[kept], row[kept], cut[kept]


def intersecting_pairs(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of shapes that intersect, in the order of the left ones.

    A query prepares the shapes that it is asked for: these are the larger ones, left or right.
    """
    if len(left) and len(right) and _mean_size(right) > _mean_size(left):
        right_of, left_of = shapely.STRtree(left).query(right, predicate="intersects")
        order = np.argsort(left_of, kind="stable")
        return left_of[order], right_of[order]
    left_of, right_of = shapely.STRtree(right).query(left, predicate="intersects")
    return left_of, right_of


def _mean_size(shapes: np.ndarray) -> float:
    return float(np.mean(shapely.get_num_coordinates(shapes)))
