"""Format numbers and dates in the language of the reader."""

import math
import re
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from atlas.i18n import LOCALES, t

# From here on, and below what fifteen digits show, a number is written with a power of ten.
# Babel computes with 28 digits.
_DIGITS = 10**27
_LARGE, _MANY, _SMALL = 1e15, 1e12, 1e-15
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def write_number(number: float, lang: str, unit: str | None = None) -> str:
    r"""Write a number with its unit: thousands separated, at most two decimals, none for whole or large numbers.

    Examples
    --------
    >>> write_number(1234.5, "en", "ha"), write_number(-3.4e38, "en")
    ('1,234.5\xa0ha', '-3.4\xa0×\xa010³⁸')
    """
    digits = "#,##0" if float(number).is_integer() or abs(number) >= 10_000 else "#,##0.##"  # noqa: PLR2004
    return _write(number, digits, lang, unit, decimals=2)


def write_exact(number: float, lang: str, unit: str | None = None) -> str:
    """Write a number to the last of its fifteen significant digits, with its unit."""
    small = 0 < abs(number) < _SMALL
    exact = float(f"{number:.15g}")
    return _write(exact, f"#,##0.{'#' * (15 if abs(exact) < _MANY else 3)}", lang, unit, decimals=14, raised=small)


def _write(number: float, digits: str, lang: str, unit: str | None, *, decimals: int, raised: bool = False) -> str:
    if isinstance(number, int) and abs(number) >= _DIGITS:
        number = float(number)
    if math.isnan(number):
        return t("value.unknown", lang)
    if math.isinf(number):
        text = "∞" if number > 0 else "-∞"
    elif raised or (abs(number) >= _LARGE and isinstance(number, float)):
        factor, _, power = f"{number:.{decimals}e}".partition("e")
        written = format_decimal(float(factor), f"0.{'#' * decimals}", locale=LOCALES[lang])
        text = f"{written}\u00a0×\u00a010{str(int(power)).translate(_RAISED)}"
    else:
        # A zero below zero is a zero.
        text = format_decimal(number or 0, digits, locale=LOCALES[lang])
    return f"{text}\u00a0{unit}" if unit else text


def write_date(text: str, lang: str) -> str:
    """Write an ISO date with year, month or day; any other text, and a day that no calendar has, stays as it is."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if match is None or match[2] is None:
        return text
    try:
        day = date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return text
    if match[3] is None:
        return format_skeleton("yMMMM", day, locale=LOCALES[lang])
    return format_date(day, "long", locale=LOCALES[lang])
