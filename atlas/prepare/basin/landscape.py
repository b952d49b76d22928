"""Recipes of the landscape theme: the heaps and the places from which they are seen."""

import re

import geopandas as gpd
import pandas as pd

from atlas.analysis.spatial.measure import areas_m2
from atlas.prepare.basin.communes import official_communes
from atlas.prepare.basin.heap_facts import fact_counts
from atlas.prepare.clean import coded, number, points, slug, slugs, valid
from atlas.prepare.raw import Raw

LIST = "nord-pas-de-calais/terrils_master.csv"
OUTLINES = "nord-pas-de-calais/terrils_polygones_161.geojson"
FORECOURTS = "nord-pas-de-calais/mission-bassin-minier/zt-parvis-agricoles.geojson"

KINDS = {"terril": "heap", "cavalier": "railway_embankment"}
FORMS = {
    "Conique": "conical",
    "Plat": "flat",
    "Grand terril moderne": "large_modern",
    "Tronqué": "truncated",
    "Terrasses": "terraces",
    "Cavalier": "embankment",
    "Arasé": "levelled",
    "Arasé construit": "levelled_built",
    "Arasé parc": "levelled_park",
    "Arasé agricole": "levelled_farmland",
    "Arasé route": "levelled_road",
    "Bassin de décantation": "settling_basin",
    "Typologie particulière": "particular",
}
# The source's states, without what it adds in brackets.
STATES = {
    "conservé": "remaining",
    "subsiste au moins en partie": "remaining_in_part",
    "arasé": "levelled",
    "arasé construit": "levelled_built",
    "arasé parc": "levelled_park",
    "arasé agricole": "levelled_farmland",
    "arasé route": "levelled_road",
    "absent des couches MBM": "not_verified",
}
UNESCO = {"oui": "inscribed", "non (zone tampon)": "buffer_zone", "non": "none"}
PRECISIONS = {"exact": "exact", "approx": "pit", "commune centroid": "commune_centroid", "unknown": "unknown"}
CONFIDENCES = {"haute": "high", "moyenne": "medium", "basse": "low", "aucune": "none"}
FLAGS = {"oui": True, "non": False}

QUALITIES = {
    "Espaces dégageant vues avérées": "proven",
    "coteau dégageant des vues": "hillside",
    "Vue potentielle": "potential",
}
# Heaps that the producer names without their number: the pair 11/19 of the company of Lens at Loos-en-Gohelle, and
# the cone of Dourges known as Sainte-Henriette (terrils_master.csv, slag_heap_facts.csv).
NAMED_HEAPS = {"11/19": ("t74", "t74a"), "Sainte-Henriette": ("t87",)}
# "T058a" is one heap, "T116-117" two.
HEAP_NUMBER = re.compile(r"T0*(\d+)([a-z]?)(?:-(\d+))?")


def slag_heaps(raw: Raw) -> gpd.GeoDataFrame:
    """Return the numbered heaps, with their outline where one is published, else an approximate point or none."""
    heaps = raw.table(LIST)
    ids = slugs(heaps["numero_aff"])
    outline = _outlines(raw, heaps["numero_aff"])
    geometry = outline.where(outline.notna(), points(heaps["lon"], heaps["lat"]))
    return gpd.GeoDataFrame(
        {
            "id": ids,
            "number": heaps["numero_aff"],
            "name": heaps["nom"],
            "usual_name": heaps["nom_usuel"],
            "kind": coded(heaps["categorie"], KINDS, where=LIST),
            "communes": official_communes(heaps["commune"]),
            "company": heaps["compagnie"],
            "company_group": heaps["groupe"],
            "form": coded(heaps["forme"], FORMS, where=LIST),
            "state": coded(_bare(heaps["etat"]), STATES, where=LIST),
            "unesco": coded(heaps["unesco"], UNESCO, where=LIST),
            "element": heaps["id_unesco"],
            "area_ha": (areas_m2(outline) / 1e4).where(outline.notna()),
            "area_ha_producer": number(heaps["surface_ha"]),
            "geometry_kind": _geometry_kind(outline, geometry),
            "precision": coded(_bare(heaps["precision"]), PRECISIONS, where=LIST),
            "position_confidence": coded(_bare(heaps["confiance_position"]), CONFIDENCES, where=LIST),
            "commune_with_classified_site": heaps["commune_avec_site_classe_2016"].map(FLAGS),
            "cited_facts": ids.map(fact_counts(raw)).fillna(0),
            "licence": heaps["licence"],
        },
        geometry=geometry,
        crs=geometry.crs,
    )


def _outlines(raw: Raw, numbers: pd.Series) -> gpd.GeoSeries:
    """Return the outline of each number, None where none is published."""
    outlines = valid(raw.geometries(OUTLINES)).set_index("numero").geometry
    return outlines.reindex(numbers).set_axis(numbers.index)


def _geometry_kind(outline: gpd.GeoSeries, geometry: gpd.GeoSeries) -> pd.Series:
    kind = pd.Series("none", index=geometry.index).where(geometry.isna(), "point")
    return kind.where(outline.isna(), "outline")


def _bare(column: pd.Series) -> pd.Series:
    """Return each text up to its first bracket or colon."""
    return column.str.replace(r"( \(|:).*$", "", regex=True)


def viewpoints(raw: Raw) -> gpd.GeoDataFrame:
    """Return the farm forecourts of the buffer zone from which heaps are seen."""
    forecourts = valid(raw.geometries(FORECOURTS))
    seen = forecourts["vue_sur"].map(_heaps_seen, na_action="ignore")
    return gpd.GeoDataFrame(
        {
            "id": "forecourt_" + forecourts["id"].astype("str"),
            "seen_text": forecourts["vue_sur"],
            "quality": coded(forecourts["qualite_vue"], QUALITIES, where=FORECOURTS),
            "heaps": seen.map("; ".join).replace("", None),
            "heap_count": seen.map(len).replace(0, None),
            "area_ha": areas_m2(forecourts.geometry) / 1e4,
        },
        geometry=forecourts.geometry,
        crs=forecourts.crs,
    )


def _heaps_seen(text: str) -> list[str]:
    """Return the ids of the heaps that `text` names by number, or by a name that is certain."""
    found: list[str] = []
    for part in text.split(","):
        if match := HEAP_NUMBER.fullmatch(part.strip()):
            first, letter, second = match.groups()
            found += [slug(f"t{first}{letter}"), *([f"t{second}"] if second else [])]
        found += [heap for name, heaps in NAMED_HEAPS.items() if name in part for heap in heaps]
    return list(dict.fromkeys(found))
