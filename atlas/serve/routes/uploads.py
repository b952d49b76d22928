"""How a file of a reader's own comes in through the page. What it becomes is theirs (`atlas.serve.uploads`)."""

import json
import re
import secrets
import shutil
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.environment import UploadLimits, read_limits
from atlas.errors import AtlasError, LayerDataError
from atlas.i18n import t
from atlas.serve import uploads
from atlas.serve.http import URL_PREFIX, asked_lang, json_response
from atlas.serve.sessions import COOKIE, LASTS_SECONDS, answering, reader_folder

_MEGABYTE = 1_000_000
_UPLOAD = re.compile(r"[0-9a-f]{32}")
# A page of this server can send this header; a form or a link of another site cannot.
_HEADER, _SENT = "x-atlas", "upload"
_SAID_BYTES = 20_000

Handler = Callable[[Request], Awaitable[Response]]


def _told(handler: Handler) -> Handler:
    """Answer our own page alone, and say what cannot be used in one sentence in its language."""

    @wraps(handler)
    async def handle(request: Request) -> Response:
        lang = asked_lang(request)
        if request.method not in {"GET", "HEAD"} and request.headers.get(_HEADER) != _SENT:
            return json_response({"error": t("errors.upload_foreign", lang)}, 403)
        try:
            with answering(request.cookies.get(COOKIE)):
                return await handler(request)
        except AtlasError as problem:
            return json_response({"error": problem.text(lang)}, 400)
        except ClientDisconnect:
            return Response(status_code=400)

    return handle


@_told
async def _about(request: Request) -> Response:
    """Describe what may be brought, and what this reader has brought."""
    return json_response(await run_in_threadpool(uploads.describe, asked_lang(request)))


@_told
async def _receive(request: Request) -> Response:
    """Take a file, look at it, and say what it is."""
    token, folder = await run_in_threadpool(uploads.reader_who_brings, request.cookies.get(COOKIE))
    waiting = folder / "waiting" / secrets.token_hex(16)
    waiting.mkdir(parents=True, mode=0o700)
    try:
        await _store(request, waiting)
        found = await run_in_threadpool(uploads.preview, waiting, {}, asked_lang(request))
    except BaseException:
        # Who brought nothing good is given no token: nothing of them takes a reader's place.
        new = token != request.cookies.get(COOKIE)
        shutil.rmtree(folder if new else waiting, ignore_errors=True)
        raise
    answer = json_response(found)
    secure = "https" in {request.url.scheme, request.headers.get("x-forwarded-proto")}
    answer.set_cookie(COOKIE, token, LASTS_SECONDS, httponly=True, samesite="strict", secure=secure)
    return answer


@_told
async def _hear(request: Request) -> Response:
    """Look at a file again with what its reader says of it, or keep it when they say so."""
    folder, upload = reader_folder(request.cookies.get(COOKIE)), request.path_params["name"]
    if folder is None or not _UPLOAD.fullmatch(upload) or not (folder / "waiting" / upload).is_dir():
        raise LayerDataError("upload_gone", key="upload")
    said = await _said(request)
    act = uploads.keep if said.get("keep") is True else uploads.preview
    return json_response(await run_in_threadpool(act, folder / "waiting" / upload, said, asked_lang(request)))


@_told
async def _forget(request: Request) -> Response:
    """Take away a layer that this reader has brought."""
    await run_in_threadpool(uploads.forget, request.path_params["name"])
    return json_response({})


async def _store(request: Request, waiting: Path) -> None:
    """Write the body of a request under a name of ours; of the reader's name only the ending is used."""
    from atlas.io.imports.readers.detect_format import ARCHIVES, FORMATS
    from atlas.io.imports.stage import printable_name

    name, limit = printable_name(request.query_params.get("name", "")), read_limits(UploadLimits).mb
    ending = Path(name).suffix.lower()
    if ending not in FORMATS | ARCHIVES:
        raise LayerDataError("import_format", path=name, valid=", ".join(sorted({*FORMATS, *ARCHIVES})))
    (waiting / "name.json").write_text(json.dumps(name), encoding="utf-8")
    size = 0
    try:
        with (waiting / f"brought{ending}").open("xb") as file:
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit * _MEGABYTE:
                    raise LayerDataError("upload_large", path=name, limit=limit)
                file.write(chunk)
    except OSError as exc:
        raise LayerDataError("disk_full", path=name) from exc


async def _said(request: Request) -> dict[str, Any]:
    """Read what the page says: a small JSON object."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _SAID_BYTES:
            raise LayerDataError("upload_gone", key="said")
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("answers", {}), dict):
        raise LayerDataError("upload_gone", key="said")
    return said


ROUTES = [
    Route(f"{URL_PREFIX}/uploads", _about),
    Route(f"{URL_PREFIX}/uploads", _receive, methods=["POST"]),
    Route(f"{URL_PREFIX}/uploads/{{name}}", _hear, methods=["POST"]),
    Route(f"{URL_PREFIX}/uploads/{{name}}", _forget, methods=["DELETE"]),
]
