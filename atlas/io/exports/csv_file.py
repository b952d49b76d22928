"""CSV: for programs, or for a French spreadsheet; beside it a dictionary of the columns."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from atlas.i18n import t
from atlas.io.exports.desk import DeskColumn, desk_columns, note_points, with_layer
from atlas.io.exports.tables import Table, joined_table, points_on, project, reference_system
from atlas.io.frames import wgs84
from atlas.io.provenance import CsvColumn, describe_columns
from atlas.spreadsheet_text import neutralise

if TYPE_CHECKING:
    from atlas.io.exports.export_job import ExportJob

SIDECAR = "-metadata.json"
# Names of columns that mean degrees to the import: a column of the layer of such a name gets another.
DEGREE_NAMES = ("lon", "lat", "longitude", "latitude", "long", "lng", "longitud", "latitud")
WKT = "wkt"
_DEGREES, _METRES = 7, 3
_FRENCH = "fr"


def write_csv(job: "ExportJob", path: Path) -> None:
    """Write all layers as one table."""
    if job.options.csv == "fr":
        _write_desk(job, path)
    else:
        _write_plain(job, path)


def csv_tables(job: "ExportJob") -> Table:
    """Return the table for programs, with the names that its columns have there."""
    table = joined_table(job.tables, job.known)
    added = _position_names(job, table)
    return table.with_names(job.known, taken=(*added, *DEGREE_NAMES) if "lon" in added else added)


def sidecar_text(job: "ExportJob", *, url: str) -> str:
    """Return the dictionary of the columns: CSV on the Web (W3C, 2015)."""
    if job.options.csv == "fr":
        columns = [CsvColumn(column.id, column.header) for column in _joined_desk(job)]
    else:
        table = csv_tables(job)
        columns = [CsvColumn(column, name) for column, name in table.names.items()]
        columns += [CsvColumn(name, name) for name in _position_names(job, table)]
    described = describe_columns(columns, job.provenance, url=url, french=job.options.csv == "fr")
    return json.dumps(described, ensure_ascii=False, indent=2)


def _write_plain(job: "ExportJob", path: Path) -> None:
    """Comma, decimal point, UTF-8 without BOM; positions as the last columns."""
    table = csv_tables(job)
    job.note_names(table)
    values = table.renamed_frame()
    texts = [column for column in values.columns if pd.api.types.is_string_dtype(values[column])]
    harmless = {column: values[column].map(neutralise, na_action="ignore") for column in texts}
    values = values.assign(**harmless).assign(**_positions(job, table))
    values.columns = pd.Index([neutralise(column) for column in values.columns])
    values.to_csv(path, index=False, encoding="utf-8")


def _position_names(job: "ExportJob", table: Table) -> tuple[str, ...]:
    if not table.has_positions:
        return ()
    pair = ("lon", "lat") if job.crs == wgs84() else ("x", "y")
    return pair if table.has_points_only else (*pair, WKT)


def _positions(job: "ExportJob", table: Table) -> dict[str, Any]:
    names = _position_names(job, table)
    if not names:
        return {}
    decimals = _DEGREES if job.crs.is_geographic else _METRES
    shapes = project(table, job.crs).shapes
    points = points_on(shapes)
    found: dict[str, Any] = {names[0]: points.x.round(decimals), names[1]: points.y.round(decimals)}
    if WKT in names:
        found[WKT] = shapely.to_wkt(shapes.to_numpy(), rounding_precision=decimals, trim=True)
    return found


def _write_desk(job: "ExportJob", path: Path) -> None:
    """Semicolon, decimal comma, UTF-8 with BOM, lines of Windows; titles and codes in French."""
    columns = _joined_desk(job)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([neutralise(column.header) for column in columns])
        for cells in zip(*(column.cells for column in columns), strict=True):
            writer.writerow([_as_french(cell) for cell in cells])


def _joined_desk(job: "ExportJob") -> list[DeskColumn]:
    """Return the columns of all layers, those of one header as one column."""
    crs = job.crs if job.options.crs else reference_system("EPSG:2154")
    parts = [desk_columns(table, job.provenance, _FRENCH, crs) for table in job.tables]
    note_points(job)
    if len(parts) == 1:
        return parts[0]
    titles = [table.layers[0].title(_FRENCH) if table.layers else table.name for table in job.tables]
    parts = [with_layer(part, title, _FRENCH) for part, title in zip(parts, titles, strict=True)]
    joined: dict[str, DeskColumn] = {}
    filled = 0
    for part in parts:
        count = len(part[0].cells)
        for column in part:
            kept = joined.setdefault(column.header, DeskColumn(column.id, column.header, []))
            kept.cells.extend([None] * (filled - len(kept.cells)))
            kept.cells.extend(column.cells)
        filled += count
    for column in joined.values():
        column.cells.extend([None] * (filled - len(column.cells)))
    return _positions_last(list(joined.values()))


def _positions_last(columns: list[DeskColumn]) -> list[DeskColumn]:
    return sorted(columns, key=lambda column: column.id in {"lon", "lat", "x", "y"})


def _as_french(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return t("value.true" if cell else "value.false", _FRENCH)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        # Six decimals, or six digits of a small number: the noise of binary fractions is nothing to read.
        text = np.format_float_positional(cell, precision=6, fractional=abs(cell) >= 1 or cell == 0, trim="-")
        return text.replace(".", ",")
    return cell.isoformat() if isinstance(cell, date) else neutralise(cell)
