"""Scripts, styles and faces of the pages: the same for every reader, from memory, without a thread."""

import gzip
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.render.assets import atlas_style, leaflet_script, leaflet_style, read_web, web_files, web_stamp
from atlas.serve.http import URL_PREFIX, cacheable_response

# The faces that ship with Streamlit; the page and the map are set in the same.
_FACES = {"sans": "SourceSansVF-Upright.ttf.", "serif": "SourceSerifVariable-Roman.ttf."}
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
    """Send a script or style of ours; a browser that asks for this very version keeps it and asks no more."""
    path = request.path_params["path"]
    if path not in web_files():
        return Response(status_code=404)
    lasting = request.path_params["stamp"] == web_stamp()
    return cacheable_response(request, _packed(path), _kind(path), encoding="gzip", immutable=lasting)


@cache
def _packed(path: str) -> bytes:
    return gzip.compress(read_web(path).encode(), mtime=0)


def _kind(name: str) -> str:
    return f"text/{'javascript' if name.endswith('.js') else 'css'}; charset=utf-8"


async def _font(request: Request) -> Response:
    content = _face(request.path_params["face"])
    return Response(status_code=404) if content is None else cacheable_response(request, content, "font/woff2")


@cache
def _face(name: str) -> bytes | None:
    media = files("streamlit").joinpath("static", "static", "media")
    found = [path for path in media.iterdir() if name in _FACES and path.name.startswith(_FACES[name])]
    return found[0].read_bytes() if found else None


ROUTES = [
    Route(f"{URL_PREFIX}/fonts/{{face}}.woff2", _font),
    Route(f"{URL_PREFIX}/web/{{stamp}}/{{path:path}}", _web),
    Route(f"{URL_PREFIX}/{{name}}", _text),
]
