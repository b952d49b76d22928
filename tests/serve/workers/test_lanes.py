"""Lanes: bounded, first come first served, refused in a sentence, and left without a trace."""

import asyncio
import threading

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from atlas.i18n import LANGUAGES
from atlas.serve.app import DRAWN_ROUTES, ROUTES
from atlas.serve.metrics import ROUTES as METRICS
from atlas.serve.workers import costly
from atlas.serve.workers.costly import CLIENT_LEFT, in_lanes
from atlas.serve.workers.lane_of import lane_of
from atlas.serve.workers.lanes import BusyError, ClientLeftError, Lane
from tests.coroutines import run_in_thread
from tests.waiting import wait_until


async def hold(lane, order, name, address="", left=None):
    async with lane.place(address, left):
        order.append(name)
        await asyncio.sleep(0.01)


def test_requests_are_answered_in_their_order_and_no_more_at_a_time_than_there_are_places():
    async def main():
        lane, order = Lane(2, 10, 100, 1.0), []
        waiting = [asyncio.ensure_future(hold(lane, order, name)) for name in range(6)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert (lane.state().running, lane.state().waiting) == (2, 4)
        await asyncio.gather(*waiting)
        assert order == list(range(6))
        assert (lane.state().running, lane.state().waiting) == (0, 0)

    run_in_thread(main())


def test_who_comes_to_a_full_queue_is_refused_at_once_and_told_when_to_come_again():
    async def main():
        lane, order = Lane(1, 2, 100, 4.0), []
        waiting = [asyncio.ensure_future(hold(lane, order, name)) for name in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(BusyError) as refused:
            await hold(lane, order, "late")
        assert refused.value.seconds == 12
        assert [refused.value.text(lang) for lang in LANGUAGES] == [
            "occupé, réessayez dans 12 s",
            "busy, try again in 12 s",
            "ocupado, tente de novo dentro de 12 s",
        ]
        await asyncio.gather(*waiting)
        await hold(lane, order, "again")
        assert (order, lane.state().refused) == ([0, 1, 2, "again"], 1)

    run_in_thread(main())


def test_one_address_does_not_take_the_places_of_all():
    async def main():
        lane, order = Lane(1, 10, 2, 1.0), []
        waiting = [asyncio.ensure_future(hold(lane, order, name, "one")) for name in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await hold(lane, order, 2, "one")
        await asyncio.gather(*waiting, hold(lane, order, "other", "other"))
        await hold(lane, order, "later", "one")
        assert order == [0, 1, "other", "later"]

    run_in_thread(main())


def test_who_leaves_the_queue_leaves_no_place_taken():
    async def main():
        lane, order = Lane(1, 3, 100, 1.0), []
        left = asyncio.get_running_loop().create_future()
        first = asyncio.ensure_future(hold(lane, order, "first"))
        await asyncio.sleep(0)
        leaving = asyncio.ensure_future(hold(lane, order, "left", left=left))
        cancelled = asyncio.ensure_future(hold(lane, order, "cancelled"))
        last = asyncio.ensure_future(hold(lane, order, "last"))
        await asyncio.sleep(0)
        left.set_result(None)
        cancelled.cancel()
        with pytest.raises(ClientLeftError):
            await leaving
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        await asyncio.gather(first, last)
        assert order == ["first", "last"]
        assert (lane.state().running, lane.state().waiting, lane.state().left) == (0, 0, 2)

    run_in_thread(main())


@pytest.fixture
def server(monkeypatch):
    """A server of one costly route with one place and a queue of one, and one route that is in no lane."""
    lane, go = Lane(1, 1, 100, 3.0), threading.Event()
    monkeypatch.setattr(costly, "lanes", lambda: {"draw": lane})

    def slow(_):
        go.wait()
        return Response(b"drawn")

    routes = [Route("/atlas/sheet", slow), Route("/atlas/state", lambda _: Response(b"state"))]
    with TestClient(Starlette(routes=in_lanes(routes, lane_of))) as client:
        yield client, lane, go
        go.set()


def test_a_full_queue_is_said_with_503_as_json_and_as_a_page_and_the_map_is_answered(server):
    client, lane, go = server
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(client.get("/atlas/sheet").content)) for _ in range(2)]
    for thread in threads:
        thread.start()
    wait_until(lambda: (lane.state().running, lane.state().waiting) == (1, 1))
    refused = client.get("/atlas/sheet?lang=en")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "6")
    assert refused.json() == {"error": "busy, try again in 6 s"}
    page = client.get("/atlas/sheet?lang=pt", headers={"Accept": "text/html,*/*"})
    assert page.headers["content-type"].startswith("text/html")
    assert "ocupado, tente de novo dentro de 6 s" in page.text
    assert client.get("/atlas/state").content == b"state"
    go.set()
    for thread in threads:
        thread.join()
    assert answers == [b"drawn", b"drawn"]


def test_a_client_that_leaves_the_queue_is_not_answered_and_its_place_is_free(server):
    client, lane, go = server
    first = threading.Thread(target=client.get, args=("/atlas/sheet",))
    first.start()
    wait_until(lambda: lane.state().running == 1)

    async def leave():
        sent, messages = [], iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive():
            return next(messages, {"type": "http.disconnect"})

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/atlas/sheet", "query_string": b"", "headers": []}
        await client.app(scope, receive, send)
        return sent[0]["status"]

    assert client.portal.call(leave) == CLIENT_LEFT
    assert (lane.state().running, lane.state().waiting) == (1, 0)
    go.set()
    first.join()


def test_no_sheet_waits_behind_a_series(monkeypatch):
    go, found = threading.Event(), {"draw": Lane(1, 0, 100, 3.0), "book": Lane(1, 1, 100, 60.0)}
    monkeypatch.setattr(costly, "lanes", lambda: found)

    def series(_):
        go.wait()
        return Response(b"book")

    routes = [Route("/atlas/sheet", lambda _: Response(b"sheet")), Route("/atlas/series", series)]
    with TestClient(Starlette(routes=in_lanes(routes, lane_of))) as client:
        books = [threading.Thread(target=client.get, args=("/atlas/series",)) for _ in range(2)]
        for book in books:
            book.start()
        wait_until(lambda: (found["book"].state().running, found["book"].state().waiting) == (1, 1))
        assert client.get("/atlas/sheet").content == b"sheet"
        go.set()
        for book in books:
            book.join()


def test_what_is_drawn_or_computed_is_in_a_lane_and_the_map_is_in_none():
    found = {}
    for route in [*METRICS, *DRAWN_ROUTES]:
        query = b"format=pdf" if "stor" in route.path else b""
        path = route.path.replace("{kind}", "pdf").replace("{ending}", "graphml")
        scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": [], "server": None}
        found.setdefault(lane_of(Request(scope)), set()).add(route.path.removeprefix("/atlas"))
    assert found["health"] == {"/healthz", "/metrics"}
    assert found["draw"] == {
        *("/sheet", "/file", "/export", "/portrait/{territory}", "/compare/file.{kind}"),
        *("/compare/formulas/{indicator}.svg", "/stories/{slug}", "/story", "/story/text", "/story/figures"),
        *("/objects/{layer}/{row:path}", "/area", "/area.pdf", "/preview.png"),
    }
    assert found["book"] == {"/series"}
    assert {"/table", "/oembed", "/dcat.{form}", "/styles/{layer}/{kind}.{ending}"} <= found["question"]
    assert found[None] == {
        *(
            "/basemaps",
            "/answers",
            "/opening",
            "/accessibility",
            "/words/{section}",
            "/map",
            "/state",
            "/tree",
            "/outline",
            "/years",
        ),
        *("/description", "/territories", "/layers/{layer}", "/sheets/{layer}", "/cards/{layer}/{row:path}"),
        *("/search", "/stories", "/presenter", "/qr", "/view/{layer}", "/view/{layer}/hit", "/view/{layer}/next"),
        *("/view/{layer}/row", "/view/{layer}/list", "/series/progress", "/short", "/l/{short:path}"),
        *("/view/{layer}/rows", "/view/{layer}/kept", "/act", "/measure"),
    }
    assert {route.path for route in METRICS + DRAWN_ROUTES} <= {route.path for route in ROUTES}
