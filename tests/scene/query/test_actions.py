import pytest

from atlas.catalog.filter import Filter
from atlas.errors import ViewError
from atlas.scene.query.actions import apply_action
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.view import Camera, View


def test_a_click_on_the_legend_adds_or_removes_a_class(catalog):
    click = {"kind": "legend", "layer": "slag_heaps", "field": "form"}
    view = apply_action(View(), click | {"code": "conical"}, catalog)
    assert view.filters == (Filter("slag_heaps", "form", "in", ("conical",)),)
    view = apply_action(view, click | {"code": None}, catalog)
    assert len(view.filters) == 2
    view = apply_action(apply_action(view, click | {"code": None}, catalog), click | {"code": "conical"}, catalog)
    assert view == View()


def test_an_action_changes_only_its_part_of_the_view(catalog):
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
def test_an_unknown_or_incomplete_action_is_an_error(catalog, action):
    with pytest.raises(ViewError):
        apply_action(View(), action, catalog)


def test_the_sheet_of_a_layer_is_left_with_the_data_mode(catalog):
    view = apply_action(View(mode="data"), {"kind": "set", "query": {"layer": ["communes"]}}, catalog)
    assert view.layer == "communes"
    assert apply_action(view, {"kind": "set", "query": {"mode": []}}, catalog) == View()
    assert apply_action(view, {"kind": "set", "query": {"layer": []}}, catalog) == View(mode="data")
