"""What the network's page lists: projects, places, twinnings, and the arcs between the basin and the places."""

from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import shapely

from atlas.analysis.spatial.geodesics import geodesics
from atlas.scene.network.labels import FRENCH, NamedRow, rows
from atlas.scene.query.network_extent import SEAT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from atlas.scene.network.labels import Speaker

    Frames = Mapping[str, gpd.GeoDataFrame]
    Kept = Mapping[str, np.ndarray]

# Degrees: an arc is drawn over hundreds of kilometres.
_DIGITS = 2

# (longitude, latitude) of each vertex.
Line = list[tuple[float, float]]


class ProjectRow(NamedRow):
    """A project in the list; `find` is the text that the search box looks in."""

    kind: str
    years: str
    start: int | None
    end: int | None
    family: str | None
    themes: list[str]
    partners: int | None
    doubt: list[str]
    find: str


class PlaceRow(NamedRow):
    """A place in the list; `at` is (latitude, longitude), None for a place without position."""

    country: str
    kind: str
    at: tuple[float, float] | None
    projects: int
    themes: int
    twinnings: int
    family: str | None
    years: str
    find: str


class ArcRow(TypedDict):
    """An arc between the seat of the agency and a place, one line on each side of the antimeridian."""

    place: str
    projects: list[str]
    family: str | None
    lines: list[Line]


class TwinningRow(TypedDict):
    """A twinning in the list; `insee` is the code of the commune, `title` the status in words."""

    id: str
    commune: str
    insee: str
    city: str
    place: str
    country: str
    year: int | None
    status: str
    title: str
    doubt: list[str]


class TieEnds(TypedDict):
    """The place and the project that a row of a tie leads to, None where there is none."""

    place: str | None
    project: str | None


def list_projects(speaker: "Speaker", kept: "Kept") -> list[ProjectRow]:
    """Return the kept projects, the latest first."""
    projects = speaker.atlas.frames["projects"][kept["projects"]]
    plain = rows(projects)
    return [_project(plain[i], i, speaker) for i in in_time(projects)]


def in_time(projects: "pd.DataFrame") -> list[str]:
    """Return the ids of projects, the latest first; those without a start last, by name."""
    table = projects.assign(start=projects["start"].fillna(""), name_=projects["name"].str.casefold())
    return table.sort_values(["start", "name_"], ascending=[False, True]).index.tolist()


def _project(row: dict[str, Any], project: str, speaker: "Speaker") -> ProjectRow:
    named = ("name", "name_en", "full_name", "keywords")
    return {
        "id": project,
        "name": row["name"] if speaker.lang == FRENCH else row["name_en"],
        "kind": speaker.value("projects", "kind", row["kind"]),
        "years": speaker.years(row["start"], row["end"]),
        "start": row["start_year"],
        "end": row["end_year"],
        "family": row["family"],
        "themes": speaker.values("projects", "themes", row["themes"]),
        "partners": row["partners"],
        "doubt": speaker.values("projects", "doubt", row["doubt"]),
        "find": " ".join(row[name] for name in named if row[name]),
    }


def list_places(speaker: "Speaker", kept: "Kept", links: "pd.DataFrame") -> list[PlaceRow]:
    """Return the kept places, those with most projects first; `links` are their arcs."""
    places = speaker.atlas.frames["partner_cities"][kept["partner_cities"]]
    twinned = speaker.atlas.frames["twinnings"][kept["twinnings"]]["place"].value_counts()
    counts, link = twinned.to_dict(), links.to_dict("index")
    at = {i: (point.y, point.x) for i, point in places.geometry.items() if point is not None}
    none = {"count": 0, "themes": (), "family": None, "first_year": None, "last_year": None}
    told: list[PlaceRow] = []
    for i, row in rows(places).items():
        tied = link.get(i, none)
        told.append(
            {
                "id": i,
                "name": speaker.country(row["country"]) if row["kind"] == "country" else row["name"],
                "country": speaker.country(row["country"]),
                "kind": row["kind"],
                "at": at.get(i),
                "projects": tied["count"],
                "themes": len(tied["themes"]),
                "twinnings": counts.get(i, 0),
                "family": tied["family"],
                "years": speaker.span(tied["first_year"], tied["last_year"]) if tied["count"] else "",
                "find": " ".join(row[name] for name in ("name", "other_names") if row[name]),
            }
        )
    return sorted(told, key=lambda place: (-place["projects"], -place["twinnings"], place["name"].casefold()))


def list_arcs(frames: "Frames", links: "pd.DataFrame") -> list[ArcRow]:
    """Return the geodesic from the seat of the agency to each place, with what its width and colour say."""
    places = frames["partner_cities"].geometry.reindex(links.index)
    seats = places.copy()
    seats[:] = frames["transition_sites"].geometry[SEAT]
    lines = geodesics(seats, places)
    return [
        {
            "place": place,
            "projects": row["projects"],
            "family": row["family"],
            "lines": _coordinates(lines[place]),
        }
        for place, row in links.iterrows()
        if lines[place] is not None
    ]


def _coordinates(line: shapely.Geometry) -> list[Line]:
    parts = (np.round(shapely.get_coordinates(part), _DIGITS).tolist() for part in shapely.get_parts(line))
    return [[(lon, lat) for lon, lat in part] for part in parts]


def list_twinnings(speaker: "Speaker", kept: "Kept") -> list[TwinningRow]:
    """Return the kept twinnings by commune."""
    table = speaker.atlas.frames["twinnings"][kept["twinnings"]].sort_values(["commune_name", "partner_city"])
    return [
        {
            "id": i,
            "commune": row["commune_name"],
            "insee": row["commune"],
            "city": row["partner_city"],
            "place": row["place"],
            "country": speaker.country(row["country"]),
            "year": row["year"],
            "status": row["status"],
            "title": speaker.value("twinnings", "status", row["status"]),
            "doubt": speaker.values("twinnings", "doubt", row["doubt"]),
        }
        for i, row in rows(table).items()
    ]


def list_ties(frames: "Frames", kept: "Kept") -> dict[str, TieEnds]:
    """Return the place and the project that each kept row of a tie leads to, by its id; None where there is none."""
    told: dict[str, TieEnds] = {}
    for layer in ("partnerships", "municipal_partners", "twinnings"):
        for i, row in rows(frames[layer][kept[layer]]).items():
            told[i] = {"place": row["place"], "project": row.get("project")}
    return told
