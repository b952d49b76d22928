"""Texts that a spreadsheet would take for a formula (OWASP, CSV injection), or that a workbook writes its own way."""

import re
from typing import Any

# Full-width forms included: some spreadsheets read them like the others.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
# What begins a cell in a program that expects another separator, or that breaks lines at control characters.
_SEPARATORS = ",;|\x00-\x1f\x7f-\x9f\u2028\u2029\uff0c\uff1b"
# What programs leave out before they read a cell: spaces, quotes, control characters, those without width.
_BLANK = '[\\s"\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*'
_AT_START = re.compile(f"^(?:(?=[\t\r\n])|(?={_BLANK}[{_SIGNS}]))")
# Characters that no XML holds, and the letters by which a workbook writes one (ECMA-376, ST_Xstring).
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LIKE_ESCAPED, _ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)"), re.compile("_x([0-9A-Fa-f]{4})_")
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


def workbook_text(text: str) -> str:
    r"""Return a text as a workbook holds it: without characters that no XML holds, ``_x0041_`` not taken for ``A``.

    Examples
    --------
    >>> workbook_text("a\x00b"), workbook_text("_x0041_")
    ('ab', '_x005F_x0041_')
    """
    return _LIKE_ESCAPED.sub("_x005F_", _ILLEGAL.sub("", text))


def text_of_workbook(text: str) -> str:
    """Return a text of a workbook as a spreadsheet shows it.

    Examples
    --------
    >>> text_of_workbook("_x005F_x0041_"), text_of_workbook("L_x00E9_on")
    ('_x0041_', 'Léon')
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def harmless(cell: Any) -> Any:
    """Return a cell for a spreadsheet: a text neutralised, a number or any other value as it is."""
    return neutralise(cell) if isinstance(cell, str) else cell
