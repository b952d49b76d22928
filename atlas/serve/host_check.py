"""Requests under a foreign name are refused: a page of another site that has its name lead here reads nothing.

A browser that is told, after it has loaded a page of ``evil.example``, that this name now means this server, takes the
server's answers for those of ``evil.example`` (DNS rebinding). It sends that name as ``Host``. Where the operator has
said which name the server has, only that name is answered, and the server's own addresses, which no name is.
"""

from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from atlas.errors import AtlasError
from atlas.public_settings import read_public_settings
from atlas.serve.http import problem_response
from atlas.web_address import split_address

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
# HTTP: the request was directed at a server that does not answer for this name.
_MISDIRECTED = 421
# Of a websocket: against a rule of the server.
_AGAINST_RULE = 1008


class OwnHostMiddleware:
    """Refuses requests and websockets whose header ``Host`` is none of the server's, where its address is configured.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request of a known name."""
        if scope["type"] not in {"http", "websocket"} or is_own_host(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _AGAINST_RULE})
        else:
            response = problem_response(Request(scope), AtlasError("host_foreign"), _MISDIRECTED)
            await response(scope, receive, send)


def is_own_host(scope: dict[str, Any] | Scope) -> bool:
    """Return whether a request names this server; any name is right where no address is configured."""
    public = split_address(read_public_settings().url or "")
    if public is None:
        return True
    given = Headers(scope=scope).getlist("host")
    server = scope.get("server") or ("", None)
    # A socket for both families writes an IPv4 address behind "::ffff:"; a browser names it as it is.
    own = {*_THIS_MACHINE, (public.hostname or "").lower(), str(server[0]).lower().removeprefix("::ffff:")}
    # Without the header the client is no browser.
    return all(_name_of(host) in own for host in given)


def _name_of(host: str) -> str | None:
    parts = split_address(f"http://{host}")
    if parts is None or parts.path or parts.query or parts.fragment:
        return None
    return (parts.hostname or "").rstrip(".").lower()
