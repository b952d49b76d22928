"""Recipes of the mines of the world."""

import geopandas as gpd
import pandas as pd

from atlas.prepare.clean import coded, joined, plain_number, plain_year, slugs
from atlas.prepare.raw import Raw
from atlas.prepare.world.countries import ISO3_BY_NAME

CLOSED = "mining-world/gcmt_2024_04_closed_world.geojson"
NOT_CLOSED = "mining-world/gcmt_2024_04_nonclosed_atlas_countries.geojson"
ICMM = "mining-world/icmm_2025_09_atlas_countries.geojson"

# Depths that the tracker repeats over most mines of one country and kind (75 m for 686 of 687 surface mines of the
# United States, 456 m for 46 of 50 underground ones of China): assumed, not measured.
ASSUMED_DEPTHS_M = (50, 60, 75, 300, 373, 448, 456, 494, 700, 730)

MINE_TYPES = {"Surface": "surface", "Underground": "underground", "Underground & Surface": "both"}
COAL_TYPES = {
    "Anthracite": "anthracite",
    "Bituminous": "bituminous",
    "Subbituminous": "subbituminous",
    "Lignite": "lignite",
}
COAL_GRADES = {"Thermal": "thermal", "Met": "metallurgical", "Thermal & Met": "both"}
CLOSURE_REASONS = {
    "Closure of power plant": "power_plant_closed",
    "Economically unviable": "uneconomic",
    "End of mine life": "end_of_mine_life",
    "Financial difficulty": "financial_difficulty",
    "Government order": "government_order",
    "Integrated into other coal mine": "merged_into_another_mine",
    "Other": "other",
    "Reserve exhausted": "reserve_exhausted",
    "Safety hazards": "safety",
    "Transition to other type of energy": "energy_transition",
}
SITE_STATUS = {
    "Abandoned": "abandoned",
    "Demolished": "demolished",
    "Historic Landmark/Museum": "heritage_or_museum",
    "Other": "other",
    "Rehabilitation": "rehabilitation",
    "Renewable energy site": "renewable_energy",
}
ACCURACY = {"Exact": "exact", "Approximate": "approximate"}
CONFIDENCE = {
    "High": "high_confidence",
    "Moderate": "moderate_confidence",
    "Low": "low_confidence",
    "Very Low": "very_low_confidence",
}
STATUS = {name.capitalize(): name for name in ("operating", "proposed", "shelved", "mothballed", "cancelled")}
KINDS = {
    "Surface": "surface_mine",
    "Underground": "underground_mine",
    "Underground & Surface": "surface_mine; underground_mine",
}
# Misspellings and one synonym of the source.
COMMODITIES = {"aresnic": "arsenic", "cadimium": "cadmium", "iron": "iron_ore"}


def closed_coal_mines(raw: Raw) -> gpd.GeoDataFrame:
    """Coal mines of the world that the Global Coal Mine Tracker holds as closed."""
    source = raw.geometries(CLOSED)
    depth = plain_number(source["mine_depth_m"])
    return gpd.GeoDataFrame(
        {
            "id": source["gem_mine_id"].str.lower(),
            "name": source["mine_name"].map(_unscrambled),
            "country": coded(source["country"], ISO3_BY_NAME, where=CLOSED),
            "province": source["state_province"],
            "coalfield": source["coalfield"],
            "mine_type": coded(source["mine_type"], MINE_TYPES, where=CLOSED),
            "coal_type": coded(source["coal_type"], COAL_TYPES, where=CLOSED),
            "coal_grade": coded(source["coal_grade"], COAL_GRADES, where=CLOSED),
            "opening_year": plain_year(source["opening_year"]),
            "closing_year": plain_year(source["closing_year"]),
            "closure_reason": coded(source["reason_for_closure"], CLOSURE_REASONS, where=CLOSED),
            "site_status": coded(source["mine_site_status"].replace("Unknown", None), SITE_STATUS, where=CLOSED),
            "capacity_mtpa": _positive(source["capacity_mtpa"]),
            "production_mtpa": _positive(source["production_mtpa"]),
            "production_year": plain_year(source["year_of_production"]),
            "area_km2_producer": _positive(source["mine_size_km2"]),
            "depth_m": depth.where(~depth.isin(ASSUMED_DEPTHS_M)),
            "workforce": _positive(source["workforce_size"]),
            "precision": coded(source["location_accuracy"], ACCURACY, where=CLOSED),
        },
        geometry=source.geometry,
        crs=source.crs,
    )


def _positive(column: pd.Series) -> pd.Series:
    """Return plain numbers; zero stands for unknown in this source, often without a year."""
    numbers = plain_number(column)
    return numbers.where(numbers > 0)


def mines(raw: Raw) -> gpd.GeoDataFrame:
    """Mines and plants in the partner countries: two registers side by side."""
    return pd.concat([_icmm(raw.geometries(ICMM)), _coal(raw.geometries(NOT_CLOSED))], ignore_index=True)


def _icmm(source: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    others = [
        source[column].map(_commodities, na_action="ignore") for column in ("secondary_commodity", "other_commodities")
    ]
    return gpd.GeoDataFrame(
        {
            "id": source["icmmid"].str.lower(),
            "name": source["mine_name_"].map(_unscrambled),
            "dataset": "icmm",
            "country": coded(source["country"], ISO3_BY_NAME, where=ICMM),
            "kind": source["asset_type"].map(_commodities),
            "commodity": source["primary_commodity"].map(_commodities),
            "other_commodities": joined(*others).map(_commodities, na_action="ignore"),
            "status": None,
            "opening_year": None,
            "capacity_mtpa": None,
            "precision": coded(source["confidence_factor"], CONFIDENCE, where=ICMM),
        },
        geometry=source.geometry,
        crs=source.crs,
    )


def _commodities(text: str) -> str | None:
    """Convert a list of words to codes, each once: ``Thermal coal;lead`` becomes ``thermal_coal; lead``."""
    words = [word.strip().lower().replace(" ", "_") for word in text.split(";")]
    return "; ".join(dict.fromkeys(COMMODITIES.get(word, word) for word in words if word)) or None


def _coal(source: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "id": _phase_ids(source),
            "name": source["mine_name"].map(_unscrambled),
            "dataset": "gem",
            "country": coded(source["country"], ISO3_BY_NAME, where=NOT_CLOSED),
            "kind": coded(source["mine_type"], KINDS, where=NOT_CLOSED),
            "commodity": "coal",
            "other_commodities": None,
            "status": coded(source["status"], STATUS, where=NOT_CLOSED),
            "opening_year": plain_year(source["opening_year"]),
            "capacity_mtpa": _positive(source["capacity_mtpa"]),
            "precision": coded(source["location_accuracy"], ACCURACY, where=NOT_CLOSED),
        },
        geometry=source.geometry,
        crs=source.crs,
    )


def _phase_ids(source: gpd.GeoDataFrame) -> pd.Series:
    """Return the tracker's id, with status and opening year where it repeats over the phases of one mine."""
    opening = plain_year(source["opening_year"]).astype("string").fillna("")
    phase = source["gem_mine_id"] + " " + source["status"] + " " + opening
    return slugs(source["gem_mine_id"].where(~source["gem_mine_id"].duplicated(keep=False), phase))


def _unscrambled(name: str) -> str:
    """Undo UTF-8 that was read as Latin-1 (``GuaÃ\u00adba``); what is no such text stays as it is."""
    if "Ã" not in name and "Â" not in name:
        return name
    for encoding in ("latin-1", "cp1252"):
        try:
            return name.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return name
