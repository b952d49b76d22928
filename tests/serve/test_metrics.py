"""What Prometheus reads: counters that grow with what was asked, and never with what a client invents."""

import contextlib
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from atlas.serve import metrics
from atlas.serve.http import json_response
from tests.apart import complete


class Client:
    """Asks an app without a network."""

    def __init__(self, app):
        self._app = app

    def get(self, path):
        said = []

        async def send(message):
            said.append(message)

        async def receive():
            return {"type": "http.request"}

        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
        with contextlib.suppress(RuntimeError):
            complete(self._app(scope, receive, send))
        return said[0], b"".join(message.get("body", b"") for message in said[1:]).decode()


@pytest.fixture
def client(monkeypatch):
    """A server of two routes with counters of its own."""
    for name in ("_requests", "_buckets", "_seconds", "_open"):
        monkeypatch.setattr(metrics, name, type(getattr(metrics, name))())

    def broken(_):
        msg = "broken"
        raise RuntimeError(msg)

    routes = [Route("/atlas/tree", lambda _: json_response({})), Route("/atlas/broken", broken), *metrics.ROUTES]
    return Client(Starlette(routes=routes, middleware=[Middleware(metrics.MetricsMiddleware)]))


def values(client):
    lines = client.get("/metrics")[1].splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line[0] != "#"}


def test_every_line_is_of_the_text_format(client):
    client.get("/atlas/tree")
    start, text = client.get("/metrics")
    assert dict(start["headers"])[b"content-type"].startswith(b"text/plain; version=0.0.4")
    sample = re.compile(r'[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.]+')
    for line in text.splitlines():
        assert sample.fullmatch(line) or re.fullmatch(r"# (HELP|TYPE) [a-z_]+ .+", line), line


def test_requests_are_counted_by_route_and_status_and_their_time_in_a_histogram(client):
    for _ in range(3):
        client.get("/atlas/tree")
    assert client.get("/atlas/broken")[0]["status"] == 500
    found = values(client)
    assert found['atlas_requests_total{route="/atlas/tree",method="GET",status="200"}'] == 3
    assert found['atlas_requests_total{route="/atlas/broken",method="GET",status="500"}'] == 1
    assert found['atlas_request_seconds_bucket{route="/atlas/tree",le="+Inf"}'] == 3
    assert found['atlas_request_seconds_count{route="/atlas/tree"}'] == 3
    assert found["atlas_requests_open"] == 1
    assert found["process_resident_memory_bytes"] > 1e7


def test_addresses_that_do_not_exist_make_one_line_together(client):
    for number in range(5):
        client.get(f"/atlas/{number}")
        client.get(f"/{number}")
    lines = [name for name in values(client) if "_total{" in name and "404" in name]
    assert lines == ['atlas_requests_total{route="other",method="GET",status="404"}']


def test_a_page_is_open_as_long_as_its_websocket_is(client):
    seen = []

    async def app(*_):
        seen.append(metrics._gauge_lines())  # noqa: SLF001

    complete(metrics.MetricsMiddleware(app)({"type": "websocket"}, None, None))
    assert "atlas_sessions 1" in seen[0]
    found = values(client)
    assert (found["atlas_sessions"], found["atlas_sessions_total"]) == (0, 1)
