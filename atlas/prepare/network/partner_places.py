"""Recipe of the places that the ties of the basin lead to: one place a row, whatever the table that names it."""

import geopandas as gpd
import pandas as pd

from atlas.analysis.network.families import main_family
from atlas.prepare.clean import points, year
from atlas.prepare.network.cooperation import FACTS, strictest
from atlas.prepare.network.municipal_partners import municipal_partners
from atlas.prepare.network.projects import project_families, several
from atlas.prepare.network.ties import place_ties
from atlas.prepare.network.twinnings import twinnings
from atlas.prepare.raw import Raw
from atlas.prepare.records import Records

# Columns of a place itself; the others are derived from its ties.
OWN = ["name", "other_names", "country", "kind", "precision", "licence"]


def partner_cities(raw: Raw) -> gpd.GeoDataFrame:
    """Return every place tied to the basin by a project, a network of communes or a twinning."""
    return tell_places(Records(), known_places(raw), municipal_partners(raw), twinnings(raw))


def known_places(raw: Raw) -> gpd.GeoDataFrame:
    """Return the places of extracts and records, indexed by id; ``licence`` is that of the position."""
    ties = place_ties(raw)
    by_place = ties.groupby("place", sort=True)
    first = by_place[["name", "iso3", "kind", "lon", "lat", "precision", "position_licence"]].first()
    own = first.rename(columns={"iso3": "country", "position_licence": "licence"})
    own["other_names"] = by_place["other_names"].agg(_joined)
    read = gpd.GeoDataFrame(own[OWN], geometry=points(first["lon"], first["lat"]), crs="EPSG:4326")
    return add_places(read, Records())


def add_places(places: gpd.GeoDataFrame, records: Records) -> gpd.GeoDataFrame:
    """Add the places of the records, or put them in the stead of those of the same id."""
    table = records["places"].set_index("id")
    if table.empty:
        return places
    geometry = points(table["lon"], table["lat"])
    added = gpd.GeoDataFrame(table.assign(licence=FACTS)[OWN], geometry=geometry, crs="EPSG:4326")
    return pd.concat([places.drop(index=added.index, errors="ignore"), added])


def tell_places(
    records: Records, places: gpd.GeoDataFrame, members: pd.DataFrame, twins: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Describe each place by its ties.

    Parameters
    ----------
    records
        Partners and projects.
    places
        GeoDataFrame of Point, EPSG:4326, indexed by id, as returned by `known_places`.
    members, twins
        Rows of the layers `municipal_partners` and `twinnings`.

    Returns
    -------
    GeoDataFrame
        Point, EPSG:4326: the places that have a tie, with columns derived from the ties: number, years, themes, kinds.
    """
    ties = _ties(records, members, twins)
    by_place, counted = ties.groupby("place", sort=True), ties[ties["counted"]].groupby("place")
    there = places.loc[by_place.size().index]
    licences = pd.concat([ties.set_index("place")["licence"], there["licence"]]).groupby(level=0).agg(strictest)
    derived = {
        "id": there.index,
        "ties": counted.size(),
        "projects_count": by_place["project"].nunique(),
        "twinnings_count": by_place["commune"].count(),
        "partner_projects": by_place["project_name"].agg(_joined),
        "communes": by_place["commune"].agg(_joined),
        "themes": by_place["themes"].agg(_joined),
        # Of the projects, each once: the family of an arc is that of most projects behind it.
        "family": by_place[["project", "family"]].apply(_family).astype("object"),
        "tie_kinds": by_place["tie_kind"].agg(_joined),
        "first_year": by_place["start"].min(),
        # A tie without a known end may still hold: then the place has no last year.
        "last_year": by_place["end"].max().where(by_place["end"].agg(lambda years: years.notna().all())),
    }
    return there.assign(**derived, licence=licences)


def _ties(records: Records, members: pd.DataFrame, twins: pd.DataFrame) -> pd.DataFrame:
    """Concatenate the three kinds of ties, in the same columns; only those that lead to a place."""
    partners = records["partners"]
    bodies = members[members["role"] == "partner"]
    ties = pd.concat(
        [
            _tie(partners, kind="project", start=year(partners["start"]), end=year(partners["end"])),
            _tie(bodies, kind="municipal_partner", start=bodies["year"], end=bodies["end_year"]),
            _tie(twins, kind="twinning_" + twins["status"], start=twins["year"], commune=twins["commune_name"]),
        ],
        ignore_index=True,
    ).dropna(subset="place")
    projects = records["projects"].set_index("id")
    ties["themes"] = ties["project"].map(projects["themes"])
    ties["project_name"] = ties["project"].map(projects["name"])
    ties["family"] = ties["project"].map(project_families(records))
    # A network of communes that repeats a partnership of the same project at the same place does not count twice.
    repeated = ties.duplicated(["place", "project"]) & (ties["tie_kind"] == "municipal_partner")
    return ties.assign(counted=~repeated)


def _tie(table: pd.DataFrame, *, kind: object, start: pd.Series, **other: object) -> pd.DataFrame:
    given = {"tie_kind": kind, "start": start, "end": other.get("end"), "commune": other.get("commune")}
    tie = pd.DataFrame({"place": table["place"], "project": table.get("project"), "licence": table.get("licence")})
    tie = tie.assign(**given).astype({"start": "Int64", "end": "Int64"})
    return tie.assign(licence=tie["licence"].fillna(FACTS))


def _family(ties: pd.DataFrame) -> str | None:
    return main_family(ties.drop_duplicates("project")["family"].dropna())


def _joined(texts: pd.Series) -> str | None:
    """Join the values of several cells, each value once; None where all are blank."""
    return "; ".join(dict.fromkeys(value for cell in texts.dropna().astype("str") for value in several(cell))) or None
