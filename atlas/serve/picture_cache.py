"""Pictures of links on disk, keyed by the link; within a bound, the oldest go.

They are of what everybody may see, so that one cache serves all readers.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from atlas.environment import MEGABYTE, LinkLimits, read_limits
from atlas.folders import cache_folder
from atlas.serve.disk_cache import cache_problem, program_stamp, stamp_layers

# What says how a page is framed or where its reader came from is no part of what it shows.
_NOT_SHOWN = frozenset({"embed", "embed_options", "private", "fbclid", "gclid"})


def picture_key(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the name of the picture of a link: the same for the same parameters in another order."""
    shown = ((key, value) for key, value in pairs if key not in _NOT_SHOWN and not key.startswith("utm_"))
    # Values of one parameter stay in their order.
    link = repr(sorted(shown, key=lambda pair: pair[0]))
    return hashlib.sha256(f"{_versions(int(time.monotonic()))} {link}".encode()).hexdigest()


def has_picture(key: str) -> bool:
    """Return whether a picture is kept."""
    with suppress(OSError):
        return _path(key).exists()
    return False


def find_picture(key: str) -> bytes | None:
    """Return a picture that is kept, None when there is none; it is young again."""
    path = _path(key)
    try:
        content = path.read_bytes()
    except OSError:
        return None
    with suppress(OSError):
        os.utime(path)
    return content


def keep_picture(key: str, content: bytes) -> None:
    """Keep a picture, and remove the oldest beyond the bound; a folder that cannot be written costs time only."""
    if cache_problem():
        return
    path = _path(key)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as partial:
            try:
                partial.write(content)
                partial.flush()
            except OSError:
                Path(partial.name).unlink(missing_ok=True)
                raise
        Path(partial.name).replace(path)
        _remove_oldest(path.parent, read_limits(LinkLimits).pictures_mb * MEGABYTE)


def _remove_oldest(folder: Path, most: int) -> None:
    found = []
    for path in folder.iterdir():
        # Another process may have removed it.
        with suppress(OSError):
            seen = path.stat()
            found.append((seen.st_mtime, seen.st_size, path))
    size = 0
    for _, own, path in sorted(found, reverse=True):
        size += own
        if size > most:
            path.unlink(missing_ok=True)


@lru_cache(maxsize=2)
def _versions(_: int) -> str:
    """Return a mark of the layers and of the program; looked at once a second."""
    return f"{program_stamp()} {stamp_layers()}"


def _path(key: str) -> Path:
    return cache_folder("link-pictures", f"{key}.png")
