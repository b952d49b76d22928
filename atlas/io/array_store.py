"""Cache on disk of arrays that are expensive to compute, memory-mapped when read.

A folder holds what was made of one content: whatever the file is called and whenever it was copied, the same content
finds it again, and another content does not.
"""

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

_HEAD = "arrays.json"
_log = logging.getLogger(__name__)


def content_key(paths: Iterable[Path], home: Path) -> str:
    """Return a key for the content of files: the same content, the same key.

    A large file is read for it once: its mark is kept in `home` under its size and date.
    """
    return hashlib.sha256(";".join(_mark(path, home) for path in paths).encode()).hexdigest()[:32]


def open_arrays(folder: Path) -> dict[str, np.ndarray] | None:
    """Return the arrays of a folder, mapped, not read; None when they are not there as a whole."""
    try:
        names = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
        return {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in names}
    except (OSError, ValueError):
        return None


def save_arrays(folder: Path, arrays: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    """Keep arrays in a folder that appears whole or not at all, and give them mapped.

    A disk that cannot be written only costs time at the next start: the arrays themselves are given then.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=folder.parent))
    except OSError as problem:
        _log.warning("%s is not kept for the next start: %s", folder.name, problem)
        return arrays
    try:
        for name, array in arrays.items():
            np.save(partial / f"{name}.npy", array)
        (partial / _HEAD).write_text(json.dumps(list(arrays)), encoding="utf-8")
        # Another process may have been quicker; what it made is the same.
        partial.rename(folder)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
    return open_arrays(folder) or arrays


def _mark(path: Path, home: Path) -> str:
    seen = path.stat()
    told = hashlib.sha256(f"{path.resolve()}:{seen.st_size}:{seen.st_mtime_ns}".encode()).hexdigest()[:32]
    note = home / "content" / told
    with suppress(OSError):
        return note.read_text(encoding="ascii")
    with path.open("rb") as file:
        mark = hashlib.file_digest(file, "sha256").hexdigest()
    with suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(mark, encoding="ascii")
    return mark
