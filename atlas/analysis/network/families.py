"""Families of themes: at most six, so that a map can give each a colour of its own."""

from collections import Counter
from collections.abc import Iterable

# In the order of the legend.
FAMILIES = ("heritage", "land", "nature", "mobility", "knowledge", "people")


def main_family(families: Iterable[str]) -> str | None:
    """Return the family named most often, the first named among equals; None without any.

    Examples
    --------
    >>> main_family(["nature", "people", "people"])
    'people'
    >>> main_family(["people", "land"])
    'people'
    """
    # The first named comes first among those counted equally often.
    most = Counter(families).most_common(1)
    return most[0][0] if most else None
