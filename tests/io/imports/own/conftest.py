"""A file of one row, to become a layer of the reader's own."""

import geopandas as gpd
import pytest

from tests.io.imports.own.started import PLACE


@pytest.fixture
def towns(tmp_path):
    gpd.GeoDataFrame({"name": ["Lens"]}, geometry=[PLACE], crs=4326).to_file(tmp_path / "towns.gpkg")
    return tmp_path / "towns.gpkg"
