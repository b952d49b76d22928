"""Readers of the page: one who uploaded layers holds an unguessable token in a cookie; all others share one atlas.

Uploaded layers lie in a folder named by the hash of the token, below the caches, and are removed when they have not
been used for `LASTS_SECONDS`. Nothing here is heavy to import: the command line reads the caches too.
"""

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.errors import LayerDataError
from atlas.folders import cache_folder

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

COOKIE = "atlas_reader"
LASTS_SECONDS = 12 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# The folder of the reader whose request is being answered; None for those who uploaded nothing.
_current: ContextVar[Path | None] = ContextVar("reader", default=None)


def current_reader() -> Path | None:
    """Return the folder of the reader whose request is being answered; None for those who uploaded nothing."""
    return _current.get()


def reader_folder(token: str | None) -> Path | None:
    """Return the folder that belongs to a token; None when there is none, or none any more."""
    # In an `AppTest` a cookie is no text.
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        return None
    folder = cache_folder("readers", hashlib.sha256(token.encode()).hexdigest())
    with suppress(OSError):
        return folder if folder.is_dir() else None
    return None


def reader_layers(folder: Path) -> Path:
    """Return where the layers of a reader lie, in the shape of any other folder of layers."""
    return folder / "layers"


def new_reader() -> tuple[str, Path]:
    """Make a reader: a token of 256 random bits, and an empty folder that only the server's account may read."""
    token = secrets.token_urlsafe(32)
    folder = _home() / hashlib.sha256(token.encode()).hexdigest()
    try:
        folder.mkdir(mode=0o700)
    except OSError as exc:
        raise LayerDataError("cache_closed", key="XDG_CACHE_HOME") from exc
    return token, folder


def sweep_readers(now: float | None = None) -> int:
    """Remove readers who have not come back for long; return how many are left."""
    left = 0
    for folder in _home().iterdir():
        if (now or time.time()) - folder.stat().st_mtime > LASTS_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            left += 1
    return left


@contextmanager
def answering(token: str | None) -> Iterator[Path | None]:
    """Answer a reader: within the context, `current_atlas` includes the layers that they uploaded."""
    folder = reader_folder(token)
    if folder:
        # The visit of a reader whose folder has become read-only is not noted.
        with suppress(OSError):
            os.utime(folder)
    before = _current.set(folder)
    try:
        yield folder
    finally:
        _current.reset(before)


def for_readers(routes: "Sequence[Route]") -> "list[Route]":
    """Return routes that answer with the layers of the reader of the request; no shared cache keeps those answers."""
    from starlette.routing import Route

    return [
        Route(route.path, _for_reader(route.endpoint), methods=list(route.methods or ()), name=route.name)
        for route in routes
    ]


def _for_reader(handler: "Callable[[Request], Response]") -> "Callable[[Request], Response]":
    @wraps(handler)
    def handle(request: "Request") -> "Response":
        with answering(request.cookies.get(COOKIE)) as folder:
            response = handler(request)
        # Also what a request asks of private layers that the operator keeps for all.
        if folder or request.query_params.get("private") == "1":
            if response.headers.get("Cache-Control") != "no-store":
                response.headers["Cache-Control"] = "private, no-cache"
            response.headers["Vary"] = "Cookie"
        return response

    return handle


def writable_folder(name: str) -> Path:
    """Return a folder below the caches that only the server's account may read, made if need be.

    Raises
    ------
    LayerDataError
        The folder of caches cannot be written.
    """
    folder = cache_folder(name)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as exc:
        raise LayerDataError("cache_closed", key="XDG_CACHE_HOME") from exc
    return folder


def _home() -> Path:
    return writable_folder("readers")
