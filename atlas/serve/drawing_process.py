"""Process that draws: answers the requests that the server passes on, one after the other, with the same routes.

``python -m atlas.serve.drawing_process`` reads requests from standard input and writes responses to standard
output. It ends with its input, with its parent, and when its memory is not enough.
"""

import asyncio
import logging
import os
import resource
import sys
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from starlette.applications import Starlette

from atlas.environment import MEGABYTE, DrawLimits, LogSettings, read_limits
from atlas.logs import log_to_stderr
from atlas.serve.workers.messages import HEAD_BYTES, OUT_OF_MEMORY, pack, scope_from_json, sizes

_log = logging.getLogger(__name__)

# The map and its filters come first where there are fewer processors than work.
_NICE = 10
_LOOK_SECONDS = 1.0


def main() -> None:
    """Answer requests until there are no more."""
    requests, responses = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints is not part of a response.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    memory = read_limits(DrawLimits).memory_mb * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICE)
    from atlas.serve.app import DRAWN_ROUTES

    # What hinders the caches, the server says.
    logging.getLogger("atlas.serve.disk_cache").setLevel(logging.ERROR)
    app = Starlette(routes=DRAWN_ROUTES)
    with log_to_stderr(verbose=bool(read_limits(LogSettings).verbose)), asyncio.Runner() as runner:
        while start := requests.read(HEAD_BYTES):
            head, body = (requests.read(size) for size in sizes(start))
            try:
                _respond(responses, *runner.run(_answer(app, scope_from_json(orjson.loads(head)), body)))
            except MemoryError:
                os._exit(OUT_OF_MEMORY)


async def _answer(app: Starlette, scope: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """Return head and body of the response of an application."""
    from atlas.serve.state import invalidate

    # A layer that the server has just received is there.
    invalidate()
    parts: list[bytes] = []
    head: dict[str, Any] = {}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in message["headers"]]
            head.update(status=message["status"], headers=headers)
        else:
            parts.append(message.get("body", b""))

    try:
        await app(scope, receive, send)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the server says so
        _log.exception("%s: not drawn", scope["path"])
        return {"status": HTTPStatus.INTERNAL_SERVER_ERROR, "headers": []}, b""
    return head, b"".join(parts)


def _respond(responses: BinaryIO, head: dict[str, Any], body: bytes) -> None:
    responses.write(pack({**head, "resident_mb": _resident_mb()}, body))
    responses.flush()


def _resident_mb() -> int:
    """Return the resident memory of this process; where the system does not say, the most it ever was."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() // MEGABYTE
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // MEGABYTE


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
