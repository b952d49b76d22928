"""The import gate against the shortest script that would do without it, same file, same run."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.catalog import open_catalog, shipped_layers
from atlas.io.check import check_layer

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).parents[2]
COMMUNES, CORNERS = 35_000, 200


@pytest.fixture(scope="module")
def communes(tmp_path_factory):
    """As many areas as France has communes, 200 vertices each, in Lambert-93."""
    path = tmp_path_factory.mktemp("communes") / "communes.parquet"
    rng = np.random.default_rng(1)
    side = int(np.ceil(np.sqrt(COMMUNES)))
    x, y = (axis.ravel()[:COMMUNES] for axis in np.meshgrid(np.arange(side), np.arange(side)))
    turn = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    reach = 2_400 + rng.normal(0, 20, (COMMUNES, CORNERS))
    ring = np.stack(
        [100_000 + 5_000 * x[:, None] + reach * np.cos(turn), 6_050_000 + 5_000 * y[:, None] + reach * np.sin(turn)], -1
    )
    columns = {"insee": [f"{n:05}" for n in range(COMMUNES)], "name": [f"Commune {n}" for n in range(COMMUNES)]}
    gpd.GeoDataFrame(columns, geometry=shapely.polygons(ring), crs=2154).to_parquet(path)
    return path


def script(path, out):
    """Write a layer as one would without a gate: read, make valid, reproject, write."""
    return (
        "import geopandas as gpd\n"
        f"gdf = gpd.read_parquet({str(path)!r})\n"
        "gdf.geometry = gdf.make_valid()\n"
        f"gdf.to_crs(4326).to_parquet({str(out)!r}, compression='zstd', write_covering_bbox=True)\n"
    )


def timed(command, **environment):
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", **environment})
    return time.perf_counter() - began


def test_thirty_five_thousand_communes_cost_hardly_more_than_a_script_without_a_gate(communes, tmp_path, monkeypatch):
    ours = timed(
        [sys.executable, "-m", "atlas", "import", str(communes), "--as", "communes_of_france"],
        ATLAS_LAYERS=str(tmp_path / "own"),
        HOME=str(tmp_path),
    )
    theirs = timed([sys.executable, "-c", script(communes, tmp_path / "plain.parquet")], HOME=str(tmp_path))
    print(f"import {ours:.1f} s, script without a gate {theirs:.1f} s, ratio {ours / theirs:.2f}")
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "own"))
    layer = open_catalog(shipped_layers())["communes_of_france"]
    assert check_layer(layer) == []
    assert layer.source.rows == COMMUNES
    assert ours <= 2.5 * theirs


@pytest.mark.slow
def test_a_gigabyte_is_imported_within_the_promised_memory(tmp_path):
    path = tmp_path / "large.geojson"
    rng = np.random.default_rng(0)
    turn = np.linspace(0, 2 * np.pi, 53)
    size = count = 0
    with path.open("w", encoding="utf-8") as file:
        size += file.write('{"type":"FeatureCollection","features":[\n')
        while size < 990_000_000:
            lon, lat = rng.uniform(-4, 8), rng.uniform(42, 51)
            places = zip(lon + 0.01 * np.cos(turn), lat + 0.01 * np.sin(turn), strict=True)
            pairs = ",".join(f"[{x:.7f},{y:.7f}]" for x, y in places)
            shape = f'{{"type":"Polygon","coordinates":[[{pairs}]]}}'
            row = f'{{"type":"Feature","properties":{{"name":"n{count}"}},"geometry":{shape}}}'
            size += file.write(("," if count else "") + row + "\n")
            count += 1
        file.write("]}")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    seconds = timed(
        [sys.executable, "-m", "atlas", "import", str(path), "--as", "large"],
        ATLAS_LAYERS=str(tmp_path / "own"),
        HOME=str(tmp_path),
    )
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6
    print(f"{path.stat().st_size / 1e6:.0f} MB, {count} rows: {seconds:.0f} s, largest process {peak_mb:.0f} MB")
    assert peak_mb < 2_500
    assert before * 1024 / 1e6 < 2_500
