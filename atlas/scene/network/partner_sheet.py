"""The sheet of a partner place: projects, twinnings, places with the same themes, mining and heritage there."""

from typing import TYPE_CHECKING, Any, TypedDict

import pandas as pd

from atlas.analysis.network.joins import arcs, share_themes, split, ties
from atlas.analysis.network.mining_towns import mining_evidence
from atlas.analysis.network.surroundings import basins_of, heritage_of
from atlas.i18n import t
from atlas.scene.network.labels import Fact, Labels, NamedRow, Titled
from atlas.scene.query.row_masks import network_row_masks
from atlas.scene.query.row_names import row_name
from atlas.scene.query.row_values import mark_copy

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

    Frames = Mapping[str, gpd.GeoDataFrame]

# Themes in common from which another place is listed.
SHARED = 2
TOWNS = frozenset({"city", "site"})


class PlaceProject(TypedDict):
    """A project of a place; `source` and `url` where a web page, not a document of the cooperation, names it."""

    partner: str
    kind: str | None
    project: str
    name: str
    years: str
    role: str | None
    doubts: list[str]
    source: str | None
    url: str | None


class Twin(TypedDict):
    """A twinning of a commune of the basin with a place."""

    id: str
    commune: str
    insee: str
    city: str
    place: str
    country: str
    year: int | None
    status: str
    mining_mentioned: bool
    doubts: list[str]
    source: str
    url: str | None


class TwinWithMining(Twin):
    """A twinning with the evidence of mining in the twin."""

    mining: list[str]


class SharedThemes(TypedDict):
    """Another place, and the themes that it shares with this one."""

    place: str
    name: str
    themes: list[str]


class BasinRow(NamedRow):
    """A mining basin at or near a place; `comparable` where it has an outline to measure in."""

    how: str
    comparable: bool
    facts: list[Fact]


class HeritageSite(NamedRow):
    """A site of the World Heritage list at a place."""

    year: int
    url: str


class PlaceSheet(NamedRow):
    """The sheet of a partner place, see `make_partner_sheet`."""

    other_names: list[str]
    kind: str
    country: str
    precision: str
    at: tuple[float, float] | None
    themes: list[Titled]
    ties: list[PlaceProject]
    twinnings: list[Twin]
    shared: list[SharedThemes]
    basins: list[BasinRow]
    heritage: list[HeritageSite]
    mining: list[str]


class CommuneSheet(NamedRow):
    """The twins of a commune, see `make_commune_sheet`."""

    twins: list[TwinWithMining]


def make_partner_sheet(place: str, view: "View", atlas: "Atlas") -> PlaceSheet:
    """Return the sheet of a partner place as plain values, in the language of a view.

    It lists all known projects, twinnings and shared themes; the filters of the view do not apply.

    Raises
    ------
    KeyError
        No such place.
    """
    labels = Labels(atlas, view.lang)
    row = atlas.frames["partner_cities"].loc[place]
    kept = network_row_masks(type(view)(mode="network"), atlas)
    links = arcs(atlas.frames, kept)
    tied = ties(atlas.frames, kept)
    return {
        "id": place,
        "name": labels.place(place),
        "other_names": list(split(row["other_names"])),
        "kind": labels.value("partner_cities", "kind", row["kind"]),
        "country": labels.country(row["country"]),
        "precision": labels.value("partner_cities", "precision", row["precision"]),
        "at": None if row["geometry"] is None else (row["geometry"].y, row["geometry"].x),
        "themes": _themes(links["themes"][place] if place in links.index else (), labels),
        "ties": [_tie(tie, labels) for _, tie in tied[tied["place"] == place].iterrows()],
        "twinnings": _twinnings(place, labels),
        "shared": _shared(links, place, labels),
        "basins": _basins(place, labels),
        "heritage": _heritage(place, atlas.frames),
        "mining": _mining(row, atlas.frames, view.lang),
    }


def make_commune_sheet(commune: str, atlas: "Atlas", lang: str) -> CommuneSheet:
    """Return the twins of a commune of the basin, by its INSEE code, with the evidence of mining in each.

    Raises
    ------
    KeyError
        No such commune.
    """
    labels = Labels(atlas, lang)
    table = atlas.frames["twinnings"]
    table = table[table["commune"] == commune].sort_values(["year", "partner_city"])
    places = atlas.frames["partner_cities"]
    return {
        "id": commune,
        "name": atlas.frames["communes"]["name"][commune],
        "twins": [
            {**_twinning(row, labels), "mining": _mining(places.loc[row["place"]], atlas.frames, lang)}
            for _, row in table.iterrows()
        ],
    }


def _themes(themes: tuple[str, ...], labels: Labels) -> list[Titled]:
    return [{"id": theme, "title": labels.value("projects", "themes", theme)} for theme in themes]


def _tie(row: "pd.Series[Any]", labels: Labels) -> PlaceProject:
    projects = labels.atlas.frames["projects"]
    of = projects.loc[row["project"]]
    documents = row["layer"] == "partnerships"
    page = None if documents else labels.atlas.frames["municipal_partners"].loc[row.name]
    return {
        "partner": row["partner"],
        "kind": labels.value("partnerships", "partner_kind", row["kind"]) if documents else None,
        "project": row["project"],
        "name": labels.project(row["project"]),
        "years": labels.years(of["start"], of["end"]) if documents else labels.span(row["start_year"], row["end_year"]),
        "role": ", ".join(labels.values("projects", "role", of["role"])) or None,
        "doubts": labels.values(row["layer"], "doubt", row["doubt"]),
        "source": None if page is None else mark_copy(page["source_title"], page["source_url"], labels.lang),
        "url": None if page is None else page["source_url"],
    }


def _twinnings(place: str, labels: Labels) -> list[Twin]:
    table = labels.atlas.frames["twinnings"]
    table = table[table["place"] == place].sort_values("commune_name")
    return [_twinning(row, labels) for _, row in table.iterrows()]


def _twinning(row: "pd.Series[Any]", labels: Labels) -> Twin:
    return {
        "id": row.name,
        "commune": row["commune_name"],
        "insee": row["commune"],
        "city": row["partner_city"],
        "place": row["place"],
        "country": labels.country(row["country"]),
        "year": None if pd.isna(row["year"]) else int(row["year"]),
        "status": labels.value("twinnings", "status", row["status"]),
        "mining_mentioned": bool(row["mining_mentioned"]),
        "doubts": labels.values("twinnings", "doubt", row["doubt"]),
        "source": mark_copy(row["source_title"], row["source_url"], labels.lang),
        "url": row["source_url"],
    }


def _shared(links: pd.DataFrame, place: str, labels: Labels) -> list[SharedThemes]:
    if place not in links.index:
        return []
    return [
        {"place": other, "name": labels.place(other), "themes": [title["title"] for title in _themes(themes, labels)]}
        for other, themes in share_themes(links, place, at_least=SHARED)["shared"].items()
    ]


def _basins(place: str, labels: Labels) -> list[BasinRow]:
    basins, layer = labels.atlas.frames["mining_basins"], labels.atlas.catalog["mining_basins"]
    return [
        {
            "id": basin,
            "name": row_name(layer, basins.loc[basin], labels.lang),
            "how": t(f"network.basin_{how}", labels.lang),
            # What is known as a point has no area to compare.
            "comparable": basins.geometry[basin].geom_type.endswith("Polygon"),
            "facts": [
                (labels.field("mining_basins", field), ", ".join(labels.values("mining_basins", field, text)) or None)
                for field in ("mineral", "status", "first_extraction", "last_closure")
                for text in [_text(basins[field][basin])]
            ],
        }
        for basin, how in basins_of(place, labels.atlas.frames).items()
    ]


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _heritage(place: str, frames: "Frames") -> list[HeritageSite]:
    sites = frames["unesco_sites"]
    return [
        {"id": site, "name": sites["name"][site], "year": int(sites["inscribed_year"][site]), "url": sites["url"][site]}
        for site in heritage_of(place, frames)
        if site in sites.index
    ]


def _mining(row: "pd.Series[Any]", frames: "Frames", lang: str) -> list[str]:
    """Describe which layers show mining in a town; an empty list for a region or a country."""
    if row["kind"] not in TOWNS or row["geometry"] is None:
        return []
    evidence = mining_evidence(frames["partner_cities"].loc[[row.name]], frames).iloc[0]
    return [t(f"network.mining_{layer}", lang) for layer, found in evidence.items() if found]
