"""Open untrusted archives: everything they declare is checked before anything is unpacked.

Nothing is extracted under a name from the archive: the members needed are written under fixed names.
"""

import re
import stat
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from atlas.environment import MEGABYTE, ImportLimits
from atlas.errors import LayerDataError
from atlas.io.imports.readers.detect_format import ARCHIVES, FORMATS
from atlas.io.imports.report import OpenQuestion

_CHUNK = 1 << 20
# Files that belong to another: those of a shapefile or of MapInfo, and what GeoPackage has not yet written into itself.
_COMPANIONS = {
    ".shp": {".shx", ".dbf", ".prj", ".cpg"},
    ".gpkg": {".gpkg-wal"},
    ".tab": {".dat", ".map", ".id", ".ind"},
    ".mif": {".mid"},
}
# A file geodatabase is a folder: this file is in each, and the others have names of this kind.
_CATALOG, _IN_GEODATABASE = "a00000001.gdbtable", re.compile(r"[A-Za-z0-9_]{1,40}(\.[a-z_]{1,16}){0,2}")
# Members that operating systems add.
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
# The dictionary of a CSV file (CSV on the Web) is no layer.
_SIDECAR = ".csv-metadata.json"
_NESTED = {*ARCHIVES, ".7z", ".rar", ".gz", ".bz2", ".xz", ".zst", ".tar", ".tgz"}


def check_archive(path: Path, name: str, limits: ImportLimits) -> list[zipfile.ZipInfo]:
    """Return the members of a ZIP archive, after checking all of them.

    Raises
    ------
    LayerDataError
        It is damaged or encrypted, exceeds a limit, or a member name is unsafe.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, UnicodeDecodeError) as exc:
        raise LayerDataError("archive_damaged", path=name, problem=exc) from exc
    if not entries or len(entries) > limits.entries:
        raise LayerDataError("archive_entries", path=name, count=len(entries), limit=limits.entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_mb * MEGABYTE:
        raise LayerDataError("archive_large", path=name, size=unpacked // MEGABYTE, limit=limits.unpacked_mb)
    ratio = unpacked // path.stat().st_size
    if unpacked > MEGABYTE and ratio > limits.ratio:
        raise LayerDataError("archive_ratio", path=name, ratio=ratio, limit=limits.ratio)
    for entry in entries:
        _check_entry(entry, name)
    _check_overlap(entries, name)
    return entries


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """A data set of an archive, unpacked.

    Attributes
    ----------
    path
        Its main file.
    label
        How the archive tells it from its other data sets; empty where it is the only one.
    layer
        What the user named within it.
    """

    path: Path
    label: str
    layer: str | None


def unpack(path: Path, name: str, limits: ImportLimits, *, wanted: str | None = None) -> ArchiveMember:
    """Extract the one data set of an archive (or the `wanted` one) into files named ``part`` beside it.

    Parameters
    ----------
    path, name
        The archive, and its name in errors.
    limits
        Limits.
    wanted
        A data set, with or without its ending and folder; after a further ``/`` a layer of it. In an archive of one
        data set, a layer of it.

    Raises
    ------
    LayerDataError
        As `check_archive`; or it holds no data set, or sizes differ from those declared.
    OpenQuestion
        It holds several data sets.
    """
    entries = [entry for entry in check_archive(path, name, limits) if not _is_noise(entry.filename)]
    try:
        with zipfile.ZipFile(path) as archive:
            chosen, label, layer = _choose(archive, entries, name, wanted, kmz=path.suffix == ".kmz")
            if _is_geodatabase(chosen):
                return ArchiveMember(_unpack_geodatabase(archive, entries, chosen, path, name), label, layer)
            endings = _COMPANIONS.get(_suffix(chosen), set())
            stem = _stem(chosen).lower()
            parts = {
                _suffix(entry): entry for entry in entries if _stem(entry).lower() == stem and _suffix(entry) in endings
            }
            for ending, entry in {**parts, _suffix(chosen): chosen}.items():
                _stream(archive, entry, path.with_name(f"part{ending}"), name)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as exc:
        raise LayerDataError("archive_damaged", path=name, problem=exc) from exc
    return ArchiveMember(path.with_name(f"part{_suffix(chosen)}"), label, layer)


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    inside = entry.filename
    parts = PurePosixPath(inside.replace("\\", "/")).parts
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if ".." in parts or inside.startswith(("/", "\\")) or ":" in inside or not inside.isprintable():
        raise LayerDataError("archive_name", path=name)
    if kind not in {0, stat.S_IFREG}:
        raise LayerDataError("archive_link", path=name)
    if entry.flag_bits & 0x1:
        raise LayerDataError("archive_locked", path=name)
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise LayerDataError("archive_damaged", path=name, problem=f"method {entry.compress_type}")
    if _suffix(entry) in _NESTED:
        raise LayerDataError("archive_nested", path=name)


def _check_overlap(entries: list[zipfile.ZipInfo], name: str) -> None:
    """Reject overlapping entries: they turn 10 MB into terabytes although no single ratio is large."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise LayerDataError("archive_damaged", path=name, problem="overlapping entries")
        end = entry.header_offset + 30 + entry.compress_size


def _choose(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str, wanted: str | None, *, kmz: bool
) -> tuple[zipfile.ZipInfo, str, str | None]:
    """Return the wanted data set, its label where there are several, and the layer wanted within it."""
    known = [entry for entry in entries if _suffix(entry) in FORMATS or _is_geodatabase(entry)]
    # A text beside data is a note about it; alone it is the table.
    found = [entry for entry in known if _suffix(entry) != ".txt"] or known
    if kmz:
        # The first file of a KMZ may do no more than name the others.
        documents = [entry for entry in found if _suffix(entry) == ".kml"]
        found = [entry for entry in documents if len(documents) == 1 or b"<Placemark" in archive.read(entry)]
    if not found:
        raise LayerDataError("archive_without_data", path=name, valid=", ".join(FORMATS))
    if len(found) == 1:
        return found[0], "", wanted
    paths = {_data_set(entry): entry for entry in found}
    names = Counter(PurePosixPath(own).name for own in paths)
    labels = {
        own if names[own := PurePosixPath(inside).name] == 1 else inside: entry for inside, entry in paths.items()
    }
    stems = Counter(PurePosixPath(label).stem for label in labels)
    named = {PurePosixPath(label).stem: label for label in labels if stems[PurePosixPath(label).stem] == 1}
    named |= {_data_set(entry): label for label, entry in labels.items()} | {label: label for label in labels}
    for stated in sorted(named, key=len, reverse=True):
        if wanted is not None and (wanted == stated or wanted.startswith(f"{stated}/")):
            label = named[stated]
            return labels[label], label, wanted[len(stated) + 1 :] or None
    raise OpenQuestion("layer", options=tuple(labels))


def _is_geodatabase(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry is the catalogue of a file geodatabase."""
    inside = PurePosixPath(entry.filename)
    return inside.name.lower() == _CATALOG and inside.parent.suffix.lower() == ".gdb"


def _data_set(entry: zipfile.ZipInfo) -> str:
    """Return the path of a data set: of the file, or of the folder of a geodatabase."""
    return str(PurePosixPath(entry.filename).parent) if _is_geodatabase(entry) else entry.filename


def _unpack_geodatabase(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], chosen: zipfile.ZipInfo, path: Path, name: str
) -> Path:
    """Extract the files of a geodatabase whose names are those of its parts into a folder ``part.gdb``."""
    folder, inside = path.with_name("part.gdb"), PurePosixPath(chosen.filename).parent
    folder.mkdir()
    for entry in entries:
        own = PurePosixPath(entry.filename)
        if own.parent == inside and _IN_GEODATABASE.fullmatch(own.name):
            _stream(archive, entry, folder / own.name.lower(), name)
    return folder


def _stream(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, name: str) -> None:
    left = entry.file_size
    with archive.open(entry) as reading, target.open("xb") as writing:
        while chunk := reading.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise LayerDataError("archive_damaged", path=name, problem="larger than declared")
            writing.write(chunk)
    if left:
        raise LayerDataError("archive_damaged", path=name, problem="shorter than declared")


def _suffix(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(entry.filename).suffix.lower()


def _stem(entry: zipfile.ZipInfo) -> str:
    return str(PurePosixPath(entry.filename).with_suffix(""))


def _is_noise(inside: str) -> bool:
    name = PurePosixPath(inside).name
    return inside.startswith(_NOISE[0]) or name.startswith(("._", *_NOISE[1:])) or name.endswith(_SIDECAR)
