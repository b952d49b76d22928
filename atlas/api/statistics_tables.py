"""Statistics of territories as tables with their outlines: spatial autocorrelation, groups of alike ones."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import geopandas as gpd

from atlas.analysis.statistics.neighbours import NEAREST, RULES, NeighbourRule
from atlas.api.figures import as_ids
from atlas.errors import ViewError, choices
from atlas.scene.compare.territories import build_territories
from atlas.scene.query.compare_parameters import LEVELS, Level, read_measure
from atlas.scene.statistics.setting_ranges import check_ranges
from atlas.scene.statistics.spatial_autocorrelation import MoranSetting, describe_moran
from atlas.scene.statistics.territory_groups import MEASURES, TypologySetting, describe_typology

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

_MORAN = ("name", "value", "neighbours", "lag", "index", "p", "q", "quadrant", "kind", "cluster")


def moran_table(
    measure: str, level: str, view: "View", atlas: "Atlas", *, neighbours: str, numbers: dict[str, Any]
) -> gpd.GeoDataFrame:
    """Return Moran's I of a measure; see `atlas.api.statistics.Statistics.moran`."""
    rule = next((known for known in RULES if known == neighbours), None)
    if rule is None:
        raise ViewError("value_unknown", key="neighbours", value=neighbours, valid=choices(neighbours, RULES))
    check_ranges(rule, numbers)
    setting = MoranSetting(
        read_measure(measure, atlas.catalog).measure,
        _level(level),
        NeighbourRule(rule, numbers["distance"], numbers["nearest"] or NEAREST),
        permutations=numbers["permutations"],
        seed=numbers["seed"],
    )
    found = describe_moran(setting, view, atlas)
    rows = {row["id"]: {key: value for key, value in row.items() if key in _MORAN} for row in found["rows"]}
    beside = {key: value for key, value in found.items() if key not in {"rows", "map"}}
    return _table(rows, view, atlas, beside)


def typology_table(
    measures: str | Iterable[str] | None, level: str, view: "View", atlas: "Atlas", *, groups: int | None
) -> gpd.GeoDataFrame:
    """Return groups of territories; see `atlas.api.statistics.Statistics.typology`."""
    named = dict.fromkeys(MEASURES if measures is None else as_ids(measures))
    chosen = tuple(read_measure(text, atlas.catalog).measure for text in named)
    found = describe_typology(TypologySetting(chosen, _level(level), groups), view, atlas)
    titles = {group["number"]: group["title"] for group in found["groups"]}
    ids = [variable["id"] for variable in found["variables"]]
    rows = {
        row["id"]: {
            "name": row["name"],
            "group": None if row["group"] is None else titles[row["group"]],
            **dict(zip(ids, row["values"], strict=True)),
        }
        for row in found["rows"]
    }
    beside = {key: value for key, value in found.items() if key not in {"rows", "map", "tree"}}
    return _table(rows, view, atlas, beside)


def _level(level: str) -> Level:
    for known in LEVELS:
        if known == level:
            return known
    raise ViewError("value_unknown", key="level", value=level, valid=choices(level, LEVELS))


def _table(rows: dict[str, dict[str, Any]], view: "View", atlas: "Atlas", beside: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return rows by the ids of territories with their outlines, EPSG:4326."""
    outlines = build_territories(rows, view, atlas).outlines
    table = gpd.GeoDataFrame(list(rows.values()), index=list(rows), geometry=outlines.to_numpy(), crs="EPSG:4326")
    table.index.name = "territory"
    table.attrs = beside
    return table
