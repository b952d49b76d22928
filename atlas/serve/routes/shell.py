"""Routes of the page around the map: health, words, background maps, accessibility statement."""

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.i18n import section_words
from atlas.serve.http import URL_PREFIX, cacheable_response, current_atlas, json_response, requested_lang
from atlas.serve.security import protect


def _healthz(_: Request) -> Response:
    return json_response({"status": "ok", "layers": len(current_atlas().catalog)})


def _basemaps(request: Request) -> Response:
    """Send the titles of the online background maps."""
    titles = {key: basemap.title(requested_lang(request)) for key, basemap in current_atlas().catalog.basemaps.items()}
    return cacheable_response(request, orjson.dumps(titles), "application/json")


def _accessibility(request: Request) -> Response:
    """Send the accessibility statement in the language and the theme of the page."""
    from atlas.render.accessibility_statement import accessibility_page

    theme = request.query_params.get("theme")
    theme = theme if theme in {"dark", "room"} else "light"
    page = accessibility_page(requested_lang(request), theme).encode()
    return protect(cacheable_response(request, page, "text/html; charset=utf-8"), page)


def _words(request: Request) -> Response:
    """Send the words of one section of the locale tables: those that a script of the page shows."""
    found = section_words(request.path_params["section"], requested_lang(request))
    return cacheable_response(request, orjson.dumps(found), "application/json")


ROUTES = [
    Route("/healthz", _healthz),
    Route(f"{URL_PREFIX}/basemaps", _basemaps),
    Route(f"{URL_PREFIX}/accessibility", _accessibility),
    Route(f"{URL_PREFIX}/words/{{section}}", _words),
]
