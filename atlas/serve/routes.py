"""The routes beside the page, on the same port. Handlers are plain functions: they run in Starlette's thread pool.

Importing this module is light: the server answers, and the browser loads, while a thread imports geopandas and reads
the layers. What was prepared by an earlier start is sent without waiting for either.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.i18n import LANGUAGES, words
from atlas.render.assets import (
    atlas_script,
    atlas_style,
    leaflet_script,
    leaflet_style,
    page_asset,
    symbol_script,
    theme_style,
)
from atlas.serve.prepared import is_prepared, prepared

if TYPE_CHECKING:
    from atlas.serve.opened import Opened

HOME = "/atlas"
# How long a browser takes from the start of the server to the first map, when all of it is prepared.
_FIRST_MAP_SECONDS = 2.0
# The faces that ship with Streamlit; the page and the map are set in the same.
_FACES = {"sans": "SourceSansVF-Upright.ttf.", "serif": "SourceSerifVariable-Roman.ttf."}
_TEXTS: dict[str, tuple[Callable[[], str], str]] = {
    "leaflet.js": (leaflet_script, "text/javascript"),
    "leaflet.css": (leaflet_style, "text/css"),
    "map.js": (atlas_script, "text/javascript"),
    "map.css": (atlas_style, "text/css"),
    "symbols.js": (symbol_script, "text/javascript"),
    "theme.css": (theme_style, "text/css"),
    **{name: (partial(page_asset, name), "text/javascript") for name in ("panel.js", "bridge.js")},
    **{name: (partial(page_asset, name), "text/css") for name in ("panel.css",)},
}


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Import and read in a thread while the server starts: health is answered, and the browser loads, meanwhile.

    After a start that has prepared the first map, that thread lets the first map go before it.
    """
    warming = asyncio.create_task(_warm())
    yield
    await warming


async def _warm() -> None:
    if is_prepared(f"state-{LANGUAGES[0]}"):
        await asyncio.sleep(_FIRST_MAP_SECONDS)
    await asyncio.to_thread(lambda: _opened().warm(LANGUAGES[0]))


def _opened() -> "Opened":
    from atlas.serve.opened import opened

    return opened()


def _healthz(_: Request) -> Response:
    return _json({"status": "ok", "layers": len(_opened().catalog)})


def _index(request: Request) -> Response:
    """Send Streamlit's page with one script more: it starts the map at once, beside Streamlit's own start."""
    html = files("streamlit").joinpath("static", "index.html").read_text(encoding="utf-8")
    html = html.replace("<head>", f"<head><script>{page_asset('early.js')}</script>", 1)
    return _answer(request, html.encode(), "text/html; charset=utf-8")


def _map(request: Request) -> Response:
    lang = _lang(request)

    def make() -> bytes:
        from atlas.render.page import map_page

        return map_page(lang, home=HOME).encode()

    return _answer(request, prepared(f"map-{lang}", make), "text/html; charset=utf-8")


def _state(request: Request) -> Response:
    """Send the state that the page's link asks for, before Streamlit has run its script."""
    query = {key: request.query_params.getlist(key) for key in request.query_params}
    if set(query) <= {"lang"}:
        content = prepared(f"state-{_lang(request)}", lambda: _opened().state(query))
    else:
        content = _opened().state(query)
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


def _text(request: Request) -> Response:
    make, kind = _TEXTS[request.url.path.rsplit("/", 1)[-1]]
    return _answer(request, make().encode(), f"{kind}; charset=utf-8")


def _font(request: Request) -> Response:
    content = _face(request.path_params["face"])
    return Response(status_code=404) if content is None else _answer(request, content, "font/woff2")


@cache
def _face(name: str) -> bytes | None:
    media = files("streamlit").joinpath("static", "static", "media")
    found = [path for path in media.iterdir() if name in _FACES and path.name.startswith(_FACES[name])]
    return found[0].read_bytes() if found else None


def _tree(request: Request) -> Response:
    from atlas.scene.tree import describe_tree

    lang = _lang(request)
    panel = {key.removeprefix("panel."): text for key, text in words(lang).items() if key.startswith("panel.")}
    tree = {"words": panel, "themes": describe_tree(_opened().catalog, lang)}
    return _answer(request, orjson.dumps(tree), "application/json")


def _layer(request: Request) -> Response:
    layer_id, lang = request.path_params["layer"], _lang(request)
    if not layer_id.isidentifier():
        return _json({"error": f"no layer {layer_id}"}, 404)
    try:
        content = prepared(f"{layer_id}-{lang}", lambda: _opened().packed(layer_id, lang))
    except KeyError:
        return _json({"error": f"no layer {layer_id}"}, 404)
    return _answer(request, content, "application/octet-stream", encoding="gzip")


def _layer_sheet(request: Request) -> Response:
    from atlas.scene.sheet import make_sheet

    catalog, layer_id = _opened().catalog, request.path_params["layer"]
    if layer_id not in catalog:
        return _json({"error": f"no layer {layer_id}"}, 404)
    return _answer(request, orjson.dumps(make_sheet(catalog[layer_id], _lang(request))), "application/json")


def _card(request: Request) -> Response:
    from atlas.scene.card import make_card

    atlas, layer_id, row = _opened(), request.path_params["layer"], request.path_params["row"]
    if layer_id not in atlas.catalog or row not in atlas.frames[layer_id].index:
        return _json({"error": f"no row {row} in {layer_id}"}, 404)
    return _json(make_card(atlas.catalog[layer_id], atlas.frames[layer_id], row, _lang(request)))


def _lang(request: Request) -> str:
    lang = request.query_params.get("lang", LANGUAGES[0])
    return lang if lang in LANGUAGES else LANGUAGES[0]


def _json(value: object, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json", headers={"Cache-Control": "no-store"})


def _answer(request: Request, content: bytes, kind: str, *, encoding: str | None = None) -> Response:
    """Send content, or say that the browser has it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if encoding:
        headers["Content-Encoding"] = encoding
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


ROUTES = [
    Route("/", _index),
    Route("/healthz", _healthz),
    Route(f"{HOME}/map", _map),
    Route(f"{HOME}/state", _state),
    Route(f"{HOME}/tree", _tree),
    Route(f"{HOME}/layers/{{layer}}", _layer),
    Route(f"{HOME}/sheets/{{layer}}", _layer_sheet),
    Route(f"{HOME}/cards/{{layer}}/{{row:path}}", _card),
    Route(f"{HOME}/fonts/{{face}}.woff2", _font),
    *(Route(f"{HOME}/{name}", _text, name=name) for name in _TEXTS),
]
