"""Recipes of the coal regions of the European platform and of the sites that the cooperation documents name."""

import geopandas as gpd
import pandas as pd

from atlas.analysis.spatial.measure import areas_m2
from atlas.prepare.clean import coded, number, points, valid
from atlas.prepare.network.cooperation import cooperation_table, document_codes, position_licences, precision_codes
from atlas.prepare.raw import Raw

CATEGORIES = {
    "UNESCO World Heritage": "world_heritage",
    "art centre": "art_centre",
    "association / terrils": "organisation",
    "association seat": "organisation",
    "coal museum": "mining_museum",
    "colliery site (conversion)": "colliery_in_conversion",
    "colliery site (converted)": "converted_colliery",
    "copper mine, World Heritage": "copper_mine",
    "factory": "factory",
    "geopark project": "geopark_project",
    "heritage itinerary": "heritage_itinerary",
    "historic place": "historic_place",
    "industrial heritage sites": "industrial_sites",
    "industrial museum": "industrial_museum",
    "interpretation centre": "interpretation_centre",
    "landscape": "landscape",
    "mining housing estate (converted)": "converted_estate",
    "mining museum": "mining_museum",
    "museum": "museum",
    "network seat": "organisation",
    "regional nature park": "nature_park",
    "salt mine, World Heritage": "salt_mine",
    "science centre on a colliery": "science_centre",
    "silk mill, World Heritage": "silk_mill",
    "steelworks": "steelworks",
}

NOT_STATED = " (commune not stated)"

# Phrases of the commune column that are no commune, and those that hold more than its name.
COMMUNES = {
    "(France – Wallonie)": None,
    "(basin)": None,
    "(serial property)": None,
    "Betteshanger, Kent": "Betteshanger",
    "Billy-Berclau / Douvrin": "Billy-Berclau; Douvrin",
    "Charleroi – Marcinelle": "Charleroi",
    "Minas Gerais": None,
}

TWO_COUNTRIES = {"France / Belgique": "BEL; FRA"}

PART = " [part]"
YES_NO = {"no": "no", "yes": "yes"}


def transition_sites(raw: Raw) -> gpd.GeoDataFrame:
    """Return the museums, converted collieries, heritage sites and seats that the five documents name."""
    table = cooperation_table(raw, "sites")
    commune = table["commune"].str.replace(NOT_STATED, "", regex=False)
    commune = commune.map(lambda text: COMMUNES.get(text, text), na_action="ignore").astype("object")
    stated = ~table["commune"].str.contains(NOT_STATED, regex=False, na=False)
    frame = pd.DataFrame(
        {
            "id": table["site_id"].str.lower(),
            "name": table["name"],
            "commune": commune,
            "commune_stated": stated.where(commune.notna(), None),
            "country": table["iso3"].fillna(table["country"].map(TWO_COUNTRIES)),
            "category": coded(table["category"], CATEGORIES, where="sites.category"),
            "precision": precision_codes(table["precision"]),
            "document": document_codes(table["document"]),
            "licence": position_licences(table["coord_source"]),
        }
    )
    return gpd.GeoDataFrame(frame, geometry=points(table["lon"], table["lat"]), crs="EPSG:4326")


def coal_regions(raw: Raw) -> gpd.GeoDataFrame:
    """Return the coal regions in transition of the European Union, by the NUTS 2024 regions that hold them."""
    regions = valid(raw.geometries("basins/eu_coal_regions_nuts2024.geojson"))
    named = coded(regions["named_in_documents"], YES_NO, where="coal_regions.named_in_documents")
    return gpd.GeoDataFrame(
        {
            "id": regions["nuts_2024"].str.lower(),
            "name": regions["coal_region"].str.replace(PART, "", regex=False),
            "partial": regions["coal_region"].str.endswith(PART),
            "nuts_name": regions["nuts_name"],
            "country": regions["iso3"],
            "named_in_documents": named == "yes",
            "area_km2": areas_m2(regions.geometry) / 1e6,
            "area_km2_producer": number(regions["area_km2"]),
        },
        geometry=regions.geometry,
        crs=regions.crs,
    )
