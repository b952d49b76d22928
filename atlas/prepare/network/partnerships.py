"""Recipe of the partnerships of the network: a line from the seat of the mining-basin agency to each partner."""

import geopandas as gpd
import shapely

from atlas.analysis.spatial.geodesics import geodesics
from atlas.analysis.spatial.measure import lengths_m
from atlas.prepare.clean import points, year
from atlas.prepare.network.cooperation import FACTS, cooperation_table
from atlas.prepare.network.partner_places import known_places
from atlas.prepare.network.projects import project_families
from atlas.prepare.raw import Raw
from atlas.prepare.records import Records, read_records

# The seat of the mining-basin agency in the table of sites: every line starts there.
SEAT = "S29"

STATED = {"yes": True, "no": False}


def partnerships(raw: Raw) -> gpd.GeoDataFrame:
    """Return the partners of the network, drawn as geodesics from the seat of the mining-basin agency."""
    read_records(raw, "partners", "partnerships", "edge_id")
    sites = cooperation_table(raw, "sites").set_index("site_id")
    seat = points(sites["lon"], sites["lat"])[SEAT]
    return tell_partnerships(Records(), known_places(raw), seat)


def tell_partnerships(records: Records, places: gpd.GeoDataFrame, seat: shapely.Point) -> gpd.GeoDataFrame:
    """Return the partnerships from their records.

    Parameters
    ----------
    records
        Partners and projects.
    places
        GeoDataFrame of Point, EPSG:4326, indexed by id: ``precision`` and ``licence`` of each position.
    seat
        Where every line starts, EPSG:4326.

    Returns
    -------
    GeoDataFrame
        LineString or MultiLineString, EPSG:4326; None where a partner has no place.
    """
    table = records["partners"].reset_index(drop=True)
    there = places.reindex(table["place"]).set_index(table.index)
    lines = geodesics(gpd.GeoSeries([seat] * len(table), index=table.index, crs="EPSG:4326"), there.geometry)
    of = records["projects"].set_index("id").reindex(table["project"]).set_index(table.index)
    frame = table.assign(
        project_name=of["name"],
        city_stated=table["city_stated"].map(STATED),
        start_year=year(table["start"]),
        end_year=year(table["end"]),
        themes=of["themes"],
        family=project_families(records).reindex(table["project"]).to_numpy(),
        role=of["role"],
        precision=there["precision"].fillna("none"),
        length_km=lengths_m(lines) / 1e3,
        licence=there["licence"].fillna(FACTS),
    )
    return gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:4326")
