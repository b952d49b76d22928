"""Reference systems from a closed form: codes of a register, WKT, PROJJSON; never a file, a grid or a pipeline.

PROJ reads many other texts: strings with paths of grids, ``init`` files, addresses, operations. What comes from a file
or from a request is none of them.
"""

import json
import re
from typing import Any

import pyproj
from pyproj.exceptions import CRSError

_REGISTERS = "EPSG|IGNF|ESRI|OGC"
_CODE = re.compile(
    rf"(?:{_REGISTERS}):[A-Z0-9_.]{{1,30}}"
    rf"|urn:(?:x-)?ogc:def:crs:(?:{_REGISTERS}):[0-9.]*:[A-Z0-9_.]{{1,30}}"
    rf"|https?://(?:www\.)?opengis\.net/def/crs/(?:{_REGISTERS})/[0-9.]+/[A-Z0-9_.]{{1,30}}",
    re.IGNORECASE,
)
_WKT = re.compile(r"\s*[A-Z_]{4,20}\s*[\[(]", re.IGNORECASE)
# Grids, other files and operations in WKT, also in the PROJ string of an extension; ``@null`` names no file.
_FILES = re.compile(
    r"PARAMETERFILE|PROJ4_GRIDS|PROJ-based|(?:COORDINATE|CONCATENATED)OPERATION|pipeline"
    r"|\+\s*(?:init|file|grids|xy_grids|z_grids)\b|\bgrids\s*=|(?:nad|geoid)grids\s*=(?!\s*@null[\s\"')\]])",
    re.IGNORECASE,
)
# What WKT hands on to PROJ as it is: the PROJ string of an extension, and the name of a method of PROJ's own.
_EXTENSION = re.compile(r'EXTENSION\s*[\[(]\s*"PROJ4"\s*,\s*"([^"]*)"\s*[\])]', re.IGNORECASE)
_METHOD = re.compile(r'(?:METHOD|PROJECTION)\s*[\[(]\s*"((?:[^"]|"")*)"', re.IGNORECASE)
_OWN_METHOD = re.compile(r"PROJ [a-z0-9_]+(?: o_proj=[a-z0-9_]+)?")
# Parameters of PROJ strings that hold a number or a word; none that holds the name of a file.
_WORDS = re.compile(
    r"""(?x:proj|a|alpha|axis|b|datum|ellps|es|f|gamma|h|k|k_0|lat_0|lat_1|lat_2|lat_b|lat_ts|lon_0|lon_1|lon_2|
        lon_wrap|lonc|no_defs|no_off|no_rot|no_uoff|o_alpha|o_lat_c|o_lat_p|o_lon_c|o_lon_p|o_proj|over|pm|r|
        R|R_A|rf|south|sweep|title|to_meter|towgs84|type|units|vto_meter|vunits|wktext|x_0|y_0|zone|nadgrids)"""
)
_LONGEST = 50_000
_DEEPEST = 24


def is_code(text: str) -> bool:
    """Return whether a text is written as the code of a system in a register; there need not be one."""
    return _CODE.fullmatch(text) is not None


def closed_system(text: str) -> pyproj.CRS | None:
    """Return the reference system that a text names or describes; None for any other text, or where none is known.

    Examples
    --------
    >>> closed_system("EPSG:2154").name
    'RGF93 v1 / Lambert-93'
    >>> closed_system("+proj=longlat +nadgrids=/dev/stdin") is None
    True
    """
    text = text.strip()
    if not (is_code(text) or _is_plain_wkt(text) or _is_plain_json(text)):
        return None
    try:
        return pyproj.CRS.from_user_input(text)
    except (CRSError, ValueError):
        return None


def _is_plain_wkt(text: str) -> bool:
    if len(text) > _LONGEST or _WKT.match(text) is None or _FILES.search(text):
        return False
    extensions, methods = _EXTENSION.findall(text), _METHOD.findall(text)
    return (
        len(extensions) == text.upper().count("EXTENSION")
        and all(_WORDS.fullmatch(word.lstrip("+").partition("=")[0]) for one in extensions for word in one.split())
        and all(not one.strip().upper().startswith("PROJ") or _OWN_METHOD.fullmatch(one) for one in methods)
    )


def _is_plain_json(text: str) -> bool:
    """Return whether a text is PROJJSON in which no parameter is the name of a file."""
    if len(text) > _LONGEST or not text.startswith("{"):
        return False
    try:
        described = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return _names_no_file(described, _DEEPEST)


def _names_no_file(part: Any, depth: int) -> bool:
    if isinstance(part, dict):
        file = isinstance(part.get("value"), str) or "Operation" in str(part.get("type"))
        return depth > 0 and not file and all(_names_no_file(inside, depth - 1) for inside in part.values())
    if isinstance(part, list):
        return depth > 0 and all(_names_no_file(inside, depth - 1) for inside in part)
    return not (isinstance(part, str) and ("proj=" in part or _FILES.search(part)))
