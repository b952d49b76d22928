"""Synthetic rows for measuring maps: star polygons of 41 vertices over 2.6 by 1.1 degrees."""

import geopandas as gpd
import numpy as np
import shapely


def star_polygons(count):
    """Make rows with a name, a number and a kind."""
    chance = np.random.default_rng(0)
    side = int(np.ceil(np.sqrt(count)))
    place = np.arange(count)
    x, y = 2.0 + (place % side) / side * 2.6, 50 + (place // side) / side * 1.1
    angle = np.linspace(0, 2 * np.pi, 41)[:-1]
    reach = 1.1 / side * 0.45 * (0.5 + 0.5 * chance.random((count, 40)))
    ring = np.stack([x[:, None] + 1.6 * reach * np.cos(angle), y[:, None] + reach * np.sin(angle)], -1)
    return gpd.GeoDataFrame(
        {
            "name": [f"Place {number}" for number in place],
            "area_ha": chance.gamma(2, 20, count).round(2),
            "kind": chance.choice(["a", "b", "c"], count),
        },
        geometry=shapely.polygons(np.concatenate([ring, ring[:, :1]], 1)),
        crs=4326,
    )
