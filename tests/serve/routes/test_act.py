"""The route that answers acts: what it sends is what the page and the map of the next link show."""

import json
from urllib.parse import parse_qs, urlencode

import orjson
import pytest

from atlas.catalog.filter import Filter
from atlas.render.scene_message import legend_message, scene_message
from atlas.scene.map.compose import compose
from atlas.scene.query.permalink import to_query
from atlas.scene.query.view import View
from atlas.serve.routes.panel import PageView, panel_data
from tests.http_client import get, get_json

FILTER = {"kind": "filter", "layer": "slag_heaps", "field": "form", "values": ["conical"], "serial": 4}


def answer(link, *acts, **more):
    return get_json(f"/atlas/act?{urlencode({'acts': json.dumps(acts), **more})}&{link}")


def test_acts_are_answered_as_the_page_of_the_next_link_shows_them(atlas):
    found = answer("lang=en", FILTER, {"kind": "open", "layer": "slag_heaps", "serial": 5})
    view = View(lang="en", filters=(Filter("slag_heaps", "form", "in", ("conical",)),))
    scene = compose(view, atlas)
    page = PageView(view, "slag_heaps")
    assert found["state"] == orjson.loads(orjson.dumps(scene_message(scene)))
    assert found["panel"] == orjson.loads(orjson.dumps(panel_data(page, scene, atlas)))
    assert parse_qs(found["address"]) == to_query(view)
    # What the page has already is not sent again.
    assert found["sheets"] == {}


def test_how_layers_are_drawn_comes_with_those_that_the_page_has_not(atlas):
    found = answer("lang=en", {"kind": "layer", "layer": "mine_shafts", "on": True, "serial": 1})
    assert list(found["sheets"]) == ["mine_shafts"]
    classed = answer("lang=en", {"kind": "set", "query": {"classes": ["slag_heaps.area_ha:quantiles:4"]}, "serial": 1})
    assert list(classed["sheets"]) == ["slag_heaps"]
    view = View(lang="en", layers=(*atlas.catalog.shown, "mine_shafts"))
    legend = {layer["id"]: layer for layer in legend_message(compose(view, atlas), with_symbols=True)}
    assert found["sheets"]["mine_shafts"] == orjson.loads(orjson.dumps(legend["mine_shafts"]["sheet"]))


def test_an_act_that_is_refused_is_a_message_and_the_others_are_done():
    found = answer("lang=en", {"kind": "no_such_act", "serial": 1}, FILTER)
    assert len(found["panel"]["messages"]) == 1
    assert found["panel"]["filters"]["slag_heaps"]["form"]["values"] == ["conical"]


@pytest.mark.parametrize("acts", ["", "{", "{}", "[1]", json.dumps([FILTER] * 101)])
def test_what_is_no_list_of_acts_is_refused_in_one_sentence(acts):
    response = get(f"/atlas/act?{urlencode({'acts': acts, 'lang': 'en'})}")
    assert response.status_code == 400
    assert len(response.json()["error"]) > 20
