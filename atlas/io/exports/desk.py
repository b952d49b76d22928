"""Tables as people read them: titles and codes in a language, numbers, dates, positions as columns."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyproj

from atlas.i18n import t
from atlas.io.exports.tables import ID, LAYER, Table, coordinates, points_on
from atlas.io.frames import wgs84

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from atlas.catalog import Field
    from atlas.io.exports.export_job import ExportJob
    from atlas.io.provenance import Provenance

LAMBERT_93 = "EPSG:2154"
_DEGREES, _METRES = 6, 2
# A spreadsheet begins to count days in 1900, with a day too many before March.
_FIRST_DAY = date(1900, 3, 1)
_DAY = 10


@dataclass(frozen=True, slots=True)
class DeskColumn:
    """A column: the id of its field, its header, its cells (text, number, date, truth value or None).

    ``decimals`` is how many of a number matter, None where all do.
    """

    id: str
    header: str
    cells: list[Any]
    decimals: int | None = None


def desk_columns(table: Table, provenance: "Provenance", lang: str, crs: pyproj.CRS) -> list[DeskColumn]:
    """Return the columns of a table of one layer for a spreadsheet.

    Parameters
    ----------
    table
        Rows in longitude and latitude.
    provenance
        Where they come from.
    lang
        Language of titles and codes.
    crs
        A second pair of coordinates beside longitude and latitude: in France commonly Lambert-93.

    Returns
    -------
    list
        ``id``, the columns of the layer, then the positions: a point on the line or within the area where the row is
        none. A row outside the area of use of `crs` has no x and y; without any row inside there are none.
    """
    layer = table.layers[0] if table.layers else None
    fields = {column: field for column in table.frame if (field := provenance.field_of(layer, column))}
    positions = _position_columns(table, crs, lang)
    headers = _unique_headers(table, fields, lang, taken=[column.header for column in positions])
    columns = []
    for column, header in headers.items():
        convert = _converter(fields[column], lang) if column in fields else _plain
        cells = [None if pd.isna(cell) else convert(cell) for cell in table.frame[column].astype("object")]
        columns.append(DeskColumn(column, header, cells))
    return columns + positions


def note_points(job: "ExportJob") -> None:
    """Note the layers whose positions are points on lines or areas."""
    names = [table.name for table in job.tables if table.has_positions and not table.has_points_only]
    if names:
        job.note("points_on", layer=", ".join(names))


def with_layer(columns: list[DeskColumn], title: str, lang: str) -> list[DeskColumn]:
    """Return columns with the title of their layer as the second one."""
    layer = DeskColumn(LAYER, t("export.layer", lang), [title] * len(columns[0].cells))
    return [columns[0], layer, *columns[1:]]


def _unique_headers(table: Table, fields: "dict[str, Field]", lang: str, *, taken: "Iterable[str]") -> dict[str, str]:
    """Return a header for each column: its title with its unit, numbered where another column has the same."""
    used = {header.casefold() for header in (*taken, ID, t("export.layer", lang))}
    headers = {ID: ID}
    for column in table.frame.columns[1:]:
        field = fields.get(column)
        title = column if field is None else field.title(lang)
        title = f"{title} ({field.unit})" if field is not None and field.unit else title
        stem = title = " ".join(title.split()) or column
        number = 2
        while title.casefold() in used:
            title, number = f"{stem} ({number})", number + 1
        used.add(title.casefold())
        headers[column] = title
    return headers


def _converter(field: "Field", lang: str) -> "Callable[[Any], Any]":
    if field.type == "date":
        return _day
    if field.type != "string" or not field.codes:
        return _plain
    codes = {code: text(lang) for code, text in field.codes.items()}
    if field.separator is None:
        return lambda cell: codes.get(cell, cell)
    separator = field.separator
    return lambda cell: f"{separator} ".join(codes.get(part.strip(), part.strip()) for part in cell.split(separator))


def _day(text: str) -> date | str:
    """Return a day as a date; a month, a year, or a day that no spreadsheet counts stays a text."""
    try:
        day = date.fromisoformat(text) if len(text) == _DAY else None
    except ValueError:
        return text
    return text if day is None or day < _FIRST_DAY else day


def _plain(cell: Any) -> Any:
    value = cell.item() if isinstance(cell, np.generic) else cell
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value if isinstance(value, bool | int | float | str | date) else str(value)


def _position_columns(table: Table, crs: pyproj.CRS, lang: str) -> list[DeskColumn]:
    if not table.has_positions:
        return []
    points = points_on(table.shapes)
    columns = []
    degrees = coordinates(points, wgs84())
    for side, (name, key) in enumerate((("lon", "longitude"), ("lat", "latitude"))):
        columns.append(_numbers(name, t(f"export.{key}", lang), degrees[:, side], _DEGREES))
    if crs == wgs84():
        return columns
    metres = coordinates(points, crs)
    if np.isfinite(metres).any():
        decimals = _DEGREES if crs.is_geographic else _METRES
        for side, name in enumerate("xy"):
            columns.append(_numbers(name, f"{name.upper()} ({_short_name(crs)})", metres[:, side], decimals))
    return columns


def _numbers(name: str, header: str, values: np.ndarray, decimals: int) -> DeskColumn:
    cells = [None if np.isnan(value) else float(value) for value in values.round(decimals)]
    return DeskColumn(name, header, cells, decimals)


def _short_name(crs: pyproj.CRS) -> str:
    return "Lambert-93" if crs.to_authority() == ("EPSG", "2154") else crs.to_string()
