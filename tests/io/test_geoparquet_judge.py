"""The validator of the GeoParquet community accepts the files of layers, and those that readers take and bring."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pyarrow import parquet

from atlas.catalog import shipped_layers
from atlas.io.export import export_rows
from atlas.io.geoparquet import write_covered
from atlas.io.provenance import trace

VALIDATOR = Path(sys.executable).with_name("geoparquet-validator")


def failures(path):
    """Return the rules that files break, by file."""
    done = subprocess.run(
        [VALIDATOR, "check", path, "--json", "--max-files", "1000"], capture_output=True, text=True, check=False
    )
    found = json.loads(done.stdout)
    files = found if isinstance(found, list) else [found]
    assert files
    return {
        Path(file["file"]).name: broken
        for file in files
        if (broken := [rule["id"] for rule in file["outcomes"] if rule["status"] == "fail"])
    }


def test_every_layer_passes(catalog):
    # The Parquet of a table is no GeoParquet; without any position there are no statistics of places.
    tables = {path.name for layer in catalog.values() if layer.geometry == "none" for path, _ in layer.files}
    found = failures(shipped_layers())
    assert found.pop("municipal_partners.parquet") == ["/conf/distribution/geospatial-statistics"]
    assert {name: rules for name, rules in found.items() if name not in tables} == {}


@pytest.mark.parametrize("layer_id", ["slag_heaps", "partnerships", "mine_shafts"])
def test_every_export_passes_and_has_a_covering(atlas, tmp_path, layer_id):
    rows = {layer_id: atlas.frames[layer_id]}
    path = tmp_path / "rows.parquet"
    export_rows(rows, path, trace(rows, atlas.catalog, link="?layers=x", made=date(2026, 11, 30)))
    assert failures(path) == {}
    geo = json.loads(parquet.read_schema(path).metadata[b"geo"])
    assert geo["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]


@pytest.mark.parametrize(
    "shapes",
    [
        [shapely.Point(2.8, 50.4), None],
        [shapely.Point(2.8, 50.4), shapely.Point()],
        [shapely.box(2, 50, 3, 51), shapely.LineString([(2, 50), (3, 51)])],
        [shapely.MultiPolygon([shapely.box(2, 50, 3, 51)]), None],
    ],
)
def test_a_row_without_a_place_has_no_box(tmp_path, shapes):
    write_covered(gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=shapes, crs=4326), tmp_path / "rows.parquet")
    assert failures(tmp_path / "rows.parquet") == {}
