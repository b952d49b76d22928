"""The names under which a server answers: its own where its address is configured, any elsewhere."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from atlas.serve.app import MIDDLEWARE, ROUTES
from atlas.serve.host_check import is_own_host

OWN = ("public.example", "public.example:443", "PUBLIC.EXAMPLE", "public.example.", "localhost:8501", "127.0.0.1:8501")
FOREIGN = (
    "evil.example",
    "public.example.evil.example",
    "evil.example:443",
    "public.example@evil.example",
    "public.example/evil.example",
    "public.example, evil.example",
    "evil.example#public.example",
    "localhost.evil.example",
    "",
    "[",
)


async def _greet(websocket):
    await websocket.accept()
    await websocket.send_text("here")
    await websocket.close()


@pytest.fixture(scope="module")
def client():
    routes = [Route("/page", lambda _: PlainTextResponse("secret")), WebSocketRoute("/_stcore/stream", _greet)]
    return TestClient(Starlette(routes=[*routes, *ROUTES], middleware=MIDDLEWARE), base_url="http://10.0.0.5:8501")


@pytest.fixture
def configured(monkeypatch):
    monkeypatch.setenv("ATLAS_PUBLIC_URL", "https://public.example")


@pytest.mark.parametrize("host", [*OWN, "[::1]:8501", "10.0.0.5:8501"])
@pytest.mark.usefixtures("configured")
def test_a_server_answers_under_its_own_names(client, host):
    assert client.get("/page", headers={"Host": host}).text == "secret"
    with client.websocket_connect("ws://10.0.0.5:8501/_stcore/stream", headers={"Host": host}) as socket:
        assert socket.receive_text() == "here"


@pytest.mark.usefixtures("configured")
def test_a_socket_for_both_families_knows_its_address():
    scope = {"type": "http", "server": ("::ffff:10.0.0.5", 8501), "headers": [(b"host", b"10.0.0.5:8501")]}
    assert is_own_host(scope)
    assert not is_own_host({**scope, "headers": [(b"host", b"10.0.0.6:8501")]})


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.usefixtures("configured")
def test_a_request_under_a_foreign_name_is_refused(client, host):
    for path in ("/page", "/healthz", "/atlas/share?layers=slag_heaps"):
        answer = client.get(f"{path}?lang=en", headers={"Host": host, "X-Forwarded-Host": "public.example"})
        assert answer.status_code == 421
        assert "secret" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers={"Host": host}):
        pass


@pytest.mark.parametrize("host", FOREIGN[:3])
def test_without_a_configured_address_any_name_is_answered(client, host):
    assert client.get("/page", headers={"Host": host}).text == "secret"
