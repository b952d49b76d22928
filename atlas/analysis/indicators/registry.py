"""Registry of indicators: the decorator that registers a function, its declaration, and its measurement."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import numpy as np
import pandas as pd

from atlas.analysis.indicators.completeness import (
    Completeness,
    Effect,
    Effects,
    add_note,
    completeness_in,
    completeness_notes,
    effects_on,
)
from atlas.analysis.spatial.territories import LEAST_SURVEYED, WHOLLY_SURVEYED

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.overlay import Inside
    from atlas.analysis.spatial.territories import Territories

Direction = Literal["higher", "lower", "neutral"]
Norm = Literal["area", "population", "absolute"]
NORMS: tuple[Norm, ...] = ("area", "population", "absolute")
# Which rows of a layer a territory has.
# meets: every object of which more than a sliver is inside, whole; an object across a border counts on both sides.
# inside: the points inside; of areas and lines the part that is inside.
# share: every object by the share of it that is inside.
# centre: every object in the one territory that a point on its surface lies in; for points only.
# member: the rows that name the territory: the communes of a body, the row of a basin.
# anywhere: every row, also outside the territory: the nearest corridor, what an object touches.
Rule = Literal["meets", "inside", "share", "centre", "member", "anywhere"]
RULES: tuple[Rule, ...] = get_args(Rule)
# A share of an object above this is the whole object: outlines are not more precise.
_WHOLLY = 0.999
# The headline of an indicator is the part without a name.
HEADLINE = ""
PER_AREA, PER_POPULATION = "/100 km²", "/10 000 inhabitants"


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorValues:
    """The values of a measure for each territory, with their coverage.

    Attributes
    ----------
    value
        Series of float indexed by territory; NaN where unknown, which is never zero.
    valid, expected
        Series of int: number of rows (or communes) that the value is computed from, and should be computed from.
    amount
        Series of float: the numerator of a density, for the normalisations by inhabitants and without normalisation.
    notes
        Series of str: codes of caveats, separated by ``;``.
    rows
        Layer → pairs of territory and row that the value is computed from.
    """

    value: pd.Series
    valid: pd.Series
    expected: pd.Series
    amount: pd.Series | None = None
    notes: pd.Series | None = None
    rows: "Mapping[str, Inside]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of an indicator: its headline or a part.

    Attributes
    ----------
    indicator, part
        Id of the indicator and of the part (empty for the headline).
    unit
        ``share`` is 0..1.
    direction
        Which values are better; ``neutral`` measures are in no composite.
    rules
        Pairs of a layer that it is computed from, and the rule by which its rows belong to a territory.
    amount
        Whether it grows with the size of a territory (an area, a length, a count): territories of different size are
        not ranked by it.
    instead
        Id of the measure that compares territories of different size in its place; None without one.
    """

    indicator: str
    part: str
    unit: str
    direction: Direction
    rules: tuple[tuple[str, Rule], ...]
    amount: bool = False
    instead: str | None = None

    @property
    def id(self) -> str:
        """The id in links."""
        return f"{self.indicator}.{self.part}" if self.part else self.indicator

    @property
    def extensive(self) -> bool:
        """Return whether it can also be expressed per inhabitant or as an amount."""
        return self.unit.endswith(PER_AREA)

    def is_amount(self, norm: Norm) -> bool:
        """Return whether its values are amounts under a normalisation."""
        return self.amount or (self.extensive and norm == "absolute")

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
        Its name. It never changes, as shared links contain it.
    theme
        The module it lives in.
    layers
        Ids of the layers it reads: the names of its parameters.
    measures
        Its measures, the headline first.
    world
        Whether it compares across countries; others are measured only where the basin's inventories cover the area.
    figures
        Contested figures whose chosen version changes it.
    incomplete
        What each layer or kind that it reads does to a part where it is not complete.
    function
        Territories and layers → part → `IndicatorValues`.
    """

    id: str
    theme: str
    layers: tuple[str, ...]
    measures: tuple[Measure, ...]
    world: bool
    figures: tuple[str, ...]
    incomplete: Effects
    function: Callable[..., Any]

    def effects(self, part: str) -> dict[str, Effect]:
        """Return the effect of each layer or kind on a part where it is not complete."""
        return effects_on(part, self.incomplete)


REGISTRY: dict[str, Indicator] = {}

Function = TypeVar("Function", bound=Callable[..., "IndicatorValues | Mapping[str, IndicatorValues]"])


def indicator(  # noqa: PLR0913 - all that an indicator declares
    unit: str | None,
    *,
    rules: Mapping[str, Rule | Mapping[str, Rule]],
    direction: Direction | Mapping[str, Direction] = "neutral",
    world: bool = False,
    figures: tuple[str, ...] = (),
    parts: Mapping[str, str] | None = None,
    amounts: tuple[str, ...] = (),
    instead: str | None = None,
    incomplete: Effects | None = None,
) -> Callable[[Function], Function]:
    """Register a function as an indicator.

    Parameters
    ----------
    unit
        Unit of the headline; None for an indicator that has only parts (kinds that are never pooled).
    rules
        For each layer the rule by which its rows belong to a territory; a mapping holds those of the parts that are
        computed from it.
    direction
        Which values are better; a mapping holds the parts that are not neutral.
    world
        Whether it compares across countries.
    figures
        Contested figures that it depends on.
    parts
        Unit of each part.
    amounts
        Parts that grow with the size of a territory, `HEADLINE` for the headline; the rest can be ranked.
    instead
        Id of the measure that is offered in place of the amounts.
    incomplete
        What each layer that it reads, or kind of it (``layer.field.code``), does to the value where it is not complete:
        for all parts, or by part. Every layer has an entry.

    Raises
    ------
    TypeError
        A layer has no rule, or a rule names no layer, no part or no rule.
    """

    def register(function: Function) -> Function:
        name, _, *layers = function.__name__, *inspect.signature(function).parameters
        units = ({} if unit is None else {HEADLINE: unit}) | dict(parts or {})
        better = dict.fromkeys(units, direction) if isinstance(direction, str) else direction
        of_layer = _checked(rules, name, layers, tuple(units))
        measures = tuple(
            Measure(
                name,
                part,
                of,
                better.get(part, "neutral"),
                tuple((layer, of_part[part]) for layer, of_part in of_layer.items() if part in of_part),
                part in amounts,
                instead if part in amounts else None,
            )
            for part, of in units.items()
        )
        theme = function.__module__.rpartition(".")[2]
        REGISTRY[name] = Indicator(name, theme, tuple(layers), measures, world, figures, incomplete or {}, function)
        return function

    return register


def _checked(
    rules: Mapping[str, Rule | Mapping[str, Rule]], name: str, layers: list[str], parts: tuple[str, ...]
) -> dict[str, Mapping[str, Rule]]:
    """Return the rule of each layer by part; every layer has one, and no other."""
    if set(rules) != set(layers):
        raise TypeError(f"{name}: state a rule for each of the layers {', '.join(layers)}, and for no other")
    found = {}
    for layer in layers:
        stated = rules[layer]
        of_part = dict.fromkeys(parts, stated) if isinstance(stated, str) else stated
        if not of_part or set(of_part) - set(parts):
            raise TypeError(f"{name}: the rules of {layer} name parts; expected {', '.join(map(repr, parts))}")
        if set(of_part.values()) - set(RULES):
            raise TypeError(f"{name}: the rule of {layer} is one of {', '.join(RULES)}")
        found[layer] = of_part
    return found


def measure(
    declared: Indicator, territories: "Territories", frames: "Mapping[str, gpd.GeoDataFrame]", norm: Norm = "area"
) -> dict[str, IndicatorValues]:
    """Compute an indicator.

    Parameters
    ----------
    declared
        An indicator of the `REGISTRY`.
    territories
        Territories to measure.
    frames
        Rows of the layers it reads.
    norm
        Normalisation of densities: per 100 km², per 10,000 inhabitants, or none.

    Returns
    -------
    dict
        Part → `IndicatorValues`; NaN, never zero, where the basin's inventories do not cover the territory, and where a
        layer is not complete so that the value would be wrong. Where it is a bound, its note says so.
    """
    found = declared.function(territories, *(frames[layer] for layer in declared.layers))
    parts = {HEADLINE: found} if isinstance(found, IndicatorValues) else found
    ready = {}
    for item in declared.measures:
        measured = parts[item.part]
        if item.extensive:
            measured = _normalised(_crossing(measured, item), territories, norm)
        if declared.world:
            approximate = territories.approximate & measured.value.notna() & item.extensive
            measured = _noted(measured, approximate, "approximate_outline")
        else:
            measured = where_surveyed(measured, territories)
        ready[item.part] = _where_complete(measured, completeness_notes(declared.effects(item.part), territories))
    return ready


def completeness_of(declared: Indicator, part: str, territories: "Territories") -> "dict[str, Completeness]":
    """Return for each territory what a value of a measure can be there, without measuring it."""
    notes = completeness_notes(declared.effects(part), territories)
    return {str(territory): completeness_in(note) for territory, note in notes.items()}


def completeness_states(measured: IndicatorValues) -> "pd.Series[Any]":
    """Return for each territory what its value is: Series of `Completeness`."""
    notes = pd.Series("", index=measured.value.index) if measured.notes is None else measured.notes
    return notes.map(completeness_in)


def complete_values(measured: IndicatorValues) -> pd.Series:
    """Return the values that can be compared: NaN where a layer is not complete."""
    return measured.value.where(completeness_states(measured) == "complete")


def _where_complete(measured: IndicatorValues, notes: pd.Series) -> IndicatorValues:
    """Add notes to known values of layers that are not complete; those that would be wrong become NaN."""
    own = notes.where(measured.value.notna(), "")
    if (own == "").all():
        return measured
    blank = own.map(completeness_in) == "blank"
    amount = None if measured.amount is None else measured.amount.mask(blank)
    return _noted(replace(measured, value=measured.value.mask(blank), amount=amount), own != "", own)


def _normalised(measured: IndicatorValues, territories: "Territories", norm: Norm) -> IndicatorValues:
    amount = measured.amount
    if amount is None or norm == "area":
        return measured
    if norm == "absolute":
        return replace(measured, value=amount)
    people = territories.population.where(territories.population > 0)
    per_inhabitant = replace(measured, value=10_000 * amount / people)
    return _noted(per_inhabitant, people.isna(), "population_unknown")


def where_surveyed(measured: IndicatorValues, territories: "Territories") -> IndicatorValues:
    """Set values of territories that were not surveyed to NaN; add a note where a part was surveyed."""
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


def _crossing(measured: IndicatorValues, item: Measure) -> IndicatorValues:
    """Add a note where an object is counted that lies partly outside: counts of neighbours do not add up."""
    for layer, rule in item.rules:
        pairs = measured.rows.get(layer)
        if rule == "meets" and pairs is not None and pairs.share is not None:
            crossing = np.bincount(pairs.territory[pairs.share < _WHOLLY], minlength=pairs.territories) > 0
            measured = _noted(measured, pd.Series(crossing, index=measured.value.index), "across_borders")
    return measured


def _noted(measured: IndicatorValues, where: pd.Series, code: str | pd.Series) -> IndicatorValues:
    """Add a note to some of the values."""
    if not where.any():
        return measured
    before = measured.notes if measured.notes is not None else pd.Series("", index=measured.value.index)
    return replace(measured, notes=add_note(before, where, code))
