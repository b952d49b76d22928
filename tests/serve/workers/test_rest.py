"""What nobody has asked for yet waits until no reader is being answered."""

from threading import Event, Thread

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from atlas.scene.explore import search
from atlas.serve import app, lod_builder
from atlas.serve.http import json_response
from atlas.serve.metrics import Metrics, MetricsMiddleware
from atlas.serve.workers import rest


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    """No request yet, whatever other tests have asked for."""
    monkeypatch.setattr(rest, "_requests", {"open": 0.0, "last": 0.0})


@pytest.mark.parametrize(("path", "rests"), [("/atlas/tree", False), ("/healthz", True), ("/_stcore/health", True)])
def test_while_a_reader_is_answered_the_server_does_not_rest(path, rests):
    seen = []

    def note(_):
        seen.append(rest.is_resting())
        return json_response({})

    routes = [Route(path, note)]
    client = TestClient(Starlette(routes=routes, middleware=[Middleware(MetricsMiddleware, Metrics())]))
    assert rest.is_resting()
    client.get(path)
    assert seen == [rests]
    # Afterwards it rests, but has not done so for long.
    assert rest.is_resting()
    assert rest.is_resting(3600) is rests


def test_waiting_for_rest_ends_with_the_last_request_and_is_bounded():
    rest.wait_for_rest(0, 3600)
    with rest.answering_request():
        rest.wait_for_rest(0, 0.01)
        waiting = Thread(target=rest.wait_for_rest, args=(0, 3600), daemon=True)
        waiting.start()
        assert waiting.is_alive()
    waiting.join(60)
    assert not waiting.is_alive()


@pytest.fixture
def building(monkeypatch, tmp_path):
    """Return a building of no layer, which says when it begins, and what it says."""
    began, levels = Event(), object()
    monkeypatch.setattr(lod_builder, "_MOST_SECONDS", 3600)
    monkeypatch.setattr(lod_builder, "_REST_SECONDS", 0)
    monkeypatch.setattr(lod_builder.Building, "_build_apart", lambda *_: began.set())
    monkeypatch.setattr(lod_builder, "open_detail", lambda _: levels)
    return lambda: (lod_builder.Building(None, None, tmp_path), began)


def test_levels_are_built_when_the_coarse_picture_has_been_sent(building):
    with rest.answering_request():
        made, began = building()
        made.wait(0)
        assert not began.wait(0.2)
    assert began.wait(60)


def test_who_waits_for_levels_does_not_wait_for_the_end_of_all_requests(building):
    with rest.answering_request():
        made, began = building()
        made.wait(None)
        assert began.is_set()
        assert made.levels is not None


def test_the_search_index_is_made_after_the_levels_and_when_nobody_is_answered(monkeypatch):
    done = []
    monkeypatch.setattr(app, "wait_for_rest", lambda *_: done.append("rest"))
    monkeypatch.setattr(app, "current_atlas", object)
    monkeypatch.setattr(lod_builder, "build_all", lambda pause: (pause(), done.append("levels")))
    monkeypatch.setattr(search, "prepare_finder", lambda _, pause: (pause(), done.append("index")))
    app.prepare_for_later()
    assert done == ["rest", "rest", "levels", "rest", "index"]


def test_before_each_layer_is_looked_at_readers_go_first(atlas, monkeypatch):
    done, layers = [], ["viewpoints", "mines"]
    some = atlas.with_catalog(type(atlas.catalog)({name: atlas.catalog[name] for name in layers}, {}, {}))
    monkeypatch.setattr(lod_builder, "current_atlas", lambda: some)
    monkeypatch.setattr("atlas.scene.query.row_masks.readable_layers", lambda given, _: done.extend(given) or [])
    lod_builder.build_all(lambda: done.append("pause"))
    assert done == ["pause", some.catalog["viewpoints"], "pause", some.catalog["mines"]]


def test_what_the_first_page_needs_has_no_search_index(atlas, monkeypatch):
    from atlas.serve.state import warm  # noqa: PLC0415 - heavy: other tests here do without

    monkeypatch.setattr(search, "make_finder", lambda *_: pytest.fail("an index"))
    warm("fr", atlas)


def test_the_search_index_is_made_with_pauses_until_somebody_searches(atlas, monkeypatch):
    monkeypatch.setattr(search, "_searched", Event())
    monkeypatch.setattr(search, "_STEP", 5)
    some, paused = {"viewpoints": atlas.catalog["viewpoints"]}, []
    for searched, pauses in ((False, True), (True, False)):
        fresh = atlas.with_catalog(type(atlas.catalog)(some, {}, {}))
        if searched:
            search.finder_of(atlas.with_catalog(type(atlas.catalog)(some, {}, {})))
        paused.clear()
        search.prepare_finder(fresh, lambda: paused.append(1))
        assert (len(paused) > 1) is pauses
        assert search.finder_of(fresh).index.count == len(atlas.frames["viewpoints"])
        search._searched.clear()  # noqa: SLF001 - as before the first search
