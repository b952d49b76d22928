"""Rows of a sheet of a workbook, with what only its formats say: codes, merged cells, error values, hidden sheets."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl

from atlas.environment import MEGABYTE
from atlas.i18n import LANGUAGES, t
from atlas.io.imports.normalise.columns import printable
from atlas.io.imports.readers.tables.number_formats import code_text
from atlas.io.imports.readers.tables.opendocument import read_rows_of, sheet_names
from atlas.io.imports.report import OpenQuestion
from atlas.io.imports.source_file import SourceFile
from atlas.spreadsheet_text import text_of_workbook

# A sheet may end in any number of formatted empty rows; a table does not hold as many.
EMPTY_ROWS = 1_000
# Larger files are not read again for their merged cells and formulas.
_MERGED_BYTES = 5 * MEGABYTE

Cells = list[Any]


def read_sheet_rows(source: SourceFile) -> Iterator[Cells]:
    """Yield the rows of the one visible sheet that is filled, or of the one that the user named.

    A whole number that its format shows as a code (``00000``) is that text; an error (``#N/A``) is no value; a
    merged cell has its value in every place. The findings count the last two, and formulas that have no value.

    Raises
    ------
    OpenQuestion
        Several sheets hold values.
    """
    if source.kind == "ods":
        yield from _opendocument_rows(source)
        return
    with closing(openpyxl.load_workbook(source.path, read_only=True, data_only=True, keep_links=False)) as book:
        filled = {sheet.title: sheet for sheet in book.worksheets if _is_filled(sheet)}
        wanted = _choose(source, {title: sheet.sheet_state != "visible" for title, sheet in filled.items()})
        if wanted is None:
            return
        merged = _merged_cells(source.path, wanted)
        source.findings.repair("cells_merged", len(merged))
        formulas = _formulas(source.path, wanted)
        for number, row in enumerate(filled[wanted].iter_rows(), 1):
            cells = [_value(source, cell) for cell in row]
            for position in range(len(cells)):
                if (number, position + 1) in merged and cells[position] is None:
                    cells[position] = merged[number, position + 1]
                if cells[position] is None and (number, position + 1) in formulas:
                    source.findings.repair("formulas_unread", 1)
            yield cells


def _opendocument_rows(source: SourceFile) -> Iterator[Cells]:
    wanted = _choose(source, sheet_names(source.path))
    if wanted is None:
        return
    for cells, unread in read_rows_of(source.path, wanted):
        source.findings.repair("formulas_unread", unread)
        yield cells


def _choose(source: SourceFile, filled: dict[str, bool]) -> str | None:
    """Return the sheet to read, of those that hold values and whether each is hidden; note the hidden ones.

    Raises
    ------
    OpenQuestion
        Several that are visible hold values; the hidden ones are offered last.
    """
    # The atlas's own workbooks end in a sheet of sources, which is no layer.
    sources = {t("export.sources", lang) for lang in LANGUAGES}
    offered = [title for title in filled if title not in sources] or list(filled)
    visible = [title for title in offered if not filled[title]] or offered
    wanted = source.answers.layer or (visible[0] if len(visible) == 1 else None)
    if filled and wanted not in filled:
        raise OpenQuestion("layer", options=(*visible, *(title for title in offered if title not in visible)))
    if hidden := [title for title in offered if filled[title] and title != wanted]:
        source.findings.note("sheets_hidden", layers=", ".join(map(printable, hidden)))
    if wanted is not None:
        source.findings.layer = wanted
    return wanted


def _value(source: SourceFile, cell: Any) -> Any:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        source.findings.repair("cells_in_error", 1)
        return None
    if isinstance(value, str):
        return text_of_workbook(value)
    code = code_text(value, cell.number_format or "") if isinstance(value, int | float) else None
    return value if code is None else code


def _is_filled(sheet: Any) -> bool:
    """Return whether the first rows of a sheet hold a value (charts have no rows at all)."""
    rows = getattr(sheet, "iter_rows", lambda **_: iter(()))(max_row=EMPTY_ROWS, values_only=True)
    return any(value is not None for row in rows for value in row)


def _formulas(path: Path, title: str) -> set[tuple[int, int]]:
    """Return the places of formulas: one that no spreadsheet has computed has no value in the file."""
    if path.stat().st_size > _MERGED_BYTES:
        return set()
    with closing(openpyxl.load_workbook(path, read_only=True, keep_links=False)) as book:
        rows = enumerate(book[title].iter_rows(), 1)
        return {(number, at) for number, row in rows for at, cell in enumerate(row, 1) if cell.data_type == "f"}


def _merged_cells(path: Path, title: str) -> dict[tuple[int, int], Any]:
    """Return the value of each place that a merged cell covers beyond its first, by row and column."""
    if path.stat().st_size > _MERGED_BYTES:
        return {}
    sheet = openpyxl.load_workbook(path, data_only=True, keep_links=False)[title]
    found: dict[tuple[int, int], Any] = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        # A title across the table stands above it, and is no value of its columns.
        if area.min_row < area.max_row and value is not None:
            places = ((row, column) for row in range(area.min_row, area.max_row + 1) for column in (area.min_col,))
            found |= {place: value for place in places if place != (area.min_row, area.min_col)}
    return found
