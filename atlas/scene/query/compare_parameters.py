"""Parameters of a comparison in a link: territory levels, perimeters, references and measures."""

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from atlas.analysis.indicators import Measure, indicators_in
from atlas.errors import ViewError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.catalog import Layer

Level = Literal["basin", "intercommunality", "commune"]
Perimeter = Literal["mbm", "bodies", "property", "buffer", "drawn"]
LEVELS: tuple[Level, ...] = get_args(Level)
PERIMETERS: tuple[Perimeter, ...] = get_args(Perimeter)
# The outline that the reader drew (`select`), compared like a territory.
DRAWN = "drawn"
# References other than a territory.
MEDIAN, BASIN = "median", "basin"
# Weights are compared with one another: a thousand times is more than anybody means.
_HEAVIEST = 1_000_000
_NUMBER = re.compile(r"[+]?[0-9]{1,9}(\.[0-9]{1,20})?(e[+-]?[0-9]{1,2})?")
# Territories that can be chosen one by one; more than these stand below one another, not side by side.
MOST_TERRITORIES, MOST_SIDE_BY_SIDE = 300, 12


@dataclass(frozen=True, slots=True)
class WeightedMeasure:
    """A chosen measure and its weight in a composite."""

    measure: Measure
    weight: float


def all_measures(catalog: "Mapping[str, Layer]") -> dict[str, Measure]:
    """Return the measures of every indicator by their ids in a link, those of the reader's own figures last."""
    return {measure.id: measure for indicator in indicators_in(catalog).values() for measure in indicator.measures}


def measure_unknown(name: str, known: "Mapping[str, Measure]", *, key: str) -> ViewError:
    """Return the error of an unknown measure; a figure of a layer, ``layer.field``, may be somebody else's own."""
    head, mark, _ = name.partition(".")
    declared = any(measure.indicator == head for measure in known.values())
    return ViewError(
        "figure_elsewhere" if mark and not declared else "indicator_unknown",
        key=key,
        value=name,
        nearest=nearest(name, known),
    )


def read_measure(text: str, catalog: "Mapping[str, Layer]") -> WeightedMeasure:
    """Read ``indicator``, ``indicator.part`` or either with ``:weight``.

    Raises
    ------
    ViewError
        No such indicator or part; the weight is negative or not a number.
    """
    name, mark, weight = text.partition(":")
    known = all_measures(catalog)
    if name not in known:
        raise measure_unknown(name, known, key="ind")
    heavy = (float(weight) if _NUMBER.fullmatch(weight) else math.nan) if mark else 1.0
    if not 0 <= heavy <= _HEAVIEST:
        raise ViewError("weight_wrong", key="ind", value=text)
    return WeightedMeasure(known[name], heavy)
