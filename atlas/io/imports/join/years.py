"""Years of the rows of a table."""

import re
from collections.abc import Sequence

from atlas.io.imports.join.name_keys import name_words, word_set

_NAMES = word_set("annee annees an year years ano anos millesime periode period exercice date")
_YEAR = re.compile(r"(?<![0-9])(1[5-9][0-9]{2}|20[0-9]{2})(?![0-9])")


def is_year_column(name: str, texts: Sequence[str | None]) -> bool:
    """Return whether a column is named as one of years and holds nothing else."""
    known = [text for text in texts if text]
    return bool(known and set(name_words(name.replace("_", " "))) & _NAMES and all(year_in(text) for text in known))


def year_in(text: str | None) -> int | None:
    """Return the last year that a text names: ``2020-2021`` is 2021."""
    found = _YEAR.findall(text or "")
    return int(found[-1]) if found else None
