"""The rows of the parquet files and their areas, read and measured with plain geopandas."""

from pathlib import Path

import geopandas as gpd

from atlas.scene.query.territories import HOME_BASIN

LAYERS = Path(__file__).parents[3] / "layers"


def layer(path):
    """Read one file of a layer."""
    return gpd.read_parquet(LAYERS / f"{path}.parquet").set_index("id")


communes, bodies = layer("territories/communes"), layer("territories/intercommunalities")
basins, components = layer("territories/mining_basins"), layer("heritage/unesco_components")
heaps, estates = layer("landscape/slag_heaps"), layer("heritage/mining_estates")
elements, shafts = layer("heritage/heritage_elements"), layer("heritage/mine_shafts")
dams, watched = layer("after_mine/tailings_dams"), layer("after_mine/after_mine_sites")
railways, nature = layer("ecology/green_corridors"), layer("ecology/protected_areas")
basin = basins.geometry[HOME_BASIN]


def m2(shapes):
    """Area of shapes one by one, m²."""
    return gpd.GeoSeries(shapes, crs=4326).to_crs(6933).area


def km2(shape):
    return m2([shape]).item() / 1e6


def met(gdf, outline, least=100):
    """The rows of which more than 100 m² is inside an outline."""
    return gdf[m2(gdf.geometry.intersection(outline)).to_numpy() > least]


def united_m2(gdf, outline):
    """Area of the union of shapes inside an outline, m²."""
    return m2([gdf.geometry.intersection(outline).union_all()]).item()
