"""A row of units between the names of the columns and their values: its units become part of the names."""

import re
from collections.abc import Sequence
from typing import Any


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNITS = _words(
    "% ‰ € k€ m€ eur euro euros ha a m m² m2 m³ m3 km km² km2 mm cm t kt kg g l hl an ans ano anos yr year years "
    "h j jours dias days ° °c kw mw kwh mwh gwh hab hab. habitants inhabitants habitantes emplois jobs"
)
# A count has no unit to be named.
_COUNTS = _words("nb nombre n number nº no. count quantidade effectif effectifs")
_OTHERS = frozenset({"", "-", "–", "—", "/", "texte", "text", "texto", "code", "sans unité", "s.u.", "no unit"})
_BARE = re.compile(r"^[(\[]?\s*(?:(?:en|in|em)\s+)?(.*?)\s*[)\]]?$", re.DOTALL)
_LOOKED_AT = 20


def units_in(names: Sequence[Any], row: Sequence[Any], below: Sequence[Sequence[Any]]) -> list[str] | None:
    """Return the unit of each column where a row holds nothing but units, blank where it has none; None otherwise.

    Parameters
    ----------
    names, row
        The names of the columns, and the row below them.
    below
        The rows after it: a unit stands above numbers.
    """
    cells = [_bare(cell) for cell in row]
    if not all(cell is not None and (_is_unit(cell) or cell in _COUNTS | _OTHERS) for cell in cells):
        return None
    texts = [cell or "" for cell in cells] + [""] * (len(names) - len(cells))
    measured = [at for at, cell in enumerate(texts) if _is_unit(cell) or cell in _COUNTS]
    if not measured or not below or not all(_has_numbers(at, below) for at in measured):
        return None
    return [_written(row[at]) if _is_unit(cell) else "" for at, cell in enumerate(texts)]


def with_units(names: Sequence[Any], units: Sequence[str]) -> list[Any]:
    """Return the names of columns with their units in brackets, where they do not have them."""
    pairs = zip(names, [*units, *[""] * len(names)], strict=False)
    return [f"{name} ({unit})" if unit and name and f"({unit})" not in str(name) else name for name, unit in pairs]


def _is_unit(cell: str) -> bool:
    return cell in _UNITS or ("/" in cell and all(part.strip() in _UNITS for part in cell.split("/")))


def _bare(cell: Any) -> str | None:
    """Return a cell as a unit is written, in small letters; None for one that is no text."""
    return "" if cell is None else _written(cell).casefold() if isinstance(cell, str) else None


def _written(cell: str) -> str:
    found = _BARE.match(cell.strip())
    return found[1] if found else cell.strip()


def _has_numbers(at: int, below: Sequence[Sequence[Any]]) -> bool:
    """Return whether a column has numbers and nothing else but blanks and signs of no value."""
    cells = [row[at] for row in below[:_LOOKED_AT] if at < len(row) and row[at] not in {None, ""}]
    return any(_is_number(cell) for cell in cells) and all(_is_number(cell) or len(str(cell)) < 5 for cell in cells)  # noqa: PLR2004 - n.d., NA, -


def _is_number(cell: Any) -> bool:
    if isinstance(cell, str):
        return bool(re.fullmatch("[-+\u2212]?[0-9][0-9 .,\u00a0\u202f]*", cell.strip()))
    return isinstance(cell, int | float) and not isinstance(cell, bool)
