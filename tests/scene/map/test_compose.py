import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.catalog.filter import NUMERIC, Filter
from atlas.errors import ViewError
from atlas.scene.explore.facets import count_facets
from atlas.scene.map.compose import compose
from atlas.scene.query.actions import apply_action
from atlas.scene.query.formatting import write_date, write_number
from atlas.scene.query.object_card import make_card
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.view import Camera, View

SETTINGS = settings(max_examples=25, deadline=None, derandomize=True)


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


def test_every_licence_of_what_is_drawn_is_credited(atlas):
    scene = compose(View(layers=("mining_basins", "blue_corridors"), lang="en"), atlas)
    licences = dict(scene.attribution)
    assert "© EuroGeographics, non-commercial use" in licences
    assert licences["ODbL 1.0"] == ("OpenStreetMap contributors",)


def test_a_territory_is_what_the_map_looks_at(atlas):
    scene = compose(View(territory=("62498",)), atlas)
    np.testing.assert_allclose(scene.bounds, atlas.frames["communes"].geometry["62498"].bounds)
    assert compose(View(territory=("62498",), at=Camera(50, 3, 9)), atlas).camera == Camera(50, 3, 9)


@pytest.mark.parametrize("layer_id", ["slag_heaps", "mine_shafts", "partner_cities", "unesco_sites", "communes"])
def test_the_count_beside_a_value_is_what_a_click_on_it_shows(atlas, layer_id):
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    facets = [name for name, field in layer.fields.items() if field.filter and field.type not in NUMERIC]
    ranges = [name for name, field in layer.fields.items() if field.filter and field.type in NUMERIC]

    @SETTINGS
    @given(st.data())
    def check(data):
        others = []
        if ranges and data.draw(st.booleans()):
            name = data.draw(st.sampled_from(ranges))
            bound = data.draw(st.floats(float(gdf[name].min()), float(gdf[name].max())))
            others.append(Filter(layer_id, name, "gte", bound=bound))
        name = data.draw(st.sampled_from(facets))
        second = data.draw(st.sampled_from(facets))
        if second != name:
            others.append(Filter(layer_id, second, "missing"))
        territory = data.draw(st.sampled_from([(), ("nord_pas_de_calais",), ("246200364",)]))
        view = View(layers=(layer_id,), filters=tuple(others), territory=territory)
        facet = count_facets(layer_id, view, atlas)[name]
        for value, count in facet.counts.items():
            clicked = apply_action(
                view, {"kind": "filter", "layer": layer_id, "field": name, "values": [value]}, atlas.catalog
            )
            assert row_mask(layer_id, clicked, atlas).sum() == count
        clicked = apply_action(
            view, {"kind": "filter", "layer": layer_id, "field": name, "missing": True}, atlas.catalog
        )
        assert row_mask(layer_id, clicked, atlas).sum() == facet.unknown

    check()


def test_a_facet_counts_what_it_would_add_not_what_is_left(atlas):
    view = View(filters=(Filter("slag_heaps", "form", "in", ("conical",)),))
    facet = count_facets("slag_heaps", view, atlas)["form"]
    assert facet.counts["conical"] == 22
    assert facet.counts["flat"] == 41
    assert facet.unknown == 172


def test_numbers_and_years_say_their_range_and_their_unknown(atlas):
    facet = count_facets("mine_shafts", View(layers=("mine_shafts",)), atlas)["sunk_year"]
    assert (facet.low, facet.high, facet.known, facet.unknown) == (1716, 1960, 633, 3)


def test_a_legend_entry_isolates_its_class_adds_others_and_lets_go(catalog):
    click = {"kind": "legend", "layer": "slag_heaps", "field": "form"}
    view = apply_action(View(), click | {"code": "conical"}, catalog)
    assert view.filters == (Filter("slag_heaps", "form", "in", ("conical",)),)
    view = apply_action(view, click | {"code": None}, catalog)
    assert len(view.filters) == 2
    view = apply_action(apply_action(view, click | {"code": None}, catalog), click | {"code": "conical"}, catalog)
    assert view == View()


def test_acts_change_only_what_they_name(catalog):
    link = "?lang=en&slag_heaps.form=flat&communes.population_2023__gte=10000&near=slag_heaps:communes:5"
    view, _ = parse_permalink(link)
    assert apply_action(view, {"kind": "camera", "lat": 50, "lon": 3, "zoom": 9}, catalog).at == Camera(50, 3, 9)
    assert "mine_shafts" in apply_action(view, {"kind": "layer", "layer": "mine_shafts", "on": True}, catalog).layers
    assert "slag_heaps" not in apply_action(view, {"kind": "layer", "layer": "slag_heaps", "on": False}, catalog).layers
    assert [f.layer for f in apply_action(view, {"kind": "clear", "layer": "slag_heaps"}, catalog).filters] == [
        "communes"
    ]
    cleared = apply_action(view, {"kind": "clear"}, catalog)
    assert (cleared.filters, cleared.near, cleared.lang) == ((), (), "en")
    assert apply_action(view, {"kind": "set", "query": {"lang": ["pt"]}}, catalog).lang == "pt"


@pytest.mark.parametrize("action", [{}, {"kind": "fly"}, {"kind": "camera"}, {"kind": "filter", "layer": "slag_heaps"}])
def test_what_is_no_act_is_said(catalog, action):
    with pytest.raises(ViewError):
        apply_action(View(), action, catalog)


def test_a_card_says_what_is_known_what_is_not_and_where_it_comes_from(atlas):
    card = make_card(atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"], "t74", "fr")
    fields = {field["title"]: field for field in card["fields"]}
    assert card["layer"] == "Terrils"
    assert fields["Surface du contour" if "Surface du contour" in fields else "Surface"]["text"].endswith("ha")
    source = {title: text for title, text, _ in card["source"]["rows"]}
    assert source["Licence"] == "Licence Ouverte 2.0"
    assert source["Portée juridique"]
    unplaced = atlas.frames["slag_heaps"].index[atlas.frames["slag_heaps"].geometry.isna()][0]
    card = make_card(atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"], unplaced, "fr")
    assert card["fields"][0] == {"title": "Position", "text": "inconnu", "unknown": True}
    assert {title: text for title, text, _ in card["source"]["rows"]}["Licence"] == "CC BY-SA 4.0"


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_every_row_of_every_layer_has_a_card_in_every_language(atlas, lang):
    for layer_id, layer in atlas.catalog.items():
        gdf = atlas.frames[layer_id]
        for row in gdf.index[:: max(1, len(gdf) // 15)]:
            card = make_card(layer, gdf, row, lang)
            assert card["title"]
            assert all(field["text"] for field in card["fields"])


def test_numbers_and_dates_are_written_as_each_language_does():
    assert write_number(1794.7, "fr", "km²") == "1\u202f794,7\u00a0km²"
    assert write_number(1794.7, "en", "km²") == "1,794.7\u00a0km²"
    assert write_number(0, "en") == "0"
    assert write_date("2009-04-23", "fr") == "23 avril 2009"
    assert write_date("2022-09", "fr") == "septembre 2022"
    assert write_date("1990", "en") == "1990"
    assert write_date("about January 2020", "en") == "about January 2020"


@pytest.mark.parametrize("layer_id", ["intercommunalities", "communes", "slag_heaps", "mining_basins"])
def test_every_card_can_be_sent(layer_id, atlas):
    for row in atlas.frames[layer_id].index[:40]:
        card = make_card(atlas.catalog[layer_id], atlas.frames[layer_id], row, "fr")
        assert orjson.loads(orjson.dumps(card)) == card
        area = atlas.frames[layer_id].geometry[row]
        is_area = area is not None and area.geom_type in {"Polygon", "MultiPolygon"}
        assert card["portrait"] is bool(atlas.catalog[layer_id].level and is_area)
