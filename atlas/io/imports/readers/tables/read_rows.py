"""Read tables with columns of coordinates: CSV, XLSX and OpenDocument."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from zipfile import BadZipFile

import pyarrow as pa
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from atlas.errors import LayerDataError
from atlas.io.imports.normalise.column_types import blank_as_null, typed_text
from atlas.io.imports.normalise.columns import printable
from atlas.io.imports.readers.tables.csv_file import LONGEST_CELL, find_delimiter, read_lines
from atlas.io.imports.readers.tables.positions import read_positions
from atlas.io.imports.readers.tables.spreadsheet import EMPTY_ROWS, read_sheet_rows
from atlas.io.imports.readers.tables.table_head import find_names
from atlas.io.imports.readers.text_encoding import file_encoding, find_encoding
from atlas.io.imports.source_file import RawTable, SourceFile, check_size

_BLOCK = 10_000
# Lines that tell the delimiter.
_HEAD_LINES = 30
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
    columns, kinds, numbered = _columns(source, rows)
    table = read_positions(source, RawTable(columns, row_numbers=numbered))
    # In a spreadsheet a text cell is marked as text, in a CSV file it is not.
    texts = {name for name, found in kinds.items() if typed and str in found}
    decimal = _decimal_hint(source)
    for name, cells in table.columns.items():
        table.columns[name] = blank_as_null(cells) if name in texts else _typed(source, name, cells, decimal)
    return table


def _csv_rows(source: SourceFile) -> Iterator[Row]:
    answer = source.answers.encoding
    encoding = find_encoding(answer) if answer else file_encoding(source)
    source.findings.encoding = encoding
    named = "utf-8-sig" if encoding == "UTF-8" else encoding
    try:
        # A damaged character of a text that is UTF-8 otherwise was counted; what the user names must fit.
        with source.path.open(encoding=named, errors="strict" if answer else "replace", newline="") as file:
            yield from read_lines(source, file)
    except UnicodeError as exc:
        raise LayerDataError("encoding_wrong", path=source.name) from exc
    except csv.Error as exc:
        raise LayerDataError("import_damaged", path=source.name, problem=exc) from exc


def _xlsx_rows(source: SourceFile) -> Iterator[Row]:
    try:
        yield from read_sheet_rows(source)
    except _BROKEN as exc:
        raise LayerDataError("import_damaged", path=source.name, problem=exc) from exc


def _columns(
    source: SourceFile, rows: Iterable[Row]
) -> tuple[dict[str, pa.ChunkedArray], dict[str, set[type]], list[int]]:
    """Return the cells as text, column by column, the types that the file gave them, and the numbers of the rows."""
    start, named = find_names(source, rows)
    following = enumerate(named, start)
    numbered: list[int] = []
    header = _header(source, following)
    blocks: list[list[pa.Array]] = [[] for _ in header]
    kinds: list[set[type]] = [set() for _ in header]
    count = size = 0
    for block in _in_blocks(source, following, len(header), numbered):
        for position, cells in enumerate(zip(*block, strict=True)):
            kinds[position] |= {type(cell) for cell in cells if cell is not None}
            blocks[position].append(pa.array([_as_text(cell) for cell in cells], type=pa.string()))
            size += blocks[position][-1].nbytes
        count += len(block)
        check_size(source, rows=count, size=size)
    columns = {name: pa.chunked_array(own, type=pa.string()) for name, own in zip(header, blocks, strict=True)}
    return columns, dict(zip(header, kinds, strict=True)), numbered


def _header(source: SourceFile, rows: Iterator[tuple[int, Row]]) -> list[str]:
    """Return the names in the first row that holds any; a name that comes again gets a number."""
    first: Row = next((row for _, row in rows if any(cell not in {None, ""} for cell in row)), ())
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


def _in_blocks(
    source: SourceFile, rows: Iterator[tuple[int, Row]], width: int, numbered: list[int]
) -> Iterator[list[Row]]:
    """Yield the filled rows in blocks; their numbers in the file are appended to `numbered`."""
    block: list[Row] = []
    empty = 0
    for number, row in rows:
        if not any(cell not in {None, ""} for cell in row):
            empty += 1
            if empty > EMPTY_ROWS and source.kind in {"xlsx", "ods"}:
                break
            continue
        if len(row) > width and any(cell not in {None, ""} for cell in row[width:]):
            raise LayerDataError("import_ragged", path=source.name, row=number, found=len(row), expected=width)
        numbered.append(number)
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
        head = file.read(LONGEST_CELL)
    if find_delimiter(head.splitlines()[:_HEAD_LINES]) == ",":
        return "."
    # Three digits may be thousands; more or fewer are decimals.
    points, commas = (len(re.findall(rf"\d[{mark}](\d\d?|\d{{4,}})(?![\d.,])", head)) for mark in ".,")
    return "." if points > commas else ","
