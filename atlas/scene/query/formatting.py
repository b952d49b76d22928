"""Format numbers, lengths and dates in the language of the reader.

One rule for screen, sheet, file and speech: `write_number`; `shell/numbers/write_number.js` is the same one for the
browser, and `tests/golden/numbers.json` holds both.
"""

import math
import re
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from atlas.i18n import LOCALES, t
from atlas.io.memo import memoize

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from atlas.catalog import Field

# From here on, and below what can be read without counting zeros, a number is written with a power of ten.
# Babel computes with 28 digits.
_DIGITS = 10**27
_LARGE, _MANY, _SMALL, _SMALLEST_EXACT = 1e15, 1e12, 1e-6, 1e-15
# From here on only whole numbers are written, unless the column lies close together.
_WHOLE = 10_000
# Digits of a double, and of the distance between the least and the greatest value of a column.
_SIGNIFICANT, _SPREAD_DIGITS = 15, 3
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_EXACT = Context(prec=400)
_KILOMETRE, _FAR = 1_000, 10_000
# A column without its outermost values: one that lies far off says nothing of the others. Of a long one, some values.
_SHARES, _SAMPLE = (0.05, 0.95), 50_000


def write_number(
    number: float, lang: str, unit: str | None = None, *, decimals: int = 2, digits: int = 2, spread: float = 0
) -> str:
    r"""Write a number with its unit: thousands separated, and as many digits as tell it from others.

    Parameters
    ----------
    number
        Any number.
    lang
        Language of the reader.
    unit
        Written after the number.
    decimals
        How many at most; none of a large number.
    digits
        Significant digits that a small number keeps all the same: 0.0005 is not 0.
    spread
        Distance between the values of the column (see `spread_of`), of which three digits are
        kept: 100.0005 beside 100.0012 is not 100. Zero where there is no column.

    Examples
    --------
    >>> write_number(1234.5, "en", "ha"), write_number(-3.4e38, "en"), write_number(0.00123, "en")
    ('1,234.5\xa0ha', '-3.4\xa0×\xa010³⁸', '0.0012')
    """
    raised = _raised_decimals(number, spread)
    return _write(
        number, _decimals_of(number, decimals, digits, spread), lang, unit, small=_SMALL, raised_decimals=raised
    )


def round_number(number: float, *, decimals: int = 2, digits: int = 2, spread: float = 0) -> float:
    """Return a number as `write_number` writes it: what a plural agrees with."""
    if not math.isfinite(number):
        return number
    return float(_rounded(number, _decimals_of(number, decimals, digits, spread)))


def spread_of(gdf: "gpd.GeoDataFrame", name: str, field: "Field") -> float:
    """Return the distance between the values of a column, zero where it is no column of numbers or has one value.

    Parameters
    ----------
    gdf
        All rows of the layer: the digits do not depend on what a view keeps.
    name, field
        The column and its declaration.
    """
    if field.type != "number" or name not in gdf.columns:
        return 0.0
    return memoize(gdf, ("spread", name), lambda: spread_between(gdf[name]))


def spread_between(column: "pd.Series[Any]") -> float:
    """Return the distance between numbers, without the outermost where the others differ."""
    some = column.iloc[:: max(1, len(column) // _SAMPLE)].astype("Float64")
    values = some.to_numpy(dtype=float, na_value=np.nan)
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return 0.0
    # Quarters: the greatest numbers lie farther apart than a number can say.
    low, high = np.quantile(known / 4, _SHARES)
    quarter = float(high - low) or float(known.max() / 4 - known.min() / 4)
    return min(4 * min(quarter, _LARGE), _LARGE)


def write_exact(number: float, lang: str, unit: str | None = None) -> str:
    """Write a number to the last of its fifteen significant digits, with its unit."""
    exact = float(f"{number:.15g}")
    decimals = _SIGNIFICANT if abs(exact) < _MANY else 3
    return _write(exact, decimals, lang, unit, small=_SMALLEST_EXACT, raised_decimals=_SIGNIFICANT - 1)


def write_edge(
    number: float,
    lang: str,
    unit: str | None = None,
    *,
    spread: float = 0,
    outer: Literal["low", "high"] | None = None,
) -> str:
    """Write the edge of a class: where two classes meet with all its digits, else rounded away from the class.

    Parameters
    ----------
    number, lang, unit, spread
        As in `write_number`.
    outer
        On which side of all values it lies; None where two classes meet.

    Examples
    --------
    >>> write_edge(1.2345, "en"), write_edge(1.2345, "en", outer="low"), write_edge(1.2345, "en", outer="high")
    ('1.2345', '1.23', '1.24')
    """
    if outer is None:
        decimals = max(0, -_exponent_of(number))
        return _write(number, decimals, lang, unit, small=_SMALL, raised_decimals=_SIGNIFICANT + 1)
    rounding = ROUND_FLOOR if outer == "low" else ROUND_CEILING
    decimals, raised = _decimals_of(number, 2, 2, spread), _raised_decimals(number, spread)
    is_raised = 0 < abs(number) < _SMALL or _LARGE <= abs(number) < math.inf
    edge = _rounded(number, raised - _power_of(number) if is_raised else decimals, rounding)
    return _write(float(edge), decimals, lang, unit, small=_SMALL, raised_decimals=raised)


def write_length(metres: float, lang: str) -> str:
    """Write a measured length: whole metres below a kilometre, then at most two decimals, one from ten kilometres."""
    if metres < _KILOMETRE:
        return write_number(metres, lang, "m", decimals=0, digits=1)
    return write_number(metres / _KILOMETRE, lang, "km", decimals=1 if metres >= _FAR else 2)


def write_distance(metres: float, lang: str) -> str:
    """Write a distance that somebody asked for, with all its digits."""
    if metres < _KILOMETRE:
        return write_exact(metres, lang, "m")
    return write_exact(metres / _KILOMETRE, lang, "km")


def _decimals_of(number: float, decimals: int, digits: int, spread: float) -> int:
    """Return how many decimals a number keeps at most; see `write_number`."""
    least = 0 if abs(number) >= _WHOLE else decimals
    if number == 0 or not math.isfinite(number):
        return least
    power = _power_of(number)
    own = digits - 1 - power if abs(number) < _WHOLE else 0
    kept = _SPREAD_DIGITS - 1 - _power_of(spread) if spread > 0 and math.isfinite(spread) else 0
    return max(least, min(max(own, kept), _SIGNIFICANT - 1 - power))


def _raised_decimals(number: float, spread: float) -> int:
    """Return how many decimals stand before a power of ten: three digits of the spread, as elsewhere."""
    if number == 0 or not (math.isfinite(number) and 0 < spread < _LARGE):
        return _SPREAD_DIGITS - 1
    apart = _power_of(number) - _power_of(spread)
    return min(max(_SPREAD_DIGITS - 1, apart + _SPREAD_DIGITS - 1), _SIGNIFICANT - 1)


def _power_of(number: float) -> int:
    """Return the power of ten of the first digit of a number, as its shortest decimal form has it."""
    return Decimal(repr(float(abs(number)))).adjusted()


def _exponent_of(number: float) -> int:
    """Return the power of ten of the last digit of a number, as its shortest decimal form has it."""
    return int(Decimal(repr(float(number))).normalize().as_tuple().exponent) if math.isfinite(number) else 0


def _write(
    number: float, decimals: int, lang: str, unit: str | None, *, small: float = 0, raised_decimals: int = 2
) -> str:
    if isinstance(number, int | np.integer):
        number = int(number) if abs(number) < _DIGITS else float(number)
    if math.isnan(number):
        return t("value.unknown", lang)
    if math.isinf(number):
        text = "∞" if number > 0 else "-∞"
    elif 0 < abs(number) < small or (abs(number) >= _LARGE and isinstance(number, float)):
        factor, _, power = f"{number:.{raised_decimals}e}".partition("e")
        written = format_decimal(float(factor), f"0.{'#' * raised_decimals}", locale=LOCALES[lang])
        text = f"{written}\u00a0×\u00a010{str(int(power)).translate(_RAISED)}"
    else:
        text = format_decimal(_rounded(number, decimals), f"#,##0.{'#' * decimals}", locale=LOCALES[lang])
    return f"{text}\u00a0{unit}" if unit else text


def _rounded(number: float, decimals: int, rounding: str = ROUND_HALF_UP) -> "Decimal | int":
    """Round the shortest decimal form of a number, half up as people and browsers do."""
    if isinstance(number, int):
        return number
    rounded = Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-decimals), rounding, context=_EXACT)
    # A zero below zero is a zero.
    return rounded or 0


def write_version(text: str, unit: str | None, lang: str) -> str:
    """Write a figure in the reader's format, with its unit; a range (330–340) or a year stays as the source has it."""
    measured = unit and re.fullmatch(r"\d+(\.\d+)?", text)
    written = write_number(float(text), lang) if measured else text
    return f"{written}\u00a0{unit}" if unit else written


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
