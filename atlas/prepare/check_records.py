"""Check the records: every mistake is reported with its file, line and column."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from atlas.analysis.countries import alpha2
from atlas.analysis.network.families import FAMILIES
from atlas.analysis.spatial.proximity import within_distance
from atlas.errors import AtlasError, LayerDataError
from atlas.prepare.clean import points
from atlas.prepare.network.projects import several
from atlas.prepare.records import COLUMNS, Records, record_path

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas

    Frames = Mapping[str, gpd.GeoDataFrame]

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_NUMBER = re.compile(r"-?\d{1,3}(\.\d+)?")

# What no row may leave empty.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "projects": ("name", "name_en", "kind", "documents", "summary_fr", "summary_en"),
    "partners": ("project", "partner", "partner_kind", "country", "document"),
    "places": ("name", "country", "kind", "lon", "lat", "precision"),
    "themes": ("name", "name_en", "family"),
    "documents": ("name", "name_en", "publisher"),
    "practices": ("practice", "project", "text_fr", "text_en", "document"),
    "aims": ("rank", "name", "name_en", "project", "text_fr", "text_en", "document"),
}
# Files with the columns ``start`` and ``end``.
DATED = frozenset({"projects", "partners"})
# Columns whose values are ids of other records, or of rows of other layers.
REFERENCES: Mapping[str, Mapping[str, str]] = {
    "projects": {"part_of": "projects", "themes": "themes", "documents": "documents"},
    "partners": {"project": "projects", "place": "places", "document": "documents"},
    "themes": {"documents": "documents"},
    "practices": {"project": "projects", "places": "places", "sites": "transition_sites", "document": "documents"},
    "aims": {"project": "projects", "themes": "themes", "document": "documents"},
}
# Columns whose values are the codes of a declared field.
CODED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "projects": {name: ("projects", name) for name in ("kind", "role", "doubt")},
    "partners": {name: ("partnerships", name) for name in ("partner_kind", "doubt")},
    "places": {name: ("partner_cities", name) for name in ("kind", "precision")},
    "practices": {"practice": ("practices", "practice")},
}
NUMBERS = {"places": ("lon", "lat"), "aims": ("rank",)}
COUNTRIES = {"partners": "country", "places": "country"}
# Outlines of countries are generalised: Hastings lies 0.7 km off the coast of the atlas.
COAST_M = 10_000

Found = Iterator[LayerDataError]


def check_records(atlas: "Atlas", records: Records) -> list[AtlasError]:
    """Return every problem of the records; the list is empty when the layers can be compiled from them."""
    problems: list[AtlasError] = []
    for name in COLUMNS:
        try:
            table = records[name]
        except LayerDataError as error:
            problems.append(error)
            continue
        problems += _check_table(name, table, atlas.catalog)
    if not problems:
        problems += _check_references(records, atlas.frames)
        problems += _check_positions(records, atlas.frames)
    return problems


def _check_table(name: str, table: pd.DataFrame, catalog: "Catalog") -> Found:
    """Check the cells of one file by themselves."""
    yield from _check_ids(name, table["id"])
    for column in REQUIRED[name]:
        for line in table.index[table[column].isna()]:
            yield LayerDataError("record_blank", path=record_path(name), line=line, key=column)
    if name in DATED:
        yield from _check_dates(name, table)
    for column, (layer, field) in CODED.get(name, {}).items():
        yield from _check_codes(name, table[column], catalog[layer].fields[field].codes)
    if name == "themes":
        yield from _check_codes(name, table["family"], FAMILIES)
    if name in COUNTRIES:
        column = table[COUNTRIES[name]]
        yield from _check(name, column, alpha2, lambda **at: LayerDataError("record_country", **at))
    for axis in NUMBERS.get(name, ()):
        yield from _check(name, table[axis], _NUMBER.fullmatch, lambda **at: LayerDataError("record_number", **at))


def _check_ids(name: str, ids: pd.Series) -> Found:
    path = record_path(name)
    for line, value in ids.items():
        if value is None or not _ID.fullmatch(value):
            yield LayerDataError("record_id", path=path, line=line, key="id", value=value or "")
    for line, value in ids[ids.duplicated() & ids.notna()].items():
        yield LayerDataError("record_repeated", path=path, line=line, key="id", value=value)


def _check_dates(name: str, table: pd.DataFrame) -> Found:
    for column in ("start", "end"):
        yield from _check(name, table[column], _is_date, lambda **at: LayerDataError("record_date", **at))
    for line, (start, end) in table[["start", "end"]].dropna().iterrows():
        # Known to the year, the month or the day: compared as far as both are known.
        known = min(len(start), len(end))
        if _is_date(start) and _is_date(end) and start[:known] > end[:known]:
            yield LayerDataError("record_order", path=record_path(name), line=line, key="end", value=end)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text + "1970-01-01"[len(text) :])
    except ValueError:
        return False
    return len(text) in {4, 7, 10}


def _check_codes(name: str, column: pd.Series, codes: Collection[str]) -> Found:
    valid = ", ".join(codes)
    yield from _check(name, column, codes.__contains__, lambda **at: LayerDataError("record_code", valid=valid, **at))


def _check(name: str, column: pd.Series, right: Callable[[str], object], wrong: Callable[..., LayerDataError]) -> Found:
    """Name each value of a column, one by one where a cell holds several, that is not right."""
    for line, cell in column.dropna().items():
        for value in several(cell):
            if not right(value):
                yield wrong(path=record_path(name), line=line, key=column.name, value=value)


def _check_references(records: Records, frames: "Frames") -> Found:
    targets: dict[str, Iterable[str]] = {name: records[name]["id"] for name in COLUMNS}
    targets["places"] = {*frames["partner_cities"].index, *records["places"]["id"]}
    targets["transition_sites"] = frames["transition_sites"].index
    for name, columns in REFERENCES.items():
        for column, target in columns.items():
            yield from _check_ties(name, records[name][column], set(targets[target]), target)


def _check_ties(name: str, column: pd.Series, known: Collection[str], target: str) -> Found:
    def wrong(**at: object) -> LayerDataError:
        return LayerDataError("record_reference", target=target, **at)

    yield from _check(name, column, known.__contains__, wrong)


def _check_positions(records: Records, frames: "Frames") -> Found:
    """Report which added places lie outside the country that they name."""
    table = records["places"]
    if table.empty:
        return
    placed = gpd.GeoDataFrame(table[["id", "country"]], geometry=points(table["lon"], table["lat"]), crs="EPSG:4326")
    for line in outside_country(placed, frames["basemap"]):
        country = table["country"][line]
        yield LayerDataError("record_outside", path=record_path("places"), line=line, key="lon, lat", value=country)


def outside_country(gdf: gpd.GeoDataFrame, basemap: gpd.GeoDataFrame) -> pd.Index:
    """Return the labels of the rows that lie more than 10 km outside the outline of their country.

    Parameters
    ----------
    gdf
        GeoDataFrame of Point, EPSG:4326, with a column ``country`` (ISO 3166-1 alpha-3).
    basemap
        The layer with the outlines of the countries, by ``iso3``.

    Returns
    -------
    Index
        Rows without a position, or of a country without an outline, are never outside.
    """
    outlines = basemap[basemap["kind"] == "country"].set_index("iso3").geometry
    outside: list[object] = []
    for country, rows in gdf[gdf.geometry.notna()].groupby("country"):
        if country in outlines.index:
            near = within_distance(rows.geometry, outlines.loc[[country]], COAST_M)
            outside += list(rows.index[~near])
    return pd.Index(outside)
