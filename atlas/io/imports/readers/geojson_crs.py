"""The `crs` member of GeoJSON, which RFC 7946 took out of the format and many files still carry."""

import json
import mmap
import re
from pathlib import Path
from typing import Any

_MEMBER = re.compile(rb'"crs"\s*:\s*\{')
# Longer than any that is meant: a definition would be a file of its own.
_MOST_BYTES = 8_192
_DEGREES = re.compile(r"4326|crs84|wgs ?_?84", re.IGNORECASE)


def defaults_to_degrees(path: Path) -> bool:
    """Return whether a file names a reference system that GDAL leaves out, and takes WGS 84 in its place.

    A link is never followed, so that it says nothing; neither does a code that no register has.

    Parameters
    ----------
    path
        GeoJSON that GDAL has read as EPSG:4326.
    """
    member = _find(path)
    if member is None:
        return False
    properties = member.get("properties")
    named = properties if isinstance(properties, dict) else {}
    stated = " ".join(str(named[key]) for key in ("name", "code") if key in named)
    return member.get("type") in {"link", "url"} or not _DEGREES.search(stated)


def _find(path: Path) -> dict[str, Any] | None:
    """Return the first `crs` member that is an object."""
    if not path.stat().st_size:
        return None
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _MEMBER.search(content)
        if not found:
            return None
        text = content[found.end() - 1 : found.end() + _MOST_BYTES].decode("utf-8", errors="replace")
    try:
        member, _ = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return {}
    return member if isinstance(member, dict) else {}
