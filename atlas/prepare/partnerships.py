"""Recipe of the partnerships that the five cooperation documents name."""

import geopandas as gpd
import pandas as pd

from atlas.analysis.measure import lengths_m
from atlas.prepare.clean import coded, points, year
from atlas.prepare.cooperation import cooperation_table, flags, position_licences, precision_codes
from atlas.prepare.geodesics import geodesics
from atlas.prepare.projects import ROLES, document_codes, project_themes
from atlas.prepare.raw import Raw
from atlas.prepare.ties import place_ties

PARTNER_KINDS = {kind: kind for kind in ("organisation", "country", "territory", "site", "city")}

# The seat of the mining-basin agency in the table of sites: every line starts there.
SEAT = "S29"

NOT_STATED = r" \((?:not stated|by its name)\)$"

# What the notes of the source say of a row, where no other column does.
NOTED_DOUBTS = {
    "slovenia_or_slovakia": "ambiguous: Slovenia or Slovakia",
    "municipalities_not_named": "municipalities not named",
    "other_body": "edge of ALL, not of the MBM",
}


def partnerships(raw: Raw) -> gpd.GeoDataFrame:
    """Give the partners that the five documents name, drawn as geodesics from the seat of the mining-basin agency."""
    table = cooperation_table(raw, "partnerships")
    lines = geodesics(_seats(raw, table.index), points(table["lon"], table["lat"]))
    projects = table["project_id"]
    frame = pd.DataFrame(
        {
            "id": table["edge_id"].str.lower(),
            "project": projects.str.lower(),
            "project_name": table["project"],
            "partner": table["partner"],
            "partner_kind": coded(table["partner_type"], PARTNER_KINDS, where="partnerships.partner_type"),
            "country": table["iso3"],
            "city": table["city"].str.replace(NOT_STATED, "", regex=True),
            "city_stated": _city_stated(table),
            "place": table["edge_id"].map(place_ties(raw)["place"]),
            "start": table["start"],
            "end": table["end"],
            "start_year": year(table["start"]),
            "end_year": year(table["end"]),
            "themes": projects.map(project_themes(raw)),
            "role": projects.map(ROLES),
            "document": document_codes(table["document"]),
            "precision": precision_codes(table["precision"]),
            "doubt": _doubts(table),
            "length_km": lengths_m(lines) / 1e3,
            "licence": position_licences(table["coord_source"]),
        }
    )
    return gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:4326")


def _seats(raw: Raw, index: pd.Index) -> gpd.GeoSeries:
    sites = cooperation_table(raw, "sites").set_index("site_id")
    seat = points(sites["lon"], sites["lat"])[SEAT]
    return gpd.GeoSeries([seat] * len(index), index=index, crs="EPSG:4326")


def _city_stated(table: pd.DataFrame) -> pd.Series:
    """Say whether the document itself names the city; missing where no city is given."""
    city = table["city"]
    stated = ~(city.str.contains(NOT_STATED, regex=True) | table["note"].str.contains("does not name", na=False))
    return stated.where(city.notna(), None)


def _doubts(table: pd.DataFrame) -> pd.Series:
    notes = table["note"]
    masks = {code: notes.str.contains(text, regex=False, na=False) for code, text in NOTED_DOUBTS.items()}
    known = pd.concat(masks, axis=1).any(axis=1)
    kind, precision = table["partner_type"], precision_codes(table["precision"])
    masks["country_only"] = (kind == "country") & ~known
    masks["placed_on_country"] = (kind != "country") & (precision == "country")
    masks["placed_on_region"] = (kind == "organisation") & (precision == "region")
    masks["city_not_stated"] = (precision.isin(["city", "site"]) | table["city"].notna()) & (
        _city_stated(table).ne(other=True) & kind.eq("organisation")
    )
    masks["two_moments"] = table["project_id"] == "P43"
    return flags(masks)
