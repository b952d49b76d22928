"""Infer the type of a column of text: numbers, flags, dates. Lossless: ``062`` stays a text."""

import re
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_INTEGER = r"^-?(0|[1-9][0-9]{0,17})$"
_NUMBER = r"^-?(0|[1-9][0-9]{0,17})?([.][0-9]{1,17})?([eE][-+]?[0-9]{1,3})?$"
# 1E5 is a code where no cell of its column is surely a measure: 1.5e3, 2.5, 1e-3, 1E+05.
_CODE, _POWER = r"^[0-9]+[eE][0-9]+$", r"[.,]|[eE][-+]"
_COMMA_NUMBER = r"^-?(0|[1-9][0-9]{0,17})?(,[0-9]{1,17})?$"
# Spaces, narrow and not breaking ones too, and the apostrophe group thousands.
_SPACES, _NONE = " \u00a0\u202f\u2009'", r"\A\z.\A"
_FLAG = r"^(?i:true|false)$"


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How the numbers of a column are written.

    Attributes
    ----------
    decimal, grouping
        Marks; grouping is empty where thousands are not grouped.
    is_open
        Whether its texts can be read in two ways.
    example
        One of its texts that has a mark.
    """

    decimal: str
    grouping: str
    is_open: bool
    example: str


def typed_text(text: pa.ChunkedArray, decimal: str | None = None) -> tuple[pa.ChunkedArray, NumberStyle | None]:
    """Convert a column of text to the type of all its cells.

    Parameters
    ----------
    text
        The column.
    decimal
        The decimal mark where the texts leave it open (``32,663``); None takes a point.

    Returns
    -------
    tuple
        The column, and how its numbers are written where they are more than digits and a decimal point.
    """
    text = blank_as_null(text)
    if text.null_count == len(text):
        return text, None
    if _all(text, _INTEGER):
        return pc.cast(text, pa.int64()), None
    if _any(text, _CODE) and not _any(text, _POWER):
        return text, None
    style = _number_style(text, decimal or ".")
    if style is not None:
        plain = pc.replace_substring_regex(text, f"[{_SPACES}]" if style.grouping == " " else _NONE, "")
        if style.grouping in {",", "."}:
            plain = pc.replace_substring(plain, style.grouping, "")
        plain = pc.replace_substring(plain, ",", ".") if style.decimal == "," else plain
        whole = _all(plain, _INTEGER)
        is_plain = style.decimal == "." and not style.grouping and not style.is_open
        return pc.cast(plain, pa.int64() if whole else pa.float64()), None if is_plain else style
    if _all(text, _FLAG):
        return pc.equal(pc.utf8_lower(text), "true"), None
    return text, None


def _number_style(text: pa.ChunkedArray, default: str) -> NumberStyle | None:
    """Return how all cells of a column write numbers; None where one is no number."""
    if not _some_digit(text):
        return None
    if _any(text, rf"[0-9][{_SPACES}][0-9]"):
        spaced = (mark for mark in ".," if _all(text, _grouped(f"[{_SPACES}]", mark)))
        example = _example(text, f"[{_SPACES}]")
        return next((NumberStyle(mark, " ", is_open=False, example=example) for mark in spaced), None)
    plain = {".": _all(text, _NUMBER), ",": _all(text, _COMMA_NUMBER)}
    found = None
    for mark, other in ((",", "."), (".", ",")):
        if found is not None or not _any(text, re.escape(mark)):
            continue
        example, grouped = _example(text, re.escape(mark)), _all(text, _grouped(re.escape(mark), other))
        # Every mark has three digits behind it, and no number of four digits goes without one.
        is_open = grouped and plain[mark] and not _any(text, r"^-?[0-9]{4}")
        if grouped and (not plain[mark] or (is_open and default != mark)):
            found = NumberStyle(other, mark, is_open=is_open, example=example)
        elif plain[mark]:
            found = NumberStyle(mark, "", is_open=is_open, example=example)
    return found or (NumberStyle(".", "", is_open=False, example="") if plain["."] else None)


def _grouped(mark: str, decimal: str) -> str:
    """Return the pattern of numbers whose thousands are grouped by a mark."""
    tail = rf"([{decimal}][0-9]+)?$"
    return rf"^-?([1-9][0-9]{{0,2}}({mark}[0-9]{{3}})+|0|[1-9][0-9]{{0,17}}){tail}"


def _example(text: pa.ChunkedArray, pattern: str) -> str:
    found = text.filter(pc.fill_null(pc.match_substring_regex(text, pattern), fill_value=False))
    return str(found[0].as_py())


def numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Convert a column to floats, null where a cell is no number; a comma may be the decimal mark."""
    if not _is_text(column.type):
        return pc.cast(column, pa.float64(), safe=False)
    text = pc.utf8_trim_whitespace(column)
    dotted = pc.if_else(pc.match_substring_regex(text, _COMMA_NUMBER), pc.replace_substring(text, ",", "."), text)
    good = pc.and_(pc.match_substring_regex(dotted, _NUMBER), pc.match_substring_regex(dotted, "[0-9]"))
    return pc.cast(pc.if_else(good, dotted, pa.scalar(None, pa.string())), pa.float64())


def blank_as_null(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Replace blank cells of a text column by null."""
    return pc.if_else(pc.match_substring_regex(text, r"^\s*$"), pa.scalar(None, text.type), text)


def _any(text: pa.ChunkedArray, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(text, pattern), skip_nulls=True).as_py())


def _all(text: pa.ChunkedArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(text, pattern), skip_nulls=True).as_py())


def _some_digit(text: pa.ChunkedArray) -> bool:
    return _all(text, "[0-9]")


def _is_text(kind: Any) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)
