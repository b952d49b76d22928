"""What Prometheus reads: counters that grow with the requests, and never with what a client invents."""

import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from atlas.io.memo import memoize
from atlas.serve.http import json_response
from atlas.serve.metrics import Metrics, MetricsMiddleware, metrics_route


@pytest.fixture
def client():
    """A server of a few routes with counters of its own."""
    metrics = Metrics()

    def broken(_):
        msg = "broken"
        raise RuntimeError(msg)

    async def page(websocket):
        await websocket.accept()
        await websocket.receive_text()
        await websocket.close()

    routes = [
        Route("/atlas/tree", lambda _: json_response({})),
        Route("/atlas/broken", broken),
        WebSocketRoute("/page", page),
        metrics_route(metrics),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(MetricsMiddleware, metrics)])
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def families(client):
    return list(text_string_to_metric_families(client.get("/metrics").text))


def value(client, name, **labels):
    """Return the value of one series."""
    [found] = [
        sample.value
        for family in families(client)
        for sample in family.samples
        if (sample.name, sample.labels) == (name, labels)
    ]
    return found


def test_the_text_is_that_of_prometheus(client):
    client.get("/atlas/tree")
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    kinds = {family.name: family.type for family in families(client)}
    assert kinds["atlas_requests"] == "counter"
    assert kinds["atlas_request_seconds"] == "histogram"
    assert [name for name in kinds if not name.startswith(("atlas_", "process_")) or name.endswith("_created")] == []
    assert all(family.documentation for family in families(client))


def test_requests_are_counted_by_route_and_status_and_their_time_in_a_histogram(client):
    for _ in range(3):
        client.get("/atlas/tree")
    assert client.get("/atlas/broken").status_code == 500
    assert value(client, "atlas_requests_total", route="/atlas/tree", method="GET", status="200") == 3
    assert value(client, "atlas_requests_total", route="/atlas/broken", method="GET", status="500") == 1
    assert value(client, "atlas_request_seconds_bucket", route="/atlas/tree", le="+Inf") == 3
    assert value(client, "atlas_request_seconds_count", route="/atlas/tree") == 3
    assert value(client, "atlas_requests_open") == 1
    assert value(client, "process_resident_memory_bytes") > 1e7
    assert value(client, "process_cpu_seconds_total") > 0


def test_addresses_and_methods_that_do_not_exist_make_one_line_each(client):
    for number in range(5):
        client.get(f"/atlas/{number}")
        client.get(f"/{number}")
        client.request(f"INVENTED{number}", "/atlas/tree")
    labels = [
        sample.labels
        for family in families(client)
        for sample in family.samples
        if sample.name == "atlas_requests_total" and sample.labels["status"] in {"404", "405"}
    ]
    assert labels == [
        {"route": "other", "method": "GET", "status": "404"},
        {"route": "/atlas/tree", "method": "other", "status": "405"},
    ]


def test_a_page_is_open_as_long_as_its_websocket_is(client):
    assert value(client, "atlas_sessions") == value(client, "atlas_sessions_total") == 0
    with client.websocket_connect("/page") as page:
        assert value(client, "atlas_sessions") == 1
        page.send_text("bye")
        assert page.receive()["type"] == "websocket.close"
    assert (value(client, "atlas_sessions"), value(client, "atlas_sessions_total")) == (0, 1)


def test_hits_misses_and_bytes_of_the_memo_are_told(client, atlas):
    names = ("atlas_memo_misses_total", "atlas_memo_hits_total", "atlas_memo_bytes", "atlas_memo_entries")
    before = [value(client, name) for name in names]
    for _ in range(3):
        memoize(atlas, "seen by the metrics", lambda: bytes(5_000))
    after = [value(client, name) for name in names]
    size = 5_000 + sys.getsizeof("seen by the metrics")
    assert [round(y - x) for x, y in zip(before, after, strict=True)] == [1, 2, size, 1]
