"""What the routes share: the atlas, view and language of a request; answers as JSON, or cacheable by a browser."""

import gzip
import hashlib
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.errors import AtlasError, ViewError
from atlas.i18n import LANGUAGES, t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from atlas.io.atlas import Atlas
    from atlas.scene.notes.note import Note
    from atlas.scene.query.sharing import SharedView
    from atlas.scene.query.view import View

URL_PREFIX = "/atlas"
# Of the addresses for other programs.
OGC_PREFIX = "/ogc"
# Requests that change something, or cost much, carry it.
OWN_PAGE = "x-atlas"
# Of a whole number: no layer has as many rows.
_DIGITS = 9
# What compresses to little is not worth the time.
_SMALL = 2_000
# Notes that came in the body of the request that is being answered.
_posted: "ContextVar[tuple[Note, ...]]" = ContextVar("notes", default=())


def current_atlas() -> "Atlas":
    """Return the atlas of this process; imported by the first call, so that the server starts without it."""
    from atlas.serve.state import current_atlas

    return current_atlas()


@contextmanager
def answering_notes(notes: "tuple[Note, ...]") -> "Iterator[None]":
    """Answer with further notes on the map: within the context they are those of every view of the request."""
    before = _posted.set(notes)
    try:
        yield
    finally:
        _posted.reset(before)


def requested_view(request: Request, *own: str) -> "tuple[View, tuple[AtlasError, ...]]":
    """Return the view of the link in a request, and what could not be used of it.

    Parameters
    ----------
    request
        Its query is that of a link.
    *own
        Parameters that belong to the route and not to the link.
    """
    from atlas.scene.query.permalink import parse_query
    from atlas.scene.query.view import add_notes
    from atlas.scene.story.library import resolve_view

    atlas = current_atlas()
    query = {key: request.query_params.getlist(key) for key in request.query_params if key not in own}
    parsed, unread = parse_query(query)
    view, unfit = resolve_view(parsed, atlas)
    return add_notes(view, _posted.get()), (*unread, *unfit)


def shared_view(request: Request, *own: str, whole: bool = True) -> "SharedView":
    """Return the view of a request as it may be passed on: without private layers, unless it has ``private=1``.

    Parameters
    ----------
    request, *own
        As `requested_view` takes them.
    whole
        Whether an invalid part of the link is an error.

    Raises
    ------
    AtlasError
        The first invalid part of the link, or an error of `atlas.scene.query.sharing.share`.
    """
    from atlas.scene.query.sharing import share

    atlas = current_atlas()
    view, problems = requested_view(request, "private", *own)
    if whole and problems:
        raise problems[0]
    return share(view, atlas, private=requests_private(request))


def shared_atlas(request: Request) -> "Atlas":
    """Return the atlas for a file: without private layers, unless the request has ``private=1``."""
    from atlas.scene.query.sharing import public_atlas

    atlas = current_atlas()
    return atlas if requests_private(request) else public_atlas(atlas)


def requests_private(request: Request) -> bool:
    """Return whether a request includes private layers."""
    return request.query_params.get("private") == "1"


def requested_lang(request: Request) -> str:
    """Return the language of a request; the first language when it names none of ours."""
    lang = request.query_params.get("lang", LANGUAGES[0])
    return lang if lang in LANGUAGES else LANGUAGES[0]


def whole_number(request: Request, key: str, default: int) -> int:
    """Return a parameter that is a whole number from 0 to a thousand million.

    Raises
    ------
    ViewError
        It is not.
    """
    text = request.query_params.get(key, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise ViewError("number_wrong", key=key, value=text)
    return int(text)


def errors_as_json(handler: "Callable[[Request], Response]") -> "Callable[[Request], Response]":
    """Make a handler answer 400 with one sentence, in the language of the page, where it raises an AtlasError."""

    @wraps(handler)
    def handle(request: Request) -> Response:
        try:
            return handler(request)
        except AtlasError as problem:
            return json_response({"error": problem.text_for_readers(requested_lang(request))}, 400)

    return handle


def with_errors(routes: "Sequence[Route]") -> "list[Route]":
    """Return routes whose handlers answer 400 with one sentence where a layer cannot be read, or for any AtlasError."""
    return [
        Route(route.path, errors_as_json(route.endpoint), methods=list(route.methods or ()), name=route.name)
        for route in routes
    ]


def problem_response(
    request: Request, problem: AtlasError, status: int, headers: "Mapping[str, str] | None" = None
) -> Response:
    """Send the sentence of a problem: as JSON, and as a page where a browser opens the address itself."""
    lang = requested_lang(request)
    sentence, sent = problem.text_for_readers(lang), {"Cache-Control": "no-store", **(headers or {})}
    if not request.headers.get("accept", "").startswith("text/html"):
        content: dict[str, str | int] = {"error": sentence}
        if request.url.path.startswith(OGC_PREFIX):
            content = program_problem(sentence, status, HTTPStatus(status).phrase)
            # Pages of other sites read it, as every answer there.
            sent["Access-Control-Allow-Origin"] = "*"
        return Response(orjson.dumps(content), status, media_type="application/json", headers=sent)
    page = problem_page(sentence, lang, again=sent.get("Retry-After"))
    return Response(page, status, media_type="text/html", headers=sent)


def program_problem(sentence: str, status: int, code: str) -> dict[str, str | int]:
    """Return a problem as OGC API and RFC 9457 have it."""
    known: dict[str, str | int] = {"type": "about:blank", "title": sentence, "status": status, "detail": sentence}
    return {**known, "code": code, "description": sentence}


def problem_page(sentence: str, lang: str, *, again: str | None = None) -> str:
    """Return a page that says what the problem is; a browser opens the address again after some seconds."""
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{escape(t("app.title", lang))}</title>'
        '<meta name="viewport" content="width=device-width">'
        + (f'<meta http-equiv="refresh" content="{again}">' if again else "")
        + "<style>body { font: 1.1rem sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem }</style>"
        f'<p role="alert">{escape(sentence)}</p></html>'
    )


def is_own_page(request: Request) -> bool:
    """Return whether a request has the header that pages of this server alone can send: no form or link of another."""
    return bool(request.headers.get(OWN_PAGE))


def json_response(value: object, status: int = 200) -> Response:
    """Send a value as JSON that no cache keeps."""
    return Response(orjson.dumps(value), status, media_type="application/json", headers={"Cache-Control": "no-store"})


def pack(content: bytes) -> bytes:
    """Compress what is made for one request: quickly."""
    return gzip.compress(content, compresslevel=1, mtime=0)


def binary_response(content: bytes, headers: "Mapping[str, str] | None" = None, *, packed: bool = False) -> Response:
    """Send bytes that no cache keeps, compressed where that saves something; `packed` ones are (`pack`)."""
    sent = {"Cache-Control": "no-store", **(headers or {})}
    if packed or len(content) > _SMALL:
        content, sent["Content-Encoding"] = content if packed else pack(content), "gzip"
    return Response(content, media_type="application/octet-stream", headers=sent)


def cacheable_response(
    request: Request, content: bytes, kind: str, *, encoding: str | None = None, immutable: bool = False
) -> Response:
    """Send content, or 304 when the browser has it; a browser never requests `immutable` content again."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=31536000, immutable" if immutable else "no-cache"}
    if encoding:
        headers["Content-Encoding"] = encoding
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)
