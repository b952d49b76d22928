"""No request makes the server fail: random ones over all routes are answered, the wrong ones by a sentence."""

import json

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from atlas.serve.app import ROUTES
from tests.fuzz.random_requests import RandomRequests

_FAILS = 500
# It cannot draw, or is busy; a format that it does not write, as the standard of oEmbed asks.
_SAID = {503, 501}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A client of the routes; an error that no route expects is an answer 500, as a server sends it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        app = Starlette(routes=ROUTES)
        yield TestClient(app, "https://atlas.example", raise_server_exceptions=False, follow_redirects=False)


def check(client, seed, count, *, heavy=False):
    requests = RandomRequests(seed, heavy=heavy)
    wrong = []
    for _ in range(count):
        method, address, content = requests.make()
        answer = client.request(method, address, content=content, headers={"x-atlas": "upload"})
        said = answer.status_code < _FAILS or answer.status_code in _SAID
        kind = answer.headers.get("content-type", "")
        if said and answer.status_code == 400 and kind == "application/json":
            problem = json.loads(answer.text)
            said = bool(problem.get("error") or problem["description"])
        if not said or "Traceback" in answer.text or "site-packages" in answer.text:
            wrong.append((answer.status_code, method, address[:500], (content or b"")[:500], answer.text[:200]))
    assert wrong == []


def test_random_requests_are_answered(client):
    check(client, seed=1, count=200)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 22))
def test_many_random_requests_are_answered(client, seed):
    check(client, seed, count=500, heavy=True)
