"""The atlas as an application: service worker, manifest, icon."""

from functools import cache

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.i18n import t
from atlas.render.assets import read_web, strip_comments, web_address
from atlas.serve.disk_cache import prepared
from atlas.serve.http import URL_PREFIX, cacheable_response, requested_lang
from atlas.serve.security import POLICY

_SIZES = (180, 192, 512)
# As the ground and the ink of the light appearance (tokens.css).
_GROUND = "#F5F2EA"


def _worker(request: Request) -> Response:
    """Send the service worker; its text changes with the scripts, and so the browser takes the new one."""
    response = cacheable_response(request, _worker_script(), "text/javascript; charset=utf-8")
    # It requests what it keeps, and runs nothing but itself.
    response.headers[POLICY] = (
        "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    return response


@cache
def _worker_script() -> bytes:
    script = strip_comments(read_web("offline/worker.js"))
    return script.replace("/atlas/web/0/", web_address(URL_PREFIX, "")).encode()


def _manifest(request: Request) -> Response:
    """Send what a system needs to offer the atlas as an application."""
    lang = requested_lang(request)
    manifest = {
        "id": "/",
        "name": t("app.title", lang),
        "short_name": t("offline.short_name", lang),
        "description": t("dcat.about", lang),
        "lang": lang,
        "dir": "ltr",
        "start_url": f"/?mode=explore&lang={lang}",
        "scope": "/",
        "display": "standalone",
        "background_color": _GROUND,
        "theme_color": _GROUND,
        "icons": [
            {"src": f"{URL_PREFIX}/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in _SIZES[1:]
            for purpose in ("any", "maskable")
        ],
        "shortcuts": [{"name": t("panel.mode_present", lang), "url": f"/?mode=present&lang={lang}"}],
    }
    return cacheable_response(request, orjson.dumps(manifest), "application/manifest+json")


def _icon(request: Request) -> Response:
    """Send the icon in one of its sizes."""
    size = next((size for size in _SIZES if str(size) == request.path_params["size"]), None)
    if size is None:
        return Response(status_code=404)

    def make() -> bytes:
        from atlas.render.print.icon import draw_icon

        return draw_icon(size)

    return cacheable_response(request, prepared(f"icon-{size}", make), "image/png")


ROUTES = [
    Route("/sw.js", _worker),
    Route(f"{URL_PREFIX}/manifest.webmanifest", _manifest),
    Route(f"{URL_PREFIX}/icon-{{size}}.png", _icon),
]
