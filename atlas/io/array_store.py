"""Cache on disk of arrays that are expensive to compute, memory-mapped when read.

The key of a folder is the content of the source files: their names and dates do not matter.
"""

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

_HEAD = "arrays.json"
_log = logging.getLogger(__name__)


def content_key(paths: Iterable[Path], home: Path) -> str:
    """Return a key for the content of files: the same content, the same key.

    A large file is hashed once: its hash is cached in `home` by path, size and date.
    """
    return hashlib.sha256(";".join(_mark(path, home) for path in paths).encode()).hexdigest()[:32]


def open_arrays(folder: Path) -> dict[str, np.ndarray] | None:
    """Return the arrays of a folder, memory-mapped; None when the set is incomplete or missing."""
    try:
        names = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
        return {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in names}
    except (OSError, ValueError):
        return None


def save_arrays(folder: Path, arrays: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    """Save arrays in a folder that appears whole or not at all, and return them memory-mapped.

    When the disk cannot be written, the arrays themselves are returned, and computed again at the next start.
    """

    def fill(partial: Path) -> None:
        for name, array in arrays.items():
            np.save(partial / f"{name}.npy", array)

    try:
        store_files(folder, fill)
    except OSError as problem:
        _log.warning("%s is not kept for the next start: %s", folder.name, problem)
    return open_arrays(folder) or arrays


def store_files(folder: Path, fill: Callable[[Path], None]) -> None:
    """Store a set of arrays that appears whole or not at all.

    Parameters
    ----------
    folder
        Where `open_arrays` finds them.
    fill
        Saves each array as a file of numpy, with the ending ``.npy``, in the folder that it is given.

    Raises
    ------
    OSError
        The disk cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        fill(partial)
        (partial / _HEAD).write_text(json.dumps(sorted(path.stem for path in partial.glob("*.npy"))), encoding="utf-8")
        # Another process may have been quicker; its arrays are the same.
        with suppress(OSError):
            partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _mark(path: Path, home: Path) -> str:
    seen = path.stat()
    identity = hashlib.sha256(f"{path.resolve()}:{seen.st_size}:{seen.st_mtime_ns}".encode()).hexdigest()[:32]
    note = home / "content" / identity
    with suppress(OSError):
        return note.read_text(encoding="ascii")
    with path.open("rb") as file:
        mark = hashlib.file_digest(file, "sha256").hexdigest()
    with suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(mark, encoding="ascii")
    return mark
