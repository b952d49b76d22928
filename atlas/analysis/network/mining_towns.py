"""Evidence, from the layers of the atlas, that a place is a mining town."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from atlas.analysis.spatial.proximity import intersects, within_distance

# Greatest distance between the point of a town and a mine of it or its neighbours.
NEAR_M = 10_000

Frames = Mapping[str, gpd.GeoDataFrame]


def mining_evidence(places: gpd.GeoDataFrame, frames: Frames) -> pd.DataFrame:
    """Return which layers are evidence of mining at each place.

    Parameters
    ----------
    places
        GeoDataFrame of Point, EPSG:4326: towns and sites (a region or a country is no town).
    frames
        ``mining_basins``, ``closed_coal_mines``, ``mines``, ``unesco_site_points``.

    Returns
    -------
    DataFrame
        Bool, indexed like `places`: ``basin`` (inside the outline of a mining basin, most of them approximate),
        ``closed_mine``, ``mine`` and ``world_heritage`` (a closed coal mine, a mine, a component of a mining property
        of the World Heritage List within 10 km). False where there is no position: not found, never "no mining".
    """
    basins = frames["mining_basins"].geometry
    areas = basins[basins.notna() & basins.geom_type.isin(["Polygon", "MultiPolygon"])]
    heritage = frames["unesco_site_points"]
    core = heritage[heritage["core_mining"].fillna(value=False)].geometry
    inside = np.zeros(len(places), dtype=bool)
    for outline in areas:
        inside |= intersects(places.geometry, outline)
    near = {
        "closed_mine": frames["closed_coal_mines"].geometry,
        "mine": frames["mines"].geometry,
        "world_heritage": core,
    }
    found = {name: within_distance(places.geometry, others, NEAR_M) for name, others in near.items()}
    return pd.DataFrame({"basin": inside, **found}, index=places.index)
