"""Recipes of the mining basins and of the sources of their figures."""

import re
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pandas as pd

from atlas.analysis.spatial.measure import areas_m2
from atlas.catalog import copied_from
from atlas.prepare.clean import coded, number, plain_number, plain_year, points, valid
from atlas.prepare.raw import Raw

TABLE = "basins/basins.csv"

IDS = {
    "B01": "nord_pas_de_calais",
    "B02": "wallonia",
    "B03": "ruhr",
    "B04": "central_germany",
    "B05": "lusatia",
    "B06": "rhineland",
    "B07": "upper_silesia",
    "B08": "lower_silesia",
    "B09": "konin",
    "B10": "derbyshire_nottinghamshire",
    "B11": "durham_northumberland",
    "B12": "kent",
    "B13": "ostrava_karvina",
    "B14": "north_bohemia",
    "B15": "sokolov",
    "B16": "upper_nitra",
    "B17": "zasavje",
    "B18": "velenje",
    "B19": "jiu_valley",
    "B20": "western_macedonia",
    "B21": "asturias",
    "B22": "teruel",
    "B23": "leon_palencia",
    "B24": "iron_quadrangle",
    "B25": "doukkala_abda",
    "B26": "shanxi",
    "B27": "huangshi_daye",
    "B28": "chikuho",
    "B29": "miike",
    "B30": "falun",
    "B31": "wieliczka_bochnia",
    "B32": "south_limburg",
}
# Their outline is the perimeter of a body of the basin: Mission Bassin Minier, Regionalverband Ruhr. The others are
# administrative units or a box that contain the basin.
WITH_OFFICIAL_OUTLINE = {"B01", "B03"}
STATUS = {"post-mining": "post_mining", "in transition": "in_transition", "active": "active"}
MINERALS = {
    "hard coal": "hard_coal",
    "lignite": "lignite",
    "brown coal": "brown_coal",
    "coal": "coal",
    "iron, gold, manganese": "iron; gold; manganese",
    "iron, copper": "iron; copper",
    "copper": "copper",
    "salt": "salt",
    "phosphate processing (not stated by the document)": "phosphate_processing",
}
# What stands at the start of the source's `outline_codes`, the licence that follows, and how close the outline is.
OUTLINES = {
    "MBM": ("etalab-2.0", "perimeter"),
    "NUTS": ("LicenseRef-GISCO-NC", "administrative"),
    "Natural Earth": ("LicenseRef-public-domain", "administrative"),
    "box": ("LicenseRef-facts", "box"),
}
# The same for basins without outline, by the source of the point.
POSITIONS = {
    "GeoNames": ("CC-BY-4.0", "city_centroid"),
    "UNESCO": ("LicenseRef-UNESCO-facts", "world_heritage_point"),
    "wikipedia": ("LicenseRef-facts", "site"),
}
# For each figure that the source names: its code, the column of its value, the column of the value's date.
FIGURES = {
    "first_extraction": ("first_extraction", "first_extraction", None),
    "last_closure": ("last_closure", "last_closure", None),
    "peak_production": ("peak_production", "peak_production", "peak_production_year"),
    "peak_production_year": ("peak_production_year", "peak_production_year", None),
    "peak_miners": ("peak_miners", "peak_miners", "peak_miners_year"),
    "area_km2": ("area", "area_km2", None),
    "population": ("population", "population", "population_year"),
    "unesco": ("world_heritage", "unesco_id", "unesco_year"),
    "outline": ("outline", "outline_codes", None),
    "other_label": ("other_label", "other_label", None),
    "status": ("status", "status", None),
}
# The page of a property; the extract was read from a public copy of the list.
PROPERTY = "https://whc.unesco.org/en/list/{}"
# Sources cited by a name instead of an address.
NAMED_SOURCES = {
    "GCMT April 2024": ("coal_mine_tracker", "https://globalenergymonitor.org/projects/global-coal-mine-tracker/"),
    "whc-sites": ("world_heritage_list", PROPERTY),
    "github:bemac-honda": ("world_heritage_list", PROPERTY),
    "github:rlespinasse": ("mbm_perimeter", "https://www.missionbassinminier.org/"),
    "document": ("cooperation_document", None),
}


def mining_basins(raw: Raw) -> gpd.GeoDataFrame:
    """Mining basins of the network: an outline where one exists, else a point."""
    basins = raw.table(TABLE)
    geometry = _geometry(raw, basins)
    is_area = geometry.geom_type.isin(["Polygon", "MultiPolygon"])
    provenance = [
        _provenance(codes, position)
        for codes, position in zip(basins["outline_codes"], basins["coord_source"], strict=True)
    ]
    official = basins["basin_id"].isin(WITH_OFFICIAL_OUTLINE)
    return gpd.GeoDataFrame(
        {
            "id": coded(basins["basin_id"], IDS, where=TABLE),
            "name": basins["name_fr"],
            "name_en": basins["name_en"],
            "name_local": basins["name_local"],
            "country": basins["iso3"],
            "mineral": coded(basins["mineral"], MINERALS, where=TABLE),
            "status": coded(basins["status"], STATUS, where=TABLE),
            **_history(basins),
            "area_km2": (areas_m2(geometry) / 1e6).where(is_area),
            "area_km2_published": number(basins["area_km2"]),
            "population": plain_number(basins["population"]),
            "population_text": basins["population"],
            "population_year": plain_year(basins["population_year"]),
            "unesco_id": basins["unesco_id"],
            "unesco_year": plain_year(basins["unesco_year"]),
            "other_label": basins["other_label"],
            "outline": official.map({True: "official", False: "approximate"}).where(is_area, "none"),
            "outline_units": basins["outline_codes"].map(_units),
            "precision": [precision for _, precision in provenance],
            "licence": [licence for licence, _ in provenance],
        },
        geometry=geometry,
        crs="EPSG:4326",
    )


def _geometry(raw: Raw, basins: pd.DataFrame) -> gpd.GeoSeries:
    outlines = valid(raw.geometries("basins/basins_outline_approx.geojson")).set_index("basin_id").geometry
    drawn = outlines.reindex(basins["basin_id"]).set_axis(basins.index)
    return drawn.where(drawn.notna(), points(basins["lon"], basins["lat"]))


def _history(basins: pd.DataFrame) -> dict[str, pd.Series]:
    """Return each date twice: as the source words it, and as a year where it is one plain year."""
    return {
        "first_extraction": basins["first_extraction"],
        "first_extraction_year": plain_year(basins["first_extraction"]),
        "last_closure": basins["last_closure"],
        "last_closure_year": plain_year(basins["last_closure"]),
        "closure_kind": basins["last_closure"].map(_closure_kind, na_action="ignore"),
        "peak_production": basins["peak_production"].map(_stated),
        "peak_production_date": basins["peak_production_year"].map(_stated),
        "peak_production_year": plain_year(basins["peak_production_year"]),
        "peak_miners": basins["peak_miners"],
        "peak_miners_date": basins["peak_miners_year"],
    }


def _closure_kind(text: str) -> str:
    if ";" in text:
        return "several"
    if "planned" in text or "expected" in text:
        return "planned"
    return "complete" if re.fullmatch(r"\d{4}", text) else "partial"


def _stated(cell: object) -> str | None:
    """Return the text of a cell, None where it is blank or only says in brackets that nothing was read."""
    return cell if isinstance(cell, str) and not re.fullmatch(r"\(.*\)", cell) else None


def _provenance(codes: str, position: str) -> tuple[str, str]:
    """Return licence and precision of a basin's geometry."""
    known = {**OUTLINES, **POSITIONS}
    return known[next(start for start in known if codes.startswith(start) or position.startswith(start))]


def _units(codes: str) -> str | None:
    """Name the administrative units of which an outline is made."""
    if codes.startswith("NUTS "):
        return codes.removeprefix("NUTS ").replace("+", "; ")
    if codes.startswith("Natural Earth admin-1: "):
        return codes.removeprefix("Natural Earth admin-1: ").replace(", ", "; ")
    return None


def basin_figures(raw: Raw) -> pd.DataFrame:
    """Return where each figure of a basin was read: one row a basin and figure."""
    return pd.DataFrame([row for basin in raw.table(TABLE).to_dict("records") for row in _figures(basin)])


def _figures(basin: dict[str, Any]) -> Iterator[dict[str, str | None]]:
    basin_id, cited = IDS[basin["basin_id"]], ""
    for entry in basin["sources"].split(" | "):
        names, text = entry.split(": ", maxsplit=1)
        cited = cited if text == "same" else text
        reference, url = _cited(cited)
        for name in names.split(", "):
            figure, value, date = FIGURES[name]
            yield {
                "id": f"{basin_id}_{figure}",
                "basin": basin_id,
                "basin_name": basin["name_fr"],
                "figure": figure,
                "value": _stated(basin[value]),
                "date": _stated(basin[date]) if date else None,
                "reference": reference,
                "url": url and url.format(_stated(basin["unesco_id"])),
            }


def _cited(text: str) -> tuple[str, str | None]:
    """Return the kind of a citation's first source, and its address; what follows a semicolon is a remark."""
    for start, source in NAMED_SOURCES.items():
        if text.startswith(start):
            return source
    address = re.search(r"https?://\S+", text)
    url = address.group().rstrip(";") if address else None
    copied = copied_from(url)
    return f"{copied}_copy" if copied else "page", url
