"""A comparison of territories: value, rank, gap to a reference and coverage for every measure."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from atlas.analysis.indicators import (
    Completeness,
    Indicator,
    IndicatorValues,
    Measure,
    Norm,
    complete_values,
    completeness_in,
    completeness_of,
    indicators_in,
)
from atlas.i18n import t
from atlas.scene.compare.indicator_cache import indicator_values, level_territories, spread_of_level
from atlas.scene.compare.measures import chosen_measures, norm_of
from atlas.scene.compare.rank_rules import Overlap, find_overlaps, is_ranked, sizes_of
from atlas.scene.compare.territories import ids_of, latest_year, names_of, perimeter_of
from atlas.scene.query.compare_parameters import BASIN, DRAWN, LEVELS, MEDIAN, Perimeter, WeightedMeasure
from atlas.scene.query.territories import HOME_BASIN, territory_layer

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


@dataclass(frozen=True, slots=True)
class Cell:
    """The value of one measure for one territory.

    Attributes
    ----------
    value
        None where it is unknown.
    rank
        Rank among the territories that have a complete value; 1 is the least where less is better, else the most. None
        for an amount among territories of different size.
    gap
        Value minus the reference, where both are complete.
    valid, expected
        Number of rows that the value is computed from, and of those that it should be computed from.
    notes
        Codes of caveats; they tell whether the layers are complete there.
    spread
        Distance between the values of its level, which its digits tell apart.
    """

    value: float | None
    rank: int | None
    gap: float | None
    valid: int
    expected: int
    notes: tuple[str, ...]
    spread: float = 0

    @property
    def completeness(self) -> Completeness:
        """Whether the value is complete, a bound, of the listed rows only, or blank: only complete ones compare."""
        return completeness_in(";".join(self.notes))


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One measure across the territories.

    `ranked`: its values can be ranked; an amount cannot among territories of different size.
    """

    measure: Measure
    weight: float
    unit: str
    ranked: bool
    cells: tuple[Cell, ...]
    reference: Cell


@dataclass(frozen=True, slots=True)
class Comparison:
    """The territories, measures and settings of a comparison.

    Attributes
    ----------
    territories
        Ids in the order chosen.
    names
        Name of each territory and of the reference, in the language of the view.
    levels
        Level of each territory.
    reference
        ``median``, ``basin`` or the id of a territory.
    perimeter, norm, year
        Perimeter that cuts the territories, normalisation, and year that ages are counted to.
    overlaps
        Pairs of territories that share ground: their ranks are not independent.
    lines
        One line per measure.
    """

    territories: tuple[str, ...]
    names: Mapping[str, str]
    levels: Mapping[str, str]
    reference: str
    perimeter: Perimeter
    norm: Norm
    year: int
    overlaps: tuple[Overlap, ...]
    lines: tuple[ComparisonLine, ...]


def compare(view: "View", atlas: "Atlas") -> Comparison:
    """Compare the territories of a view.

    Parameters
    ----------
    view
        A view that `atlas.scene.query.validate_view.validate_view` returned.
    atlas
        Declarations and rows.
    """
    ids, reference = compared_ids(view, atlas), reference_of(view, atlas)
    reference_id = HOME_BASIN if reference == BASIN else reference
    measured_ids = ids if reference_id == MEDIAN or reference_id in ids else (*ids, reference_id)
    chosen, norm = _chosen(ids, view, atlas), norm_of(view)
    values = {
        name: indicator_values(measured_ids, name, view, norm, atlas)
        for name in {item.measure.indicator for item in chosen}
    }
    sizes = sizes_of(ids, view, atlas)
    names = names_of(measured_ids, atlas, view.lang, drawn=t("compare.drawn_outline", view.lang))
    if reference not in names:
        names |= {reference: t(f"reference.{reference}", view.lang)}
    return Comparison(
        territories=tuple(ids),
        names=names,
        levels={territory: str(level_territories(territory, view, atlas).level[territory]) for territory in ids},
        reference=reference,
        perimeter=perimeter_of(view),
        norm=norm,
        year=view.year or latest_year(atlas.catalog),
        overlaps=find_overlaps(ids, view, atlas),
        lines=tuple(
            _line(
                item,
                values[item.measure.indicator][item.measure.part],
                sizes,
                reference_id,
                norm,
                {place: spread_of_level(place, item.measure, view, norm, atlas) for place in measured_ids},
            )
            for item in chosen
        ),
    )


def _chosen(ids: tuple[str, ...], view: "View", atlas: "Atlas") -> tuple[WeightedMeasure, ...]:
    """Return the chosen measures; without a choice those whose layers are complete for everything compared."""
    chosen = chosen_measures(view, atlas.catalog, international=is_international(ids, atlas))
    if view.ind:
        return chosen
    places = {territory: level_territories(territory, view, atlas) for territory in ids}
    every = tuple(dict.fromkeys(places.values()))
    known = indicators_in(atlas.catalog)
    return tuple(item for item in chosen if _is_complete(known[item.measure.indicator], item.measure, places, every))


def _is_complete(
    declared: Indicator, measure: Measure, places: "Mapping[str, Territories]", every: "tuple[Territories, ...]"
) -> bool:
    states = {id(own): completeness_of(declared, measure.part, own) for own in every}
    return all(states[id(own)][territory] == "complete" for territory, own in places.items())


def compared_ids(view: "View", atlas: "Atlas") -> tuple[str, ...]:
    """Return the ids of the territories that a view compares; a level stands for all its territories.

    Without a choice: the inter-municipal bodies with more than half of their communes in the basin.
    """
    if not view.compare:
        bodies = atlas.frames["intercommunalities"]
        return tuple(bodies.index[2 * bodies["communes"] > bodies["communes_total"]])
    ids: list[str] = []
    for name in view.compare:
        ids += next((ids_of(level, atlas) for level in LEVELS if level == name), [name])
    return tuple(dict.fromkeys(ids))


def reference_of(view: "View", atlas: "Atlas") -> str:
    """Return the reference of a view: the chosen one, else the whole basin or, with partner basins, the median."""
    if view.ref:
        return view.ref
    return MEDIAN if is_international(compared_ids(view, atlas), atlas) else BASIN


def values_of(comparison: Comparison) -> pd.DataFrame:
    """Return the values as a table: one row per territory, one column per measure, NaN where unknown."""
    return pd.DataFrame(
        {line.measure.id: [cell.value for cell in line.cells] for line in comparison.lines},
        index=list(comparison.territories),
        dtype=float,
    )


def comparable_values(comparison: Comparison) -> pd.DataFrame:
    """Return the values that can be ranked, as `values_of` does: NaN also where a layer is not complete."""
    return pd.DataFrame(
        {
            line.measure.id: [cell.value if cell.completeness == "complete" else None for cell in line.cells]
            for line in comparison.lines
        },
        index=list(comparison.territories),
        dtype=float,
    )


def is_incomplete(line: ComparisonLine) -> bool:
    """Return whether no territory has a complete value of a measure, but some would have one otherwise."""
    states = {cell.completeness for cell in line.cells if cell.value is not None or cell.completeness == "blank"}
    return bool(states) and "complete" not in states


def is_international(ids: Iterable[str], atlas: "Atlas") -> bool:
    """Return whether a partner basin is compared: then only measures that exist across countries have values."""
    return any(
        territory not in {DRAWN, HOME_BASIN} and territory_layer(territory, atlas).level == "basin" for territory in ids
    )


def _line(
    chosen: WeightedMeasure,
    measured: IndicatorValues,
    sizes: pd.Series,
    reference_id: str,
    norm: Norm,
    spreads: Mapping[str, float],
) -> ComparisonLine:
    own = complete_values(measured).reindex(sizes.index)
    ranked = is_ranked(chosen.measure, norm, sizes[own.notna()])
    ranks = own.rank(ascending=chosen.measure.direction == "lower", method="min")
    if own.notna().sum() <= 1 or not ranked:
        ranks[:] = math.nan
    if reference_id == MEDIAN:
        widest = max(spreads.values(), default=0)
        reference = Cell(_known(own.median()), None, None, int(own.notna().sum()), len(own), (), widest)
    else:
        reference = _cell(measured, reference_id, math.nan, None, spreads[reference_id])
    beside = reference.value if reference.completeness == "complete" else None
    cells = tuple(_cell(measured, territory, ranks[territory], beside, spreads[territory]) for territory in sizes.index)
    return ComparisonLine(chosen.measure, chosen.weight, chosen.measure.unit_in(norm), ranked, cells, reference)


def _cell(measured: IndicatorValues, territory: str, rank: float, reference: float | None, spread: float) -> Cell:
    value = _known(measured.value[territory])
    notes = "" if measured.notes is None else str(measured.notes[territory])
    comparable = value is not None and completeness_in(notes) == "complete"
    return Cell(
        value=value,
        rank=None if math.isnan(rank) else int(rank),
        gap=value - reference if comparable and value is not None and reference is not None else None,
        valid=int(measured.valid[territory]),
        expected=int(measured.expected[territory]),
        notes=tuple(note for note in notes.split(";") if note),
        spread=spread,
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
