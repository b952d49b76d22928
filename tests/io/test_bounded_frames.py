"""Rows of readers' layers: bounded for one and for all, the least used goes and is read again."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.catalog import Catalog
from atlas.io.bounded_frames import FrameShelf, ReaderFrames, frame_bytes
from atlas.io.write import write_layer_file

ROWS = 2_000


@pytest.fixture(scope="module")
def layers(tmp_path_factory, catalog):
    """Three layers of 2,000 points each, about 1 MB in memory."""
    root = tmp_path_factory.mktemp("brought")
    made = {}
    for name in ("one", "two", "three"):
        layer = catalog["mine_shafts"].model_copy(update={"id": name, "folder": root, "file": None, "parts": ()})
        rows = {field: [None] * ROWS for field in layer.fields}
        shapes = shapely.points(np.linspace(2, 3, ROWS), 50.4)
        gdf = gpd.GeoDataFrame(rows, index=[f"{name}{n}" for n in range(ROWS)], geometry=shapes, crs=4326)
        gdf.index.name = "id"
        write_layer_file(gdf, layer, root / f"{name}.parquet")
        made[name] = layer
    return Catalog(made, {}, {})


def test_a_layer_is_read_once_while_there_is_room(layers, tmp_path):
    frames = ReaderFrames(tmp_path, layers, FrameShelf(100, 100))
    assert frames["one"] is frames["one"]
    assert len(frames["one"]) == ROWS
    assert set(frames) == {"one", "two", "three"}
    assert frame_bytes(frames["one"]) > ROWS * 300


def test_a_reader_keeps_to_a_share_and_the_least_used_layer_goes(layers, tmp_path, monkeypatch):
    shelf = FrameShelf(100, 100)
    frames = ReaderFrames(tmp_path, layers, shelf)
    two, one = frames["two"], frames["one"]
    monkeypatch.setattr(shelf, "_share", int(2.5 * frame_bytes(one)))
    three = frames["three"]
    assert (frames["one"] is one, frames["three"] is three) == (True, True)
    assert (shelf.state().layers, shelf.state().gone) == (2, 1)
    assert frames["two"] is not two
    assert frames["two"].equals(two)


def test_all_readers_together_keep_to_a_bound_and_none_sees_the_rows_of_another(layers, tmp_path, monkeypatch):
    shelf = FrameShelf(100, 1)
    monkeypatch.setattr(
        shelf, "_total", int(2.5 * frame_bytes(ReaderFrames(tmp_path, layers, FrameShelf(9, 9))["one"]))
    )
    readers = [ReaderFrames(tmp_path / name, layers, shelf) for name in ("a", "b", "c")]
    frames = [reader["one"] for reader in readers]
    assert len({id(frame) for frame in frames}) == 3
    assert (shelf.state().layers, shelf.state().gone) == (2, 1)
    assert readers[2]["one"] is frames[2]


def test_a_layer_larger_than_its_share_is_read_and_kept_while_it_is_used(layers, tmp_path, monkeypatch):
    shelf = FrameShelf(1, 1)
    monkeypatch.setattr(shelf, "_share", 10)
    frames = ReaderFrames(tmp_path, layers, shelf)
    assert frames["one"] is frames["one"]
    assert shelf.state().layers == 1


def test_a_file_that_has_changed_is_read_again(layers, tmp_path):
    frames = ReaderFrames(tmp_path, layers, FrameShelf(100, 100))
    before = frames["one"]
    path = layers["one"].files[0][0]
    path.touch()
    assert frames["one"] is not before
    assert frames["one"].equals(before)
