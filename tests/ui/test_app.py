"""The page without a browser: what Python decides, from the link to the next link."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from atlas.catalog.filter import Filter
from atlas.scene.map.compose import compose
from atlas.scene.query.view import View
from atlas.serve import state
from atlas.ui.app import SCRIPT
from tests.http_client import get
from tests.streamlit_client import find_component, run_actions
from tests.waiting import PATIENCE_SECONDS


@pytest.fixture
def app():
    return AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE_SECONDS)


def opened(app, link):
    for key, values in link.items():
        app.query_params[key] = values
    return app.run()


def test_the_page_opens_on_the_first_view(app):
    app.run()
    assert not app.exception
    assert app.session_state.view == View()
    assert app.session_state.problems == ()


def test_a_link_is_the_view(app):
    opened(app, {"lang": "en", "slag_heaps.form": ["conical", "flat"], "territory": "246200364"})
    assert not app.exception
    assert app.session_state.view.lang == "en"
    assert app.session_state.view.filters == (Filter("slag_heaps", "form", "in", ("conical", "flat")),)
    assert app.session_state.view.territory == ("246200364",)


def test_a_bad_part_is_a_message_and_the_rest_opens(app):
    opened(app, {"lang": "en", "slag_heaps.form": "round", "year": "soon", "layers": "slag_heaps"})
    assert not app.exception
    assert app.session_state.view == View(lang="en", layers=("slag_heaps",))
    assert sorted(str(p).split(":")[0] for p in app.session_state.problems) == ["slag_heaps.form", "year"]


def test_the_scene_of_a_link_is_composed_once_for_its_first_state_and_its_page(app, monkeypatch):
    composed = []
    monkeypatch.setattr(state, "compose", lambda view, atlas: composed.append(view) or compose(view, atlas))
    answer = get("/atlas/state?lang=en&layers=slag_heaps&slag_heaps.form=levelled_road&year=1911")
    assert answer.status_code == 200
    opened(app, {"lang": "en", "layers": "slag_heaps", "slag_heaps.form": "levelled_road", "year": "1911"})
    assert not app.exception
    assert composed == [app.session_state.view]


def filter_heaps(serial, *forms):
    return {"kind": "filter", "layer": "slag_heaps", "field": "form", "values": list(forms), "serial": serial}


CONICAL = (Filter("slag_heaps", "form", "in", ("conical",)),)


def test_actions_are_done_in_order_and_change_view_and_link(app):
    opened(app, {"lang": "en"})
    mode = {"kind": "set", "query": {"mode": ["compare"]}, "serial": 2}
    run_actions(app, [filter_heaps(1, "conical"), mode, {"kind": "open", "layer": "slag_heaps", "serial": 3}])
    assert not app.exception
    state = app.session_state
    assert state.view == View(lang="en", mode="compare", filters=CONICAL)
    assert (state.open_layer, state.done, state.problems) == ("slag_heaps", 3, ())
    assert app.query_params == {"lang": "en", "mode": "compare", "slag_heaps.form": "conical"}


def test_an_action_that_is_sent_again_is_done_once(app):
    app.run()
    run_actions(app, [filter_heaps(1, "conical")])
    run_actions(app, [filter_heaps(1, "flat"), filter_heaps(2)])
    assert app.session_state.view.filters == ()
    run_actions(app, [filter_heaps(2, "conical")])
    assert app.session_state.view.filters == ()
    assert app.session_state.done == 2


def test_an_action_that_is_refused_is_a_message_and_the_others_are_done(app):
    app.run()
    run_actions(app, [{"kind": "no_such_action", "serial": 1}, filter_heaps(2, "conical")])
    assert not app.exception
    assert app.session_state.view.filters == CONICAL
    assert len(app.session_state.problems) == 1
    run_actions(app, [filter_heaps(3)])
    assert app.session_state.problems == ()


@pytest.mark.journey
def test_a_page_keeps_the_id_of_its_session_and_counts_its_runs(app):
    app.run()
    session = app.session_state.session
    app.run()
    assert (app.session_state.session, app.session_state.runs) == (session, 2)


def test_who_goes_back_before_an_act_is_done_has_the_last_word(app):
    opened(app, {"lang": "en"})
    back = {"kind": "link", "query": {"lang": ["en"], "year": ["1900"]}, "serial": 2}
    run_actions(app, [filter_heaps(1, "conical"), back])
    assert app.session_state.view == View(lang="en", year=1900)


@pytest.mark.parametrize(
    ("answered", "known"),
    [
        ({"link": "lang=en&slag_heaps.form=conical", "open": None}, True),
        ({"link": "lang=en&slag_heaps.form=flat", "open": None}, False),
        ({"link": "lang=en&slag_heaps.form=conical", "open": "slag_heaps"}, False),
        (None, False),
    ],
)
def test_what_a_route_has_answered_is_not_sent_again(app, answered, known):
    opened(app, {"lang": "en"})
    run_actions(app, [filter_heaps(1, "conical")], answered=answered)
    assert not app.exception
    assert app.query_params == {"lang": "en", "slag_heaps.form": "conical"}
    bridge, page = (json.loads(find_component(app, name).json) for name in ("atlas_bridge", "atlas_page"))
    assert (bridge["state"] is None, page["known"], "layers" in page) == (known, known, not known)
    assert bridge["done"] == page["done"] == 1
    # A page that is run anew, after a lost connection, has all of it.
    app.run()
    assert json.loads(find_component(app, "atlas_bridge").json)["state"]["layers"]
