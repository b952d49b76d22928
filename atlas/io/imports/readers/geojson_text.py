"""What the text of GeoJSON holds and its driver leaves out: ids of features, members that are no feature."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from atlas.environment import MEGABYTE
from atlas.io.imports.source_file import SourceFile

# A larger file is not held in memory a second time.
_MOST = 24 * MEGABYTE
_HEAD, _CHUNK = 4_096, 1 << 20
_NAMED = 10
_SEPARATOR = b"\x1e"
_GEOMETRIES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection")


def wrap_features(path: Path) -> None:
    """Rewrite a bare list of features as a collection, which the driver reads."""
    with path.open("rb") as file:
        begins = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
    if begins:
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        path.write_bytes(b'{"type": "FeatureCollection", "features": ' + content + b"}")


def feature_ids(source: SourceFile, rows: int) -> pa.ChunkedArray | None:
    """Return the ids of the features as the file writes them, null where a feature has none.

    Members of the collection that are no feature, which the driver leaves out, are counted in the findings.

    Parameters
    ----------
    source
        A GeoJSON file.
    rows
        How many rows the driver reads.

    Returns
    -------
    pyarrow.ChunkedArray of str
        All null where no feature has an id or a property has that name; None where the file is too large to look at.
    """
    if source.path.stat().st_size > _MOST:
        return None
    try:
        content = json.loads(source.path.read_bytes(), parse_float=str)
    except (ValueError, RecursionError):
        return None
    members = content.get("features") if isinstance(content, dict) else None
    if not isinstance(members, list):
        return None
    source.findings.repair("features_unreadable", len(members) - rows)
    features = [member for member in members if isinstance(member, dict) and member.get("type") == "Feature"]
    if len(features) != rows:
        return None
    named = any(map(_has_own_id, features))
    ids = [None if named else _text(feature.get("id")) for feature in features]
    return pa.chunked_array([pa.array(ids, pa.string())])


def check_lines(source: SourceFile) -> None:
    """Name the lines of a text sequence that are no feature, and leave them out: the driver would stop at them."""
    separator = _separator(source.path)
    wrong: list[int] = []
    kept = source.path.with_name("lines.part")
    with source.path.open("rb") as file, kept.open("xb") as writing:
        for number, text in enumerate(_texts(file, separator), 1):
            if _is_feature(text):
                writing.write(text + separator)
            else:
                wrong.append(number)
    if not wrong:
        kept.unlink()
        return
    kept.replace(source.path)
    more = f" (+{len(wrong) - _NAMED})" if len(wrong) > _NAMED else ""
    source.findings.note("lines_unreadable", n=len(wrong), lines=", ".join(map(str, wrong[:_NAMED])) + more)


def _texts(file: BinaryIO, separator: bytes) -> Iterator[bytes]:
    rest = b""
    while chunk := file.read(_CHUNK):
        *texts, rest = (rest + chunk).split(separator)
        yield from texts
    yield rest


def _separator(path: Path) -> bytes:
    with path.open("rb") as file:
        return _SEPARATOR if _SEPARATOR in file.read(_HEAD) else b"\n"


def _is_feature(text: bytes) -> bool:
    plain = text.strip(b" \t\r\n\x1e").removeprefix(b"\xef\xbb\xbf")
    if not plain:
        return True
    try:
        value: Any = json.loads(plain)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("type") in {"Feature", "FeatureCollection", *_GEOMETRIES}


def _has_own_id(feature: dict[str, Any]) -> bool:
    properties = feature.get("properties")
    return isinstance(properties, dict) and any(name.strip().lower() == "id" for name in properties)


def _text(value: Any) -> str | None:
    return None if value is None or isinstance(value, (dict, list, bool)) else str(value)
