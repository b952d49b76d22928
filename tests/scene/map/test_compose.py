import numpy as np
import pytest

from atlas.catalog.filter import Filter
from atlas.scene.map.compose import compose
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
