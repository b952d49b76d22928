"""The sheet of a partner place: its projects, its twinnings, who shares its themes, and what the atlas knows there."""

from typing import TYPE_CHECKING, Any, TypedDict

import pandas as pd

from atlas.analysis.network.joins import arcs, share_themes, split, ties
from atlas.analysis.network.mining_towns import mining_evidence
from atlas.analysis.network.surroundings import basins_of, heritage_of
from atlas.i18n import t
from atlas.scene.network.labels import Fact, NamedRow, Speaker, Titled
from atlas.scene.query.row_masks import network_row_masks

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

    Frames = Mapping[str, gpd.GeoDataFrame]

SHARED = 2
TOWNS = frozenset({"city", "site"})


class Tie(TypedDict):
    """A project that a place takes part in; `source` and `url` only where another page than a document names it."""

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
    """A twinning, and what each layer knows of mining in the twin."""

    mining: list[str]


class SharedThemes(TypedDict):
    """Another place that works on themes of this one."""

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
    """What is known of a partner place, see `make_partner_sheet`."""

    other_names: list[str]
    kind: str
    country: str
    precision: str
    at: tuple[float, float] | None
    themes: list[Titled]
    ties: list[Tie]
    twinnings: list[Twin]
    shared: list[SharedThemes]
    basins: list[BasinRow]
    heritage: list[HeritageSite]
    mining: list[str]


class CommuneSheet(NamedRow):
    """The twins of a commune, see `twins_of`."""

    twins: list[TwinWithMining]


def make_partner_sheet(place: str, view: "View", atlas: "Atlas") -> PlaceSheet:
    """Return the sheet of a partner place as plain values, in the language of a view.

    Projects, twinnings and shared themes are all those known, whatever the view keeps.

    Raises
    ------
    KeyError
        No such place.
    """
    speaker = Speaker(atlas, view.lang)
    row = atlas.frames["partner_cities"].loc[place]
    kept = network_row_masks(type(view)(mode="network"), atlas)
    links = arcs(atlas.frames, kept)
    tied = ties(atlas.frames, kept)
    return {
        "id": place,
        "name": speaker.place(place),
        "other_names": list(split(row["other_names"])),
        "kind": speaker.value("partner_cities", "kind", row["kind"]),
        "country": speaker.country(row["country"]),
        "precision": speaker.value("partner_cities", "precision", row["precision"]),
        "at": None if row["geometry"] is None else (row["geometry"].y, row["geometry"].x),
        "themes": _themes(links["themes"][place] if place in links.index else (), speaker),
        "ties": [_tie(tie, speaker) for _, tie in tied[tied["place"] == place].iterrows()],
        "twinnings": _twinnings(place, speaker),
        "shared": _shared(links, place, speaker),
        "basins": _basins(place, speaker),
        "heritage": _heritage(place, atlas.frames),
        "mining": _mining(row, atlas.frames, view.lang),
    }


def twins_of(commune: str, atlas: "Atlas", lang: str) -> CommuneSheet:
    """Return the twins of a commune of the basin, by its INSEE code, with what each layer says of mining there.

    Raises
    ------
    KeyError
        No such commune.
    """
    speaker = Speaker(atlas, lang)
    table = atlas.frames["twinnings"]
    table = table[table["commune"] == commune].sort_values(["year", "partner_city"])
    places = atlas.frames["partner_cities"]
    return {
        "id": commune,
        "name": atlas.frames["communes"]["name"][commune],
        "twins": [
            {**_twinning(row, speaker), "mining": _mining(places.loc[row["place"]], atlas.frames, lang)}
            for _, row in table.iterrows()
        ],
    }


def _themes(themes: tuple[str, ...], speaker: Speaker) -> list[Titled]:
    return [{"id": theme, "title": speaker.value("projects", "themes", theme)} for theme in themes]


def _tie(row: "pd.Series[Any]", speaker: Speaker) -> Tie:
    projects = speaker.atlas.frames["projects"]
    of = projects.loc[row["project"]]
    documents = row["layer"] == "partnerships"
    return {
        "partner": row["partner"],
        "kind": speaker.value("partnerships", "partner_kind", row["kind"]) if documents else None,
        "project": row["project"],
        "name": speaker.project(row["project"]),
        "years": speaker.years(of["start"], of["end"])
        if documents
        else speaker.span(row["start_year"], row["end_year"]),
        "role": ", ".join(speaker.values("projects", "role", of["role"])) or None,
        "doubts": speaker.values(row["layer"], "doubt", row["doubt"]),
        "source": None if documents else speaker.atlas.frames["municipal_partners"]["source_title"][row.name],
        "url": None if documents else speaker.atlas.frames["municipal_partners"]["source_url"][row.name],
    }


def _twinnings(place: str, speaker: Speaker) -> list[Twin]:
    table = speaker.atlas.frames["twinnings"]
    table = table[table["place"] == place].sort_values("commune_name")
    return [_twinning(row, speaker) for _, row in table.iterrows()]


def _twinning(row: "pd.Series[Any]", speaker: Speaker) -> Twin:
    return {
        "id": row.name,
        "commune": row["commune_name"],
        "insee": row["commune"],
        "city": row["partner_city"],
        "place": row["place"],
        "country": speaker.country(row["country"]),
        "year": None if pd.isna(row["year"]) else int(row["year"]),
        "status": speaker.value("twinnings", "status", row["status"]),
        "mining_mentioned": bool(row["mining_mentioned"]),
        "doubts": speaker.values("twinnings", "doubt", row["doubt"]),
        "source": row["source_title"],
        "url": row["source_url"],
    }


def _shared(links: pd.DataFrame, place: str, speaker: Speaker) -> list[SharedThemes]:
    if place not in links.index:
        return []
    return [
        {"place": other, "name": speaker.place(other), "themes": [title["title"] for title in _themes(themes, speaker)]}
        for other, themes in share_themes(links, place, at_least=SHARED)["shared"].items()
    ]


def _basins(place: str, speaker: Speaker) -> list[BasinRow]:
    basins = speaker.atlas.frames["mining_basins"]
    return [
        {
            "id": basin,
            "name": basins["name" if speaker.lang == "fr" else "name_en"][basin],
            "how": t(f"network.basin_{how}", speaker.lang),
            # What is known as a point has no area to compare.
            "comparable": basins.geometry[basin].geom_type.endswith("Polygon"),
            "facts": [
                (speaker.field("mining_basins", field), ", ".join(speaker.values("mining_basins", field, text)) or None)
                for field in ("mineral", "status", "first_extraction", "last_closure")
                for text in [_told(basins[field][basin])]
            ],
        }
        for basin, how in basins_of(place, speaker.atlas.frames).items()
    ]


def _told(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _heritage(place: str, frames: "Frames") -> list[HeritageSite]:
    sites = frames["unesco_sites"]
    return [
        {"id": site, "name": sites["name"][site], "year": int(sites["inscribed_year"][site]), "url": sites["url"][site]}
        for site in heritage_of(place, frames)
        if site in sites.index
    ]


def _mining(row: "pd.Series[Any]", frames: "Frames", lang: str) -> list[str]:
    """Describe which layers speak of mining where a town lies; nothing for a region or a country."""
    if row["kind"] not in TOWNS or row["geometry"] is None:
        return []
    evidence = mining_evidence(frames["partner_cities"].loc[[row.name]], frames).iloc[0]
    return [t(f"network.mining_{layer}", lang) for layer, found in evidence.items() if found]
