"""Rows of a CSV file: its delimiter, quotes that are never closed, lines that were quoted as a whole."""

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import TextIO

from atlas.io.imports.source_file import SourceFile

# Of equals the first: a comma in numbers cuts as many cells as the semicolon between them.
DELIMITERS = "\t;,|"
# Delimiters of files that have none of the usual ones; spaces, where nothing else cuts their lines.
_RARE = "^#~: "
# Characters of one cell.
LONGEST_CELL = 1_000_000
_LINES_OF_A_CELL = 3
# Columns from which on two whole lines are no accident.
_SURE = 3
# Lines that the note on open quotes names.
_NAMED = 10
# Lines that tell the delimiter.
_SAMPLE = 30
# What Excel writes and reads as the first line of a file: the delimiter of the rest.
_STATED = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)
_UNENDED = "unexpected end of data"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_WHOLE = re.compile(r'^"((?:[^"]|"")*)"\s*$')


def read_lines(source: SourceFile, file: TextIO) -> Iterator[list[str]]:
    """Yield the rows of a file.

    A quote that is never closed takes no rows with it: the lines that it would swallow are read one by one, and the
    findings say where it stands.

    Parameters
    ----------
    source
        Takes the notes.
    file
        Text, opened with ``newline=""`` at its beginning.

    Raises
    ------
    csv.Error
        A cell is longer than `LONGEST_CELL`.
    """
    csv.field_size_limit(LONGEST_CELL)
    delimiter, skipped, whole = _look_at(file)
    file.seek(0)
    for _ in range(skipped):
        file.readline()
        yield []
    used: list[str] = []
    # Lines that an open quote had swallowed, to be read again.
    again: deque[str] = deque()
    opened: list[int] = []
    width, number = 0, skipped
    fresh = _fresh_reader(file, used, again, delimiter, whole=whole)
    reader = fresh()
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            if not _is_open(used, delimiter, width):
                raise
            row, reader = [], fresh()
        if row is None:
            break
        width = width or len(row)
        lines = [*used]
        used.clear()
        if _is_open(lines, delimiter, width):
            opened.append(number + 1)
            again.extendleft(reversed(lines[1:]))
            lines, reader = lines[:1], fresh()
            yield [cell.replace('"', "") for cell in lines[0].rstrip("\r\n").split(delimiter)]
        else:
            yield row
        number += len(lines)
    if opened:
        more = f" (+{len(opened) - _NAMED})" if len(opened) > _NAMED else ""
        source.findings.note("open_quote", line=", ".join(map(str, opened[:_NAMED])) + more)


def _fresh_reader(
    file: TextIO, used: list[str], again: deque[str], delimiter: str, *, whole: bool
) -> Callable[[], Iterator[list[str]]]:
    squeezed = delimiter == " "
    return lambda: csv.reader(_recorded(file, used, again, whole=whole, squeezed=squeezed), delimiter=delimiter)


def find_delimiter(lines: list[str]) -> str:
    """Return the delimiter that cuts most lines into the same number of cells; what stands in quotes cuts none."""
    bare = [_QUOTED.sub("", line) for line in lines]
    # Lines that are quoted as a whole leave nothing.
    judged = bare if any(line.strip() for line in bare) else lines

    def agreeing(delimiter: str) -> tuple[int, int]:
        counts = Counter(found for line in judged if (found := line.count(delimiter)))
        return max(((lines_alike, count) for count, lines_alike in counts.items()), default=(0, 0))

    found = max(DELIMITERS, key=agreeing)
    if not agreeing(found)[0]:
        judged = [" ".join(line.split()) for line in judged if line.strip()]
        return next((rare for rare in _RARE if agreeing(rare)[0] == len(judged) > 1), found)
    return found


def _look_at(file: TextIO) -> tuple[str, int, bool]:
    """Return the delimiter, the lines before the table, and whether its lines are quoted as a whole."""
    head = [line for line in (file.readline(LONGEST_CELL) for _ in range(_SAMPLE)) if line]
    stated = _STATED.match(head[0]) if head else None
    if stated:
        return stated.group(1), 1, False
    delimiter = find_delimiter(head)
    whole = bool(head) and _WHOLE.match(head[0]) is not None and delimiter in head[0]
    return delimiter, 0, whole


def _recorded(file: TextIO, used: list[str], again: deque[str], *, whole: bool, squeezed: bool) -> Iterator[str]:
    """Yield the lines of a file and keep those that make up the row being read; `squeezed`: one space for several."""
    while True:
        if again:
            used.append(again.popleft())
            yield used[-1]
            continue
        line = file.readline()
        if not line:
            return
        quoted = _WHOLE.match(line) if whole else None
        plain = quoted.group(1).replace('""', '"') + "\n" if quoted else line
        used.append(f"{' '.join(plain.split())}\n" if squeezed else plain)
        yield used[-1]


def _is_open(lines: list[str], delimiter: str, width: int) -> bool:
    """Return whether lines that were read as one row are held together by a quote that is never closed.

    The quotes are not where they may be, and lines have all their cells; or more lines have them than a text would.
    """
    if len(lines) < 2 or width < 2:  # noqa: PLR2004 - one line, one column
        return False
    filled = [line for line in lines if line.strip()]
    counts = [line.count(delimiter) for line in filled]
    alike = counts.count(width - 1)
    if alike == len(filled) and len(lines) > _LINES_OF_A_CELL:
        return True
    # A text of several lines would need the delimiter as often as a whole row has it.
    if width >= _SURE and counts[0] == width - 1 <= counts[-1]:
        return True
    fault = _fault(lines, delimiter)
    whole = counts[0] == width - 1 or 2 * alike >= len(filled)
    return fault == _UNENDED or (fault != "" and whole)


def _fault(lines: list[str], delimiter: str) -> str:
    """Return what is wrong with the quotes of one row; empty where nothing is."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as problem:
        return str(problem)
    return ""
