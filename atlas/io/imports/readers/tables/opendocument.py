"""Sheets of an OpenDocument spreadsheet: numbers, dates, and texts as they are shown where zeros stand before them."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

Cells = list[Any]
# A row may end in any number of blank cells, a sheet in any number of blank rows.
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576
_SPACES = 1_000
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")
)


def sheet_names(path: Path) -> dict[str, bool]:
    """Return the names of the sheets that hold a value, and whether each is hidden."""
    hidden: set[str] = set()
    found: dict[str, bool] = {}
    title, style, filled = "", "", False
    for event, element in _events(path):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                title, style, filled = element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name", ""), False
        elif element.tag == f"{_STYLE}style":
            shown = element.find(f"{_STYLE}table-properties")
            if shown is not None and shown.get(f"{_TABLE}display") == "false":
                hidden.add(element.get(f"{_STYLE}name", ""))
        elif element.tag == f"{_TABLE}table-cell":
            filled = filled or _value(element)[0] is not None
        elif element.tag == f"{_TABLE}table" and filled:
            found[title] = style in hidden
    return found


def read_rows_of(path: Path, wanted: str) -> Iterator[tuple[Cells, int]]:
    """Yield the rows of a sheet; a merged cell has its value in every row.

    Yields
    ------
    tuple
        Its cells, and the number of formulas without a value, or of cells in error.
    """
    inside = False
    spans: dict[int, tuple[int, Any]] = {}
    for event, element in _events(path):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                inside = element.get(f"{_TABLE}name") == wanted
        elif element.tag == f"{_TABLE}table-row" and inside:
            cells, unread = _row(element, spans)
            for _ in range(_times(element, "rows", _MOST_ROWS)):
                yield cells, unread
        elif element.tag == f"{_TABLE}table" and inside:
            return


def _events(path: Path) -> Iterator[tuple[str, Element]]:
    """Yield the elements of the content as they begin and end; what was read is not kept."""
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
            yield event, element
            if event == "end" and element.tag in {f"{_TABLE}table-row", f"{_STYLE}style"}:
                element.clear()


def _row(element: Element, spans: dict[int, tuple[int, Any]]) -> tuple[Cells, int]:
    cells: Cells = []
    unread = 0
    for cell in element:
        times = _times(cell, "columns", _MOST_COLUMNS)
        at = len(cells)
        if cell.tag == f"{_TABLE}covered-table-cell":
            for column in range(at, at + times):
                rows, value = spans.get(column, (0, None))
                spans[column] = (rows - 1, value)
                cells.append(value if rows > 0 else None)
        elif cell.tag == f"{_TABLE}table-cell":
            value, is_unread = _value(cell)
            unread += is_unread
            covered = _span(cell) - 1
            if covered > 0 and value is not None:
                spans[at] = (covered, value)
            cells += [value] * times
        if len(cells) > _MOST_COLUMNS:
            break
    while cells and cells[-1] is None:
        cells.pop()
    return cells[:_MOST_COLUMNS], unread


def _span(cell: Element) -> int:
    text = cell.get(f"{_TABLE}number-rows-spanned", "1")
    return int(text) if text.isdecimal() else 1


def _times(element: Element, what: str, most: int) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(int(text), most) if text.isdecimal() else 1


def _value(cell: Element) -> tuple[Any, bool]:
    """Return the value of a cell, and whether it is a formula without one or an error."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    shown = "\n".join(_text(part) for part in cell.findall(f"{_TEXT}p"))
    formula = cell.get(f"{_TABLE}formula") is not None
    if formula and (shown.startswith(("#", "Err:")) or not (kind or shown)):
        return None, True
    if kind in {"float", "percentage", "currency"}:
        return _number(cell.get(f"{_OFFICE}value", ""), shown), False
    if kind == "date":
        return _date(cell.get(f"{_OFFICE}date-value", "")), False
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true", False
    return cell.get(f"{_OFFICE}string-value") or shown or None, False


def _number(text: str, shown: str) -> Any:
    """Return a number; a whole one that its format shows with zeros before it, or marks within, is a text."""
    value = float(text)
    digits = "".join(character for character in shown if character.isdecimal())
    if value.is_integer() and digits.startswith("0") and len(digits) > 1 and int(digits) == abs(value):
        return shown
    return int(value) if value.is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004 - exact in a float


def _date(text: str) -> date | datetime | str:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text


def _text(part: Element) -> str:
    """Return a text with its spaces, line breaks and the words of its links."""
    pieces = [part.text or ""]
    for own in part:
        if own.tag == f"{_TEXT}s":
            count = own.get(f"{_TEXT}c", "1")
            pieces.append(" " * (min(int(count), _SPACES) if count.isdecimal() else 1))
        elif own.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            pieces.append("\n" if own.tag.endswith("break") else "\t")
        elif own.tag.startswith(_TEXT):
            pieces.append(_text(own))
        pieces.append(own.tail or "")
    return "".join(pieces)
