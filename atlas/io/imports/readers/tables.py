"""Read tables with columns of coordinates: CSV and XLSX."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from zipfile import BadZipFile

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from atlas.errors import LayerDataError
from atlas.io.imports.normalise.column_types import blank_as_null, numbers, typed_text
from atlas.io.imports.normalise.columns import printable
from atlas.io.imports.readers.text_encoding import file_encoding, find_encoding
from atlas.io.imports.report import OpenQuestion
from atlas.io.imports.source_file import RawTable, SourceFile, check_size

# Column names that mean degrees; coordinates under other names raise a question.
_LONGITUDE = {"longitude", "lon", "long", "lng", "longitud"}
_LATITUDE = {"latitude", "lat", "latitud"}
_DELIMITERS = ",;\t|"
_CELL = 1_000_000
_BLOCK = 10_000
# A sheet may end in any number of formatted empty rows; a table does not hold as many.
_EMPTY_ROWS = 1_000
_BROKEN = (
    BadZipFile,
    InvalidFileException,
    DefusedXmlException,
    KeyError,
    ValueError,
    OSError,
    SyntaxError,
    TypeError,
    AttributeError,
    IndexError,
)

Row = Sequence[Any]


def read_sheet(source: SourceFile) -> RawTable:
    """Read one table; see `atlas.io.imports.readers.read_file.read_file`."""
    if source.kind == "csv":
        return read_rows(source, _csv_rows(source), typed=False)
    return read_rows(source, _xlsx_rows(source), typed=True)


def read_rows(source: SourceFile, rows: Iterable[Row], *, typed: bool) -> RawTable:
    """Read a table whose first row names its columns; `typed`: cells have types of their own."""
    columns, kinds = _columns(source, rows)
    x, y, degrees = _coordinates(source, list(columns))
    shapes = _points(source, columns.pop(x), columns.pop(y))
    # In a spreadsheet a text cell is marked as text, in a CSV file it is not.
    texts = {name for name, found in kinds.items() if typed and str in found}
    decimal = _decimal_hint(source)
    plain = {
        name: blank_as_null(cells) if name in texts else _typed(source, name, cells, decimal)
        for name, cells in columns.items()
    }
    return RawTable(plain, shapes, "EPSG:4326" if degrees else None, "format")


def _csv_rows(source: SourceFile) -> Iterator[Row]:
    answer = source.answers.encoding
    encoding = find_encoding(answer) if answer else file_encoding(source)
    source.findings.encoding = encoding
    csv.field_size_limit(_CELL)
    try:
        named = "utf-8-sig" if encoding == "UTF-8" else encoding
        # A damaged character of a text that is UTF-8 otherwise was counted; what the user names must fit.
        with source.path.open(encoding=named, errors="strict" if answer else "replace", newline="") as file:
            head = file.readline(_CELL)
            delimiter = max(_DELIMITERS, key=head.count)
            file.seek(0)
            yield from csv.reader(file, delimiter=delimiter)
    except UnicodeError as exc:
        raise LayerDataError("encoding_wrong", path=source.name) from exc
    except csv.Error as exc:
        raise LayerDataError("import_damaged", path=source.name, problem=exc) from exc


def _xlsx_rows(source: SourceFile) -> Iterator[Row]:
    try:
        book = openpyxl.load_workbook(source.path, read_only=True, data_only=True, keep_links=False)
        filled = {sheet.title: sheet for sheet in book.worksheets if _is_filled(sheet)}
        wanted = source.answers.layer or (next(iter(filled)) if len(filled) == 1 else None)
        if filled and wanted not in filled:
            raise OpenQuestion("layer", options=tuple(filled))
        if wanted is not None:
            source.findings.layer = wanted
            yield from filled[wanted].iter_rows(values_only=True)
    except _BROKEN as exc:
        raise LayerDataError("import_damaged", path=source.name, problem=exc) from exc


def _is_filled(sheet: Any) -> bool:
    """Return whether the first rows of a sheet hold a value (charts have no rows at all)."""
    rows = getattr(sheet, "iter_rows", lambda **_: iter(()))(max_row=_EMPTY_ROWS, values_only=True)
    return any(value is not None for row in rows for value in row)


def _columns(source: SourceFile, rows: Iterable[Row]) -> tuple[dict[str, pa.ChunkedArray], dict[str, set[type]]]:
    """Return the cells as text, column by column, and the types that the file gave them."""
    following = iter(rows)
    header = _header(source, following)
    blocks: list[list[pa.Array]] = [[] for _ in header]
    kinds: list[set[type]] = [set() for _ in header]
    count = size = 0
    for block in _in_blocks(source, following, len(header)):
        for position, cells in enumerate(zip(*block, strict=True)):
            kinds[position] |= {type(cell) for cell in cells if cell is not None}
            blocks[position].append(pa.array([_as_text(cell) for cell in cells], type=pa.string()))
            size += blocks[position][-1].nbytes
        count += len(block)
        check_size(source, rows=count, size=size)
    columns = {name: pa.chunked_array(own, type=pa.string()) for name, own in zip(header, blocks, strict=True)}
    return columns, dict(zip(header, kinds, strict=True))


def _header(source: SourceFile, rows: Iterator[Row]) -> list[str]:
    """Return the names in the first row that holds any; a name that comes again gets a number."""
    first: Row = next((row for row in rows if any(cell not in {None, ""} for cell in row)), ())
    names: list[str] = []
    while first and first[-1] in {None, ""}:
        first = first[:-1]
    check_size(source, columns=len(first))
    for position, cell in enumerate(first):
        plain = " ".join((_as_text(cell) or f"column {position + 1}").split())
        again = sum(name == plain or name.startswith(f"{plain} (") for name in names)
        names.append(f"{plain} ({again + 1})" if again else plain)
    if not names:
        raise LayerDataError("import_no_layer", path=source.name)
    return names


def _in_blocks(source: SourceFile, rows: Iterator[Row], width: int) -> Iterator[list[Row]]:
    block: list[Row] = []
    empty = 0
    for number, row in enumerate(rows, 2):
        if not any(cell not in {None, ""} for cell in row):
            empty += 1
            if empty > _EMPTY_ROWS and source.kind == "xlsx":
                break
            continue
        if len(row) > width and any(cell not in {None, ""} for cell in row[width:]):
            raise LayerDataError("import_ragged", path=source.name, row=number, found=len(row), expected=width)
        block.append((*row, *(None,) * (width - len(row)))[:width])
        if len(block) == _BLOCK:
            yield block
            block = []
    yield block


def _as_text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)  # noqa: PLR2004 - exact in a float
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, (date, datetime, time)) else str(cell)


def _typed(source: SourceFile, name: str, column: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray:
    """Return a column of text in the type of its cells; note how its numbers were read, and how else they could be."""
    typed, style = typed_text(column, source.answers.decimal or decimal)
    if style is not None:
        other = "," if style.decimal == "." else "."
        read = {mark: _read_as(style.example, mark) for mark in (style.decimal, other)}
        key = "numbers_open" if style.is_open and not source.answers.decimal else "numbers_read"
        values = {"other": read[other], "mark": other} if key == "numbers_open" else {}
        source.findings.note(key, column=printable(name), text=style.example, value=read[style.decimal], **values)
    return typed


def _read_as(text: str, decimal: str) -> str:
    """Return a text as the number that it is with a decimal mark."""
    grouping = "." if decimal == "," else ","
    plain = "".join(character for character in text if character.isdigit() or character in "-,.")
    return plain.replace(grouping, "").replace(",", ".")


def _decimal_hint(source: SourceFile) -> str:
    """Return the decimal mark that a text file uses beyond doubt, else the one that its delimiter suggests."""
    if source.kind != "csv":
        return "."
    encoding = source.findings.encoding or "utf-8"
    with source.path.open(encoding=encoding, errors="replace", newline="") as file:
        head = file.read(_CELL)
    if max(_DELIMITERS, key=head.partition("\n")[0].count) == ",":
        return "."
    # Three digits may be thousands; more or fewer are decimals.
    points, commas = (len(re.findall(rf"\d[{mark}](\d\d?|\d{{4,}})(?![\d.,])", head)) for mark in ".,")
    return "." if points > commas else ","


def _coordinates(source: SourceFile, names: list[str]) -> tuple[str, str, bool]:
    """Return the coordinate columns, and whether their names mean degrees."""
    answers = source.answers
    lower = {name: name.strip().lower() for name in names}
    longitudes = [name for name, plain in lower.items() if plain in _LONGITUDE]
    latitudes = [name for name, plain in lower.items() if plain in _LATITUDE]
    if answers.x or answers.y:
        if not (answers.x in lower and answers.y in lower and answers.x != answers.y):
            raise OpenQuestion("columns", options=tuple(names))
        return str(answers.x), str(answers.y), answers.x in longitudes and answers.y in latitudes
    if len(longitudes) != 1 or len(latitudes) != 1:
        raise OpenQuestion("columns", options=tuple(names))
    return longitudes[0], latitudes[0], True


def _points(source: SourceFile, x: pa.ChunkedArray, y: pa.ChunkedArray) -> pa.ChunkedArray:
    """Make points of two columns, null where a cell is blank; cells that are no number are counted."""
    chunks = []
    for start in range(0, max(len(x), 1), _BLOCK):
        easting, northing = (numbers(column.slice(start, _BLOCK)) for column in (x, y))
        given = pc.and_(*(pc.is_valid(blank_as_null(column.slice(start, _BLOCK))) for column in (x, y)))
        known = pc.and_(pc.is_valid(easting), pc.is_valid(northing))
        source.findings.repair("not_a_number", pc.sum(pc.and_not(given, known)).as_py() or 0)
        pairs = [pc.fill_null(column, 0.0).to_numpy() for column in (easting, northing)]
        points = shapely.to_wkb(shapely.points(*pairs))
        chunks.append(pc.if_else(known, pa.array(points, type=pa.binary()), pa.scalar(None, pa.binary())))
    return pa.chunked_array([part for chunk in chunks for part in getattr(chunk, "chunks", [chunk])], type=pa.binary())
