"""What a server does that has run out of memory: it ends, so that its supervisor starts another.

A process that goes on after a `MemoryError` may hold locks for ever and accept no connection, while its health check
still counts on it. Nothing is lost with it: the state of a page is its link, and a reader goes on at the next process.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from atlas.serve.workers.messages import OUT_OF_MEMORY

_log = logging.getLogger(__name__)


def end_process(problem: BaseException | None) -> None:
    """End this process at once if a problem, or what caused it, is a lack of memory."""
    while problem is not None:
        if isinstance(problem, MemoryError):
            _log.critical("out of memory: this process ends, its supervisor starts another (%s)", problem)
            logging.shutdown()
            os._exit(OUT_OF_MEMORY)
        problem = problem.__cause__ or problem.__context__


class EndOutOfMemory:
    """Ends the process when a request or a page runs out of memory."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request or websocket."""
        try:
            await self._app(scope, receive, send)
        except Exception as problem:
            end_process(problem)
            raise


@contextmanager
def ended_out_of_memory() -> Iterator[None]:
    """End the process, while the context lasts, when its event loop or a thread runs out of memory."""
    loop, in_thread = asyncio.get_running_loop(), threading.excepthook
    in_loop = loop.get_exception_handler()

    def handle_loop(running: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        end_process(context.get("exception"))
        if in_loop:
            in_loop(running, context)
        else:
            running.default_exception_handler(context)

    def handle_thread(failed: threading.ExceptHookArgs) -> None:
        end_process(failed.exc_value)
        in_thread(failed)

    loop.set_exception_handler(handle_loop)
    threading.excepthook = handle_thread
    try:
        yield
    finally:
        loop.set_exception_handler(in_loop)
        threading.excepthook = in_thread
