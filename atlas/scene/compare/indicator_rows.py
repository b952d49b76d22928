"""Indicators as plain rows for the command line, files and notebooks: one row per value."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from atlas.analysis.indicators import Completeness, Indicator, IndicatorValues, Rule, completeness_in, indicators_in
from atlas.analysis.indicators.own_figures import OWN_UNIT
from atlas.i18n import t
from atlas.io.provenance import Provenance, TableMetadata, describe_columns
from atlas.scene.compare.measures import norm_of
from atlas.scene.compare.territories import perimeter_of
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.territories import HOME_BASIN

if TYPE_CHECKING:
    from datetime import date

    from atlas.analysis.spatial.territories import Territories
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


class IndicatorRow(TypedDict):
    """One value of one territory.

    `value` is None where it is unknown; `part` is None for the headline of an indicator; `perimeter` is ``outline``
    for a partner basin, which no perimeter of the basin cuts; `rules` holds, for each layer that the value is computed
    from, the rule by which its rows belong to a territory; a value whose `completeness` is not ``complete`` does not
    compare.
    """

    territory: str
    level: str
    indicator: str
    part: str | None
    value: float | None
    unit: str
    valid: int
    expected: int
    perimeter: str
    notes: str
    rules: dict[str, Rule]
    sources: list[str]
    completeness: Completeness


COLUMNS = tuple(IndicatorRow.__annotations__)
_DATATYPES = {"value": "number", "valid": "integer", "expected": "integer"}


def indicator_rows(
    measured: Mapping[str, Mapping[str, IndicatorValues]], territories: "Territories", view: "View", atlas: "Atlas"
) -> list[IndicatorRow]:
    """Return the values of indicators as rows, indicator after indicator.

    Parameters
    ----------
    measured
        Indicator → part → values.
    territories
        The territories measured.
    view
        Its perimeter and normalisation are those of the measurement.
    atlas
        Declarations, which name the sources.
    """
    norm = norm_of(view)
    rows: list[IndicatorRow] = []
    known = indicators_in(atlas.catalog)
    for name, parts in measured.items():
        sources = sources_of(known[name], atlas.catalog)
        for measure in known[name].measures:
            numbers = parts[measure.part]
            for territory in territories.ids:
                notes = "" if numbers.notes is None else str(numbers.notes[territory])
                value, level = float(numbers.value[territory]), str(territories.level[territory])
                partner = level == "basin" and territory != HOME_BASIN
                rows.append(
                    {
                        "territory": territory,
                        "level": level,
                        "indicator": name,
                        "part": measure.part or None,
                        "value": None if math.isnan(value) else value,
                        "unit": measure.unit_in(norm).removeprefix(OWN_UNIT),
                        "valid": int(numbers.valid[territory]),
                        "expected": int(numbers.expected[territory]),
                        "perimeter": "outline" if partner else perimeter_of(view),
                        "notes": notes,
                        "rules": dict(measure.rules),
                        "sources": sources,
                        "completeness": completeness_in(notes),
                    }
                )
    return rows


def sources_of(declared: Indicator, catalog: "Catalog") -> list[str]:
    """Return the citation and licence of every file that an indicator is computed from, each once."""
    files = [source for layer in declared.layers for _, source in catalog[layer].files]
    return list(dict.fromkeys(f"{source.cited} [{source.licence}]" for source in files))


def describe_rows(names: Iterable[str], view: "View", atlas: "Atlas", *, url: str, made: "date") -> TableMetadata:
    """Return the metadata of a CSV file of rows: CSV on the Web, with the sources of every indicator.

    Parameters
    ----------
    names
        Ids of the indicators.
    view
        Its perimeter and normalisation are those of the measurement.
    atlas
        Declarations.
    url
        Name of the CSV file.
    made
        Date of the file.
    """
    wanted = tuple(names)
    known = indicators_in(atlas.catalog)
    layers = tuple(dict.fromkeys(layer for name in wanted for layer in known[name].layers))
    sources = [(layer, source) for layer in layers for _, source in atlas.catalog[layer].files]
    link = to_permalink(replace(view, mode="compare", ind=wanted))
    metadata = describe_columns([], Provenance(link, made, (), tuple(sources)), url=url)
    columns = [{"name": name, "null": "", "datatype": _DATATYPES.get(name, "string")} for name in COLUMNS]
    metadata["dc:title"] = {lang: t("compare.indicators", lang) for lang in ("fr", "en")}
    metadata["tableSchema"] = {"columns": columns}
    return metadata
