"""Measurement of indicators: values, normalised, with notes on where they were surveyed and what is not complete."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from atlas.analysis.indicators.completeness import (
    Completeness,
    CompletenessNotes,
    add_codes,
    completeness_in,
    completeness_notes,
)
from atlas.analysis.indicators.registry import HEADLINE, Indicator, IndicatorValues, Measure, Norm
from atlas.analysis.spatial.territories import LEAST_SURVEYED, WHOLLY_SURVEYED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
        measured, notes = parts[item.part], _Notes(parts[item.part])
        if item.extensive:
            _note_crossing(measured, item, notes)
            measured = _normalised(measured, territories, norm, notes)
        if declared.world:
            if item.extensive:
                notes.add(territories.approximate.to_numpy() & measured.value.notna().to_numpy(), "approximate_outline")
        else:
            measured = _where_surveyed(measured, territories, notes)
        measured = _where_complete(measured, completeness_notes(declared.effects(item.part), territories), notes)
        ready[item.part] = notes.added_to(measured)
    return ready


class _Notes:
    """The notes of a measure while they are added: texts, as a column of them takes long to read and to write."""

    def __init__(self, measured: IndicatorValues) -> None:
        before = measured.notes
        self._texts = [""] * len(measured.value) if before is None else before.to_list()
        self._new = False

    def add(self, where: np.ndarray, codes: "str | Sequence[str]") -> None:
        """Add a code, or one of its own with several separated by ``;``, to some of the values."""
        if where.any():
            self._new = True
            add_codes(self._texts, where, [codes] * len(where) if isinstance(codes, str) else codes)

    def added_to(self, measured: IndicatorValues) -> IndicatorValues:
        """Return the values with the notes."""
        if not self._new:
            return measured
        return replace(measured, notes=pd.Series(self._texts, index=measured.value.index, dtype="str"))


def _plain(value: "pd.Series[float]") -> IndicatorValues:
    """Return values that a program computed without their coverage: each is known, or it is not."""
    number = value.astype(float)
    return IndicatorValues(number, number.notna().astype(int), pd.Series(1, index=number.index))


def completeness_of(declared: Indicator, part: str, territories: "Territories") -> "dict[str, Completeness]":
    """Return for each territory what a value of a measure can be there, without measuring it."""
    notes = completeness_notes(declared.effects(part), territories).texts
    return {str(territory): completeness_in(note) for territory, note in zip(territories.ids, notes, strict=True)}


def completeness_states(measured: IndicatorValues) -> "pd.Series[Any]":
    """Return for each territory what its value is: Series of `Completeness`."""
    notes = pd.Series("", index=measured.value.index) if measured.notes is None else measured.notes
    return notes.map(completeness_in)


def complete_values(measured: IndicatorValues) -> pd.Series:
    """Return the values that can be compared: NaN where a layer is not complete."""
    return measured.value.where(completeness_states(measured) == "complete")


def _where_complete(measured: IndicatorValues, found: CompletenessNotes, notes: _Notes) -> IndicatorValues:
    """Add notes to known values of layers that are not complete; those that would be wrong become NaN."""
    known = measured.value.notna().to_numpy()
    notes.add(found.noted & known, found.texts)
    blank = found.blank & known
    if not blank.any():
        return measured
    amount = None if measured.amount is None else measured.amount.mask(blank)
    return replace(measured, value=measured.value.mask(blank), amount=amount)


def _normalised(measured: IndicatorValues, territories: "Territories", norm: Norm, notes: _Notes) -> IndicatorValues:
    amount = measured.amount
    if amount is None or norm == "area":
        return measured
    if norm == "absolute":
        return replace(measured, value=amount)
    people = territories.population.where(territories.population > 0)
    notes.add(people.isna().to_numpy(), "population_unknown")
    return replace(measured, value=10_000 * amount / people)


def where_surveyed(measured: IndicatorValues, territories: "Territories") -> IndicatorValues:
    """Set values of territories that were not surveyed to NaN; add a note where a part was surveyed."""
    notes = _Notes(measured)
    return notes.added_to(_where_surveyed(measured, territories, notes))


def _where_surveyed(measured: IndicatorValues, territories: "Territories", notes: _Notes) -> IndicatorValues:
    surveyed = territories.surveyed.to_numpy(dtype=float)
    outside = ~(surveyed >= LEAST_SURVEYED)
    notes.add(outside, "not_surveyed")
    notes.add((surveyed < WHOLLY_SURVEYED) & ~outside, "partly_surveyed")
    if not outside.any():
        return measured
    return replace(
        measured,
        value=measured.value.mask(outside),
        valid=measured.valid.mask(outside, 0),
        expected=measured.expected.mask(outside, 0),
    )


def _note_crossing(measured: IndicatorValues, item: Measure, notes: _Notes) -> None:
    """Add a note where an object is counted that lies partly outside: counts of neighbours do not add up."""
    for layer, rule in item.rules:
        pairs = measured.rows.get(layer)
        if rule == "meets" and pairs is not None and pairs.share is not None:
            crossing = np.bincount(pairs.territory[pairs.share < _WHOLLY], minlength=pairs.territories) > 0
            notes.add(crossing, "across_borders")
