"""What is made once of the layers and kept on disk: a second start reads it instead of making it again.

Keyed by the size and date of every layer file and of the program itself: whatever changes, it is made anew. This module
imports nothing heavy, so that the server answers while geopandas is still being imported.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from atlas import LAYERS


def stamp(root: Path) -> str:
    """Give a mark that changes when a file below `root`, two folders deep, changes."""
    digest = hashlib.sha256()
    for path in sorted((*root.glob("*.*"), *root.glob("*/*.*"), *root.glob("*/*/*.*"))):
        seen = path.stat()
        digest.update(f"{path}:{seen.st_size}:{seen.st_mtime_ns};".encode())
    return digest.hexdigest()[:24]


def prepared(name: str, make: Callable[[], bytes]) -> bytes:
    """Give what `make` makes, from the disk when it was made before for the same layers and program.

    A folder that cannot be written only costs time: what was made is given all the same.
    """
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
    except OSError:
        return content
    return content


def is_prepared(name: str) -> bool:
    """Say whether `prepared` would find it on the disk."""
    return _path(name).exists()


def _path(name: str) -> Path:
    """Give where it lies: below the user's caches (XDG), in a folder for these layers and this program."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "post-mining-atlas" / f"{_program()}-{stamp(LAYERS)}" / name


@cache
def _program() -> str:
    return stamp(Path(__file__).parents[1])
