"""The row that names the columns of a table: the first one, one below a title, or one that the user points at."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from atlas.io.imports.normalise.columns import printable
from atlas.io.imports.readers.tables.unit_row import units_in, with_units
from atlas.io.imports.report import OpenQuestion
from atlas.io.imports.source_file import SourceFile

# Rows among which the names of the columns are looked for; rows, cells and letters of the picture of them.
_LOOKED_AT, _SHOWN, _CELLS, _LETTERS = 30, 8, 8, 24
# A title fills at most half of the columns, a row of names nearly all.
_TITLE, _NAMES, _MOSTLY = 0.5, 0.8, 0.5
_YEARS = range(1000, 2101)
_EMPTY = {None, ""}
# The answer that no row names the columns.
NO_NAMES = "0"

Cells = Sequence[Any]


def find_names(source: SourceFile, rows: Iterable[Cells]) -> tuple[int, Iterator[Cells]]:
    """Find the names of the columns.

    Parameters
    ----------
    source
        Takes the note on lines above the names, and a picture of the first rows with it.
    rows
        Rows of cells, as the file has them.

    Returns
    -------
    tuple
        The number of the first row, and the rows with the names first: lines above them are blank.

    Raises
    ------
    OpenQuestion
        No row of the first ones is surely the one of names; the question holds a picture of them.
    """
    if source.kind not in {"csv", "xlsx", "ods"}:
        return 1, iter(rows)
    following = iter(rows)
    first = list(islice(following, _LOOKED_AT))
    answer = source.answers.header
    if answer == NO_NAMES:
        width = max(map(_width, first), default=0)
        return 0, chain([[f"column {number}" for number in range(1, width + 1)]], first, following)
    begin = _answered(answer, first) if answer else _names_at(first)
    if not answer and _is_doubtful(first, begin):
        raise _question(first)
    _take_units(source, first, begin or _top(first))
    if begin:
        source.findings.head = _picture(first)
        source.findings.note("lines_above", n=sum(_filled(row) > 0 for row in first[:begin]))
        first[:begin] = [[] for _ in range(begin)]
    return 1, chain(first, following)


def _take_units(source: SourceFile, rows: list[Cells], at: int) -> None:
    """Put the units of a row below the names into the names, and leave that row blank."""
    below = next((number for number in range(at + 1, len(rows)) if _filled(rows[number])), None)
    filled = [row for row in rows[(below or 0) + 1 :] if _filled(row)]
    units = units_in(rows[at], rows[below], filled) if below else None
    if below and units is not None:
        rows[at], rows[below] = with_units(rows[at], units), []
        source.findings.note("units_row", units=", ".join(dict.fromkeys(filter(None, units))) or "–")


def draw_picture(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the picture of the first rows as lines of text, columns below one another."""
    widths = [max((len(row[at]) for row in rows if at < len(row)), default=0) for at in range(_CELLS + 1)]
    return [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows]


def _answered(answer: str, rows: list[Cells]) -> int:
    if not answer.isdecimal() or not 0 < int(answer) <= len(rows) or not _filled(rows[int(answer) - 1]):
        raise _question(rows)
    return int(answer) - 1


def _question(rows: list[Cells]) -> OpenQuestion:
    filled = [number for number, row in enumerate(rows[:_SHOWN], 1) if _filled(row)]
    return OpenQuestion("header", options=(*map(str, filled), NO_NAMES), rows=_picture(rows))


def _picture(rows: list[Cells]) -> list[list[str]]:
    """Return the number and the first cells of the first rows."""
    return [
        [str(number), *(_clipped(cell) for cell in row[:_CELLS])]
        for number, row in enumerate(rows[:_SHOWN], 1)
        if _filled(row)
    ]


def _clipped(cell: Any) -> str:
    text = "" if cell in _EMPTY else printable(str(cell))
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"


def _names_at(rows: list[Cells]) -> int:
    """Return where the names of the columns stand; 0 where the first row that is filled has them."""
    filled = [_filled(row) for row in rows]
    width, top = max(filled, default=0), _top(rows)
    if width < 2 or filled[top] > _TITLE * width:  # noqa: PLR2004 - one column has no title apart
        return 0
    for at, count in enumerate(filled):
        if count >= _NAMES * width and all(_is_name(cell) for cell in rows[at] if cell not in _EMPTY):
            return at
    return 0


def _is_doubtful(rows: list[Cells], begin: int) -> bool:
    """Return whether the row taken for the names may be another: data, part of a title, or of names in two rows."""
    at = begin or _top(rows)
    names, below = (rows[at] if rows else []), [row for row in rows[at + 1 :] if _filled(row)]
    width = _width(names)
    if not below or not width:
        return False
    # One row that is too long is a mistake in it; where most are, the names are not these.
    if sum(_width(row) > width for row in below) > _MOSTLY * len(below):
        return True
    numbers = [position for position, cell in enumerate(names) if cell not in _EMPTY and not _is_name(cell)]
    if any(_is_decimal(names[position]) for position in numbers) or len(numbers) > _MOSTLY * _filled(names):
        return all(any(_is_number(row[at]) for row in below if at < len(row)) for at in numbers)
    return _has_second_row(names, below[0], len(below))


def _has_second_row(names: Cells, second: Cells, rows: int) -> bool:
    """Return whether names stand in two rows: the second has words where the first is blank, and the reverse."""
    if rows < 2 or not all(_is_name(cell) for cell in second if cell not in _EMPTY):  # noqa: PLR2004 - names and data
        return False
    width = max(_width(names), _width(second))
    blank = [[at for at in range(width) if at >= len(row) or row[at] in _EMPTY] for row in (names, second)]
    return bool(blank[0] and blank[1]) and not set(blank[0]) & set(blank[1])


def _top(rows: list[Cells]) -> int:
    return next((at for at, row in enumerate(rows) if _filled(row)), 0)


def _filled(row: Cells) -> int:
    return sum(cell not in _EMPTY for cell in row)


def _width(row: Cells) -> int:
    """Return the cells of a row up to its last one that is filled."""
    return max((at for at, cell in enumerate(row, 1) if cell not in _EMPTY), default=0)


def _is_name(cell: Any) -> bool:
    """Return whether a cell can be a name: a word, or the year that a column is about."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell in _YEARS
    if not isinstance(cell, str):
        return False
    plain = cell.strip()
    return not _is_number(plain) or (plain.isdecimal() and int(plain) in _YEARS)


def _is_number(cell: Any) -> bool:
    if isinstance(cell, str):
        plain = cell.replace(",", "").replace(".", "").replace("\u202f", "").replace("\u00a0", "")
        return plain.replace(" ", "").strip("-+").isdecimal()
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _is_decimal(cell: Any) -> bool:
    return isinstance(cell, float) or (
        isinstance(cell, str) and _is_number(cell) and any(mark in cell for mark in ",.")
    )
