"""Read the ``crs`` member of a GeoJSON file, which GDAL takes as WGS 84 when it does not understand it."""

import json
import re
from pathlib import Path
from typing import Any

import pyproj

from atlas.io.reference_systems import closed_system, is_code

_MEMBER = re.compile(rb'"crs"\s*:\s*')
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]')
_LONGEST = 10_000
_OLD_CODES = {"EPSG:900913": "EPSG:3857", "EPSG:3785": "EPSG:3857"}


def read_crs_member(path: Path) -> str | None:
    """Return what the ``crs`` member says; None when it is absent or null, or WGS 84 in longitude and latitude.

    What is no code of a register is blanked in the file; an address says nothing, and the answer is an empty text.
    """
    text = path.read_bytes()
    found = _find(text)
    if found is None:
        return None
    start, end, value = found
    name = _name(value)
    if not is_code(name):
        # GDAL reads texts that name grids and other files, and follows addresses.
        path.write_bytes(text[:start] + b"null".ljust(end - start) + text[end:])
        return "" if "://" in name or _kind(value) in {"link", "url"} else name
    return None if _is_degrees(name) else name


def known_system(name: str) -> str | None:
    """Return the name of a reference system if a register has it."""
    name = _OLD_CODES.get(name.upper(), name)
    return name if is_code(name) and closed_system(name) is not None else None


def _is_degrees(name: str) -> bool:
    known = closed_system(name) if is_code(name) else None
    return known is not None and bool(known.equals(pyproj.CRS("EPSG:4326"), ignore_axis_order=True))


def _find(text: bytes) -> tuple[int, int, Any] | None:
    """Return where the value of the member begins and ends, and the value; a property of that name is none."""
    starts = [match.end() for match in _MEMBER.finditer(text)]
    for start in dict.fromkeys(starts[:1] + starts[-1:]):
        # The member stands before the features, at the head of the file, or after them.
        if (_depth(text[:start]) != 1) if start < _LONGEST else (_depth(text[start:]) != -1):
            continue
        head = text[start : start + _LONGEST].decode("utf-8", "replace")
        try:
            value, length = json.JSONDecoder().raw_decode(head)
        except ValueError:
            continue
        return None if value is None else (start, start + len(head[:length].encode()), value)
    return None


def _depth(text: bytes) -> int:
    marks = [token for token in _TOKENS.findall(text) if len(token) == 1]
    return sum(1 if mark in b"{[" else -1 for mark in marks)


def _kind(value: Any) -> str:
    return str(value.get("type")).lower() if isinstance(value, dict) else ""


def _name(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    about = value.get("properties")
    about = about if isinstance(about, dict) else {}
    if "code" in about:
        return f"EPSG:{about['code']}"
    return str(about.get("name") or about.get("href") or about.get("url") or value.get("type") or "crs")
