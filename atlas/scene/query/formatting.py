"""Format numbers and dates in the language of the reader."""

import re
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from atlas.i18n import LOCALES


def write_number(number: float, lang: str, unit: str | None = None) -> str:
    """Write a number with its unit: thousands separated, at most two decimals, none for whole or large numbers."""
    digits = "#,##0" if float(number).is_integer() or abs(number) >= 10_000 else "#,##0.##"  # noqa: PLR2004
    text = format_decimal(number, digits, locale=LOCALES[lang])
    return f"{text}\u00a0{unit}" if unit else text


def write_exact(number: float, lang: str, unit: str | None = None) -> str:
    """Write a number to the last of its fifteen significant digits, with its unit."""
    text = format_decimal(float(f"{number:.15g}"), "#,##0.###############", locale=LOCALES[lang])
    return f"{text}\u00a0{unit}" if unit else text


def write_date(text: str, lang: str) -> str:
    """Write an ISO date with year, month or day; any other text stays as it is."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if match is None or match[2] is None:
        return text
    if match[3] is None:
        return format_skeleton("yMMMM", date(int(match[1]), int(match[2]), 1), locale=LOCALES[lang])
    return format_date(date(int(match[1]), int(match[2]), int(match[3])), "long", locale=LOCALES[lang])
