"""Ranges of the numbers that a statistic is asked for."""

from typing import TYPE_CHECKING

from atlas.errors import ViewError

if TYPE_CHECKING:
    from collections.abc import Mapping

_RANGES = {
    "permutations": (99, 99_999),
    "seed": (0, 2**32 - 1),
    "alpha": (0.0001, 0.5),
    "distance": (1, 10_000_000),
    "nearest": (1, 1000),
}


def check_ranges(rule: str, numbers: "Mapping[str, float | None]", *, mark: str = "") -> None:
    """Check the numbers of Moran's I; None is one that was not given.

    Parameters
    ----------
    rule
        What makes two territories neighbours.
    numbers
        ``permutations``, ``seed``, ``alpha``, ``distance``, ``nearest``.
    mark
        Stands before the names in errors: ``--`` on the command line.

    Raises
    ------
    ViewError
        One is out of its range, or belongs to another rule of neighbours.
    """
    for name in ("distance", "nearest"):
        if numbers.get(name) is not None and rule != name:
            raise ViewError("statistics_option", key=f"{mark}{name}", value=f"{mark}neighbours {name}")
    for name, value in numbers.items():
        low, high = _RANGES[name]
        if value is not None and not low <= value <= high:
            raise ViewError("statistics_range", key=f"{mark}{name}", value=value, low=low, high=high)
