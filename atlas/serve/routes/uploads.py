"""Routes by which a user uploads a file of their own through the page (`atlas.serve.uploads`)."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from threading import Event
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.environment import MEGABYTE, UploadLimits, read_limits
from atlas.errors import AtlasError, LayerDataError
from atlas.i18n import t
from atlas.serve import uploads
from atlas.serve.http import OWN_PAGE, URL_PREFIX, json_response, requested_lang
from atlas.serve.sessions import COOKIE, LASTS_SECONDS, answering, reader_folder
from atlas.serve.workers.costly import address_of, refusal, wait_until_left
from atlas.serve.workers.lanes import ClientLeftError, lanes
from atlas.serve.workers.receiving import chunks, read_body

_UPLOAD = re.compile(r"[0-9a-f]{32}")
# A page of this server can send this header; a form or a link of another site cannot.
_SENT = "upload"
_FORM_BYTES = 200_000

Handler = Callable[[Request], Awaitable[Response]]


def _own_page(handler: Handler) -> Handler:
    """Answer requests of our own page only; an error is one sentence in the language of the page."""

    @wraps(handler)
    async def handle(request: Request) -> Response:
        lang = requested_lang(request)
        if request.method not in {"GET", "HEAD"} and request.headers.get(OWN_PAGE) != _SENT:
            return json_response({"error": t("errors.upload_foreign", lang)}, 403)
        try:
            with answering(request.cookies.get(COOKIE)):
                return await handler(request)
        except (AtlasError, ClientDisconnect, ClientLeftError) as problem:
            return refusal(request, problem)

    return handle


@_own_page
async def _about(request: Request) -> Response:
    """Send what may be uploaded, and which layers this user has uploaded."""
    return json_response(await run_in_threadpool(uploads.describe, requested_lang(request)))


@_own_page
async def _receive(request: Request) -> Response:
    """Store a file and send what it holds."""
    known = request.cookies.get(COOKIE)
    await run_in_threadpool(uploads.check_upload, known)
    with uploads.receiving_folder() as received:
        async with lanes()["receive"].place(_sender(request)):
            await _store(request, received)
        found = await _import(request, uploads.preview, received, {}, requested_lang(request))
        token = await run_in_threadpool(uploads.admit_upload, received, known)
    answer = json_response(found)
    secure = "https" in {request.url.scheme, request.headers.get("x-forwarded-proto")}
    answer.set_cookie(COOKIE, token, LASTS_SECONDS, httponly=True, samesite="strict", secure=secure)
    return answer


@_own_page
async def _answer(request: Request) -> Response:
    """Read a file again with the answers of its user, or keep it as a layer."""
    folder, upload = reader_folder(request.cookies.get(COOKIE)), request.path_params["name"]
    if folder is None or not _UPLOAD.fullmatch(upload) or not (folder / "waiting" / upload).is_dir():
        raise LayerDataError("upload_gone", key="upload")
    form = await _read_form(request)
    act = uploads.keep if form.get("keep") is True else uploads.preview
    if form.get("lost") is True:
        act = uploads.lost_rows
    return json_response(await _import(request, act, folder / "waiting" / upload, form, requested_lang(request)))


@_own_page
async def _forget(request: Request) -> Response:
    """Remove a layer that this user has uploaded."""
    await run_in_threadpool(uploads.forget, request.path_params["name"])
    return json_response({})


async def _import(request: Request, act: "Callable[..., dict[str, Any]]", *arguments: object) -> dict[str, Any]:
    """Read a file when its turn has come; when the client leaves, its process is stopped."""
    from atlas.io.imports.run_import import stopped_by

    stop, left = Event(), asyncio.ensure_future(wait_until_left(request))
    left.add_done_callback(lambda _: stop.set())
    try:
        async with lanes()["import"].place(_sender(request), left):
            with stopped_by(stop):
                return await to_thread.run_sync(act, *arguments, limiter=CapacityLimiter(1))
    finally:
        left.cancel()


def _sender(request: Request) -> str:
    """Return who sends: the user, where one is known, else the address."""
    folder = reader_folder(request.cookies.get(COOKIE))
    return folder.name if folder else address_of(request)


async def _store(request: Request, waiting: Path) -> None:
    """Write the body of a request under a name of ours; of the user's file name only the ending is used."""
    from atlas.io.imports.readers.detect_format import ARCHIVES, FORMATS
    from atlas.io.imports.stage import printable_name

    name, limit = printable_name(request.query_params.get("name", "")), read_limits(UploadLimits).mb
    ending = Path(name).suffix.lower()
    if ending not in FORMATS | ARCHIVES:
        raise LayerDataError("import_format", path=name, valid=", ".join(sorted({*FORMATS, *ARCHIVES})))
    try:
        (waiting / "name.json").write_text(json.dumps(name), encoding="utf-8")
        with (waiting / f"upload{ending}").open("xb") as file:
            async for chunk in chunks(request, limit * MEGABYTE, name=name):
                file.write(chunk)
    except OSError as exc:
        raise LayerDataError("disk_full", path=name) from exc


async def _read_form(request: Request) -> dict[str, Any]:
    """Read the form that the page sends: a small JSON object."""
    body = await read_body(request, _FORM_BYTES)
    if len(body) > _FORM_BYTES:
        raise LayerDataError("upload_gone", key="answers")
    try:
        form = json.loads(body)
    except (ValueError, RecursionError):
        form = None
    if not isinstance(form, dict) or not isinstance(form.get("answers", {}), dict):
        raise LayerDataError("upload_gone", key="answers")
    return form


ROUTES = [
    Route(f"{URL_PREFIX}/uploads", _about),
    Route(f"{URL_PREFIX}/uploads", _receive, methods=["POST"]),
    Route(f"{URL_PREFIX}/uploads/{{name}}", _answer, methods=["POST"]),
    Route(f"{URL_PREFIX}/uploads/{{name}}", _forget, methods=["DELETE"]),
]
