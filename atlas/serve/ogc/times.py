"""Times of queries: a date, or an interval between two, as the first and the last year."""

import re

import numpy as np

from atlas.errors import ViewError

_OPEN = frozenset({"", ".."})
_CLOCK = r"[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+\- ](?:[01]\d|2[0-3]):[0-5]\d)?"
_INSTANT = re.compile(rf"(\d{{4}}(?:-\d\d(?:-\d\d)?)?)(?:(?<=-\d\d-\d\d){_CLOCK})?")
# ISO 8601: years, months, weeks, days; what is shorter than a day changes no year.
_LENGTH = re.compile(r"P(?=[\dT])(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:\d{1,9}[HMS])+)?")


def read_years(text: str) -> tuple[int | None, int | None]:
    """Return the first and the last year of ``datetime``; None where it is open.

    Parameters
    ----------
    text
        A year, month, day or moment, or two of them with a slash between them. One of the two may be open (``..`` or
        nothing) or a length of time (``P2Y``).

    Raises
    ------
    ViewError
        It is none of these, or ends before it begins.
    """
    parts = text.split("/")
    try:
        first, last = _interval(*parts)
    except (OverflowError, TypeError, ValueError) as problem:
        raise ViewError("datetime_wrong", key="datetime", value=text[:80]) from problem
    return None if first is None else _year(first), None if last is None else _year(last)


def _interval(start: str, end: str | None = None) -> "tuple[np.datetime64 | None, np.datetime64 | None]":
    """Return the first and the last day."""
    if end is None:
        return _days(start)
    if start in _OPEN or end in _OPEN:
        first = None if start in _OPEN else _days(start)[0]
        return first, None if end in _OPEN else _days(end)[1]
    if end.startswith("P"):
        first = _days(start)[0]
        return first, _later(first, end, 1)
    if start.startswith("P"):
        last = _days(end)[1]
        return _later(last, start, -1), last
    first, last = _days(start)[0], _days(end)[1]
    if first > last:
        raise ValueError(start)
    return first, last


def _days(text: str) -> "tuple[np.datetime64, np.datetime64]":
    """Return the first and the last day of a year, a month or a day."""
    found = _INSTANT.fullmatch(text)
    if not found:
        raise ValueError(text)
    period = np.datetime64(found[1])
    return period.astype("M8[D]"), (period + 1).astype("M8[D]") - 1


def _later(day: np.datetime64, length: str, sign: int) -> np.datetime64:
    found = _LENGTH.fullmatch(length)
    if not found:
        raise ValueError(length)
    years, months, weeks, days = (sign * int(part or 0) for part in found.groups())
    month = day.astype("M8[M]")
    # The last day of a month where the month that it leads to is shorter.
    moved = month + 12 * years + months
    within = min(day - month.astype("M8[D]"), (moved + 1).astype("M8[D]") - 1 - moved.astype("M8[D]"))
    return moved.astype("M8[D]") + within + 7 * weeks + days


def _year(day: np.datetime64) -> int:
    return int(day.astype("M8[Y]").astype(int)) + 1970
