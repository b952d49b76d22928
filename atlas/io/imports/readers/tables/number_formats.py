"""Formats of numbers in spreadsheets that make a code of a number: ``00000``, ``00"-"000``."""

import re
from functools import lru_cache

# A colour or a country, a text in quotes, a letter after a stroke, a blank as wide as a letter, any other letter.
_PART = re.compile(r'\[[^\]<>=]*\]|"([^"]*)"|\\(.)|_.|\*.|(.)', re.DOTALL)
_LITERAL = frozenset(" -/()+:'\u00a0\u202f")
_PLACES = frozenset("0#?")
_LEAST = 2


def code_text(value: float, number_format: str) -> str | None:
    """Return the text that a format makes of a whole number where it is one of codes; None where it is a number.

    A format is one of codes if it begins with a zero, has several places, and no decimals or thousands.

    Examples
    --------
    >>> code_text(1001, "00000"), code_text(1001, '00"-"000'), code_text(321, "0-00")
    ('01001', '01-001', '3-21')
    >>> code_text(1001, "0.00"), code_text(1001, "# ##0"), code_text(7, "0"), code_text(1, "General")
    (None, None, None, None)
    """
    if isinstance(value, bool) or value < 0 or value != int(value):
        return None
    parts = _parts(number_format)
    return _written(int(value), parts) if parts else None


@lru_cache(maxsize=1_000)
def _parts(number_format: str) -> tuple[tuple[str, bool], ...]:
    """Return the places and literal texts of a format of codes; none where it is one of numbers or dates."""
    parts: list[tuple[str, bool]] = []
    for found in _PART.finditer(number_format.split(";", maxsplit=1)[0]):
        quoted, escaped, plain = found.groups()
        if plain and plain in _PLACES:
            parts.append((plain, True))
        elif plain and plain not in _LITERAL:
            return ()
        elif text := quoted or escaped or plain:
            parts.append((text, False))
    places = [text for text, is_place in parts if is_place]
    return tuple(parts) if len(places) >= _LEAST and places[0] == "0" else ()


def _written(value: int, parts: tuple[tuple[str, bool], ...]) -> str:
    """Return the digits in the places of a format, from the right; the first place has all that are left."""
    digits, written = str(value), ""
    places = sum(is_place for _, is_place in parts)
    for text, is_place in reversed(parts):
        if not is_place:
            written = text + written
            continue
        places -= 1
        digit, digits = (digits, "") if not places else (digits[-1:], digits[:-1])
        written = (digit or ("0" if text == "0" else "")) + written
    return written
