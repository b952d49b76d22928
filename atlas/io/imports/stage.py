"""Copy a local file before it is parsed, so that the file checked is the file read."""

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from atlas.environment import MEGABYTE, ImportLimits
from atlas.errors import LayerDataError

_CHUNK = 1 << 20
# Files that belong to another: those of a shapefile or of MapInfo, and what GeoPackage has not yet written into itself.
_COMPANIONS = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".gpkg": (".gpkg-wal",),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
}


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A copy of the user's file in a temporary folder.

    Attributes
    ----------
    name
        Name of the file as the user gave it, printable.
    path
        The copy, named ``input`` with the extension in lower case.
    sha256
        Hash of the file.
    """

    name: str
    path: Path
    sha256: str


def stage_file(source: str | os.PathLike[str], folder: Path, limits: ImportLimits) -> StagedFile:
    """Copy a regular local file, with the files that belong to it, into an empty folder.

    Raises
    ------
    LayerDataError
        It is missing, a link, a folder, a device, empty, too large, or named by an address instead of a path.
    """
    text = os.fspath(source)
    name = printable_name(text)
    if "://" in text or text.startswith(("/vsi", "\\\\", "//")) or "\0" in text:
        raise LayerDataError("import_not_local", path=name)
    path = Path(text)
    if path.suffix.lower() == ".gdb" and path.is_dir():
        raise LayerDataError("import_part", path=name, format="File Geodatabase")
    target = folder / f"input{path.suffix.lower()}"
    try:
        digest = _copy(path, target, name, limits)
        if not target.stat().st_size:
            raise LayerDataError("import_empty", path=name)
        for other in _companions(path):
            _copy(other, folder / f"input{other.suffix.lower()}", printable_name(other.name), limits)
    except OSError as exc:
        if exc.errno == errno.ELOOP:
            raise LayerDataError("import_link", path=name) from exc
        raise LayerDataError("import_unreadable", path=name, problem=exc.strerror or exc) from exc
    return StagedFile(name, target, digest)


def printable_name(text: str) -> str:
    """Return the last part of a path without control characters."""
    last = text.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(character if character.isprintable() else "?" for character in last)[:120] or "?"


def _copy(source: Path, target: Path, name: str, limits: ImportLimits) -> str:
    # No link is followed and no pipe waited for: the file checked is the one copied.
    handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as reading:  # noqa: PTH123 - a file descriptor
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise LayerDataError("import_not_file", path=name)
        digest, size = hashlib.sha256(), 0
        with target.open("xb") as writing:
            while chunk := reading.read(_CHUNK):
                size += len(chunk)
                if size > limits.file_mb * MEGABYTE:
                    raise LayerDataError("import_large", path=name, limit=limits.file_mb)
                digest.update(chunk)
                writing.write(chunk)
    return digest.hexdigest()


def _companions(path: Path) -> list[Path]:
    """Return the files of the same stem that belong to a file, whatever the case of their endings."""
    endings = _COMPANIONS.get(path.suffix.lower(), ())
    found = (
        {other.suffix.lower(): other for other in path.parent.iterdir() if other.stem == path.stem} if endings else {}
    )
    return [found[ending] for ending in endings if ending in found]
