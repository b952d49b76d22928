"""Mining basins and World Heritage mining properties around a partner place."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.countries import alpha2
from atlas.analysis.spatial.proximity import intersects, within_distance

Frames = Mapping[str, gpd.GeoDataFrame]

# Greatest distance between a town and a World Heritage property listed for it.
HERITAGE_M = 25_000
# Greatest distance between a town and a basin that has a point only.
BASIN_M = 25_000


def extent_of(place: str, frames: Frames) -> shapely.Geometry | None:
    """Return the outline of a partner region or country, the point of any other; None without a position."""
    areas = frames["partner_areas"].geometry
    return areas[place] if place in areas.index else frames["partner_cities"].geometry[place]


def basins_of(place: str, frames: Frames) -> pd.Series:
    """Return the mining basins of a partner place and their relation to it.

    Returns
    -------
    Series
        Indexed by the id of the basin: ``inside`` (the place lies in its outline), ``near`` (within 25 km of a basin
        known as a point), ``overlaps`` (their outlines meet), ``country`` (the partner is the country of the basin).
        The basin of Nord-Pas-de-Calais is that of the atlas, not of a partner.
    """
    row, basins = frames["partner_cities"].loc[place], frames["mining_basins"]
    basins = basins[(basins["country"] == row["country"]) & (basins.index != "nord_pas_de_calais")]
    if row["kind"] == "country":
        return pd.Series("country", index=basins.index, dtype="object")
    extent = extent_of(place, frames)
    if extent is None:
        return pd.Series(dtype="object")
    is_area = shapely.get_dimensions(basins.geometry.to_numpy()) == 2  # noqa: PLR2004 - a polygon
    meets = intersects(basins.geometry, extent)
    if row["kind"] == "region":
        return pd.Series("overlaps", index=basins.index[meets], dtype="object")
    spot = gpd.GeoSeries([extent], crs=basins.crs)
    near = within_distance(basins.geometry, spot, BASIN_M) & ~is_area
    how = np.where(meets & is_area, "inside", np.where(near, "near", ""))
    return pd.Series(how, index=basins.index, dtype="object").loc[lambda relation: relation != ""]


def heritage_of(place: str, frames: Frames) -> list[str]:
    """Return the ids of the mining and industrial properties of the World Heritage List of a partner place.

    They are those with a component inside a region, within 25 km of a town or a site, or, for a country, those at the
    core of mining that it holds.
    """
    row, components = frames["partner_cities"].loc[place], frames["unesco_site_points"]
    if row["kind"] == "country":
        code = (alpha2(row["country"]) or "").lower()
        found = components[(components["country"] == code) & components["core_mining"].fillna(value=False)]
        return sorted(found["property"].unique())
    extent = extent_of(place, frames)
    if extent is None:
        return []
    if row["kind"] == "region":
        return sorted(components["property"][intersects(components.geometry, extent)].unique())
    spot = gpd.GeoSeries([extent], crs=components.crs)
    return sorted(components["property"][within_distance(components.geometry, spot, HERITAGE_M)].unique())
