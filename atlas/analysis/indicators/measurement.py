"""Measurement of indicators: values, normalised, with notes on where they were surveyed and what is not complete."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from atlas.analysis.indicators.completeness import Completeness, add_note, completeness_in, completeness_notes
from atlas.analysis.indicators.registry import HEADLINE, Indicator, IndicatorValues, Measure, Norm
from atlas.analysis.spatial.territories import LEAST_SURVEYED, WHOLLY_SURVEYED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories

# A share of an object above this is the whole object: outlines are not more precise.
_WHOLLY = 0.999


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
    if isinstance(found, pd.Series):
        found = _plain(found)
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


def _plain(value: "pd.Series[float]") -> IndicatorValues:
    """Return values that a program computed without their coverage: each is known, or it is not."""
    number = value.astype(float)
    return IndicatorValues(number, number.notna().astype(int), pd.Series(1, index=number.index))


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
    known = measured.value.notna().to_numpy()
    own = [note if here else "" for note, here in zip(notes.to_list(), known, strict=True)]
    marked = np.array(own, dtype=object) != ""
    if not marked.any():
        return measured
    blank = np.isin(own, [note for note in set(own) if completeness_in(note) == "blank"])
    if blank.any():
        amount = None if measured.amount is None else measured.amount.mask(blank)
        measured = replace(measured, value=measured.value.mask(blank), amount=amount)
    return _noted(measured, marked, own)


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


def _noted(measured: IndicatorValues, where: "np.ndarray | pd.Series", code: str | list[str]) -> IndicatorValues:
    """Add a note to some of the values."""
    if not where.any():
        return measured
    before = measured.notes if measured.notes is not None else pd.Series("", index=measured.value.index)
    return replace(measured, notes=add_note(before, where, code))
