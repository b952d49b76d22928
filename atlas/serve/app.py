"""The routes beside the page, on the same port. Handlers are plain functions: they run in Starlette's thread pool.

Importing this module is light: the server answers, and the browser loads, while a thread imports geopandas and reads
the layers. What was prepared by an earlier start is sent without waiting for either.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from threading import Thread

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.i18n import LANGUAGES, t, words
from atlas.render.assets import read_web, web_stamp
from atlas.serve.disk_cache import is_prepared, prepared
from atlas.serve.http import (
    HOME,
    asked_lang,
    asked_view,
    cacheable_response,
    current_atlas,
    errors_as_json,
    json_response,
    shared_view,
)
from atlas.serve.metrics import ROUTES as METRICS
from atlas.serve.routes.compare import ROUTES as COMPARE
from atlas.serve.routes.explore import ROUTES as EXPLORE
from atlas.serve.routes.network import ROUTES as NETWORK
from atlas.serve.routes.print import ROUTES as SHEETS
from atlas.serve.routes.stories import OWN_ROUTES as OWN_STORIES
from atlas.serve.routes.stories import ROUTES as STORIES
from atlas.serve.routes.uploads import ROUTES as UPLOADS
from atlas.serve.routes.viewport import ROUTES as VIEWPORT
from atlas.serve.routes.web import ROUTES as WEB
from atlas.serve.sessions import for_readers

# How long a browser takes from the start of the server to the first map, when all of it is prepared.
_FIRST_MAP_SECONDS = 2.0


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
    await asyncio.to_thread(_read_all)


def _read_all() -> None:
    from atlas.serve.lod_builder import build_all
    from atlas.serve.state import warm

    warm(LANGUAGES[0], current_atlas())
    # The server need not wait for it when it stops.
    Thread(target=build_all, daemon=True).start()


def _healthz(_: Request) -> Response:
    return json_response({"status": "ok", "layers": len(current_atlas().catalog)})


def _index(request: Request) -> Response:
    """Send Streamlit's page with one script more: it starts the map at once, beside Streamlit's own start."""
    html = files("streamlit").joinpath("static", "index.html").read_text(encoding="utf-8")
    lang = asked_lang(request)
    html = html.replace("<head>", f"<head><script>{read_web('shell/boot.js')}</script>", 1)
    # What Streamlit says before the atlas can, and where no script runs.
    html = html.replace("<title>Streamlit</title>", f"<title>{t('app.title', lang)}</title>", 1)
    html = html.replace("You need to enable JavaScript to run this app.", t("app.script", lang), 1)
    return cacheable_response(request, html.encode(), "text/html; charset=utf-8")


def _map(request: Request) -> Response:
    lang = asked_lang(request)

    def make() -> bytes:
        from atlas.render.map_page import map_page

        return map_page(lang, home=HOME).encode()

    return cacheable_response(request, prepared(f"map-{lang}-{web_stamp()}", make), "text/html; charset=utf-8")


def _state(request: Request) -> Response:
    """Send the state that the page's link asks for, before Streamlit has run its script."""
    from atlas.serve.state import first_state

    query = _query(request)
    if set(query) <= {"lang"}:
        content = prepared(f"state-{asked_lang(request)}", lambda: first_state(query, current_atlas()))
    else:
        content = first_state(query, current_atlas())
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


def _outline(request: Request) -> Response:
    """Send the outline of what a link asks about, as encoded polylines."""
    from atlas.scene.map.compose import asked_outline
    from atlas.scene.query.drawn_shape import encode_rings

    atlas = current_atlas()
    view, _ = asked_view(request)
    areas = asked_outline(view, atlas)
    return cacheable_response(request, orjson.dumps(encode_rings(areas)), "application/json")


def _query(request: Request) -> dict[str, list[str]]:
    return {key: request.query_params.getlist(key) for key in request.query_params}


def _tree(request: Request) -> Response:
    from atlas.scene.explore.layer_tree import describe_tree

    return cacheable_response(
        request, orjson.dumps(describe_tree(current_atlas().catalog, asked_lang(request))), "application/json"
    )


def _years(request: Request) -> Response:
    """Send when what a link keeps began and ended, and what stood in its year."""
    from atlas.scene.explore.timeline import count_standing, count_years

    atlas = current_atlas()
    view, _ = asked_view(request)
    years = count_years(view, atlas)
    return json_response(years | {"standing": count_standing(view, atlas)})


def _territories(request: Request) -> Response:
    from atlas.scene.query.territories import list_territories

    atlas = current_atlas()
    found = list_territories(atlas, asked_lang(request))
    return cacheable_response(request, orjson.dumps(found), "application/json")


def _description(request: Request) -> Response:
    """Send the map of a link in words."""
    from atlas.scene.explore.describe import describe_view

    atlas = current_atlas()
    view, _ = asked_view(request)
    return json_response(describe_view(view, atlas))


def _basemaps(request: Request) -> Response:
    """Send the titles of the online backgrounds."""
    titles = {key: basemap.title(asked_lang(request)) for key, basemap in current_atlas().catalog.basemaps.items()}
    return cacheable_response(request, orjson.dumps(titles), "application/json")


def _accessibility(request: Request) -> Response:
    """Send the accessibility statement in the language and the theme of the page."""
    from atlas.render.accessibility_statement import accessibility_page

    asked = request.query_params.get("theme")
    theme = asked if asked in {"dark", "room"} else "light"
    page = accessibility_page(asked_lang(request), theme)
    return cacheable_response(request, page.encode(), "text/html; charset=utf-8")


def _words(request: Request) -> Response:
    """Send the words of one section of the locale tables: those that a script of the page shows."""
    section = request.path_params["section"] + "."
    found = {
        key.removeprefix(section): text for key, text in words(asked_lang(request)).items() if key.startswith(section)
    }
    return cacheable_response(request, orjson.dumps(found), "application/json")


def _layer(request: Request) -> Response:
    from atlas.serve.state import packed_layer

    layer_id, lang = request.path_params["layer"], asked_lang(request)
    if not layer_id.isidentifier():
        return json_response({"error": f"no layer {layer_id}"}, 404)
    try:
        content = prepared(f"{layer_id}-{lang}", lambda: packed_layer(layer_id, lang, current_atlas()))
    except KeyError:
        return json_response({"error": f"no layer {layer_id}"}, 404)
    return cacheable_response(request, content, "application/octet-stream", encoding="gzip")


@errors_as_json
def _file(request: Request) -> Response:
    """Send the map of a link as one file that needs no network; a link that cannot be answered whole gives none."""
    from atlas.render.single_file import scene_file
    from atlas.scene.explore.cards import make_cards
    from atlas.scene.map.compose import compose

    shared = shared_view(request)
    scene = compose(shared.view, shared.atlas)
    content = scene_file(scene, make_cards([scene], shared.atlas))
    headers = {"Content-Disposition": 'attachment; filename="atlas.html"'}
    return Response(content, media_type="text/html", headers=headers)


def _layer_sheet(request: Request) -> Response:
    from atlas.scene.publish.layer_metadata import make_sheet

    catalog, layer_id = current_atlas().catalog, request.path_params["layer"]
    if layer_id not in catalog:
        return json_response({"error": f"no layer {layer_id}"}, 404)
    return cacheable_response(
        request, orjson.dumps(make_sheet(catalog[layer_id], asked_lang(request))), "application/json"
    )


def _card(request: Request) -> Response:
    from atlas.scene.query.object_card import make_card

    atlas, layer_id, row = current_atlas(), request.path_params["layer"], request.path_params["row"]
    if layer_id not in atlas.catalog or row not in atlas.frames[layer_id].index:
        return json_response({"error": f"no row {row} in {layer_id}"}, 404)
    return json_response(make_card(atlas.catalog[layer_id], atlas.frames[layer_id], row, asked_lang(request)))


ROUTES = [
    Route("/", _index),
    Route("/healthz", _healthz),
    Route(f"{HOME}/map", _map),
    Route(f"{HOME}/state", _state),
    Route(f"{HOME}/tree", _tree),
    Route(f"{HOME}/outline", _outline),
    Route(f"{HOME}/years", _years),
    Route(f"{HOME}/basemaps", _basemaps),
    Route(f"{HOME}/description", _description),
    Route(f"{HOME}/file", _file),
    Route(f"{HOME}/accessibility", _accessibility),
    Route(f"{HOME}/territories", _territories),
    Route(f"{HOME}/layers/{{layer}}", _layer),
    Route(f"{HOME}/sheets/{{layer}}", _layer_sheet),
    Route(f"{HOME}/cards/{{layer}}/{{row:path}}", _card),
    Route(f"{HOME}/words/{{section}}", _words),
    *EXPLORE,
    *COMPARE,
    *NETWORK,
    *SHEETS,
    *STORIES,
    *VIEWPORT,
]
ROUTES = [*METRICS, *UPLOADS, *OWN_STORIES, *for_readers(ROUTES), *WEB]
