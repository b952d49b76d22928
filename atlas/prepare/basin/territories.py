"""Recipes of the communes and inter-municipal bodies of the basin."""

import geopandas as gpd
import pandas as pd
import shapely

from atlas.analysis.spatial.measure import areas_m2
from atlas.prepare.clean import coded, valid
from atlas.prepare.raw import Raw

COMMUNES = "nord-pas-de-calais/communes/communes_bassin_250.geojson"
COMPOSITION = "nord-pas-de-calais/communes/epci_composition_59_62_2026.csv"
BODIES = "nord-pas-de-calais/mission-bassin-minier/epci.geojson"

YEARS = (2016, 2019, 2020, 2021, 2022, 2023)
STATUS = {"Commune simple": "ordinary", "Chef-lieu de canton": "canton_seat", "Sous-Préfecture": "subprefecture"}
OUTLINE_PRECISION = {
    "MBM/IGN via communes-mbm": "exact",
    "IGN Admin Express 2018 simplifie (gregoiredavid)": "simplified",
}
INCOME = {
    "median_income_2021": "niveau_vie_median_2021",
    "poverty_rate_2021_percent": "taux_pauvrete_2021",
    "unemployment_benefits_2021_percent": "part_chomage_revenu_2021",
    "social_benefits_2021_percent": "part_prestations_2021",
    "minimum_benefits_2021_percent": "part_minima_2021",
    "d1_2021": "d1_2021",
    "d9_2021": "d9_2021",
    "d9_d1_2021": "d9_d1_2021",
}
KINDS = {
    "CA": "agglomeration_community",
    "CC": "community_of_communes",
    "CU": "urban_community",
    "METRO": "metropolis",
}
# Neighbouring outlines do not match to the metre: the gaps between them are up to 0.8 ha, no body has a real hole.
GAP_M2 = 10_000


def communes(raw: Raw) -> gpd.GeoDataFrame:
    """Communes of the perimeter of Mission Bassin Minier with population and income."""
    source = valid(raw.geometries(COMMUNES))
    return gpd.GeoDataFrame(
        {
            "id": source["insee"],
            "name": source["nom"],
            "status": coded(source["statut"], STATUS, where=COMMUNES),
            "intercommunality": source["epci_siren"],
            "intercommunality_name": source["epci_nom"],
            "area_km2": areas_m2(source.geometry) / 1e6,
            "area_km2_producer": source["surface_km2"],
            **{f"population_{year}": source[f"pop_{year}"] for year in YEARS},
            **{name: source[column] for name, column in INCOME.items()},
            "outline_precision": coded(source["geom_source"], OUTLINE_PRECISION, where=COMMUNES),
        },
        geometry=source.geometry,
        crs=source.crs,
    )


def intercommunalities(raw: Raw) -> gpd.GeoDataFrame:
    """Inter-municipal bodies: for each one, its communes inside the perimeter of Mission Bassin Minier."""
    inside = communes(raw)
    members = raw.table(COMPOSITION)
    outlines = set(raw.geometries(BODIES)["code_siren"])
    grouped = inside.groupby("intercommunality")
    geometry = gpd.GeoSeries({siren: _united(part.geometry) for siren, part in grouped}, crs=inside.crs)
    siren = geometry.index
    kinds = members.drop_duplicates("epci_siren").set_index("epci_siren")["epci_type"].reindex(siren)
    populations = [f"population_{year}" for year in YEARS]
    return gpd.GeoDataFrame(
        {
            "id": siren,
            "name": grouped["intercommunality_name"].first(),
            "kind": coded(kinds, KINDS, where=COMPOSITION),
            "communes": grouped.size(),
            "communes_total": members.groupby("epci_siren").size().reindex(siren),
            "area_km2": areas_m2(geometry) / 1e6,
            "area_km2_producer": _sums(inside, ["area_km2_producer"])["area_km2_producer"],
            **_sums(inside, populations).to_dict("series"),
            "has_official_outline": siren.isin(outlines),
        },
        geometry=geometry,
        crs=inside.crs,
    )


def _sums(inside: gpd.GeoDataFrame, columns: list[str]) -> pd.DataFrame:
    """Sum columns by body; a sum with a blank is blank."""
    grouped = inside.groupby("intercommunality")[columns]
    return grouped.sum().where(grouped.count().eq(grouped.size(), axis=0))


def _united(communes_of_one: gpd.GeoSeries) -> shapely.Geometry:
    """Merge outlines and close the slivers between them; the outer boundary stays as it is."""
    whole = communes_of_one.union_all()
    rings = shapely.get_rings(shapely.get_parts(whole))
    areas = areas_m2(gpd.GeoSeries(shapely.polygons(rings), crs=communes_of_one.crs))
    return shapely.union_all([whole, *shapely.polygons(rings[areas < GAP_M2])])


def intercommunality_outlines(raw: Raw) -> gpd.GeoDataFrame:
    """Official whole outlines of inter-municipal bodies, inside and outside the perimeter."""
    source = valid(raw.geometries(BODIES))
    return gpd.GeoDataFrame(
        {"id": source["code_siren"], "name": source["nom"], "area_km2": areas_m2(source.geometry) / 1e6},
        geometry=source.geometry,
        crs=source.crs,
    )
