import numpy as np
import pytest

from atlas.catalog.filter import Filter
from atlas.render.scene_message import legend_message, scene_message
from atlas.scene.map.compose import compose
from atlas.scene.map.legend import alike, group_title
from atlas.scene.query.view import Camera, View


@pytest.fixture(scope="module")
def first(atlas):
    return compose(View(), atlas)


def test_the_first_scene_shows_the_basin_and_draws_areas_below_points(first, catalog):
    assert [mark.layer for mark in first.marks][-1] == "partner_cities"
    assert {mark.layer for mark in first.marks} == set(catalog.shown)
    assert [mark.layer for mark in first.backdrop] == ["basemap", "communes"]
    west, south, east, north = first.bounds
    assert 2.1 < west < east < 3.8
    assert 50.1 < south < north < 50.8


def test_the_legend_counts_every_kept_row_once(atlas):
    view = View(filters=(Filter("slag_heaps", "area_ha", "gte", bound=10),))
    scene = compose(view, atlas)
    for mark in scene.marks:
        entries = [entry for entry in scene.legend if entry.layer == mark.layer]
        assert sum(entry.count for entry in entries) == scene.kept[mark.layer].sum()
        titles = [mark.symbols[entry.symbol].title for entry in entries]
        assert len(titles) == len(set(titles))


def test_every_licence_of_a_drawn_layer_is_credited(atlas):
    scene = compose(View(layers=("mining_basins", "blue_corridors"), lang="en"), atlas)
    licences = dict(scene.attribution)
    assert "© EuroGeographics, non-commercial use" in licences
    assert licences["ODbL 1.0"] == ("OpenStreetMap contributors",)


def test_the_bounds_are_those_of_the_chosen_territory(atlas):
    scene = compose(View(territory=("62498",)), atlas)
    np.testing.assert_allclose(scene.bounds, atlas.frames["communes"].geometry["62498"].bounds)
    assert compose(View(territory=("62498",), at=Camera(50, 3, 9)), atlas).camera == Camera(50, 3, 9)


def test_the_reader_puts_layers_in_another_order(atlas):
    layers = ("slag_heaps", "green_corridors", "unesco_components", "mine_shafts")

    def drawn(*order):
        return [mark.layer for mark in compose(View(layers=layers, order=order), atlas).marks]

    assert drawn() == ["unesco_components", "slag_heaps", "green_corridors", "mine_shafts"]
    # From the top to the bottom.
    order = ("green_corridors", "unesco_components", "mine_shafts", "slag_heaps")
    assert drawn(*order) == list(reversed(order))
    # What is not named lies on what it usually lies on; what is not shown keeps its place for later.
    expected = ["slag_heaps", "green_corridors", "mine_shafts", "unesco_components"]
    assert drawn("unesco_components", "communes", "slag_heaps") == expected
    scene = compose(View(layers=layers, order=("unesco_components", "mine_shafts", "slag_heaps")), atlas)
    assert list(dict.fromkeys(entry.layer for entry in scene.legend)) == [m.layer for m in reversed(scene.marks)]


def test_a_legend_says_what_is_hollow_and_what_looks_the_same(atlas):
    scene = compose(View(layers=("slag_heaps",)), atlas)
    mark = scene.marks[0]
    hollow = {mark.symbols[entry.symbol].code: entry.hollow for entry in scene.legend}
    # Heaps of no known form are placed at their pit or commune: drawn as rings, every one.
    assert hollow.pop(None) == "all"
    assert set(hollow.values()) == {"none"}
    assert [entry.unplaced for entry in scene.legend if entry.unplaced] == [6]
    groups = alike(mark, scene.legend, as_area=False)
    levelled = [[mark.symbols[entry.symbol].code for entry in group] for group in groups if len(group) > 1]
    assert levelled == [["levelled", "levelled_built", "levelled_park", "levelled_farmland", "levelled_road"]]
    [titles] = [[mark.symbols[entry.symbol].title for entry in group] for group in groups if len(group) > 1]
    assert group_title(titles, "fr") == "Arasé"
    # From the zoom of outlines on all forms look the same.
    assert [len(group) for group in alike(mark, scene.legend, as_area=True)] == [13, 1]
    assert group_title(["Annoncé", "Lettre d’intention"], "fr") == "Annoncé · Lettre d’intention"
    assert group_title(["a", "b", "c"], "en") == "3 classes drawn alike"


def test_the_message_of_a_legend_is_in_the_order_of_drawing_with_its_groups(atlas):
    view = View(layers=("slag_heaps", "communes"), order=("communes", "slag_heaps"), opacity=(("communes", 0.4),))
    state = scene_message(compose(view, atlas))
    communes, heaps = state["legend"]
    assert (communes["id"], communes["single"], heaps["variable"], heaps["unplaced"]) == ("communes", True, "Forme", 6)
    assert [layer.get("opacity") for layer in state["layers"]] == [None, 0.4]
    assert [group["title"] for group in heaps["far"] if group["title"]] == ["Arasé"]
    assert sum(entry["count"] for entry in heaps["entries"]) == heaps["count"] == 333
    assert "sheet" not in heaps
    assert legend_message(compose(view, atlas), with_symbols=True)[1]["sheet"]["symbol_below"] == 13
