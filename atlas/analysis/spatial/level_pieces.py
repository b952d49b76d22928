"""Build the levels of a layer piece by piece, into files: the memory needed is that of a few pieces.

A piece is what lies together: some thousand rows, with the neighbours whose borders they share. Several processes build
pieces; their levels are then put together row by row, as if all had been built at once.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
import shapely

from atlas.analysis.spatial.build_levels import Plan, piece_levels, plan_levels
from atlas.analysis.spatial.generalise import POLYGON, Level, anchors_of, coarse_rows, to_world
from atlas.analysis.spatial.viewport import ranges

PIECE_ROWS = 10_000
_BITS = 16

Track = Callable[[list[int]], Iterable[int]]


class LayerShapes(Protocol):
    """The shapes of a layer, EPSG:4326, wherever they are."""

    @property
    def dimensions(self) -> np.ndarray:
        """Dimension of each, -1 without position."""

    @property
    def bounds(self) -> np.ndarray:
        """West, south, east and north of each."""

    def take(self, rows: np.ndarray) -> np.ndarray:
        """Return those of some rows."""


class HeldShapes:
    """Shapes in memory.

    Parameters
    ----------
    shapes
        Geometries of any type; None has no position.
    """

    def __init__(self, shapes: np.ndarray) -> None:
        self._shapes = shapes
        self.dimensions, self.bounds = shapely.get_dimensions(shapes), shapely.bounds(shapes)

    def take(self, rows: np.ndarray) -> np.ndarray:
        """Return those of some rows."""
        return np.asarray(self._shapes[rows])


def build_in_pieces(
    shapes: LayerShapes,
    folder: Path,
    track: Track = iter,
    *,
    piece_rows: int = PIECE_ROWS,
    processes: int | None = None,
) -> None:
    """Build the levels of a layer, and save each array of `atlas.analysis.spatial.generalise.to_arrays` as a file.

    Parameters
    ----------
    shapes
        Shapes of the layer.
    folder
        Where the files go.
    track
        Passes over the pieces as it is given them; a progress bar does.
    piece_rows
        Rows of a piece.
    processes
        Processes that build pieces, by default as many as there are processors.
    """
    coarse = coarse_rows(shapes.dimensions, shapes.bounds)
    plan = plan_levels(coarse.kind, coarse.boxes, shapes.take)
    pieces = _cut(coarse.anchor, coarse.kind, piece_rows)
    work, numbers = _Work(shapes, plan, folder, pieces), [*range(len(pieces))]
    with _builders(work, min(len(pieces), processes or os.cpu_count() or 1)) as build:
        built = build(numbers)
        for _ in track(numbers):
            next(built)
    np.save(folder / "kind.npy", coarse.kind)
    np.save(folder / "boxes.npy", coarse.boxes)
    files = [work.file(number) for number in numbers]
    anchor = _allocate(folder / "anchor.npy", coarse.anchor.shape)
    for rows, file in zip(pieces, files, strict=True):
        with np.load(file) as piece:
            anchor[:, rows] = piece["anchor"]
    for name in ("all", *map(str, plan.zooms)):
        _put_together(files, name, folder)
    for file in files:
        file.unlink()


class _Work:
    """What every process needs to build pieces."""

    def __init__(self, shapes: LayerShapes, plan: Plan, folder: Path, pieces: list[np.ndarray]) -> None:
        self.shapes, self.plan, self.folder, self.pieces = shapes, plan, folder, pieces

    def file(self, number: int) -> Path:
        """Return where the levels of a piece are until they are put together."""
        return self.folder / f"piece-{number}.npz"

    def build(self, number: int) -> None:
        """Build the levels of a piece."""
        own, plan = self.pieces[number], self.plan
        shapes = self.shapes.take(own)
        arrays = {"anchor": anchors_of(shapes, plan.kind[own])}
        rows = own
        if plan.shared and len(self.pieces) > 1:
            beside, around = self._neighbours(own, shapes)
            rows, shapes = np.concatenate([own, beside]), np.concatenate([shapes, around])
            order = np.argsort(rows)
            rows, shapes = rows[order], shapes[order]
        for level in piece_levels(plan, rows, shapes, np.isin(rows, own, assume_unique=True)):
            arrays |= {f"{part}_{_name(level)}": getattr(level, part) for part in ("rows", "rings", "vertices", "xy")}
        np.savez(self.file(number), allow_pickle=False, **arrays)

    def _neighbours(self, own: np.ndarray, shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the polygons of other pieces that touch one of this piece, and their shapes."""
        kind, (west, north, east, south) = self.plan.kind, self.plan.boxes
        area = kind[own] == POLYGON
        own, shapes = own[area], shapes[area]
        if not len(own):
            return own, shapes
        near = (kind == POLYGON) & (west <= east[own].max()) & (east >= west[own].min())
        near &= (north <= south[own].max()) & (south >= north[own].min())
        near[own] = False
        candidates = np.flatnonzero(near)
        boxes = shapely.STRtree(shapely.box(west[own], north[own], east[own], south[own]))
        beside = shapely.box(west[candidates], north[candidates], east[candidates], south[candidates])
        candidates = candidates[np.unique(boxes.query(beside, predicate="intersects")[0])]
        # A shape around many others has them all in its box, and touches few.
        tree, rows, found = shapely.STRtree(shapely.transform(shapes, to_world)), [], []
        for at in range(0, len(candidates), PIECE_ROWS):
            some = candidates[at : at + PIECE_ROWS]
            others = self.shapes.take(some)
            touching = np.unique(tree.query(shapely.transform(others, to_world), predicate="intersects")[0])
            rows.append(some[touching])
            found.append(others[touching])
        return np.concatenate([own[:0], *rows]), np.concatenate([shapes[:0], *found])


def _name(level: Level) -> str:
    return "all" if level.zoom is None else str(level.zoom)


def _cut(anchor: np.ndarray, kind: np.ndarray, piece_rows: int) -> list[np.ndarray]:
    """Cut a layer into pieces of rows that lie together: along a curve that visits each quarter of a square in turn."""
    x, y = anchor.astype(np.int64)
    placed = kind > 0
    span = max(int(np.ptp(x[placed])), int(np.ptp(y[placed])), 1) if placed.any() else 1
    code = np.full(len(kind), 1 << 2 * _BITS, dtype=np.int64)
    code[placed] = 0
    for axis, place in enumerate((x[placed], y[placed])):
        cell = (place - place.min(initial=2**31)) * ((1 << _BITS) - 1) // span
        for bit in range(_BITS):
            code[placed] |= (cell >> bit & 1) << 2 * bit + axis
    order = np.argsort(code, kind="stable")
    return [np.sort(order[at : at + piece_rows]) for at in range(0, max(1, len(order)), piece_rows)]


_work: _Work | None = None


def _begin(work: _Work) -> None:
    global _work  # noqa: PLW0603 - each process is given its work once, when it starts
    _work = work


def _build(number: int) -> None:
    if _work is not None:
        _work.build(number)


@contextmanager
def _builders(work: _Work, processes: int) -> Iterator[Callable[[list[int]], Iterator[None]]]:
    """Open what builds pieces: other processes, or this one."""
    if processes == 1:
        yield lambda numbers: map(work.build, numbers)
        return
    # A process with threads cannot be forked safely; one that has imported this module and has none can.
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(work,)) as pool:
        yield lambda numbers: pool.map(_build, numbers)


def _allocate(path: Path, shape: tuple[int, ...]) -> np.memmap:
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.int32, shape=shape)


def _put_together(files: list[Path], name: str, folder: Path) -> None:
    """Put a level together from those of all pieces, row by row."""
    parts = []
    for file in files:
        with np.load(file) as piece:
            parts.append([piece[f"{part}_{name}"] for part in ("rows", "rings", "vertices")])
    rows = np.sort(np.concatenate([own for own, _, _ in parts]))
    places = [np.searchsorted(rows, own) for own, _, _ in parts]
    rings = _starts(places, [starts for _, starts, _ in parts], len(rows))
    lines = [ranges(rings[place], rings[place + 1]) for place in places]
    vertices = _starts(lines, [starts for _, _, starts in parts], int(rings[-1]))
    xy = _allocate(folder / f"xy_{name}.npy", (int(vertices[-1]), 2))
    for file, line in zip(files, lines, strict=True):
        with np.load(file) as piece:
            xy[ranges(vertices[line], vertices[line + 1])] = piece[f"xy_{name}"]
    for part, array in (("rows", rows), ("rings", rings), ("vertices", vertices)):
        np.save(folder / f"{part}_{name}.npy", array)


def _starts(places: list[np.ndarray], starts: list[np.ndarray], count: int) -> np.ndarray:
    """Return where each of `count` sequences starts, from where those of each part do; one entry more at the end."""
    sizes = np.zeros(count, dtype=np.int64)
    for place, start in zip(places, starts, strict=True):
        sizes[place] = np.diff(start)
    return np.concatenate([[0], np.cumsum(sizes)])
