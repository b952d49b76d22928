"""Clients that send nothing, or too little: closed in time, their places freed, and nobody else kept waiting."""

import asyncio
import http.client
import json
import socket
import threading
import time
from contextlib import ExitStack, asynccontextmanager, suppress

import geopandas as gpd
import pytest
import shapely
import uvicorn
from starlette.applications import Starlette

from atlas.io.imports import run_import, worker
from atlas.serve.app import ROUTES
from atlas.serve.workers.lanes import lanes
from atlas.serve.workers.slow_headers import bounded_header_time
from tests.waiting import PATIENCE_SECONDS, wait_until

# The whole network 127.0.0.0/8 is this machine: clients of several addresses.
ONE, OTHER = "127.0.0.1", "127.0.0.2"


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """A server that gives a request one second, with a folder of caches of its own."""
    home = tmp_path_factory.mktemp("slow")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(home))
        patch.setenv("ATLAS_LAYERS", str(home / "own"))
        patch.setenv("ATLAS_RECEIVE_SECONDS", "1")
        patch.setenv("OGR_SKIP", "")
        patch.setattr(run_import, "_run", lambda folder, *_: worker.do_job(folder))
        lanes.cache_clear()
        with socket.socket() as free:
            free.bind((ONE, 0))
            port = free.getsockname()[1]

        @asynccontextmanager
        async def lifespan(_):
            with bounded_header_time():
                yield

        config = uvicorn.Config(Starlette(routes=ROUTES, lifespan=lifespan), port=port, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
        thread.start()
        wait_until(lambda: server.started)
        yield port
        server.should_exit = True
        thread.join()
        lanes.cache_clear()


def connect(port, address=ONE):
    return socket.create_connection((ONE, port), timeout=PATIENCE_SECONDS, source_address=(address, 0))


def upload_head(length, name="towns.geojson"):
    head = f"POST /atlas/uploads?lang=en&name={name} HTTP/1.1\r\nHost: atlas\r\nx-atlas: upload\r\n"
    return f"{head}Content-Length: {length}\r\n\r\n".encode()


def response_to(connection):
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, json.loads(response.read())


@pytest.mark.journey
@pytest.mark.parametrize("sent", [b"", b"GET /heal", b"GET /healthz HTTP/1.1\r\nHost: atlas\r\nX-Slow: "])
def test_a_connection_whose_headers_do_not_come_is_closed(port, sent):
    with connect(port) as idle:
        idle.sendall(sent)
        assert idle.recv(1) == b""


@pytest.mark.journey
def test_a_connection_that_is_used_again_later_than_that_is_answered(port):
    connection = http.client.HTTPConnection(ONE, port, timeout=PATIENCE_SECONDS)
    for _ in range(3):
        connection.request("GET", "/atlas/words/panel")
        assert connection.getresponse().read()
        time.sleep(0.4)
    connection.close()


@pytest.mark.journey
@pytest.mark.parametrize(
    "request_head",
    [
        upload_head(1_000),
        b"POST /atlas/story?lang=en HTTP/1.1\r\nHost: atlas\r\nx-atlas: story\r\nContent-Length: 900\r\n\r\n",
    ],
    ids=["file", "story"],
)
def test_a_body_that_does_not_come_is_refused_in_a_sentence(port, request_head):
    with connect(port) as slow:
        slow.sendall(request_head + b"{")
        status, answer = response_to(slow)
    assert (status, answer) == (
        400,
        {"error": "what is sent comes too slowly: too little arrived within 1 s; try again"},
    )


@pytest.mark.journey
def test_a_body_that_drips_is_refused_as_one_that_does_not_come(port):
    with connect(port) as slow:
        slow.sendall(upload_head(1_000))
        began = time.monotonic()
        with suppress(OSError):
            while time.monotonic() - began < 1.2:
                slow.sendall(b" ")
                time.sleep(0.1)
        assert response_to(slow)[0] == 400


def test_a_file_that_is_announced_as_too_large_is_refused_before_it_comes(port):
    with connect(port) as large:
        large.sendall(upload_head(101_000_000))
        status, answer = response_to(large)
    assert status == 400
    assert "more than 100 MB" in answer["error"]


def test_a_hundred_idle_uploads_keep_nobody_from_uploading_and_leave_nothing(port, tmp_path):
    places = gpd.GeoDataFrame({"name": ["Lens"]}, geometry=[shapely.Point(2.83, 50.43)], crs=4326)
    places.to_file(tmp_path / "towns.geojson")
    content = (tmp_path / "towns.geojson").read_bytes()
    with ExitStack() as stack:
        idle = [stack.enter_context(connect(port)) for _ in range(110)]
        for one in idle:
            one.sendall(upload_head(1_000))
        wait_until(lambda: lanes()["receive"].state().running >= 8)
        # Of one address no more than its share is let in; the others are refused at once.
        assert lanes()["receive"].state().running == 8
        with connect(port, OTHER) as honest:
            honest.sendall(upload_head(len(content)) + content)
            status, answer = response_to(honest)
        assert (status, answer["name"]) == (200, "towns.geojson")
        with connect(port, OTHER) as health:
            health.sendall(b"GET /healthz HTTP/1.1\r\nHost: atlas\r\n\r\n")
            assert response_to(health)[1]["status"] == "ok"
        answers = [response_to(one) for one in idle]
        assert {status for status, _ in answers} == {400, 503}
    wait_until(lambda: lanes()["receive"].state().running == 0)
    with connect(port) as again:
        again.sendall(upload_head(len(content)) + content)
        assert response_to(again)[0] == 200
