"""The app: the page and the routes beside it, on one port."""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.environment import LogSettings, read_limits
from atlas.i18n import t
from atlas.logs import log_to_stderr
from atlas.render.assets import read_web, strip_comments, theme_style, web_address, web_files
from atlas.render.chunks import chunk_address
from atlas.serve.app import MIDDLEWARE, ROUTES, lifespan
from atlas.serve.http import URL_PREFIX, cacheable_response, requested_lang
from atlas.serve.link_head import link_head
from atlas.serve.offline import mark_offline
from atlas.serve.security import protect
from atlas.serve.sessions import for_readers
from atlas.streamlit_seam import ask_no_other_server, index_page, send_without_delay
from atlas.ui.failure import NO_DETAILS, hide_details

SCRIPT = Path(str(files("atlas").joinpath("ui", "script.py")))


@asynccontextmanager
async def _logged_lifespan(app: object) -> AsyncIterator[None]:
    """Write problems to standard error while the server runs; all that is logged under ``ATLAS_VERBOSE=1``."""
    hide_details()
    send_without_delay()
    ask_no_other_server()
    with log_to_stderr(verbose=bool(read_limits(LogSettings).verbose)):
        async with lifespan(app):
            yield


def _index(request: Request) -> Response:
    """Send the page that loads Streamlit, with the script that starts the map meanwhile."""
    lang = requested_lang(request)
    page = index_page(
        strip_comments(read_web("shell/boot.js")).replace("/atlas/web/0/", web_address(URL_PREFIX, "")),
        title=t("app.title", lang),
        no_script=t("app.script", lang),
        style=_style(),
        head=link_head(request),
        modules=[chunk_address(URL_PREFIX, entry) for entry in _modules(request)],
    )
    content = page.encode()
    # Streamlit compresses the answers of the routes, but not its own index page.
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return protect(cacheable_response(request, content, "text/html; charset=utf-8"), content, framed=True)
    packed = gzip.compress(content, mtime=0)
    answer = cacheable_response(request, packed, "text/html; charset=utf-8", encoding="gzip")
    return protect(answer, content, framed=True)


def _style() -> str:
    """Return the look of the page, what hides Streamlit's own, and what hides the page behind the opening."""
    look = theme_style().replace("fonts/", web_address(URL_PREFIX, "fonts/"))
    own = ("shell/streamlit_seam.css", "opening/curtain.css")
    return look + "".join(strip_comments(read_web(path)) for path in own)


def _modules(request: Request) -> list[str]:
    """Return the modules of the page around the map, and that of the mode which a link opens."""
    mode = request.query_params.get("mode")
    own = f"{mode}/{mode}.js"
    return ["shell/page.js", "shell/bridge.js", own if own in web_files() else "explore/explore.js"]


# What `streamlit.App` takes beside the script.
OPTIONS: dict[str, Any] = {
    "routes": [*mark_offline(for_readers([Route("/", _index)])), *ROUTES],
    "lifespan": _logged_lifespan,
    "middleware": MIDDLEWARE,
}

# As `.streamlit/config.toml` of the repository, and for a server that nobody edits while it runs.
_SETTINGS = {
    "browser.gatherUsageStats": False,
    NO_DETAILS[0]: NO_DETAILS[1],
    "server.showEmailPrompt": False,
    "server.headless": True,
    "server.fileWatcherType": "none",
}


def run_app(host: str, port: int) -> None:
    """Serve the app until it is stopped.

    Parameters
    ----------
    host
        Address to listen at: ``127.0.0.1`` for this machine alone, ``0.0.0.0`` for a network.
    port
        Port to listen at.
    """
    settings = _SETTINGS | {"server.address": host, "server.port": port}
    st.App(SCRIPT, **OPTIONS).run(config=settings)
