"""What a legend of colours names: the variable, its unit, the years of its data."""

import re
from typing import TYPE_CHECKING

from atlas.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.catalog import Source

_YEAR = re.compile(r"(?<![0-9])(?:1[5-9]|20)[0-9]{2}(?![0-9])")


def variable_text(title: str, unit: str, sources: "Iterable[Source]", lang: str) -> str:
    """Return a variable with its unit and years: those that its title names, else those of its data.

    Parameters
    ----------
    title, unit
        The variable and its unit, in words.
    sources
        Where its data come from.
    lang
        Language of the text.
    """
    if _YEAR.search(title):
        return f"{title} ({unit})"
    return t("classes.variable", lang, title=title, unit=unit, years=data_years(sources))


def data_years(sources: "Iterable[Source]") -> str:
    """Return the first and last year in which data are valid; without one the year of publication, then of access."""
    dates = [source.valid or source.published or source.accessed.isoformat() for source in sources]
    years = sorted({year for text in dates for year in _YEAR.findall(text)})
    return years[0] if len(years) == 1 else f"{years[0]}\u2013{years[-1]}"
