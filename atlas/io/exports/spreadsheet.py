"""XLSX: a sheet a layer, as people read it, and a sheet with sources and conditions."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from atlas.errors import LayerDataError
from atlas.i18n import t
from atlas.io.exports.desk import LAMBERT_93, DeskColumn, desk_columns, note_points
from atlas.io.exports.tables import Table, reference_system
from atlas.spreadsheet_text import starts_formula, workbook_text

if TYPE_CHECKING:
    from atlas.io.exports.export_job import ExportJob

_MOST_ROWS, _MOST_COLUMNS, _MOST_LETTERS = 1_048_575, 16_384, 32_767
_SHEET_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# Letters that a column is wide: as its cells, within reason.
_NARROW, _WIDE, _SEEN = 9, 48, 200
_SOURCE_WIDTHS = (28, 30, 40, 40, 24, 14, 14, 60)


def write_spreadsheet(job: "ExportJob", path: Path) -> None:
    """Write one sheet a layer, then the sources.

    Raises
    ------
    LayerDataError
        A layer has more rows or columns than a sheet holds.
    """
    lang = job.options.lang
    crs = job.crs if job.options.crs else reference_system(LAMBERT_93)
    book = Workbook(write_only=True)
    sources = t("export.sources", lang)
    names = _sheet_names([_title(table, lang) for table in job.tables], taken=sources)
    note_points(job)
    for table, name in zip(job.tables, names, strict=True):
        columns = desk_columns(table, job.provenance, lang, crs)
        if len(table.frame) > _MOST_ROWS or len(columns) > _MOST_COLUMNS:
            raise LayerDataError("sheet_full", path=table.name, limit=_MOST_ROWS)
        on_shapes = table.has_positions and not table.has_points_only
        _fill(job, book.create_sheet(name), columns, note=t("export.position_note", lang) if on_shapes else None)
    _fill_sources(job, book.create_sheet(sources))
    book.save(path)


def _title(table: Table, lang: str) -> str:
    return table.layers[0].title(lang) if table.layers else table.name


def _sheet_names(titles: Sequence[str], *, taken: str) -> list[str]:
    """Return a name for each sheet: at most 31 letters, without the signs of references, each once."""
    used, names = {taken.casefold()}, []
    for title in titles:
        stem = " ".join(workbook_text(title).translate(_FORBIDDEN).split()) or "?"
        name, number = stem[:_SHEET_NAME].strip(), 2
        while name.casefold() in used:
            suffix = f" ({number})"
            name, number = stem[: _SHEET_NAME - len(suffix)].strip() + suffix, number + 1
        used.add(name.casefold())
        names.append(name)
    return names


def _fill(job: "ExportJob", sheet: Any, columns: list[DeskColumn], *, note: str | None) -> None:
    for position, column in enumerate(columns, 1):
        texts = [column.header, *(str(cell) for cell in column.cells[:_SEEN] if cell is not None)]
        width = min(max(max(map(len, texts)) + 2, _NARROW), _WIDE)
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(columns[0].cells) + 1}"
    sheet.append([_header(sheet, column, note) for column in columns])
    cut = 0
    for cells in zip(*(column.cells for column in columns), strict=True):
        cut += sum(isinstance(cell, str) and len(cell) > _MOST_LETTERS for cell in cells)
        sheet.append([_cell(sheet, cell) for cell in cells])
    if cut:
        job.note("cut", count=cut, limit=_MOST_LETTERS)


def _header(sheet: Any, column: DeskColumn, note: str | None) -> Any:
    cell = _text(sheet, column.header)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    if note and column.decimals is not None:
        cell.comment = Comment(note, "atlas")
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        # Also what is called like an error value: `#N/A`.
        apart = starts_formula(value) or value.startswith("#") or workbook_text(value) != value
        return _text(sheet, value) if apart else value
    if isinstance(value, date):
        cell: Any = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value


def _text(sheet: Any, text: str) -> Any:
    """Return a cell that is a text, also after somebody has typed in it: openpyxl makes a formula of ``=``."""
    cell = WriteOnlyCell(sheet, workbook_text(text))
    cell.data_type = "s"
    if starts_formula(text):
        cell.quotePrefix = True
    return cell


def _fill_sources(job: "ExportJob", sheet: Any) -> None:
    """Write what was asked, the notes, and the sources with their conditions of use."""
    lang, provenance = job.options.lang, job.provenance
    for position, width in enumerate(_SOURCE_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    if provenance.question:
        _append(sheet, (t("export.question", lang), provenance.question))
    _append(sheet, (t("export.query", lang), provenance.link))
    _append(sheet, (t("export.date", lang), provenance.made))
    for sentence in job.sentences(lang):
        _append(sheet, (t("export.note_title", lang), sentence))
    sheet.append([])
    heads = ("layer", "producer", "document", "address", "licence", "published", "accessed", "citation")
    header = [_text(sheet, t(f"export.{head}", lang)) for head in heads]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    titles = {layer.id: layer.title(lang) for layer in provenance.layers}
    for layer_id, source in provenance.sources:
        licence = t(f"licence.{source.licence}", lang)
        legal = source.legal_note(lang) if source.legal_note else ""
        producer = source.producer_names(lang)
        about = (titles[layer_id], producer, source.title, source.url, licence, source.published)
        _append(sheet, (*about, source.accessed, source.cited, legal))


def _append(sheet: Any, values: Iterable[Any]) -> None:
    sheet.append([_cell(sheet, value) for value in values])
