"""Cache on disk of what is computed from the layers: a second start reads it.

Keyed by the size and date of every layer file and of the program itself: whatever changes, it is made anew. This module
imports nothing heavy, so that the server answers while geopandas is still being imported.
"""

import hashlib
import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from atlas.folders import cache_folder, own_folder, package_folder, shipped_layers, store_folder
from atlas.serve.sessions import current_reader

_log = logging.getLogger(__name__)


def stamp(root: Path) -> str:
    """Return a mark that changes when a file below `root` changes; compiled Python files do not count."""
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*.*") if path.suffix != ".pyc"):
        # A file under another name until it is whole may be gone already.
        with suppress(FileNotFoundError):
            seen = path.stat()
            digest.update(f"{path}:{seen.st_size}:{seen.st_mtime_ns};".encode())
    return digest.hexdigest()[:24]


def stamp_layers() -> str:
    """Return a mark that changes when a shipped or imported layer changes."""
    return hashlib.sha256(f"{stamp(shipped_layers())} {stamp(own_folder())} {stamp_store()}".encode()).hexdigest()[:24]


def stamp_store() -> str:
    """Return a mark that changes when a layer of the shared database changes; empty without a database."""
    folder = store_folder()
    if folder is None:
        return ""
    from atlas.io.stores.follow import follow

    follow()
    return stamp(folder)


def prepared(name: str, make: Callable[[], bytes]) -> bytes:
    """Return the result of `make`, from the disk when it was computed before for the same layers and program.

    A folder that cannot be written only costs time: what was made is given all the same. What is made for a reader who
    uploaded layers is theirs alone and never kept.
    """
    if current_reader():
        return make()
    path = _path(name)
    try:
        return path.read_bytes()
    except OSError:
        content = make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as partial:
            partial.write(content)
        Path(partial.name).replace(path)
    except OSError as problem:
        _log.warning("%s is not kept for the next start: %s", name, problem)
    return content


def is_prepared(name: str) -> bool:
    """Return whether the cache on disk holds an entry."""
    return _path(name).exists()


def _path(name: str) -> Path:
    """Return the path of an entry, in a cache folder for these layers and this program."""
    return cache_folder(f"{_program()}-{stamp_layers()}", name)


@cache
def _program() -> str:
    return stamp(package_folder())
