"""Cells of a table of figures: secrecy and other signs of no value, percent signs, second headers, totals, footers."""

import re
from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from atlas.io.imports.join.name_keys import name_key, name_words, word_set
from atlas.io.imports.normalise.column_types import typed_text

# What tables write where there is no figure: secrecy, not available, not concerned. Never zero.
_NO_VALUE = word_set(
    "s ss nd n.d. n.d nc n.c. n.c na n.a. n.a n/a n/d #n/a ns n.s. n.s nr n.r. nsp so s.o. c c* x : .. ... … - – — -- "
    "/ // /// null none nan nul inconnu unknown vide secret confidentiel ? *"
) | {
    *("secret statistique", "non disponible", "non communiqué", "non communique", "non significatif", "sans objet"),
    *("not available", "não disponível"),
}
_MINUS = "\u2212"
_SPACES = "\u00a0\u202f\u2009"
_NUMBER = re.compile("[-+\u2212]?[0-9][0-9 .,\u00a0\u202f]*%?|[-+]?[0-9.]+e[-+]?[0-9]+", re.IGNORECASE)
_PERCENT = re.compile(r"^(.*[0-9])\s*%$")
_EURO = re.compile(r"^(.*[0-9])\s*(?:€|EUR|euros?)$", re.IGNORECASE)
_TOTALS = word_set("total totaux ensemble somme moyenne mean average sum general tous toutes median mediane soma media")
# Wider areas, whose rows stand above or below those of their parts.
_WIDER = word_set("france nord region departement europe monde world") | {
    *("france metropolitaine", "france entiere", "france hors mayotte", "pas de calais", "nord pas de calais"),
    *("hauts de france", "bassin minier", "union europeenne"),
}
_FOOT = re.compile(
    r"^\s*\(?(?:(?:sources?|champs?|notes?|lecture|note de lecture|avertissement|remarques?|légende|legend|fonte|"
    r"âmbito|reading|scope|mise à jour|mise en ligne)\b\s*[:.,–-]?|insee[ ,]|[*©]|\([0-9]\))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Figures:
    """A column as it is read: its cells, the unit that stands in them, and the signs of no value with their number."""

    cells: pa.ChunkedArray
    unit: str | None = None
    blanks: Counter[str] = field(default_factory=Counter)


def is_text(cells: pa.ChunkedArray) -> bool:
    """Return whether the cells of a column are texts."""
    return bool(pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type))


def read_figures(cells: pa.ChunkedArray, decimal: str | None) -> Figures:
    """Return a column of texts as numbers where all its cells are numbers or say that there is none.

    Parameters
    ----------
    cells
        A column of a table.
    decimal
        Decimal mark where the texts leave it open.
    """
    if not is_text(cells):
        return Figures(cells)
    texts = [
        None if text is None else str(text).translate(dict.fromkeys(map(ord, _SPACES), " ")).strip()
        for text in cells.to_pylist()
    ]
    blanks = Counter(text for text in texts if text and is_no_value(text))
    known = [None if not text or text in blanks else text for text in texts]
    unit, bare = _without_unit(known)
    if not any(bare):
        # Nothing but signs of no value is a column without values.
        return Figures(pa.chunked_array([pa.array(bare, type=pa.string())]), None, blanks) if blanks else Figures(cells)
    typed, _ = typed_text(pa.chunked_array([pa.array(bare, type=pa.string())]), decimal)
    if is_text(typed) or pa.types.is_boolean(typed.type):
        return Figures(cells)
    return Figures(typed, unit, blanks)


def is_no_value(text: str) -> bool:
    """Return whether a text says that there is no value.

    Examples
    --------
    >>> is_no_value("s"), is_no_value("n.d."), is_no_value("0")
    (True, True, False)
    """
    return text.strip().casefold() in _NO_VALUE


def is_total(text: str) -> bool:
    """Return whether a text names a total of the table, or a wider area, instead of a place.

    Examples
    --------
    >>> is_total("Ensemble"), is_total("TOTAL GÉNÉRAL"), is_total("France métropolitaine"), is_total("Totes")
    (True, True, True, False)
    """
    key = name_key(text)
    words = name_words(text)
    return key in _TOTALS | _WIDER or bool(words and {words[0], words[-1]} & {"total", "ensemble", "totaux"})


def is_footer(text: str) -> bool:
    """Return whether a text is a remark below a table: its source, how to read it."""
    return bool(_FOOT.match(text))


def second_header(table: pa.Table) -> bool:
    """Return whether the first row of a table is a second line of names: words or codes above columns of numbers."""
    if table.num_rows < 2:  # noqa: PLR2004 - a row beside it
        return False
    judged = named = 0
    for cells in table.columns:
        first = cells[0].as_py()
        if not is_text(cells) or not first:
            # A number in the first row is a value.
            if first is not None and not is_text(cells):
                return False
            continue
        if is_no_value(first) or _is_number(first):
            return False
        rest = [text for text in cells.slice(1, 50).to_pylist() if text and not is_no_value(text)]
        if rest and all(_is_number(text) for text in rest):
            judged += 1
            named += not _is_number(first)
    return judged > 0 and named == judged


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))


def _without_unit(texts: list[str | None]) -> tuple[str | None, list[str | None]]:
    """Return the unit that every text ends with, and the texts without it and with a plain minus."""
    for unit, pattern in (("%", _PERCENT), ("€", _EURO)):
        found = [pattern.match(text) if text else None for text in texts]
        if any(found) and all(bool(match) == bool(text) for match, text in zip(found, texts, strict=True)):
            return unit, [match[1].strip().replace(_MINUS, "-") if match else None for match in found]
    return None, [text.replace(_MINUS, "-").removeprefix("+") if text else None for text in texts]


def as_texts(cells: pa.ChunkedArray) -> list[str | None]:
    """Return the cells of a column as texts; a whole number has no decimals."""
    if pa.types.is_floating(cells.type):
        values = cells.to_pylist()
        return [None if v is None or v != v else str(int(v)) if v == int(v) else repr(v) for v in values]  # noqa: PLR0124
    return [None if value is None else str(value).strip() or None for value in pc.cast(cells, pa.string()).to_pylist()]
