"""Scripts, styles and fonts of the pages: the same for every reader, from memory, without a thread."""

import gzip
from collections.abc import Callable
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.errors import AtlasError
from atlas.render.assets import (
    atlas_style,
    leaflet_script,
    leaflet_style,
    read_web,
    strip_comments,
    web_files,
    web_stamp,
)
from atlas.serve.http import URL_PREFIX, cacheable_response, json_response
from atlas.streamlit_seam import Font, font_file

# The page and the map are set in the same.
_FONTS: dict[str, Font] = {"sans": "sans", "serif": "serif"}
# Texts of other places or put together of several files; every other script and style is a file of `atlas/render/web`.
_COMPOSED: dict[str, Callable[[], str]] = {
    "leaflet.js": leaflet_script,
    "leaflet.css": leaflet_style,
    "map.css": atlas_style,
}


async def _text(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _COMPOSED:
        return Response(status_code=404)
    return cacheable_response(request, _COMPOSED[name]().encode(), _kind(name))


async def _web(request: Request) -> Response:
    """Send a script or style of ours; a browser keeps the version that its address names for ever."""
    path = request.path_params["path"]
    if path not in web_files():
        return Response(status_code=404)
    lasting = request.path_params["stamp"] == web_stamp()
    return cacheable_response(request, _packed(path), _kind(path), encoding="gzip", immutable=lasting)


@cache
def _packed(path: str) -> bytes:
    return gzip.compress(strip_comments(read_web(path)).encode(), mtime=0)


def _kind(name: str) -> str:
    return f"text/{'javascript' if name.endswith('.js') else 'css'}; charset=utf-8"


async def _font(request: Request) -> Response:
    font = _FONTS.get(request.path_params["face"])
    if font is None:
        return Response(status_code=404)
    try:
        return cacheable_response(request, _read_font(font), "font/woff2")
    except AtlasError as problem:
        return json_response({"error": problem.text("en")}, 404)


@cache
def _read_font(font: Font) -> bytes:
    return font_file(font).read_bytes()


ROUTES = [
    Route(f"{URL_PREFIX}/fonts/{{face}}.woff2", _font),
    Route(f"{URL_PREFIX}/web/{{stamp}}/{{path:path}}", _web),
    Route(f"{URL_PREFIX}/{{name}}", _text),
]
