"""Recipe of the places that the ties of the basin lead to: one place a row, whatever the table that names it."""

import geopandas as gpd
import pandas as pd

from atlas.prepare.clean import points
from atlas.prepare.cooperation import cooperation_table, strictest
from atlas.prepare.projects import project_themes
from atlas.prepare.raw import Raw
from atlas.prepare.ties import place_ties


def partner_cities(raw: Raw) -> gpd.GeoDataFrame:
    """Every city, region, country and site tied to the basin by a project, a network of communes or a twinning."""
    ties = place_ties(raw)
    ties["themes"] = ties["project"].map(project_themes(raw))
    ties["project_name"] = ties["project"].map(cooperation_table(raw, "projects").set_index("project_id")["name"])
    by_place = ties.groupby("place", sort=True)
    counted = ties[ties["counted"]].groupby("place")
    first = by_place[["name", "iso3", "kind", "lon", "lat", "precision"]].first()
    frame = pd.DataFrame(
        {
            "id": first.index,
            "name": first["name"],
            "other_names": by_place["other_names"].agg(_joined),
            "country": first["iso3"],
            "kind": first["kind"],
            "ties": counted.size(),
            "projects_count": by_place["project"].nunique(),
            "twinnings_count": by_place["commune"].count(),
            "partner_projects": by_place["project_name"].agg(_joined),
            "communes": by_place["commune"].agg(_joined),
            "themes": by_place["themes"].agg(_joined),
            "tie_kinds": by_place["tie_kind"].agg(_joined),
            "first_year": by_place["start"].min(),
            # A tie without a known end may still hold: then the place has no last year.
            "last_year": by_place["end"].max().where(by_place["end"].agg(lambda years: years.notna().all())),
            "precision": first["precision"],
            "licence": by_place["licences"].agg(lambda texts: strictest(texts.str.split("; ").explode())),
        }
    )
    return gpd.GeoDataFrame(frame, geometry=points(first["lon"], first["lat"]), crs="EPSG:4326")


def _joined(texts: pd.Series) -> str | None:
    """Join the values of several cells, each value once; None where all are blank."""
    values = texts.dropna().astype("str").str.split("; ").explode()
    return "; ".join(dict.fromkeys(values)) or None
