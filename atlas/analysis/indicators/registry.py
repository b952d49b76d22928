"""The register of indicators: a decorator, what it declares, and how one is measured."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np
import pandas as pd

from atlas.analysis.spatial.territories import LEAST_SURVEYED, WHOLLY_SURVEYED

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.overlay import Inside
    from atlas.analysis.spatial.territories import Territories

Direction = Literal["higher", "lower", "neutral"]
Norm = Literal["area", "population", "absolute"]
NORMS: tuple[Norm, ...] = ("area", "population", "absolute")
# The headline of an indicator is the part without a name.
HEADLINE = ""
PER_AREA, PER_POPULATION = "/100 km²", "/10 000 inhabitants"


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorValues:
    """One number for each territory, with how much of what it should rest on is known.

    Attributes
    ----------
    value
        Series of float indexed by territory; NaN where nothing can be said, which is never zero.
    valid, expected
        Series of int: rows (or communes) the value rests on, and those it should rest on.
    amount
        What the value divides by the area, for those that can also be told per inhabitant or as they are.
    notes
        Series of str: codes of what a reader must know of a value, separated by ``;``.
    rows
        Layer → pairs of territory and row that the value was computed from.
    """

    value: pd.Series
    valid: pd.Series
    expected: pd.Series
    amount: pd.Series | None = None
    notes: pd.Series | None = None
    rows: "Mapping[str, Inside]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that an indicator gives: its headline or a part.

    Attributes
    ----------
    indicator, part
        Id of the indicator and of the part (empty for the headline).
    unit
        ``share`` is 0..1.
    direction
        Whether more is better; what is neutral stays out of every composite.
    """

    indicator: str
    part: str
    unit: str
    direction: Direction

    @property
    def id(self) -> str:
        """What a link carries."""
        return f"{self.indicator}.{self.part}" if self.part else self.indicator

    @property
    def extensive(self) -> bool:
        """Return whether it can also be told per inhabitant or as an amount."""
        return self.unit.endswith(PER_AREA)

    def unit_in(self, norm: Norm) -> str:
        """Return the unit under a normalisation."""
        if not self.extensive or norm == "area":
            return self.unit
        return self.unit.removesuffix(PER_AREA) + (PER_POPULATION if norm == "population" else "")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A registered function.

    Attributes
    ----------
    id
        Its name, for ever: it is in shared links.
    theme
        The module it lives in.
    layers
        Ids of the layers it reads: the names of its parameters.
    measures
        The numbers it gives, the headline first.
    world
        Whether it may be compared across countries; the others are measured where the basin's inventories cover.
    figures
        The contested figures whose chosen version changes it.
    function
        Territories and layers → part → `IndicatorValues`.
    """

    id: str
    theme: str
    layers: tuple[str, ...]
    measures: tuple[Measure, ...]
    world: bool
    figures: tuple[str, ...]
    function: Callable[..., Any]


REGISTRY: dict[str, Indicator] = {}

Function = TypeVar("Function", bound=Callable[..., "IndicatorValues | Mapping[str, IndicatorValues]"])


def indicator(
    unit: str | None,
    *,
    direction: Direction = "neutral",
    world: bool = False,
    figures: tuple[str, ...] = (),
    parts: Mapping[str, str] | None = None,
    directions: Mapping[str, Direction] | None = None,
) -> Callable[[Function], Function]:
    """Register a function as an indicator.

    Parameters
    ----------
    unit
        Of the headline; None for an indicator that has parts only (kinds that are never pooled).
    direction
        Whether more is better.
    world
        Whether it may be compared across countries.
    figures
        Contested figures that it depends on.
    parts
        Unit of each part.
    directions
        Direction of the parts that differ from the headline's.
    """

    def register(function: Function) -> Function:
        name, _, *layers = function.__name__, *inspect.signature(function).parameters
        units = ({} if unit is None else {HEADLINE: unit}) | dict(parts or {})
        own = dict(directions or {})
        measures = tuple(Measure(name, part, of, own.get(part, direction)) for part, of in units.items())
        theme = function.__module__.rpartition(".")[2]
        REGISTRY[name] = Indicator(name, theme, tuple(layers), measures, world, figures, function)
        return function

    return register


def measure(
    declared: Indicator, territories: "Territories", frames: "Mapping[str, gpd.GeoDataFrame]", norm: Norm = "area"
) -> dict[str, IndicatorValues]:
    """Measure one indicator.

    Parameters
    ----------
    declared
        An indicator of the `REGISTRY`.
    territories
        What is compared.
    frames
        Rows of the layers it reads.
    norm
        How what can be counted is told: per 100 km², per 10,000 inhabitants, as an amount.

    Returns
    -------
    dict
        Part → `IndicatorValues`. What the basin's inventories do not cover is NaN, never zero.
    """
    found = declared.function(territories, *(frames[layer] for layer in declared.layers))
    parts = {HEADLINE: found} if isinstance(found, IndicatorValues) else found
    ready = {}
    for one in declared.measures:
        measured = _normalised(parts[one.part], territories, norm) if one.extensive else parts[one.part]
        ready[one.part] = _within_reach(measured, territories, world=declared.world, ground=one.extensive)
    return ready


def _normalised(measured: IndicatorValues, territories: "Territories", norm: Norm) -> IndicatorValues:
    amount = measured.amount
    if amount is None or norm == "area":
        return measured
    if norm == "absolute":
        return replace(measured, value=amount)
    people = territories.population.where(territories.population > 0)
    told = replace(measured, value=10_000 * amount / people)
    return _noted(told, people.isna(), "population_unknown")


def _within_reach(
    measured: IndicatorValues, territories: "Territories", *, world: bool, ground: bool
) -> IndicatorValues:
    """Remove what nobody surveyed, and mark what was surveyed in part."""
    if world:
        approximate = territories.approximate & measured.value.notna() & ground
        return _noted(measured, approximate, "approximate_outline")
    outside = ~(territories.surveyed >= LEAST_SURVEYED)
    partly = (territories.surveyed < WHOLLY_SURVEYED) & ~outside
    marked = _noted(_noted(measured, outside, "not_surveyed"), partly, "partly_surveyed")
    if not outside.any():
        return marked
    return replace(
        marked,
        value=measured.value.mask(outside),
        valid=measured.valid.mask(outside, 0),
        expected=measured.expected.mask(outside, 0),
    )


def _noted(measured: IndicatorValues, where: pd.Series, code: str) -> IndicatorValues:
    """Add a note to some of the values."""
    if not where.any():
        return measured
    before = measured.notes if measured.notes is not None else pd.Series("", index=measured.value.index)
    joined = np.where(before == "", code, before + ";" + code)
    return replace(measured, notes=before.mask(where, joined))
