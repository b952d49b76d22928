"""What a browser may keep for when the connection drops: answers that are the same for everybody, and nothing private.

The service worker (``render/web/offline/worker.js``) keeps what bears the mark, and nothing else.
"""

import re
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.serve.http import current_atlas
from atlas.serve.sessions import COOKIE, reader_folder

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

MARK = "X-Atlas-Offline"
# The same whatever layers there are.
_ALWAYS = re.compile(r"/|/atlas/(map|basemaps|words/.*|stories(/.*)?)")
_LAYER = re.compile(r"/atlas/layers/([a-z0-9_]+)")
# They tell of all layers.
_OF_ALL = re.compile(r"/atlas/(tree|territories)")


def mark_offline(routes: Sequence[Route]) -> list[Route]:
    """Return routes that mark what a browser may keep; they answer with the layers of the reader of the request."""
    return [
        Route(route.path, _marked(route.endpoint), methods=list(route.methods or ()), name=route.name)
        for route in routes
    ]


def _marked(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
    @wraps(handler)
    def handle(request: Request) -> Response:
        response = handler(request)
        if _may_be_kept(request, response):
            response.headers[MARK] = "keep"
        return response

    return handle


def _may_be_kept(request: Request, response: Response) -> bool:
    # What the browser has already may have come to it without the mark.
    if request.method != "GET" or response.status_code not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        return False
    headers = response.headers
    if "content-disposition" in headers or "private" in headers.get("cache-control", ""):
        return False
    path = request.url.path
    if reader_folder(request.cookies.get(COOKIE)) or request.query_params.get("private") == "1":
        return False
    if _ALWAYS.fullmatch(path):
        return True
    layer, of_all = _LAYER.fullmatch(path), _OF_ALL.fullmatch(path)
    # While the server starts, nothing is waited for: a later visit keeps it.
    if not (layer or of_all) or "atlas.serve.state" not in sys.modules:
        return False
    from atlas.scene.query.sharing import private_layers

    held = private_layers(current_atlas().catalog)
    return layer[1] not in held if layer else not held


def kept_link(view: "View", atlas: "Atlas", token: str | None) -> str | None:
    """Return the link under which a browser may keep a view; None for a view with a private layer or of an uploader.

    Parameters
    ----------
    view, atlas
        What is shown, and from what.
    token
        Of the reader's cookie.
    """
    from atlas.scene.query.permalink import to_permalink
    from atlas.scene.query.sharing import named_private_layers, private_layers

    held = frozenset(private_layers(atlas.catalog))
    if reader_folder(token) or (held and named_private_layers(view, atlas.catalog, held)):
        return None
    return to_permalink(view).removeprefix("?")
