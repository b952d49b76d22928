"""Large layers in files: fewer rows, every class in its place, the counts of all."""

import base64
import json
import re
from datetime import date

import numpy as np
import pytest
import shapely

from atlas.catalog import open_catalog, shipped_layers
from atlas.catalog.filter import Filter
from atlas.io.atlas import Atlas
from atlas.io.read import Frames
from atlas.render.print.paper_size import read_paper
from atlas.render.print.sheet import draw_sheet
from atlas.render.scene_message import scene_message
from atlas.render.single_file import scene_file
from atlas.scene.explore.cards import make_cards
from atlas.scene.map import simplified
from atlas.scene.map.compose import compose
from atlas.scene.map.simplified import simplify_scenes
from atlas.scene.publish.caption import make_caption, printed_scene
from atlas.scene.query.view import Camera, View
from tests.benchmarks.large_data import write_layer


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    write_layer(folder, "polygons", 6_000, "parcels")
    write_layer(folder, "points", 30_000, "places")
    catalog = open_catalog(shipped_layers(), beside=(folder,))
    return Atlas(catalog, Frames(catalog))


def test_a_scene_without_large_layers_is_unchanged(atlas):
    scene = compose(View(), atlas)
    assert simplify_scenes([scene]) == [scene]


@pytest.mark.slow
def test_every_class_stays_in_place_and_counts_are_those_of_all_rows(large, monkeypatch):
    atlas, layer = large, "places"
    monkeypatch.setattr(simplified, "MOST_ROWS", 8_000)
    scene = compose(View(layers=(layer,), filters=(Filter(layer, "value", "gte", bound=2),)), atlas)
    (small,) = simplify_scenes([scene])
    mark, whole = small.marks[0], scene.marks[0]
    drawn, every = small.simplified[layer]
    assert every == int(scene.kept[layer].sum())
    assert drawn == int(small.kept[layer].sum()) == len(mark.features) < every
    message = scene_message(small)
    assert message["layers"][0]["count"] == every
    assert message["simplified"] == {layer: (drawn, every)}
    assert [entry.count for entry in small.legend] == [entry.count for entry in scene.legend]
    # Close to every kept row stands one that is drawn and looks the same.
    west, _, east, _ = whole.features.total_bounds
    for position in range(len(whole.symbols)):
        kept = shapely.point_on_surface(whole.features.to_numpy()[scene.kept[layer] & (whole.symbol_of == position)])
        shapes = mark.features.to_numpy()[mark.symbol_of == position]
        if (kept := kept[~shapely.is_missing(kept)]).size:
            far = shapely.STRtree(shapes).query_nearest(kept, return_distance=True)[1]
            assert far.max() < (east - west) / 40


def test_rows_keep_their_ids_names_and_symbols(large):
    atlas = large
    scene = compose(View(layers=("parcels",)), atlas)
    (small,) = simplify_scenes([scene])
    gdf, mark = atlas.frames["parcels"].loc[small.marks[0].features.index], small.marks[0]
    assert mark.names == tuple(gdf["name"])
    codes = [mark.symbols[position].code for position in mark.symbol_of]
    assert [code or "" for code in codes] == gdf["kind"].fillna("").tolist()
    assert not mark.large
    assert shapely.get_num_coordinates(mark.features.to_numpy()).mean() < 30


def test_scenes_of_one_file_share_one_layer_and_each_shows_its_own_rows(large):
    atlas = large
    views = [View(layers=("places",), filters=(Filter("places", "kind", "in", (kind,)),)) for kind in ("wood", "pond")]
    wood, pond = simplify_scenes([compose(view, atlas) for view in views])
    assert wood.marks[0].features.index.equals(pond.marks[0].features.index)
    assert not (wood.kept["places"] & pond.kept["places"]).any()
    ids = wood.marks[0].features.index[wood.kept["places"]]
    assert set(atlas.frames["places"].loc[ids, "kind"]) == {"wood"}


@pytest.mark.journey
def test_the_file_of_a_large_layer_states_that_it_is_simplified_and_holds_no_cards_of_it(large):
    atlas = large
    scene = compose(View(layers=("parcels", "slag_heaps")), atlas)
    cards = make_cards([scene], atlas)
    assert set(cards) == {"slag_heaps"}
    text = scene_file(scene, cards)
    data = json.loads(re.search(r'<script type="application/json" id="atlas-data">(.*?)</script>', text)[1])
    assert "parcels" in data["state"]["simplified"]
    assert "mask" in data["state"]["layers"][0]
    assert len(base64.b64decode(data["packed"]["parcels"])) < 2_000_000


def test_paper_draws_a_large_layer_around_the_camera(large):
    atlas = large
    view = View(layers=("parcels",), at=Camera(50.45, 2.9, 15))
    scene = printed_scene(view, atlas)
    assert 5 < len(scene.marks[0].features) < 2_000
    # So close nothing is simplified that could be seen.
    assert shapely.get_num_coordinates(scene.marks[0].features.to_numpy()).mean() > 35
    caption = make_caption(view, atlas, made=date(2026, 11, 22))
    assert len(draw_sheet(scene, caption, read_paper("800x600", "landscape"), "png")) > 10_000


def test_a_layer_without_kept_rows_is_empty(large):
    atlas = large
    scene = compose(View(layers=("places",), filters=(Filter("places", "value", "gte", bound=1e9),)), atlas)
    (small,) = simplify_scenes([scene])
    assert len(small.marks[0].features) == 0
    assert small.simplified["places"] == (0, 0)
    assert np.sum(small.kept["places"]) == 0
