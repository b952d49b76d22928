"""Texts that a spreadsheet would take for a formula (OWASP, CSV injection)."""

import re
from typing import Any

# Full-width forms included: some spreadsheets read them like the others.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
# What begins a cell in a program that expects another separator, or that breaks lines at control characters.
_SEPARATORS = ",;|\x00-\x1f\x7f-\x9f\u2028\u2029\uff0c\uff1b"
# What programs leave out before they read a cell: spaces, quotes, control characters, those without width.
_BLANK = '[\\s"\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*'
_AT_START = re.compile(f"^(?:(?=[\t\r\n])|(?={_BLANK}[{_SIGNS}]))")
_WITHIN = re.compile(f"([{_SEPARATORS}]{_BLANK})(?=[{_SIGNS}])")


def neutralise(text: str) -> str:
    """Put an apostrophe before each sign that starts a formula: at the start, and after a separator of any program.

    Examples
    --------
    >>> neutralise("=1+1"), neutralise("Lens;=1+1"), neutralise("T74 - Loos")
    ("'=1+1", "Lens;'=1+1", 'T74 - Loos')
    """
    return _WITHIN.sub(r"\1'", _AT_START.sub("'", text))


def starts_formula(text: str) -> bool:
    """Return whether a spreadsheet would take a text for a formula."""
    return _AT_START.match(text) is not None


def harmless(cell: Any) -> Any:
    """Return a cell for a spreadsheet: a text neutralised, a number or any other value as it is."""
    return neutralise(cell) if isinstance(cell, str) else cell
