"""Lengths of the former mine railways: areas with a length stated by the producer, and lines."""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.spatial.measure import areas_m2
from atlas.analysis.spatial.overlay import Inside, row_areas_m2, row_lengths_m

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories


def measure_railways(
    territories: "Territories", green_corridors: "gpd.GeoDataFrame"
) -> tuple[pd.Series, pd.Series, dict[str, Inside]]:
    """Return the kilometres of inscribed railways and of the others in each territory, and the rows they come from."""
    shapes = green_corridors.geometry.to_numpy()
    inscribed, other, inside = territories.memoize("railways", shapes, lambda: _measure(territories, green_corridors))
    length = territories.with_version("inscribed_length", territories.series(inscribed))
    return length, territories.series(other), {"green_corridors": inside}


def _measure(territories: "Territories", green_corridors: "gpd.GeoDataFrame") -> tuple[np.ndarray, np.ndarray, Inside]:
    surface = is_surface(green_corridors)
    areas = green_corridors.geometry.where(surface)
    touching, square_metres = row_areas_m2(territories, areas)
    of_row = (green_corridors["length_km_producer"].astype("float64") / areas_m2(areas)).to_numpy()
    inscribed = np.bincount(
        touching.territory, weights=square_metres * of_row[touching.row], minlength=len(territories)
    )
    lines = green_corridors.geometry.where(~surface)
    ground = shapely.disjoint_subset_union_all(areas.dropna().to_numpy())
    shapely.prepare(ground)
    rest = lines.to_numpy(copy=True)
    crossing = shapely.intersects(ground, rest)
    rest[crossing] = shapely.difference(rest[crossing], ground)
    outside = gpd.GeoSeries(rest, lines.index, lines.crs)
    inside, metres = row_lengths_m(territories, outside)
    other = np.bincount(inside.territory, weights=metres, minlength=len(territories)) / 1000
    both = Inside(
        np.concatenate([touching.territory, inside.territory]),
        np.concatenate([touching.row, inside.row]),
        green_corridors.index,
        len(territories),
    )
    return inscribed, other, both


def is_surface(green_corridors: "gpd.GeoDataFrame") -> np.ndarray:
    """Return which railways are areas: the inscribed ones."""
    return np.asarray(shapely.get_dimensions(green_corridors.geometry.to_numpy()) == 2)  # noqa: PLR2004 - a surface
