"""Registry of indicators: the decorator that registers a function, and its declaration."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import pandas as pd

from atlas.analysis.indicators.completeness import Effect, Effects, effects_on

if TYPE_CHECKING:
    from atlas.analysis.spatial.overlay import Inside

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

Function = TypeVar(
    "Function", bound=Callable[..., "IndicatorValues | Mapping[str, IndicatorValues] | pd.Series[float]"]
)


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

    Examples
    --------
    A function of the territories (with their ``outlines`` and ``area_km2``) and of the layers that its parameters name.
    It returns a value for each territory; its name is the id of the indicator, the first line of its docstring its
    title.

    >>> import atlas
    >>> @atlas.indicator("1/km²", rules={"mine_shafts": "inside"}, incomplete={"mine_shafts": "at_least"})
    ... def shafts_of_mine(territories, mine_shafts):
    ...     '''Mine shafts per square kilometre.'''
    ...     inside = [mine_shafts.within(outline).sum() for outline in territories.outlines]
    ...     return inside / territories.area_km2
    >>> table = atlas.open().indicators("intercommunality", "shafts_of_mine")
    >>> table.attrs["titles"]
    {'shafts_of_mine': 'Mine shafts per square kilometre.'}
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
