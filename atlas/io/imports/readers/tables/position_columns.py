"""Which columns of a table may hold positions, by their names and by their first cells."""

import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import shapely

from atlas.io.imports.normalise.columns import field_id
from atlas.io.imports.readers.tables.coordinate_text import read_angle, read_pair, read_shape

# Column names that mean degrees; coordinates under other names raise a question.
LONGITUDE = {"longitude", "lon", "long", "lng", "longitud"}
LATITUDE = {"latitude", "lat", "latitud"}
# Words that may stand beside them: ``lon_wgs84``.
_BESIDE = {
    "wgs84",
    "wgs",
    "84",
    "4326",
    "epsg",
    "gps",
    "dd",
    "dms",
    "ddm",
    "coord",
    "geo",
    "deg",
    "degres",
    "degrees",
    "point",
    "2d",
    "centroid",
    "coordinates",
    "position",
    "location",
}
# Words in the name of a column of eastings, northings or positions.
WORDS = {
    *("x", "y", "est", "nord", "east", "north", "este", "norte", "easting", "northing", "e", "n", "l93", "lambert"),
    *("lambert93", "utm", "coord", "coords", "coordx", "coordy", "coordonnee", "coordonnees", "coordinate"),
    *("coordinates", "coordenada", "coordenadas", "gps", "xcoord", "ycoord", "abscisse", "ordonnee"),
}
_ONE_COLUMN = {
    *("geo", "geopoint", "geoshape", "latlon", "latlng", "latlong", "lonlat", "lnglat", "position", "location"),
    *("localisation", "geolocalisation", "geolocation", "wkt", "ewkt", "wkb", "geom", "geometry", "geometrie"),
    *("coordonnees", "coordinates", "coordenadas", "coords", "gps", "xy", "point", "posicao", "localizacao"),
}
_POINT = re.compile(r"\s*(?:SRID=\d+;)?\s*POINT\b", re.IGNORECASE)
_BLOCK, _SAMPLE, _MOSTLY = 10_000, 200, 0.5


def holds_both(name: str) -> bool:
    """Return whether the name of a column announces both coordinates."""
    words = set(field_id(name).split("_"))
    return bool(_ONE_COLUMN & words) or bool(words & LONGITUDE and words & LATITUDE)


def degree_columns(names: list[str]) -> tuple[str, str] | None:
    """Return the columns named longitude and latitude, when there is one of each."""
    for beside in (set(), _BESIDE):
        pair = []
        for words in (LONGITUDE, LATITUDE):
            parts = {name: set(field_id(name).split("_")) for name in names}
            pair.append([name for name, own in parts.items() if len(own & words) == 1 and own - words <= beside])
        if len(pair[0]) == len(pair[1]) == 1:
            return pair[0][0], pair[1][0]
    return None


def lettered_columns(texts: list[str], columns: dict[str, pa.ChunkedArray]) -> tuple[str, str] | None:
    """Return the columns of degrees whose letters say that one is of longitudes and the other of latitudes."""
    x, y = ([name for name in texts if mostly(columns[name], is_axis)] for is_axis in (_is_x, _is_y))
    return (x[0], y[0]) if len(x) == len(y) == 1 else None


def _axis(text: str) -> str:
    angle = read_angle(text)
    return angle[1] if angle else ""


def _is_x(text: str) -> bool:
    return _axis(text) == "x"


def _is_y(text: str) -> bool:
    return _axis(text) == "y"


def axis_of(cells: pa.ChunkedArray) -> str:
    """Return the axis that the letters of a column name: ``x``, ``y``, or nothing."""
    axes = {_axis(text) for text in _sample(cells)} if is_text(cells.type) else set()
    return axes.pop() if len(axes) == 1 and axes <= {"x", "y"} else ""


def mostly(cells: pa.ChunkedArray, matches: Callable[[str], bool]) -> bool:
    """Return whether at least half of the first cells that are not blank match."""
    some = _sample(cells)
    return bool(some) and sum(map(matches, some)) >= _MOSTLY * len(some)


def _sample(cells: pa.ChunkedArray) -> list[str]:
    """Return the first cells that are not blank."""
    some = as_texts(cells.slice(0, _BLOCK).drop_null().slice(0, _SAMPLE))
    return [text for text in some if text and text.strip()]


def holds_drawn(cells: pa.ChunkedArray) -> bool:
    """Return whether a cell is a line, an area or several points: one that a pair of coordinates cannot say."""
    return any(_is_drawn(text) for text in as_texts(cells) if text)


def _is_drawn(text: str) -> bool:
    # Most shapes are points in WKT: they need not be parsed.
    found = None if _POINT.match(text) else read_shape(text)
    return found is not None and bool(shapely.get_type_id(found[0]) != shapely.GeometryType.POINT)


def is_lettered_pair(text: str) -> bool:
    """Return whether a text is both coordinates, with the letters or signs of degrees."""
    # Codes have letters between numbers too, 1E5 and N5E7: a pair has two signs of degrees, or a letter for each axis.
    both = re.search(r"[NS]", text) and re.search(r"[EWO]", text) and re.search(r"[°., ]", text)
    return bool(text.count("°") > 1 or both) and read_pair(text) is not None


def as_texts(cells: pa.ChunkedArray) -> list[str | None]:
    """Return cells as texts; bytes in hexadecimal."""
    if is_bytes(cells.type):
        return [None if cell is None else cell.hex() for cell in cells.to_pylist()]
    return [None if cell is None else str(cell) for cell in cells.to_pylist()]


def is_bytes(kind: Any) -> bool:
    """Return whether a type of Arrow holds bytes."""
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def is_text(kind: Any) -> bool:
    """Return whether a type of Arrow holds text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
