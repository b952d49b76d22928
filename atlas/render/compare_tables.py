"""A comparison as CSV and as a spreadsheet; both contain perimeter and versions, the spreadsheet also the sources."""

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from atlas.i18n import t
from atlas.scene.compare.measures import BOUNDS
from atlas.scene.query.compare_parameters import MOST_SIDE_BY_SIDE
from atlas.spreadsheet_text import harmless, workbook_text

if TYPE_CHECKING:
    from datetime import date

    from openpyxl.worksheet.worksheet import Worksheet

    from atlas.scene.compare.messages import CellMessage, ComparisonMessage, LineMessage

COLUMNS = (
    "territory",
    "name",
    "level",
    "indicator",
    "title",
    "value",
    "unit",
    "rank",
    "rank_note",
    "reference",
    "reference_value",
    "gap",
    "valid",
    "expected",
    "perimeter",
    "normalisation",
    "year",
    "versions",
    "notes",
    "completeness",
)
_WIDE, _NARROW = 44, 15


def comparison_csv(state: "ComparisonMessage") -> bytes:
    """Return a comparison as CSV, UTF-8: one row per value, in full precision."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in table_rows(state))
    return text.getvalue().encode()


def comparison_xlsx(state: "ComparisonMessage", lang: str, *, made: "date", address: str) -> bytes:
    """Return a comparison as a spreadsheet: the table of the page, every value, the sentences, the sources."""
    book = Workbook()
    # A new workbook has one sheet; the type says None is possible.
    first: Any = book.active
    first.title = t("compare.table", lang)
    many = len(state["territories"]) > MOST_SIDE_BY_SIDE
    (_one_below_another if many else _side_by_side)(first, state, lang)
    _fill(book.create_sheet(t("compare.numbers", lang)), [COLUMNS, *table_rows(state)])
    sentences = [(sentence["text"], sentence["source"]) for sentence in state["sentences"]]
    _fill(book.create_sheet(t("compare.sentences", lang)), sentences, wide=(1, 2))
    about = [(t("compare.made", lang), made.isoformat()), (t("compare.link", lang), address)]
    about += [(licence, "; ".join(producers)) for licence, *producers in state["credits"]]
    _fill(book.create_sheet(t("compare.sources", lang)), about, wide=(1, 2))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def table_rows(state: "ComparisonMessage") -> list[tuple[Any, ...]]:
    """Return every value of a comparison as a row of `COLUMNS`."""
    return [
        (
            territory["id"],
            territory["name"],
            territory["level"],
            line["id"],
            line["title"],
            cell["value"],
            line["unit"],
            cell["rank"],
            "; ".join([line["rank_note"], *state["warnings"]]) if cell["rank"] or not line["ranked"] else None,
            state["reference"]["id"],
            line["reference"]["value"],
            cell["gap"],
            cell["valid"],
            cell["expected"],
            state["perimeter"]["id"],
            state["norm"]["id"],
            state["year"],
            "; ".join(state["versions"]),
            "; ".join(cell["notes"]),
            cell["completeness"],
        )
        for line in state["lines"]
        for territory, cell in zip(state["territories"], line["cells"], strict=True)
    ]


def _side_by_side(sheet: "Worksheet", state: "ComparisonMessage", lang: str) -> None:
    reference = f"{t('compare.reference', lang)} ({state['reference']['name']})"
    rows: list[tuple[Any, ...]] = [
        (
            t("compare.indicator", lang),
            t("compare.unit", lang),
            *(territory["name"] for territory in state["territories"]),
            reference,
        )
    ]
    for line in state["lines"]:
        shown = [_shown(line, cell) for cell in (*line["cells"], line["reference"])]
        rows.append((line["title"], line["unit_text"], *shown))
    rows += [
        (),
        (t("compare.perimeter", lang), state["perimeter"]["title"]),
        (t("compare.norm", lang), state["norm"]["title"]),
    ]
    rows += [(t("compare.version", lang), version) for version in state["versions"]]
    rows += [(t("compare.warning", lang), warning) for warning in state["warnings"]]
    _fill(sheet, rows)
    for row, line in enumerate(state["lines"], start=2):
        for column, value in enumerate((*line["cells"], line["reference"]), start=3):
            if sign := BOUNDS.get(value["completeness"]):
                sheet.cell(row, column).number_format = f'"{sign} "General'
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"


def _one_below_another(sheet: "Worksheet", state: "ComparisonMessage", lang: str) -> None:
    """Write many territories as rows: id, name, then a value and a rank for each measure."""
    titles = [f"{line['title']} {line['unit_text']}".strip() for line in state["lines"]]
    notes = [line["rank_note"] for line in state["lines"]]
    reference = f"{t('compare.reference', lang)} ({state['reference']['name']})"
    rows: list[tuple[Any, ...]] = [
        ("", t("compare.territory", lang), *(text for pair in zip(titles, notes, strict=True) for text in pair)),
        ("", reference, *(value for line in state["lines"] for value in (_shown(line, line["reference"]), None))),
    ]
    for number, territory in enumerate(state["territories"]):
        cells = [(line, line["cells"][number]) for line in state["lines"]]
        values = [value for line, cell in cells for value in (_shown(line, cell), cell["rank"])]
        rows.append((territory["id"], territory["name"], *values))
    _fill(sheet, rows, wide=(2,))
    for column, line in enumerate(state["lines"]):
        for row, cell in enumerate((line["reference"], *line["cells"]), start=2):
            if sign := BOUNDS.get(cell["completeness"]):
                sheet.cell(row, 3 + 2 * column).number_format = f'"{sign} "General'
    for head in sheet[1]:
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"


def _shown(line: "LineMessage", cell: "CellMessage") -> float | None:
    """Return a value as it is shown: a share in percent."""
    value = cell["value"]
    # 7 %, not 7.000000000000001 %.
    return float(f"{100 * value:.15g}") if value is not None and line["unit"] == "share" else value


def _fill(sheet: "Worksheet", rows: "list[tuple[Any, ...]]", *, wide: tuple[int, ...] = (1,)) -> None:
    for row in rows:
        sheet.append([_cell(cell) for cell in row])
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE if column in wide else _NARROW


def _cell(cell: Any) -> Any:
    """Return a cell of a workbook, which has no control characters; numbers and empty cells are unchanged."""
    return workbook_text(harmless(cell)) if isinstance(cell, str) else cell
