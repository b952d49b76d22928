"""Read positions written as text: degrees in any notation, pairs in one cell, WKT, WKB, GeoJSON."""

import html
import json
import math
import re
from typing import Any

import shapely

# What stands for minus, degrees, minutes and seconds in what people and word processors write.
_MINUS = dict.fromkeys(map(ord, "\u2212\u2013\u2014\u2010\u2011\ufe63\uff0d"), "-")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u2007\u2008\u200a\t"), " ")
_TABLE = _MINUS | _SPACES | {0x200B: "", 0xFEFF: ""}
_SECONDS = re.compile(r"[\u2033\u201d\u201c\"]|''|\u2032{2}|\u2019{2}|\u00b4{2}")
_MINUTES = re.compile(r"[\u2032\u2019\u2018`\u00b4\u02b9\u02bc']")
_DEGREES = re.compile(r"[°\u00ba\u02da\u2218\u2070]")
_WORDS = (
    (re.compile(r"\b(nord|north|norte)\b", re.IGNORECASE), "N"),
    (re.compile(r"\b(sud|south|sul|sur)\b", re.IGNORECASE), "S"),
    (re.compile(r"\b(ouest|west|oeste)\b", re.IGNORECASE), "W"),
    (re.compile(r"\b(est|east|este|leste)\b", re.IGNORECASE), "E"),
    (re.compile(r"(?<=\d)\s*(degrees|degrés|graus|deg\.?)(?![a-z])", re.IGNORECASE), "°"),
    (re.compile(r"(?<=\d)\s*(minutes|minutos|min\.?)(?![a-z])", re.IGNORECASE), "'"),
    (re.compile(r"(?<=\d)\s*(seconds|secondes|segundos|sec\.?)(?![a-z])", re.IGNORECASE), '"'),
    # 50d25m48s, 50d25'48".
    (re.compile(r"(?<=\d)d(?=\s*\d)", re.IGNORECASE), "°"),
    (re.compile(r"(?<=\d)m(?=\s*\d)", re.IGNORECASE), "'"),
    (re.compile(r"('\s*\d+(?:[.,]\d+)?)\s*s(?![A-Za-z])"), r'\1"'),
)
_NAMES = re.compile(r"\b(lat|latitude|lon|lng|long|longitude)\b\.?\s*[:=]?", re.IGNORECASE)
_NUMBER = r"\d+(?:[.,]\d+)?"
_ANGLE = re.compile(
    rf"(?P<first>[NSEWO])?\s*(?P<sign>[-+])?\s*(?P<second>[NSEWO])?\s*(?P<deg>{_NUMBER}|[.,]\d+)\s*"
    rf"(?:(?:°|:|(?<=\d)\s)\s*(?P<min>{_NUMBER})\s*"
    rf"(?:(?:'|:|(?<=\d)\s)\s*(?P<sec>{_NUMBER})\s*\"?|')?|°)?\s*(?P<last>[NSEWO])?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_HEX = re.compile(r"(?:\\x|0x)?(0[01](?:[0-9A-Fa-f]{2}){8,})")
_SRID = re.compile(r"SRID\s*=\s*(\d{1,6})\s*;\s*", re.IGNORECASE)
_WKT = re.compile(r"(?:multi)?(?:point|linestring|polygon)|geometrycollection", re.IGNORECASE)
_WHOLE_COORDINATE = re.compile(r"[.°NSEWO]|\d{4}")
_HALF_TURN, _SIXTY, _POLE = 180, 60, 90
_LON, _LAT = ("lon", "lng", "long", "longitude", "x"), ("lat", "latitude", "y")


def read_angle(text: str) -> tuple[float, str] | None:
    """Read one coordinate.

    Returns
    -------
    tuple
        The number, and ``x`` or ``y`` where a letter says which it is, ``°`` where only a sign of degrees does; None
        when the text is no coordinate.
    """
    plain = _plain(html.unescape(text) if "&" in text else text)
    if _GROUPED.fullmatch(plain):
        return float(plain.replace(" ", "").replace(",", ".")), ""
    found = _ANGLE.fullmatch(plain)
    if found is None:
        return None
    letters = [found[name].upper() for name in ("first", "second", "last") if found[name]]
    parts = [float(found[name].replace(",", ".")) for name in ("deg", "min", "sec") if found[name]]
    if len(letters) > 1 or (letters and found["sign"] == "-" and letters[0] in "SWO"):
        return None
    # Only the last part may have decimals, and sixty minutes are a degree.
    if any(part != int(part) for part in parts[:-1]) or any(part >= _SIXTY for part in parts[1:]):
        return None
    value = sum(part / _SIXTY**power for power, part in enumerate(parts))
    axis = ("y" if letters[0] in "NS" else "x") if letters else ("°" if len(parts) > 1 or "°" in plain else "")
    if axis and value > (_POLE if axis == "y" else _HALF_TURN):
        return None
    negative = found["sign"] == "-" or (letters and letters[0] in "SWO")
    return (-value if negative else value), axis


def read_pair(text: str, *, latitude_first: bool = True) -> tuple[float, float, bool] | None:
    """Read both coordinates of one cell.

    Parameters
    ----------
    text
        The cell.
    latitude_first
        The order where no letter and no size of the numbers says it.

    Returns
    -------
    tuple
        x, y, and whether they are degrees; None when the text is no pair.
    """
    plain = _plain(_NAMES.sub(" ", html.unescape(text))).strip("()[]{} ").removeprefix("geo:")
    for left, right in _halves(plain):
        a, b = read_angle(left), read_angle(right)
        if a is None or b is None or {a[1], b[1]} in ({"x"}, {"y"}):
            continue
        (first, axis), (second, other) = a, b
        if axis == "x" or other == "y":
            return first, second, True
        if axis == "y" or other == "x":
            return second, first, True
        in_degrees = abs(first) <= _HALF_TURN and abs(second) <= _HALF_TURN
        swapped = (latitude_first and abs(first) <= _POLE) or abs(second) > _POLE
        return (second, first, True) if in_degrees and swapped else (first, second, in_degrees)
    return None


def read_shape(text: str) -> tuple[shapely.Geometry, int] | None:
    """Read WKT, EWKT, WKB in hexadecimal, GeoJSON, or an object of ``lon`` and ``lat``.

    Returns
    -------
    tuple
        The shape and its EPSG code, 0 where it says none; None when the text is no shape.
    """
    plain = text.strip()
    try:
        if hexadecimal := _HEX.fullmatch(plain):
            shape = shapely.from_wkb(bytes.fromhex(hexadecimal[1]))
            return shape, int(shapely.get_srid(shape))
        if plain.startswith(("{", "[")):
            return _from_json(plain)
        srid = _SRID.match(plain)
        plain = plain[srid.end() :] if srid else plain
        if _WKT.match(plain):
            return shapely.from_wkt(plain), int(srid[1]) if srid else 0
    except (shapely.GEOSException, ValueError, TypeError, RecursionError, NotImplementedError):
        return None
    return None


def _from_json(plain: str) -> tuple[shapely.Geometry, int] | None:
    try:
        value: Any = json.loads(plain)
    except ValueError:
        # Python and some exports write single quotes.
        value = json.loads(plain.replace("'", '"'))
    if not isinstance(value, dict):
        return None
    if value.get("type") == "Feature":
        value = value.get("geometry") or {}
    if "coordinates" in value or "geometries" in value:
        return shapely.from_geojson(json.dumps(value)), 0
    lower = {str(key).lower(): member for key, member in value.items()}
    pair = [next((lower[name] for name in names if name in lower), None) for names in (_LON, _LAT)]
    numbers = [read_angle(str(member)) for member in pair if member is not None]
    if len(numbers) != 2 or None in numbers:  # noqa: PLR2004 - longitude and latitude
        return None
    x, y = (number[0] for number in numbers if number)
    return (shapely.Point(x, y), 0) if math.isfinite(x) and math.isfinite(y) else None


def _plain(text: str) -> str:
    """Write one coordinate with plain signs: minus, degrees, minutes, seconds, one letter."""
    plain = text.translate(_TABLE)
    plain = _DEGREES.sub("°", _SECONDS.sub('"', plain))
    plain = _MINUTES.sub("'", plain)
    for pattern, sign in _WORDS:
        plain = pattern.sub(sign, plain)
    return " ".join(plain.split())


def _halves(plain: str) -> list[tuple[str, str]]:
    """Return the ways in which a text may be cut into two coordinates, the plainest first."""
    ways = [plain.split(mark) for mark in (";", "|", "/", ", ") if plain.count(mark) == 1]
    commas = plain.split(",")
    # One comma without a space is a decimal comma unless both sides are whole coordinates.
    if len(commas) == 4 or (len(commas) == 2 and all(map(_WHOLE_COORDINATE.search, commas))):  # noqa: PLR2004 - decimals
        middle = len(commas) // 2
        ways.append([",".join(commas[:middle]), ",".join(commas[middle:])])
    # 50°25'48"N 2°49'48"E and N50 25 48 E2 49 48: cut beside the letter.
    ways += [
        [plain[: cut.start() + 1], plain[cut.start() + 1 :].lstrip(" ,;")]
        for cut in re.finditer(r"(?<=[\d°'\" ])[NSEWO](?=[ ,;]*[-+]?[\d.])", plain, re.IGNORECASE)
    ]
    ways += [
        [plain[: cut.start()].rstrip(" ,;"), plain[cut.start() :]]
        for cut in re.finditer(r"(?<=[\d°'\"])[ ,;]*(?=[NSEWO] ?[-+]?\d)", plain, re.IGNORECASE)
    ]
    words = plain.split(" ")
    if len(words) % 2 == 0:
        middle = len(words) // 2
        ways.append([" ".join(words[:middle]), " ".join(words[middle:])])
    return [(left.strip(" ,;"), right.strip(" ,;")) for left, right in ways if left and right]
