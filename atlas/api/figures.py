"""Indicators, comparisons and ranks as tables, with what each number means beside it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from atlas.analysis.indicators import indicators_in, measure
from atlas.errors import ViewError, choices, nearest
from atlas.scene.compare.comparison import Comparison, compare
from atlas.scene.compare.indicator_rows import COLUMNS, indicator_rows
from atlas.scene.compare.measures import measure_title, norm_of
from atlas.scene.compare.provenance import NumberProvenance, trace_number
from atlas.scene.compare.rank_robustness import rank_comparison
from atlas.scene.compare.territories import build_territories, ids_of, names_of
from atlas.scene.query.compare_parameters import LEVELS, all_measures
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.territories import territory_layer

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


def indicator_table(level: str, ids: Iterable[str] | None, view: "View", atlas: "Atlas") -> pd.DataFrame:
    """Return the indicators of all territories of a level: one row a value.

    Parameters
    ----------
    level
        ``basin``, ``intercommunality`` or ``commune``.
    ids
        Ids of indicators; None for all of them.
    view
        Its perimeter, normalisation, year, drawn shape and language.
    atlas
        Declarations and rows.

    Raises
    ------
    ViewError
        There is no such level or indicator.
    """
    if level not in LEVELS:
        raise ViewError("value_unknown", key="level", value=level, valid=choices(level, LEVELS))
    known = indicators_in(atlas.catalog)
    # An indicator that a program registered may read a layer that another atlas has.
    here = [name for name, own in known.items() if set(own.layers) <= set(atlas.catalog)]
    wanted = here if ids is None else [_known(name, [*known], key="ids") for name in as_ids(ids)]
    places = ids_of(next(own for own in LEVELS if own == level), atlas)
    territories = build_territories(places, view, atlas)
    measured = {name: measure(known[name], territories, atlas.frames, norm_of(view)) for name in wanted}
    table = pd.DataFrame(indicator_rows(measured, territories, view, atlas), columns=list(COLUMNS))
    table.insert(1, "name", table["territory"].map(names_of(places, atlas, view.lang, drawn="")))
    table["value"] = table["value"].astype(float)
    measures = all_measures(atlas.catalog)
    used = {key: own for key, own in measures.items() if own.indicator in measured}
    table.attrs = {
        "link": to_permalink(view),
        "units": {key: own.unit_in(norm_of(view)) for key, own in used.items()},
        "titles": {key: measure_title(own, atlas.catalog, view.lang) for key, own in used.items()},
        "sources": sorted({source for sources in table["sources"] for source in sources}),
    }
    return table


def comparison_table(view: "View", atlas: "Atlas") -> pd.DataFrame:
    """Return a comparison: one row a territory and measure, with rank, gap to the reference and coverage."""
    compared = compare(view, atlas)
    rows = [
        {
            "territory": territory,
            "name": compared.names[territory],
            "measure": line.measure.id,
            "title": measure_title(line.measure, atlas.catalog, view.lang),
            "value": cell.value,
            "unit": line.unit,
            "rank": cell.rank,
            "gap": cell.gap,
            "valid": cell.valid,
            "expected": cell.expected,
            "completeness": cell.completeness,
            "notes": ";".join(cell.notes),
        }
        for line in compared.lines
        for territory, cell in zip(compared.territories, line.cells, strict=True)
    ]
    table = pd.DataFrame(rows).astype({"value": float, "gap": float, "rank": "Int64"})
    table.attrs = _settings(compared, view)
    return table


def rank_table(view: "View", atlas: "Atlas") -> pd.DataFrame:
    """Return the composite ranks of a comparison and how robust they are: one row a territory, the best first."""
    compared = compare(view, atlas)
    ranks = rank_comparison(compared)
    table = pd.DataFrame(
        [
            {
                "territory": row["id"],
                "name": compared.names[row["id"]],
                "composite": row["composite"],
                "rank": row["rank"],
                "rank_by_ranks": row["rank_by_ranks"],
                "first_share": row["acceptability"][0],
                **row["scores"],
            }
            for row in ranks["ranked"]
        ],
        columns=None if ranks["ranked"] else ["territory", "name", "composite", "rank", "rank_by_ranks", "first_share"],
    )
    beside: dict[str, Any] = {key: value for key, value in ranks.items() if key != "ranked"}
    table.attrs = _settings(compared, view) | beside
    return table


def evidence_of(indicator: str, territory: str, view: "View", atlas: "Atlas") -> NumberProvenance:
    """Return where a number comes from: formula, rows, files with their hashes, and the command that repeats it."""
    known = all_measures(atlas.catalog)
    territory_layer(territory, atlas, key="territory")
    return trace_number(known[_known(indicator, [*known], key="indicator")], territory, view, atlas)


def as_ids(given: str | Iterable[str]) -> tuple[str, ...]:
    """Return one id or several as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given)


def _known(name: str, known: list[str], *, key: str) -> str:
    if name not in known:
        raise ViewError("indicator_unknown", key=key, value=name, nearest=nearest(name, known))
    return name


def _settings(compared: Comparison, view: "View") -> dict[str, Any]:
    return {
        "link": to_permalink(view),
        "reference": {
            "id": compared.reference,
            "name": compared.names[compared.reference],
            "values": {line.measure.id: line.reference.value for line in compared.lines},
        },
        "perimeter": compared.perimeter,
        "norm": compared.norm,
        "year": compared.year,
        "units": {line.measure.id: line.unit for line in compared.lines},
    }
