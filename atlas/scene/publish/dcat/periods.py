"""Dates of sources as calendars write them: first and last day of what a declaration says in words."""

import calendar
import re
from datetime import date

_DATE = re.compile(r"(?<!\d)(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")


def read_period(text: str | None) -> tuple[date, date] | None:
    """Return first and last day of the dates that a text names; None when it names none.

    Examples
    --------
    >>> first, last = read_period("2002/2025")
    >>> first.isoformat(), last.isoformat()
    ('2002-01-01', '2025-12-31')
    >>> read_period("unknown") is None
    True
    """
    days = [day for match in _DATE.finditer(text or "") for day in _days(*match.groups())]
    return (min(days), max(days)) if days else None


def _days(year: str, month: str | None, day: str | None) -> tuple[date, ...]:
    """Return first and last day of a year, month or day; none for what is in no calendar."""
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ()
    if day:
        return (first,)
    last = int(month or 12)
    return first, date(first.year, last, calendar.monthrange(first.year, last)[1])
