"""Recipes of the mining and industrial properties of the World Heritage List."""

from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from atlas.prepare.clean import coded, number, points, slug
from atlas.prepare.raw import Raw

SITES = "world-heritage/whc_mining_industrial_sites.csv"
POINTS = "world-heritage/whc_mining_industrial_points.csv"

FLAGS = MappingProxyType({"True": True, "False": False, "1": True, "0": False})

# Minerals and products by the words of the compilation; the others are their own code.
RESOURCES = MappingProxyType({"tin_reclaimed_forest": "tin"})


def unesco_sites(raw: Raw) -> gpd.GeoDataFrame:
    """Mining and industrial properties, each at its only component or at the mean of its components."""
    sites = raw.table(SITES)
    components = number(sites["n_points"])
    return gpd.GeoDataFrame(
        {
            "id": sites["id_no"],
            "name": sites["site"],
            "countries": _listed(sites["iso"].str.split(",")),
            "inscribed_year": number(sites["date_inscribed"]),
            "criteria": _listed(sites["criteria"].str.findall(r"[ivx]+")),
            "heritage_class": sites["heritage_class"].map(slug),
            "resource": _listed(sites["resource"].map(_resources, na_action="ignore")),
            "core_mining": sites["core_mining"].map(FLAGS),
            "transnational": sites["transnational"].map(FLAGS),
            "components": components,
            "precision": (components == 1).map({True: "component", False: "mean_of_components"}),
            "url": sites["url"],
        },
        geometry=points(sites["lon_mean"], sites["lat_mean"]),
        crs="EPSG:4326",
    )


def unesco_site_points(raw: Raw) -> gpd.GeoDataFrame:
    """Components of those properties, each at its point of the list."""
    sites = raw.table(SITES).set_index("id_no")
    components = raw.table(POINTS)
    site = components["id_no"]
    return gpd.GeoDataFrame(
        {
            "id": site + "_" + components["point"],
            "property": site,
            "property_name": coded(site, sites["site"].to_dict(), where="unesco_site_points.property"),
            "core_mining": site.map(sites["core_mining"]).map(FLAGS),
            "country": components["iso"],
            "inscribed_year": number(site.map(sites["date_inscribed"])),
        },
        geometry=points(components["lon"], components["lat"]),
        crs="EPSG:4326",
    )


def _listed(values: pd.Series) -> pd.Series:
    """Join the lists of a column by ``; ``; None where there is none."""
    return values.map("; ".join, na_action="ignore").astype("object").where(values.notna(), None)


def _resources(text: str) -> list[str]:
    codes = [slug(word) for word in text.split(",")]
    return [RESOURCES.get(code, code) for code in codes]
