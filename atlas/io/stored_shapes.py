"""Shapes of a large layer in a folder of the cache, which are mapped: made where a question needs them, not held.

The first reader of a file leaves its shapes as they are in it (WKB), with the box, the dimension and the number of
vertices of each; every later one maps them.
"""

import logging
import mmap
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import shapely
from numpy.lib.format import open_memmap, write_array_header_1_0

from atlas.io.array_store import content_key, open_arrays, store_files

# Version of the stored shapes: other versions are not read.
VERSION = 1
# Rows from which what was read of the file is not left in the memory of the process.
_MANY = 1_000
Batches = Callable[[], Iterable[np.ndarray]]

_log = logging.getLogger(__name__)


class StoredShapes:
    """Shapes in a folder of arrays.

    Attributes
    ----------
    folder
        Where they are.
    bounds
        West, south, east and north of each, NaN without position: (rows, 4).
    dimensions
        Of each, -1 without geometry.
    vertices
        Number of vertices of each.
    """

    def __init__(self, folder: Path, arrays: "dict[str, np.ndarray]") -> None:
        self.folder = folder
        self.bounds, self.dimensions, self.vertices = arrays["bounds"], arrays["dimensions"], arrays["vertices"]
        self._starts, self._wkb = arrays["starts"], arrays["wkb"]

    def __len__(self) -> int:
        """Count the shapes."""
        return len(self.dimensions)

    def take(self, rows: np.ndarray) -> np.ndarray:
        """Make the shapes of some rows."""
        content = self._wkb.data
        starts, ends = self._starts[rows].tolist(), self._starts[np.asarray(rows) + 1].tolist()
        found = np.empty(len(starts), dtype=object)
        found[:] = [content[at:end].tobytes() or None for at, end in zip(starts, ends, strict=True)]
        if len(starts) > _MANY:
            self._leave_to_system()
        return np.asarray(shapely.from_wkb(found))

    def _leave_to_system(self) -> None:
        """Count no longer as memory of the process what has been read of the file: the system keeps it as it can."""
        mapped = getattr(self._wkb, "_mmap", None)
        if mapped is not None and hasattr(mapped, "madvise"):
            mapped.madvise(mmap.MADV_DONTNEED)

    def __reduce__(self) -> tuple[Any, ...]:
        """Send another process where they are, not what they are."""
        return _open, (self.folder,)


def map_shapes(path: Path, home: Path, batches: Batches, count: int) -> StoredShapes | None:
    """Return the shapes of a file, mapped; stored before, where they are not yet.

    Parameters
    ----------
    path
        A file of a layer.
    home
        Folder of what is kept for layers (`atlas.io.array_store.content_key`).
    batches
        Reads the WKB of its rows, some at a time, None without geometry: only when they are not yet stored.
    count
        Number of its rows.

    Returns
    -------
    StoredShapes
        None where nothing can be kept.
    """
    folder = home / f"{content_key([path], home)}-shapes{VERSION}"
    found = open_arrays(folder)
    if found is None:
        try:
            store_files(folder, lambda partial: _store(batches(), count, partial))
        except OSError as problem:
            _log.warning("%s is not kept for the next start: %s", folder.name, problem)
            return None
        found = open_arrays(folder)
    if found is None:
        return None
    with suppress(OSError):
        os.utime(folder)
    return StoredShapes(folder, found)


def _open(folder: Path) -> StoredShapes:
    found = open_arrays(folder)
    if found is None:
        raise FileNotFoundError(folder)
    return StoredShapes(folder, found)


def _store(batches: "Iterable[np.ndarray]", count: int, folder: Path) -> None:
    bounds = open_memmap(folder / "bounds.npy", mode="w+", dtype=np.float64, shape=(count, 4))
    dimensions, vertices = np.empty(count, dtype=np.int8), np.empty(count, dtype=np.int32)
    sizes, at = np.zeros(count + 1, dtype=np.int64), 0
    with (folder / "wkb.npy").open("wb") as file:
        _write_head(file, 0)
        for batch in batches:
            shapes, rows = shapely.from_wkb(batch), slice(at, at + len(batch))
            if shapely.has_z(shapes).any():
                shapes = shapely.force_2d(shapes)
                batch = shapely.to_wkb(shapes)  # noqa: PLW2901 - without heights
            file.writelines(one for one in batch if one is not None)
            sizes[at + 1 : at + len(batch) + 1] = [0 if one is None else len(one) for one in batch]
            bounds[rows], dimensions[rows] = shapely.bounds(shapes), shapely.get_dimensions(shapes)
            vertices[rows] = shapely.get_num_coordinates(shapes)
            at += len(batch)
        file.seek(0)
        _write_head(file, int(sizes.sum()))
    np.save(folder / "dimensions.npy", dimensions)
    np.save(folder / "vertices.npy", vertices)
    np.save(folder / "starts.npy", np.cumsum(sizes))


def _write_head(file: BinaryIO, count: int) -> None:
    """Write the head of a file of bytes; numpy leaves room in it for any number."""
    write_array_header_1_0(file, {"descr": "|u1", "fortran_order": False, "shape": (count,)})
