import json

import numpy as np
import pytest

from atlas.analysis.spatial.build_levels import build_levels
from atlas.analysis.spatial.generalise import to_world, units
from atlas.analysis.spatial.viewport import Window
from atlas.catalog import open_catalog
from atlas.io.read import Frames
from atlas.render.viewport_encoding import pack_large, pack_viewport
from atlas.scene.map.compose import make_mark
from atlas.scene.map.viewport import layer_viewport
from tests.benchmarks.large_data import write_layer

TYPES = {"u1": "u1", "i1": "i1", "u2": "<u2", "i2": "<i2", "i4": "<i4", "f4": "<f4"}


def unpack(buffer):
    size = int.from_bytes(buffer[:4], "little")
    head, at = json.loads(buffer[4 : 4 + size]), 4 + size
    arrays = {}
    for name, kind, length in head["arrays"]:
        arrays[name] = np.frombuffer(buffer, TYPES[kind], length, at)
        at += -(-arrays[name].nbytes // 8) * 8
    assert at == len(buffer)
    return head, arrays


@pytest.fixture(scope="module")
def layer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    catalog = open_catalog(folder, beside=()) if write_layer(folder, "polygons", 6_000, "parcels") else None
    gdf = Frames(catalog)["parcels"]
    return make_mark(catalog["parcels"], gdf, "fr"), build_levels(gdf.geometry.to_numpy())


def window(zoom):
    x, y = to_world(np.array([[2.9, 50.45]]))[0]
    half = units(zoom) * np.array([736, 496])
    return Window(int(x - half[0]), int(y - half[1]), int(x + half[0]), int(y + half[1]), zoom)


@pytest.mark.parametrize("zoom", [7, 10, 13, 18])
def test_the_bytes_hold_what_is_in_sight(layer, zoom):
    mark, levels = layer
    sight = layer_viewport(mark, levels, np.ones(len(mark.features), bool), window(zoom))
    head, arrays = unpack(pack_viewport(mark, sight))
    assert head["window"] == [sight.window.west, sight.window.north, sight.window.east, sight.window.south]
    assert head["count"] == sight.count
    assert arrays["symbol"].tolist() == mark.symbol_of[sight.shapes].tolist()
    assert (arrays["flags"] & 4 > 0).all()
    assert arrays["rings"].tolist() == sight.outlines.rings.tolist()
    # A step that fits no byte stands in `far`.
    steps, far = arrays["steps"].astype(int).reshape(-1, 2), arrays["far"].astype(int).reshape(-1, 2)
    told = (steps == -128).all(axis=1)
    assert told.sum() == len(far)
    steps[told] = far
    assert (steps == sight.outlines.steps).all()
    # Near the ground every row is drawn as its shape, and no picture of specks is sent.
    assert arrays["specks"].size == (np.prod(head["size"]) if zoom <= 10 else 0)


def test_the_page_learns_of_a_large_layer_in_less_than_a_few_kilobytes(layer):
    mark, _ = layer
    assert mark.large
    head, arrays = unpack(pack_large(mark))
    assert head["large"] == len(mark.features)
    assert arrays == {}
    assert len(pack_large(mark)) < 4_000
