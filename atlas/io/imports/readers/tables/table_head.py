"""The first row of a table that begins below its title."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from atlas.io.imports.source_file import SourceFile

# Rows among which the names of the columns are looked for.
_LOOKED_AT = 30
# A title fills at most half of the columns, a row of names nearly all.
_TITLE, _NAMES = 0.5, 0.8


def skip_title(source: SourceFile, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a table from its names on; the lines above are given back blank and noted.

    Blank lines keep the numbers of the others as they are in the file.

    Parameters
    ----------
    source
        Takes the note.
    rows
        Rows of cells, as the file has them.
    """
    following = iter(rows)
    first = list(islice(following, _LOOKED_AT))
    begin = _names_at(first)
    if begin:
        source.findings.note("lines_above", n=sum(_filled(row) > 0 for row in first[:begin]))
        first[:begin] = [[] for _ in range(begin)]
    return chain(first, following)


def _names_at(rows: list[Sequence[Any]]) -> int:
    """Return where the names of the columns stand; 0 where the first row that is filled has them."""
    filled = [_filled(row) for row in rows]
    width, top = max(filled, default=0), next((at for at, count in enumerate(filled) if count), 0)
    if width < 2 or filled[top] > _TITLE * width:  # noqa: PLR2004 - one column has no title apart
        return 0
    for at, count in enumerate(filled):
        if count >= _NAMES * width and all(_is_name(cell) for cell in rows[at] if cell not in {None, ""}):
            return at
    return 0


def _filled(row: Sequence[Any]) -> int:
    return sum(cell not in {None, ""} for cell in row)


def _is_name(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.replace(",", "").replace(".", "").strip("-+ ").isdigit()
