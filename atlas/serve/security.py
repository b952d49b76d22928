"""What every answer says to browsers about its safety, and what is answered where the program fails.

A page may run the scripts of this server and its own inline scripts, which are named by their hash; nothing that a
reader or a file brings is run. `SecurityMiddleware` adds what an answer does not say by itself.
"""

import logging
import re
import secrets
import sys
import tomllib
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

import orjson
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.folders import shipped_layers
from atlas.i18n import LANGUAGES, t
from atlas.public_settings import read_public_settings
from atlas.render.page_policy import DRIVEN, script_hashes
from atlas.serve.workers.out_of_memory import end_process
from atlas.streamlit_seam import OPEN_CORE_PATHS, read_index

_log = logging.getLogger(__name__)

POLICY = "Content-Security-Policy"
# Of every answer. Online backgrounds are asked for with the origin of the page (OpenStreetMap refuses requests without
# it), never with the link, which says what a reader looks at.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), microphone=(), midi=(), payment=(), serial=(), usb=(), "
        # Where a reader is: asked for when they press "around me", used in their browser, never sent.
        "geolocation=(self), fullscreen=(self), clipboard-write=(self)"
    ),
}
_LEAST = "default-src 'none'; base-uri 'none'; form-action 'none'"


def protect(response: Response, page: bytes, *, framed: bool = False) -> Response:
    """Add to an answer what the page that it holds may load and run.

    Parameters
    ----------
    response
        Holds the page, or says that the browser has it.
    page
        Its HTML, not compressed.
    framed
        Whether pages of other sites may show it in a frame, as the operator allows.
    """
    response.headers[POLICY] = f"{_page_policy(page, _tile_hosts())}; frame-ancestors {_ancestors(framed=framed)}"
    return response


@lru_cache(maxsize=64)
def _page_policy(page: bytes, pictures: tuple[str, ...]) -> str:
    hashes = script_hashes(page.decode())
    return "; ".join(
        (
            "default-src 'self'",
            # Streamlit imports the scripts of its components from blobs that it makes itself.
            " ".join(("script-src 'self' blob:", DRIVEN, *hashes)),
            # Leaflet and Streamlit's styles write them while they run.
            "style-src 'self' 'unsafe-inline'",
            " ".join(("img-src 'self' data: blob:", *pictures)),
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


def _ancestors(*, framed: bool) -> str:
    return read_public_settings().frame_ancestors if framed else "'self'"


def _tile_hosts() -> tuple[str, ...]:
    """Return the hosts of the online backgrounds; without waiting for the catalogue."""
    path = shipped_layers() / "basemaps.toml"
    try:
        return _read_hosts(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ()


@lru_cache(maxsize=4)
def _read_hosts(text: str) -> tuple[str, ...]:
    try:
        declared = tomllib.loads(text).values()
    except tomllib.TOMLDecodeError:
        # `check` and the page say so.
        return ()
    addresses = [str(basemap.get("url", "")) for basemap in declared if isinstance(basemap, dict)]
    parts = [urlsplit(re.sub(r"\{s\}", "*", address)) for address in addresses]
    named = [part for part in parts if part.scheme in {"http", "https"} and re.fullmatch(r"[\w.*:-]+", part.netloc)]
    return tuple(sorted({f"{part.scheme}://{part.netloc}" for part in named}))


class SecurityMiddleware:
    """Adds the headers of safety to every answer, and answers where the program fails.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request and complete its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def complete(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _complete(MutableHeaders(scope=message), message["status"])
            await send(message)

        try:
            if _is_closed(scope["path"]):
                await Response(status_code=404)(scope, receive, complete)
            else:
                await self._app(scope, receive, complete)
        except ClientDisconnect:
            # Nobody is left to be answered.
            return
        except MemoryError:
            raise
        except Exception:
            failure = report_failure(f"{scope['method']} {scope['path']}")
            if started:
                raise
            content = orjson.dumps({"error": t("errors.failed", _lang(scope), id=failure), "id": failure})
            await Response(content, 500, media_type="application/json")(scope, receive, complete)


def report_failure(where: str) -> str:
    """Write the exception that is being handled to the log; return the id that it bears there and in the page."""
    end_process(sys.exc_info()[1])
    failure = secrets.token_hex(4)
    _log.exception("failure %s: %s", failure, where)
    return failure


def _complete(headers: MutableHeaders, status: int) -> None:
    for name, value in _HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-store")
    if "location" in headers:
        # A redirection names this server as the request did (`Host`): the path is enough.
        headers["location"] = _path(headers["location"])
    # An answer that was not changed keeps the policy that came with it.
    if POLICY not in headers and status != _NOT_MODIFIED:
        headers[POLICY] = _default_policy(headers.get("content-type", ""))


_NOT_MODIFIED = 304


def _default_policy(kind: str) -> str:
    if kind.startswith("text/html") and (index := read_index()):
        # Streamlit's own page, at addresses that are none of ours.
        return f"{_page_policy(index, ())}; frame-ancestors 'self'"
    # The PDF viewer of a browser is a page with scripts of its own.
    least = "base-uri 'none'" if kind == "application/pdf" else f"{_LEAST}; style-src 'unsafe-inline'; img-src data:"
    return f"{least}; frame-ancestors 'self'"


def _path(address: str) -> str:
    parts = urlsplit(address)
    if not parts.netloc:
        return address
    # Two slashes would begin the name of another server.
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def _is_closed(path: str) -> bool:
    """Return whether a path is one of Streamlit's that the page does not need."""
    first, _, rest = path.strip("/").partition("/")
    return first == "_stcore" and rest.partition("/")[0] not in OPEN_CORE_PATHS


def _lang(scope: Scope) -> str:
    lang = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [LANGUAGES[0]])[0]
    return lang if lang in LANGUAGES else LANGUAGES[0]
