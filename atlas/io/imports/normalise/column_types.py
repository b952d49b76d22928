"""Infer the type of a column of text: numbers, flags, dates. Lossless: ``062`` stays a text."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_INTEGER = r"^-?(0|[1-9][0-9]{0,17})$"
_NUMBER = r"^-?(0|[1-9][0-9]{0,17})?([.][0-9]{1,17})?([eE][-+]?[0-9]{1,3})?$"
_COMMA_NUMBER = r"^-?(0|[1-9][0-9]{0,17})?(,[0-9]{1,17})?$"
_FLAG = r"^(?i:true|false)$"


def typed_text(text: pa.ChunkedArray) -> tuple[pa.ChunkedArray, bool]:
    """Convert a column of text to the type of all its cells; the flag is True when the decimal mark was a comma."""
    text = blank_as_null(text)
    if text.null_count == len(text):
        return text, False
    if _all(text, _INTEGER):
        return pc.cast(text, pa.int64()), False
    if _all(text, _NUMBER) and _some_digit(text):
        return pc.cast(text, pa.float64()), False
    if _all(text, _COMMA_NUMBER) and _some_digit(text):
        return pc.cast(pc.replace_substring(text, ",", "."), pa.float64()), True
    if _all(text, _FLAG):
        return pc.equal(pc.utf8_lower(text), "true"), False
    return text, False


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


def _all(text: pa.ChunkedArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(text, pattern), skip_nulls=True).as_py())


def _some_digit(text: pa.ChunkedArray) -> bool:
    return _all(text, "[0-9]")


def _is_text(kind: Any) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)
