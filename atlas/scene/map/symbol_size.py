"""Size of symbols: the same for every row, or with an area proportional to a value."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Style

# Least and greatest radius in pixels of a symbol whose area is proportional to a value.
LEAST_RADIUS, MOST_RADIUS = 3.0, 13.0


def typical_size(gdf: "gpd.GeoDataFrame", size_by: str) -> float:
    """Return the value whose symbol has the size of the style: the median, 1 where there is none."""
    size = gdf[size_by].astype("float64").to_numpy()
    typical = np.nanmedian(size) if np.isfinite(size).any() else 1.0
    return float(abs(typical)) or 1.0


def symbol_radius(gdf: "gpd.GeoDataFrame", style: "Style") -> np.ndarray:
    """Return the radius of the symbol of each row in pixels."""
    if style.size_by is None:
        return np.full(len(gdf), style.size, dtype=np.float32)
    size = gdf[style.size_by].astype("float64").to_numpy()
    # A number below zero has no area; of the largest and the least the share may be beyond any number.
    with np.errstate(over="ignore"):
        share = np.maximum(np.where(np.isfinite(size), size, 0), 0) / typical_size(gdf, style.size_by)
    return np.clip(style.size * np.sqrt(share), LEAST_RADIUS, MOST_RADIUS).astype(np.float32)
