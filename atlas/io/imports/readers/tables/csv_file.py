"""Rows of a CSV file: its delimiter, quotes that are never closed, lines that were quoted as a whole."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from atlas.io.imports.source_file import SourceFile

DELIMITERS = ",;\t|"
# Characters of one cell.
LONGEST_CELL = 1_000_000
_LINES_OF_A_CELL = 3
# Lines that tell the delimiter.
_SAMPLE = 30
# What Excel writes and reads as the first line of a file: the delimiter of the rest.
_STATED = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
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
    width, number = 0, skipped
    reader = csv.reader(_recorded(file, used, whole=whole), delimiter=delimiter)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            if not _is_open(used, delimiter, width):
                raise
            row, reader = [], csv.reader(_recorded(file, used, whole=whole), delimiter=delimiter)
        if row is None:
            return
        width = width or len(row)
        lines = [*used]
        used.clear()
        if _is_open(lines, delimiter, width):
            source.findings.note("open_quote", line=number + 1)
            yield from ([cell.replace('"', "") for cell in line.rstrip("\r\n").split(delimiter)] for line in lines)
        else:
            yield row
        number += len(lines)


def find_delimiter(lines: list[str]) -> str:
    """Return the delimiter that cuts most lines into the same number of cells; what stands in quotes cuts none."""
    bare = [_QUOTED.sub("", line) for line in lines]
    # Lines that are quoted as a whole leave nothing.
    judged = bare if any(line.strip() for line in bare) else lines

    def agreeing(delimiter: str) -> tuple[int, int]:
        counts = Counter(found for line in judged if (found := line.count(delimiter)))
        return max(((lines_alike, count) for count, lines_alike in counts.items()), default=(0, 0))

    return max(DELIMITERS, key=agreeing)


def _look_at(file: TextIO) -> tuple[str, int, bool]:
    """Return the delimiter, the lines before the table, and whether its lines are quoted as a whole."""
    head = [line for line in (file.readline(LONGEST_CELL) for _ in range(_SAMPLE)) if line]
    stated = _STATED.match(head[0]) if head else None
    if stated:
        return stated.group(1), 1, False
    delimiter = find_delimiter(head)
    whole = bool(head) and _WHOLE.match(head[0]) is not None and delimiter in head[0]
    return delimiter, 0, whole


def _recorded(file: TextIO, used: list[str], *, whole: bool) -> Iterator[str]:
    """Yield the lines of a file and keep those that make up the row being read."""
    for line in iter(file.readline, ""):
        quoted = _WHOLE.match(line) if whole else None
        plain = quoted.group(1).replace('""', '"') + "\n" if quoted else line
        used.append(plain)
        yield plain


def _is_open(lines: list[str], delimiter: str, width: int) -> bool:
    """Return whether lines that were read as one row are rows each, held together by a quote that is never closed.

    Every line has all its cells; the quotes are not even, or more lines look so than a text in a cell would have.
    """
    if len(lines) < 2 or width < 2 or any(line.count(delimiter) != width - 1 for line in lines if line.strip()):  # noqa: PLR2004
        return False
    return len(lines) > _LINES_OF_A_CELL or sum(line.count('"') for line in lines) % 2 == 1
