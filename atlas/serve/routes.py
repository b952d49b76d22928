"""The routes beside the page, on the same port. Handlers are plain functions: they run in Starlette's thread pool."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib.resources import files

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
from atlas.render.page import map_page
from atlas.scene.card import make_card
from atlas.scene.tree import describe_tree
from atlas.serve.opened import opened

HOME = "/atlas"
# The faces that ship with Streamlit; the page and the map are set in the same.
_FACES = {"sans": "SourceSansVF-Upright.ttf.*.woff2", "serif": "SourceSerifVariable-Roman.ttf.*.woff2"}
_TEXTS: dict[str, tuple[Callable[[], str], str]] = {
    "leaflet.js": (leaflet_script, "text/javascript"),
    "leaflet.css": (leaflet_style, "text/css"),
    "map.js": (atlas_script, "text/javascript"),
    "map.css": (atlas_style, "text/css"),
    "symbols.js": (symbol_script, "text/javascript"),
    "theme.css": (theme_style, "text/css"),
    **{name: (partial(page_asset, name), "text/javascript") for name in ("panel.js", "bridge.js")},
    **{name: (partial(page_asset, name), "text/css") for name in ("panel.css", "bridge.css")},
}


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Warm the atlas while the server starts: in a thread, so that health is answered meanwhile."""
    warming = asyncio.create_task(asyncio.to_thread(opened().warm, LANGUAGES[0]))
    yield
    await warming


def _healthz(_: Request) -> Response:
    return _json({"status": "ok", "layers": len(opened().catalog)})


def _map(request: Request) -> Response:
    return _answer(request, _page(_lang(request)).encode(), "text/html; charset=utf-8")


@cache
def _page(lang: str) -> str:
    return map_page(lang, home=HOME)


def _text(request: Request) -> Response:
    make, kind = _TEXTS[request.url.path.rsplit("/", 1)[-1]]
    return _answer(request, make().encode(), f"{kind}; charset=utf-8")


def _font(request: Request) -> Response:
    content = _face(request.path_params["face"])
    return Response(status_code=404) if content is None else _answer(request, content, "font/woff2")


@cache
def _face(name: str) -> bytes | None:
    media = files("streamlit").joinpath("static", "static", "media")
    start = _FACES[name].split("*")[0] if name in _FACES else None
    found = [path for path in media.iterdir() if start and path.name.startswith(start)]
    return found[0].read_bytes() if found else None


def _tree(request: Request) -> Response:
    lang = _lang(request)
    panel = {key.removeprefix("panel."): text for key, text in words(lang).items() if key.startswith("panel.")}
    tree = {"words": panel, "themes": describe_tree(opened().catalog, lang)}
    return _answer(request, orjson.dumps(tree), "application/json")


def _layer(request: Request) -> Response:
    atlas, layer_id = opened(), request.path_params["layer"]
    if layer_id not in atlas.catalog or atlas.catalog[layer_id].style is None:
        return _json({"error": f"no layer {layer_id}"}, 404)
    content = atlas.packed(layer_id, _lang(request))
    return _answer(request, content, "application/octet-stream", encoding="gzip")


def _card(request: Request) -> Response:
    atlas, layer_id, row = opened(), request.path_params["layer"], request.path_params["row"]
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
    Route("/healthz", _healthz),
    Route(f"{HOME}/map", _map),
    Route(f"{HOME}/tree", _tree),
    Route(f"{HOME}/layers/{{layer}}", _layer),
    Route(f"{HOME}/cards/{{layer}}/{{row:path}}", _card),
    Route(f"{HOME}/fonts/{{face}}.woff2", _font),
    *(Route(f"{HOME}/{name}", _text, name=name) for name in _TEXTS),
]
