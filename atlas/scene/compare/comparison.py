"""A comparison: territories side by side, with rank, gap to a reference and coverage of every number."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from atlas.analysis.indicators import IndicatorValues, Measure, Norm
from atlas.i18n import t
from atlas.scene.compare.indicator_cache import indicator_values, level_territories
from atlas.scene.compare.measures import chosen_measures, norm_of
from atlas.scene.compare.territories import ids_of, latest_year, names_of, perimeter_of
from atlas.scene.query.compare_parameters import BASIN, DRAWN, LEVELS, MEDIAN, Chosen, Perimeter
from atlas.scene.query.territories import HOME_BASIN, layer_of

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of one territory.

    Attributes
    ----------
    value
        None where nothing can be said.
    rank
        Among the territories that have a value, 1 the best (or the greatest, where more is neither good nor bad).
    gap
        Value minus the reference.
    valid, expected
        What it rests on, and what it should rest on.
    notes
        Codes of what a reader must know of it.
    """

    value: float | None
    rank: int | None
    gap: float | None
    valid: int
    expected: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One measure across the territories."""

    measure: Measure
    weight: float
    unit: str
    cells: tuple[Cell, ...]
    reference: Cell


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a view compares.

    Attributes
    ----------
    territories
        Ids in the order chosen.
    names
        Name of each, and of the reference, in the language of the view.
    levels
        Level of each territory.
    reference
        ``median``, ``basin`` or the id of a territory.
    perimeter, norm, year
        Within what, how told, as of when.
    lines
        One for each measure.
    """

    territories: tuple[str, ...]
    names: Mapping[str, str]
    levels: Mapping[str, str]
    reference: str
    perimeter: Perimeter
    norm: Norm
    year: int
    lines: tuple[ComparisonLine, ...]


def compare(view: "View", atlas: "Atlas") -> Comparison:
    """Make the comparison of a view.

    Parameters
    ----------
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.
    """
    ids, reference = compared_ids(view, atlas), reference_of(view, atlas)
    across = is_across(ids, atlas)
    beside = HOME_BASIN if reference == BASIN else reference
    measured_ids = ids if beside == MEDIAN or beside in ids else (*ids, beside)
    chosen, norm = chosen_measures(view, across=across), norm_of(view)
    numbers = {
        name: indicator_values(measured_ids, name, view, norm, atlas)
        for name in {one.measure.indicator for one in chosen}
    }
    names = names_of(measured_ids, atlas, view.lang, drawn=t("compare.drawn_outline", view.lang))
    said = names if reference in names else names | {reference: t(f"reference.{reference}", view.lang)}
    return Comparison(
        territories=tuple(ids),
        names=said,
        levels={one: str(level_territories(one, view, atlas).level[one]) for one in ids},
        reference=reference,
        perimeter=perimeter_of(view),
        norm=norm,
        year=view.year or latest_year(atlas.catalog),
        lines=tuple(_line(one, numbers[one.measure.indicator][one.measure.part], ids, beside, norm) for one in chosen),
    )


def compared_ids(view: "View", atlas: "Atlas") -> tuple[str, ...]:
    """Return the territories that a view compares; a level stands for all of its own.

    Without a choice, the inter-municipal bodies most of which lies in the basin.
    """
    if not view.compare:
        bodies = atlas.frames["intercommunalities"]
        return tuple(bodies.index[2 * bodies["communes"] > bodies["communes_total"]])
    ids: list[str] = []
    for one in view.compare:
        ids += next((ids_of(level, atlas) for level in LEVELS if level == one), [one])
    return tuple(dict.fromkeys(ids))


def reference_of(view: "View", atlas: "Atlas") -> str:
    """Return what a view holds its territories against: what was chosen, else the whole basin, else the median."""
    if view.ref:
        return view.ref
    return MEDIAN if is_across(compared_ids(view, atlas), atlas) else BASIN


def values_of(comparison: Comparison) -> pd.DataFrame:
    """Return the values as a table: one row a territory, one column a measure, NaN where nothing can be said."""
    return pd.DataFrame(
        {line.measure.id: [cell.value for cell in line.cells] for line in comparison.lines},
        index=list(comparison.territories),
        dtype=float,
    )


def is_across(ids: Iterable[str], atlas: "Atlas") -> bool:
    """Return whether a comparison leaves the basin: then only what is comparable across countries can be told."""
    return any(one not in {DRAWN, HOME_BASIN} and layer_of(one, atlas).level == "basin" for one in ids)


def _line(chosen: Chosen, measured: IndicatorValues, ids: tuple[str, ...], beside: str, norm: Norm) -> ComparisonLine:
    own = measured.value.reindex(list(ids))
    ranks = own.rank(ascending=chosen.measure.direction == "lower", method="min")
    if own.notna().sum() <= 1:
        ranks = ranks.where(own.isna())
    if beside == MEDIAN:
        reference = Cell(_known(own.median()), None, None, int(own.notna().sum()), len(own), ())
    else:
        reference = _cell(measured, beside, math.nan, None)
    cells = tuple(_cell(measured, one, ranks[one], reference.value) for one in ids)
    return ComparisonLine(chosen.measure, chosen.weight, chosen.measure.unit_in(norm), cells, reference)


def _cell(measured: IndicatorValues, one: str, rank: float, reference: float | None) -> Cell:
    value = _known(measured.value[one])
    notes = "" if measured.notes is None else str(measured.notes[one])
    return Cell(
        value=value,
        rank=None if math.isnan(rank) else int(rank),
        gap=None if value is None or reference is None else value - reference,
        valid=int(measured.valid[one]),
        expected=int(measured.expected[one]),
        notes=tuple(note for note in notes.split(";") if note),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
