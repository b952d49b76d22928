"""Cache on disk of what is computed from the layers: a second start reads it.

Keyed by the size and date of every layer file and of the program itself: whatever changes, it is made anew. This module
imports nothing heavy, so that the server answers while geopandas is still being imported.
"""

import hashlib
import logging
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from atlas.errors import AtlasError, LayerDataError
from atlas.folders import cache_folder, own_folder, package_folder, shipped_layers, store_folder
from atlas.serve.sessions import current_reader

_log = logging.getLogger(__name__)

# Two processes, or two atlases, may share the folder of caches: what each has prepared last stays.
_OLD_FOLDERS = 3
_PREPARED = re.compile(r"[0-9a-f]{24}-[0-9a-f]{24}")
_LOOK_SECONDS = 60
# What another process prepares: whether it is an entry of a name, and whether the process still runs.
_elsewhere: list[tuple[Callable[[str], bool], Callable[[], bool]]] = []
_POLL_SECONDS = 0.01
# What is there without having been prepared on this machine.
_offered: list[Callable[[str], bytes | None]] = []


def stamp(root: Path) -> str:
    """Return a mark that changes when a file below `root` changes; compiled Python files do not count."""
    digest = hashlib.sha256()
    for path, size, changed in sorted(_files(str(root))):
        digest.update(f"{path}:{size}:{changed};".encode())
    return digest.hexdigest()[:24]


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and date of each file below a folder; files without an ending are none of ours."""
    # A file under another name until it is whole may be gone already, and so may a folder.
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            elif "." in entry.name and not entry.name.endswith(".pyc"):
                with suppress(FileNotFoundError):
                    seen = entry.stat()
                    yield entry.path, seen.st_size, seen.st_mtime_ns


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
    content = _read(path) or next(filter(None, (read(name) for read in tuple(_offered))), None)
    if content is None and any(ours(name) for ours, _ in _elsewhere):
        content = _come(name, path)
    if content is not None:
        return content
    content = make()
    if cache_problem():
        return content
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
            _remove_old(path.parent)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as partial:
            try:
                partial.write(content)
                partial.flush()
            except OSError:
                Path(partial.name).unlink(missing_ok=True)
                raise
        Path(partial.name).replace(path)
    except OSError as problem:
        _say_once(f"what is prepared is not kept for the next start: {problem.strerror}")
    return content


def expect(ours: Callable[[str], bool], runs: Callable[[], bool]) -> None:
    """Let `prepared` wait for what another process prepares, as long as that runs, instead of making it here.

    Parameters
    ----------
    ours
        Whether the process prepares the entry of a name.
    runs
        Whether the process still runs.
    """
    _elsewhere.append((ours, runs))


def offer(read: Callable[[str], bytes | None]) -> None:
    """Let `prepared` take what comes with the program under the same names, until this machine has prepared its own."""
    if read not in _offered:
        _offered.append(read)


def withdraw(read: Callable[[str], bytes | None]) -> bool:
    """End an offer; return whether there was one."""
    found = read in _offered
    if found:
        _offered.remove(read)
    return found


def _come(name: str, path: Path) -> bytes | None:
    """Return what another process prepares when it is there; None when that has ended without it."""
    while any(ours(name) and runs() for ours, runs in _elsewhere):
        if (content := _read(path)) is not None:
            return content
        time.sleep(_POLL_SECONDS)
    return _read(path)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def cache_problem() -> AtlasError | None:
    """Return what keeps this process from writing its caches, None when nothing does; looked at once a minute."""
    return _look(cache_folder(), int(time.monotonic() / _LOOK_SECONDS))


def keeps_files() -> bool:
    """Return whether the folder of caches can be written; unlike `cache_problem` without a word of it in the log."""
    return _try_folder(cache_folder()) is None


@lru_cache(maxsize=2)
def _look(folder: Path, _: int) -> AtlasError | None:
    problem = _try_folder(folder)
    if problem is None:
        return None
    _say_once(f"the folder of caches cannot be written, the atlas works without: {folder}: {problem.strerror}")
    return _closed()


def _try_folder(folder: Path) -> OSError | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as problem:
        return problem


@cache
def _closed() -> AtlasError:
    """Return one and the same error, so that caches keyed by it stay valid."""
    return LayerDataError("cache_closed", key="XDG_CACHE_HOME")


@cache
def _say_once(sentence: str) -> None:
    _log.warning("%s", sentence)


def _remove_old(folder: Path) -> None:
    """Remove folders that were prepared for other layers or another program, but the latest."""
    others = [other for other in folder.parent.glob("*-*") if _PREPARED.fullmatch(other.name) and other != folder]
    for old in sorted(others, key=_changed, reverse=True)[_OLD_FOLDERS:]:
        shutil.rmtree(old, ignore_errors=True)


def _changed(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def is_prepared(name: str) -> bool:
    """Return whether the cache on disk holds an entry."""
    with suppress(OSError):
        return _path(name).exists()
    return False


def _path(name: str) -> Path:
    """Return the path of an entry, in a cache folder for these layers and this program."""
    return cache_folder(f"{program_stamp()}-{stamp_layers()}", name)


@cache
def program_stamp() -> str:
    """Return a mark that changes when a file of the program changes."""
    return stamp(package_folder())
