"""The routes beside the page, asked as a browser asks them, without a server."""

import asyncio
import json
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Match

from atlas.serve.app import ROUTES
from tests.apart import complete


def get(url, body=None):
    """Give the answer of the route that a path meets; a body makes it a POST."""
    parts = urlsplit(url)
    sent = [{"type": "http.request", "body": body or b"", "more_body": False}]

    async def receive():
        return sent.pop() if sent else {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "GET" if body is None else "POST",
        "scheme": "https",
        "server": ("atlas.example", 443),
        "root_path": "",
        "path": parts.path,
        "query_string": parts.query.encode(),
        "headers": [(b"host", b"atlas.example")],
    }
    for route in ROUTES:
        match, found = route.matches(scope)
        if match == Match.FULL:
            answer = route.endpoint(Request(scope | found, receive))
            return complete(answer) if asyncio.iscoroutine(answer) else answer
    raise LookupError(url)


def told(url, body=None):
    """Give what a route says in JSON."""
    response = get(url, body)
    assert response.status_code == 200, response.body
    return json.loads(response.body)
