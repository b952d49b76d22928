"""Recipe of the outlines of partners that are regions or countries."""

import geopandas as gpd
import pandas as pd
import shapely

from atlas.prepare.clean import valid
from atlas.prepare.network.cooperation import FACTS, cooperation_table, precision_codes
from atlas.prepare.network.partner_places import known_places
from atlas.prepare.network.ties import place_ties
from atlas.prepare.raw import Raw

REGIONS = "basins/cooperation_territories_polygons.geojson"
COUNTRIES = "natural-earth/ne_50m_admin_0_countries.json"

PUBLIC, NON_COMMERCIAL = "LicenseRef-public-domain", "LicenseRef-GISCO-NC"
# The first word of `coord_source` of a region: who drew its outline.
DRAWN_BY = {"Eurostat": NON_COMMERCIAL, "Natural": PUBLIC, "centre": FACTS}

# A partner that fills only a part of the administrative region that holds it.
PARTS = ("valea_jiului_rou", "sudraum_leipzig_deu")
COUNTRY_TOLERANCE, REGION_TOLERANCE, GRID = 0.02, 0.005, 0.0001


def partner_areas(raw: Raw) -> gpd.GeoDataFrame:
    """Return the outline of every partner place that is a region or a country, under the id of that place."""
    places = known_places(raw)
    areas = pd.concat([_regions(raw), _countries(raw, places[places["kind"] == "country"])])
    there = places.loc[areas.index]
    frame = there[["name", "other_names", "country", "kind"]].assign(
        outline=areas["outline"], licence=areas["licence"], id=areas.index
    )
    shapes = shapely.set_precision(areas.geometry.to_numpy(), GRID)
    return valid(gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")).reset_index(drop=True)


def _regions(raw: Raw) -> gpd.GeoDataFrame:
    """Return the outlines of the territories whose point is that of a partnership, indexed by the id of the place."""
    ties = cooperation_table(raw, "partnerships")
    ties = ties.assign(
        precision=precision_codes(ties["precision"]), place=ties["edge_id"].map(place_ties(raw)["place"])
    )
    ties = ties[ties["precision"].isin(["region", "region_box"])].drop_duplicates("place")
    territories = cooperation_table(raw, "territories").drop_duplicates(["lon", "lat"])
    found = ties.merge(territories, on=["lon", "lat"], suffixes=("", "_of")).set_index("place")
    outlines = raw.geometries(REGIONS).set_index("territory_id").loc[found["territory_id"]].set_index(found.index)
    licence = found["coord_source"].str.extract(r"^(\w+)")[0].map(DRAWN_BY)
    outline = pd.Series("administrative", index=found.index).mask(found["precision"] == "region_box", "box")
    outline = outline.mask(outline.index.isin(PARTS), "contains")
    shapes = shapely.simplify(outlines.geometry.to_numpy(), REGION_TOLERANCE)
    return gpd.GeoDataFrame({"outline": outline, "licence": licence}, geometry=shapes, crs="EPSG:4326")


def _countries(raw: Raw, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    source = valid(raw.geometries(COUNTRIES))
    shapes = shapely.coverage_simplify(source.geometry.to_numpy(), COUNTRY_TOLERANCE)
    outlines = gpd.GeoSeries(shapes, index=source["ADM0_A3"], crs="EPSG:4326").loc[places["country"]]
    columns = {"outline": "administrative", "licence": PUBLIC}
    return gpd.GeoDataFrame(columns, index=places.index, geometry=outlines.to_numpy(), crs="EPSG:4326")
