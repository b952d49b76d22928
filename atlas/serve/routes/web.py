"""Scripts, styles and fonts of the pages: the same for every reader, from memory.

Their addresses name the version of all of them, so that a browser asks for each once.
"""

import gzip
from collections.abc import Callable
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.errors import AtlasError
from atlas.render.assets import (
    leaflet_script,
    map_style,
    read_web,
    strip_comments,
    web_stamp,
)
from atlas.render.chunks import FOLDER, chunk
from atlas.serve.disk_cache import prepared
from atlas.serve.http import URL_PREFIX, cacheable_response, json_response
from atlas.streamlit_seam import Font, font_file

# The page and the map are set in the same.
_FONTS: dict[str, Font] = {"sans": "sans", "serif": "serif"}
# Texts of other places or put together of several files; every other script and style is a file of `atlas/render/web`.
_COMPOSED: dict[str, Callable[[], str]] = {"leaflet.js": leaflet_script, "map.css": map_style}


def _web(request: Request) -> Response:
    """Send a script or style; a browser keeps the version that its address names for ever."""
    path = request.path_params["path"]
    try:
        content = _packed(path)
    except KeyError:
        return Response(status_code=404)
    return cacheable_response(request, content, _kind(path), encoding="gzip", immutable=_is_current(request))


@cache
def _packed(path: str) -> bytes:
    if path.startswith(FOLDER):
        entry = path.removeprefix(FOLDER)
        # All modules are read for it: a second start finds it made.
        return prepared(f"chunk-{web_stamp()}-{entry.replace('/', '-')}", lambda: _compress(chunk(entry)))
    return _compress(_COMPOSED[path]() if path in _COMPOSED else strip_comments(read_web(path)))


def _compress(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


def _kind(path: str) -> str:
    return f"text/{'javascript' if path.endswith('.js') else 'css'}; charset=utf-8"


def _is_current(request: Request) -> bool:
    return bool(request.path_params["stamp"] == web_stamp())


def _font(request: Request) -> Response:
    font = _FONTS.get(request.path_params["face"])
    if font is None:
        return Response(status_code=404)
    try:
        return cacheable_response(request, _read_font(font), "font/woff2", immutable=_is_current(request))
    except AtlasError as problem:
        return json_response({"error": problem.text_for_readers("en")}, 404)


@cache
def _read_font(font: Font) -> bytes:
    return font_file(font).read_bytes()


ROUTES = [
    Route(f"{URL_PREFIX}/web/{{stamp}}/fonts/{{face}}.woff2", _font),
    Route(f"{URL_PREFIX}/web/{{stamp}}/{{path:path}}", _web),
]
