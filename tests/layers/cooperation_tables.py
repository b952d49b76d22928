"""What the tables of cooperation are read with: cells of several values, ends of lines."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

Layers = Mapping[str, gpd.GeoDataFrame]

GEOD = Geod(ellps="WGS84")
SEAT = (2.987091, 50.461078)
LINKS = ["partnerships", "twinnings"]
LICENSED = [*LINKS, "partner_cities", "transition_sites"]


def several(column: pd.Series) -> pd.Series:
    """Give every value of a column whose cells hold several."""
    return column.dropna().str.split(";").explode().str.strip()


def ends(lines: gpd.GeoDataFrame, vertex: int) -> np.ndarray:
    return shapely.get_coordinates(shapely.get_point(lines.geometry.dropna().to_numpy(), vertex))
