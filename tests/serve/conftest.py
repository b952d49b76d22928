"""Readers of a server and a file that they upload."""

import geopandas as gpd
import pytest
import shapely

from atlas.io.imports import run_import, worker
from tests.serve.routes.upload_reader import Browser


@pytest.fixture
def readers(tmp_path, monkeypatch):
    """Make readers of a server whose folders are those of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "own"))
    monkeypatch.setenv("OGR_SKIP", "")
    monkeypatch.setattr(run_import, "_run", lambda folder, *_: worker.do_job(folder))
    return Browser


@pytest.fixture
def towns(tmp_path):
    places = [shapely.Point(2.83, 50.43), shapely.Point(2.78, 50.42)]
    gpd.GeoDataFrame({"name": ["Lens", "<b>Liévin</b>"]}, geometry=places, crs=4326).to_file(tmp_path / "towns.gpkg")
    return tmp_path / "towns.gpkg"
