"""Recipes of World Heritage property 1360: its components, its buffer zone, its elements."""

from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from atlas.analysis.spatial.measure import areas_m2
from atlas.prepare.basin.communes import official_communes
from atlas.prepare.basin.owners import companies, owners
from atlas.prepare.clean import coded, joined, number, valid
from atlas.prepare.raw import Raw

MBM = "nord-pas-de-calais/mission-bassin-minier/"

KINDS = MappingProxyType(
    {
        "batis": "building",
        "cites-minieres": "estate",
        "terrils": "slag_heap",
        "cavaliers": "mine_railway",
        "espace-neonaturel": "neonatural_space",
    }
)

ESTATE_TYPES = MappingProxyType(
    {
        "Corons": "corons",
        "Cité jardin": "garden_city",
        "Cité moderne": "modern_estate",
        "Cité pavillon": "pavilion",
        "Cité pavillonnaire": "pavilion",
    }
)

SUBTYPES = ESTATE_TYPES | {
    "Autre équipement": "other_facility",
    "Camus haut": "camus_haut",
    "Chevalement": "headframe",
    "Château": "mansion",
    "Fosse": "pit",
    "Grands bureaux": "head_office",
    "Hôtel de ville": "town_hall",
    "Maison d'ingénieur": "engineer_house",
    "Mine-image": "training_mine",
    "Monument commémoratif": "memorial",
    "Édifice religieux": "religious_building",
    "Équipement SSM": "health_facility",
    "Équipement de loisirs": "leisure_facility",
    "Équipement ferroviaire": "railway_building",
    "Équipement scolaire": "school",
    "Bassin de décantation": "settling_basin",
    "Conique": "conical",
    "Grand terril moderne": "large_modern",
    "Plat": "flat",
    "Tronqué": "truncated",
    "Typologie particulière": "particular",
}

# The ten types of attribute by which the completeness of the property's values is counted; the other subtypes have
# none.
ATTRIBUTE_OF_KIND = MappingProxyType({"estate": "estates", "slag_heap": "heaps", "mine_railway": "railways"})
ATTRIBUTE_OF_SUBTYPE = MappingProxyType(
    {
        "pit": "pits",
        "headframe": "headframes",
        "railway_building": "railway_buildings",
        "school": "schools",
        "religious_building": "religious",
        "health_facility": "health",
        "leisure_facility": "leisure",
    }
)

PERIODS = MappingProxyType(
    {
        "Avant 1800": "before_1800",
        "1800-1880": "1800_1880",
        "1880-1914": "1880_1914",
        "1914-1945": "1914_1945",
        "Après 1945": "after_1945",
    }
)

PROTECTIONS = MappingProxyType(
    {
        "non": "none",
        "Inscrit MH": "listed_mh",
        "Inscrit MH et AVAP": "listed_mh_and_avap",
        "Classé MH": "classified_mh",
        "Situé en abords MH": "mh_surroundings",
    }
)


def unesco_components(raw: Raw) -> gpd.GeoDataFrame:
    """Components of the property, with the communes that they touch."""
    outlines = valid(raw.geometries(MBM + "bien-inscrit.geojson"))
    communes = raw.table("nord-pas-de-calais/unesco_1360_components_109.csv").set_index("no")["communes"]
    return gpd.GeoDataFrame(
        {
            "id": "component_" + outlines["no_element"].str.zfill(3),
            "name": outlines["nom"].str[:1].str.upper() + outlines["nom"].str[1:],
            "number": number(outlines["no_element"]),
            "section": outlines["section"],
            "section_number": number(outlines["no_section"]),
            "communes": outlines["no_element"].map(communes),
            "area_ha_producer": outlines["surface_ha"],
            "area_ha": areas_m2(outlines.geometry) / 1e4,
        },
        geometry=outlines.geometry,
        crs=outlines.crs,
    )


def unesco_buffer(raw: Raw) -> gpd.GeoDataFrame:
    """Outlines of the buffer zone."""
    outlines = valid(raw.geometries(MBM + "zone-tampon.geojson"))
    numbers = outlines["id"].astype("int").astype("str")
    return gpd.GeoDataFrame(
        {
            "id": "buffer_" + numbers,
            "name": "Zone tampon " + numbers,
            "area_ha_producer": outlines["surface_ha"],
            "area_ha": areas_m2(outlines.geometry) / 1e4,
        },
        geometry=outlines.geometry,
        crs=outlines.crs,
    )


def heritage_elements(raw: Raw) -> gpd.GeoDataFrame:
    """Inscribed elements: buildings, estates, slag heaps, mine railways and neo-natural spaces."""
    rows = _inscribed(raw)
    subtype = coded(
        rows["typologie"].fillna(rows["type"]).fillna(rows["forme"]), SUBTYPES, where="heritage_elements.subtype"
    )
    period = rows["periode"].where(rows["periode"] != "NC")
    return gpd.GeoDataFrame(
        {
            "id": "e" + rows["id_unesco"].str.lower(),
            "name": rows["nom"],
            "number": rows["id_unesco"],
            "component": number(rows["element"]),
            "kind": rows["kind"],
            "subtype": subtype,
            "attribute_type": rows["kind"].map(ATTRIBUTE_OF_KIND).fillna(subtype.map(ATTRIBUTE_OF_SUBTYPE)),
            "communes": official_communes(joined(*(rows[f"commune_{i}"] for i in range(1, 7)))),
            "company": companies(rows["compagnie"]),
            "period": coded(period, PERIODS, where="heritage_elements.period"),
            "owner": owners(rows["proprietaire"], where="heritage_elements.owner"),
            "protection": coded(rows["protection"], PROTECTIONS, where="heritage_elements.protection"),
            "area_ha": areas_m2(rows.geometry) / 1e4,
            "length_km_producer": rows["longueur_m"] / 1e3,
        },
        geometry=rows.geometry,
        crs=rows.crs,
    )


def _inscribed(raw: Raw) -> gpd.GeoDataFrame:
    """Rows of the five layers that hold a number of inscribed element (some estates hold none)."""
    layers = [raw.geometries(f"{MBM}{name}.geojson").assign(kind=kind) for name, kind in KINDS.items()]
    rows = pd.concat(layers, ignore_index=True)
    return valid(rows[rows["id_unesco"].notna()].reset_index(drop=True))
