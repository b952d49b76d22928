"""Lists of the network page: projects, places, twinnings, and the arcs from the basin to the places."""

from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import shapely

from atlas.analysis.spatial.geodesics import geodesics
from atlas.scene.network.labels import FRENCH, NamedRow, plain_rows
from atlas.scene.query.network_extent import SEAT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from atlas.scene.network.labels import Labels

    Frames = Mapping[str, gpd.GeoDataFrame]
    Kept = Mapping[str, np.ndarray]

# Decimals of a degree; an arc is drawn over hundreds of kilometres.
_DIGITS = 2

# (longitude, latitude) of each vertex.
LineCoordinates = list[tuple[float, float]]


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
    """An arc from the seat of the mining-basin agency to a place; two lines where it crosses the antimeridian."""

    place: str
    projects: list[str]
    family: str | None
    lines: list[LineCoordinates]


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
    """The place and the project of a row that ties the basin to a place; None where there is none."""

    place: str | None
    project: str | None


def list_projects(labels: "Labels", kept: "Kept") -> list[ProjectRow]:
    """Return the kept projects, latest first."""
    projects = labels.atlas.frames["projects"][kept["projects"]]
    plain = plain_rows(projects)
    return [_project(plain[i], i, labels) for i in sort_by_start(projects)]


def sort_by_start(projects: "pd.DataFrame") -> list[str]:
    """Return the ids of projects, latest start first; projects without a start come last, by name."""
    table = projects.assign(start=projects["start"].fillna(""), name_=projects["name"].str.casefold())
    return table.sort_values(["start", "name_"], ascending=[False, True]).index.tolist()


def _project(row: dict[str, Any], project: str, labels: "Labels") -> ProjectRow:
    searched = ("name", "name_en", "full_name", "keywords")
    return {
        "id": project,
        "name": row["name"] if labels.lang == FRENCH else row["name_en"],
        "kind": labels.value("projects", "kind", row["kind"]),
        "years": labels.years(row["start"], row["end"]),
        "start": row["start_year"],
        "end": row["end_year"],
        "family": row["family"],
        "themes": labels.values("projects", "themes", row["themes"]),
        "partners": row["partners"],
        "doubt": labels.values("projects", "doubt", row["doubt"]),
        "find": " ".join(row[name] for name in searched if row[name]),
    }


def list_places(labels: "Labels", kept: "Kept", links: "pd.DataFrame") -> list[PlaceRow]:
    """Return the kept places, those with most projects first; `links` as `atlas.analysis.network.joins.arcs`."""
    places = labels.atlas.frames["partner_cities"][kept["partner_cities"]]
    twinned = labels.atlas.frames["twinnings"][kept["twinnings"]]["place"].value_counts()
    counts, link = twinned.to_dict(), links.to_dict("index")
    at = {i: (point.y, point.x) for i, point in places.geometry.items() if point is not None}
    none = {"count": 0, "themes": (), "family": None, "first_year": None, "last_year": None}
    listed: list[PlaceRow] = []
    for i, row in plain_rows(places).items():
        tied = link.get(i, none)
        listed.append(
            {
                "id": i,
                "name": labels.country(row["country"]) if row["kind"] == "country" else row["name"],
                "country": labels.country(row["country"]),
                "kind": row["kind"],
                "at": at.get(i),
                "projects": tied["count"],
                "themes": len(tied["themes"]),
                "twinnings": counts.get(i, 0),
                "family": tied["family"],
                "years": labels.span(tied["first_year"], tied["last_year"]) if tied["count"] else "",
                "find": " ".join(row[name] for name in ("name", "other_names") if row[name]),
            }
        )
    return sorted(listed, key=lambda place: (-place["projects"], -place["twinnings"], place["name"].casefold()))


def list_arcs(frames: "Frames", links: "pd.DataFrame") -> list[ArcRow]:
    """Return the geodesic from the seat of the agency to each place; projects set its width, the family its colour."""
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


def _coordinates(line: shapely.Geometry) -> list[LineCoordinates]:
    parts = (np.round(shapely.get_coordinates(part), _DIGITS).tolist() for part in shapely.get_parts(line))
    return [[(lon, lat) for lon, lat in part] for part in parts]


def list_twinnings(labels: "Labels", kept: "Kept") -> list[TwinningRow]:
    """Return the kept twinnings, in the order of the communes."""
    table = labels.atlas.frames["twinnings"][kept["twinnings"]].sort_values(["commune_name", "partner_city"])
    return [
        {
            "id": i,
            "commune": row["commune_name"],
            "insee": row["commune"],
            "city": row["partner_city"],
            "place": row["place"],
            "country": labels.country(row["country"]),
            "year": row["year"],
            "status": row["status"],
            "title": labels.value("twinnings", "status", row["status"]),
            "doubt": labels.values("twinnings", "doubt", row["doubt"]),
        }
        for i, row in plain_rows(table).items()
    ]


def list_ties(frames: "Frames", kept: "Kept") -> dict[str, TieEnds]:
    """Return the place and the project of each kept row that ties the basin to a place, by the id of the row."""
    ends: dict[str, TieEnds] = {}
    for layer in ("partnerships", "municipal_partners", "twinnings"):
        for i, row in plain_rows(frames[layer][kept[layer]]).items():
            ends[i] = {"place": row["place"], "project": row.get("project")}
    return ends
