"""Heights of heaps are measured on a terrain: here one that the test makes, of cones on a slope."""

import importlib.util
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.catalog import open_catalog, shipped_layers
from atlas.environment import ImportLimits
from atlas.errors import LayerDataError
from atlas.io.atlas import open_atlas
from atlas.io.check import check_layer, check_references
from atlas.io.imports import run_import
from atlas.io.imports.run_import import scratch
from atlas.io.read import read_layer
from atlas.io.sources import terrain, terrain_worker
from atlas.io.sources.connector import open_connector
from atlas.io.sources.refresh import apply_update, fetch_source
from atlas.io.write import write_layer_file
from atlas.scene.explore.related_objects import find_related_objects
from tests.io.sources.service_shapes import terrain_wms

pytest.importorskip("rasterio", reason="the extra terrain is not installed")
CENTRES = {"T1": (690_000, 7_037_000), "T2": (690_330, 7_037_000), "T3": (700_000, 7_040_000)}
TOPS = {"T1": 100.0, "T2": 40.0, "T3": 60.0}
RADIUS = 150.0
# The fixtures of this room read in this process.
IN_A_PROCESS = run_import._run  # noqa: SLF001


def height_at(x, y):
    """Return a plain at 30 m that falls by 1 m in a kilometre, with three cones on it."""
    ground = 30 - (x - 690_000) / 1000
    for name, (east, north) in CENTRES.items():
        ground = ground + np.maximum(0, TOPS[name] * (1 - np.hypot(x - east, y - north) / RADIUS))
    return ground


@pytest.fixture
def few(catalog, tmp_path):
    """The atlas with three heaps of three cones, two of them side by side, and one that is known as a point."""
    layer = catalog["slag_heaps"]
    rows = read_layer(layer).iloc[:4].copy()
    rows.index = gpd.pd.Index([*CENTRES, "T4"], name="id")
    circles = [shapely.Point(centre).buffer(RADIUS, 32) for centre in CENTRES.values()]
    shapes = gpd.GeoSeries([*circles, shapely.Point(680_000, 7_030_000)], index=rows.index, crs=2154).to_crs(4326)
    home = tmp_path / "home"
    home.mkdir()
    write_layer_file(rows.set_geometry(shapes), layer, home / "slag_heaps.parquet")
    small = layer.model_copy(update={"folder": home, "parts": (), "file": None})
    return {"slag_heaps": small}


@pytest.fixture
def measure(source, few, monkeypatch):
    """Measure at the test's own server, in this process unless asked otherwise."""
    monkeypatch.setattr(run_import, "_run", lambda folder, _limits, _name, _module: terrain_worker.do_tiles(folder))

    def run(layer=None):
        declared = open_connector("heap_heights")
        with scratch() as folder:
            return fetch_source(declared, few, layer, folder, limits=ImportLimits(), url=f"{source.url}/wms")

    return run


def test_the_height_is_the_top_minus_the_median_of_the_ground_around(source, measure):
    source.answer("/wms", terrain_wms(height_at))
    rows = measure().rows
    # The ring of the first two would hold a part of the other: it is left out.
    assert rows["height_m"].to_dict() == {name: pytest.approx(top, abs=0.6) for name, top in TOPS.items()}
    assert rows["foot_m"].to_dict() == {
        "T1": pytest.approx(30, abs=0.1),
        "T2": pytest.approx(29.7, abs=0.1),
        "T3": 20.0,
    }
    assert rows["uncertainty_m"].between(0.1, 0.4).all()
    assert rows.iloc[0][["heap", "method", "cell_m"]].tolist() == ["T1", "top_minus_ring", 1]
    assert rows["measured"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    _, query, _ = source.requests[0]
    assert (query["CRS"], query["FORMAT"], query["LAYERS"].split("_")[1]) == ("EPSG:2154", "image/geotiff", "LIDAR-HD")


def test_a_heap_whose_terrain_is_not_known_stays_blank(source, measure):
    source.answer("/wms", terrain_wms(height_at, unknown=lambda x, _: x > 695_000))
    assert measure().rows["height_m"].isna().to_dict() == {"T1": False, "T2": False, "T3": True}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"epsg": 3857}, "reference system EPSG:3857, not EPSG:2154"),
        ({"shift": 500}, "another place, "),
    ],
)
def test_a_tile_of_another_place_or_system_is_refused(source, measure, changes, sentence):
    source.answer("/wms", terrain_wms(height_at, **changes))
    with pytest.raises(LayerDataError, match=f"terrain of the heap T1 is not what was asked for \\({sentence}"):
        measure()


def test_a_tile_that_is_no_terrain_is_one_sentence(source, measure):
    source.answer("/wms", b"<ServiceExceptionReport/>")
    with pytest.raises(LayerDataError, match="terrain of the heap T1 is not what was asked for") as raised:
        measure()
    assert "\n" not in str(raised.value)
    assert "downloads" not in str(raised.value)


def test_tiles_are_read_in_a_process_that_is_confined_to_them(source, few, monkeypatch):
    monkeypatch.setattr(run_import, "_run", IN_A_PROCESS)
    source.answer("/wms", terrain_wms(height_at))
    declared = open_connector("heap_heights")
    with scratch() as folder:
        found = fetch_source(declared, few, None, folder, limits=ImportLimits(), url=f"{source.url}/wms")
    assert found.rows.loc["T1", "height_m"] == pytest.approx(100, abs=0.6)


def test_a_measure_that_is_the_same_keeps_its_date(source, measure, tmp_path):
    source.answer("/wms", terrain_wms(height_at))
    declared, first = open_connector("heap_heights"), measure()
    first = replace(first, rows=first.rows.assign(measured="2026-01-01"))
    with scratch() as folder:
        apply_update(first, declared, None, tmp_path / "own", folder)
    layer = open_catalog(shipped_layers())["heap_heights"]
    assert measure(layer).diff.is_empty
    source.answer("/wms", terrain_wms(lambda x, y: height_at(x, y) * np.where(x > 695_000, 2, 1)))
    assert set(measure(layer).diff.changed["measured"]) == {"T3"}


def test_without_the_extra_there_is_one_sentence_and_no_request(source, few, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with scratch() as folder, pytest.raises(LayerDataError, match=r"pip install \"post-mining-atlas\[terrain\]\""):
        fetch_source(open_connector("heap_heights"), few, None, folder, limits=ImportLimits(), url=source.url)
    assert source.requests == []


def test_cited_and_measured_heights_stand_side_by_side_on_the_card(source, measure, tmp_path):
    source.answer("/wms", terrain_wms(height_at))
    fetched = measure()
    facts = open_atlas().frames["slag_heap_facts"]
    heap = facts.loc[facts["attribute"] == "height", "heaps"].dropna().iloc[0].split(";")[0].strip()
    rows = fetched.rows.iloc[:1].assign(heap=heap).set_axis([heap]).rename_axis("id")
    with scratch() as folder:
        apply_update(replace(fetched, rows=rows), open_connector("heap_heights"), None, tmp_path / "own", folder)
    atlas = open_atlas()
    assert not atlas.catalog.problems
    assert check_layer(atlas.catalog["heap_heights"]) == []
    assert list(check_references(atlas)) == []
    groups = {group["layer"]: group for group in find_related_objects("slag_heaps", heap, atlas, "fr")["groups"]}
    assert {"slag_heap_facts", "heap_heights"} <= set(groups)
    # No height was written into the facts or into the heaps.
    assert atlas.frames["slag_heap_facts"].equals(facts)


def test_large_heaps_have_larger_cells_and_never_more_than_a_tile_may_hold():
    tile = terrain.tile_of(shapely.box(0, 0, 5000, 300), gpd.GeoSeries([], crs=2154))
    assert (tile["cell"], tile["width"] <= 2000) == (3, True)
    assert tile["bounds"][2] - tile["bounds"][0] == tile["width"] * 3
