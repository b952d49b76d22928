"""The routes of the atlas, requested without a server: Starlette's test client."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from atlas.serve.app import ROUTES

ADDRESS = "https://atlas.example"


def make_client(routes=ROUTES, address=ADDRESS):
    """Return a client of its own, with its own cookies."""
    return TestClient(Starlette(routes=routes), base_url=address)


_client = make_client()


def get(url):
    """Return the response of a GET request."""
    return _client.get(url)


def post(url, content):
    """Return the response of a POST request of a page of ours."""
    return _client.post(url, content=content, headers={"x-atlas": "story"})


def get_json(url):
    """Return the content of a GET request that succeeds."""
    response = get(url)
    assert response.status_code == 200, response.text
    return response.json()
