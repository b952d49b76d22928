"""What this process has done, as Prometheus reads it: ``/metrics``, text format 0.0.4, no library needed."""

import os
import time
from bisect import bisect_left
from collections import Counter
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.serve.http import URL_PREFIX
from atlas.streamlit_seam import OWN_PATHS

_KIND = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_OWN_PATHS = OWN_PATHS | {"", "healthz", "metrics"}
_PAGE = os.sysconf("SC_PAGE_SIZE")

# The event loop alone writes here: no lock is needed.
_requests: Counter[tuple[str, str, int]] = Counter()
_buckets: Counter[tuple[str, int]] = Counter()
_seconds: Counter[str] = Counter()
_open: Counter[str] = Counter()


class MetricsMiddleware:
    """Counts what passes: requests by route and status, how long they took, the pages that are open."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request or websocket, and count it when it is done."""
        if scope["type"] == "websocket":
            _open["sessions"] += 1
            _open["sessions_ever"] += 1
            try:
                await self._app(scope, receive, send)
            finally:
                _open["sessions"] -= 1
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._request(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, began = HTTPStatus.INTERNAL_SERVER_ERROR.value, time.perf_counter()

        async def heard(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        _open["requests"] += 1
        try:
            await self._app(scope, receive, heard)
        finally:
            _open["requests"] -= 1
            _count(_route(scope["path"], status), scope["method"], status, time.perf_counter() - began)


def _count(route: str, method: str, status: int, seconds: float) -> None:
    # Methods are what the client writes: only those that are answered get a line of their own.
    known = method if status != HTTPStatus.METHOD_NOT_ALLOWED else "other"
    _requests[route, known, status] += 1
    _buckets[route, bisect_left(_BOUNDS_SECONDS, seconds)] += 1
    _seconds[route] += seconds  # type: ignore[assignment]  # a Counter adds floats as well


def _route(path: str, status: int) -> str:
    """Name a route without what differs from request to request: a client cannot make the list grow."""
    first, _, rest = path.strip("/").partition("/")
    if status == HTTPStatus.NOT_FOUND:
        return "other"
    if f"/{first}" == URL_PREFIX:
        return f"{URL_PREFIX}/{rest.partition('/')[0]}"
    return f"/{first}" if first in _OWN_PATHS else "other"


def _metrics(_: Request) -> Response:
    return Response("\n".join([*_request_lines(), *_gauge_lines(), ""]), media_type=_KIND)


def _request_lines() -> list[str]:
    lines = ["# HELP atlas_requests_total HTTP requests answered.", "# TYPE atlas_requests_total counter"]
    for (route, method, status), count in sorted(_requests.items()):
        lines.append(f'atlas_requests_total{{route="{route}",method="{method}",status="{status}"}} {count}')
    name = "atlas_request_seconds"
    lines += [f"# HELP {name} Time from request to the end of its answer.", f"# TYPE {name} histogram"]
    for route, seconds in sorted(_seconds.items()):
        total = 0
        for position, bound in enumerate((*_BOUNDS_SECONDS, "+Inf")):
            total += _buckets[route, position]
            lines.append(f'{name}_bucket{{route="{route}",le="{bound}"}} {total}')
        lines += [f'{name}_sum{{route="{route}"}} {seconds:.6f}', f'{name}_count{{route="{route}"}} {total}']
    return lines


def _gauge_lines() -> list[str]:
    gauges = [
        ("atlas_requests_open", "gauge", "HTTP requests being answered.", _open["requests"]),
        ("atlas_sessions", "gauge", "Pages open now: one websocket each.", _open["sessions"]),
        ("atlas_sessions_total", "counter", "Pages opened since the start.", _open["sessions_ever"]),
        ("process_resident_memory_bytes", "gauge", "Resident memory.", _resident()),
        ("process_cpu_seconds_total", "counter", "Processor time used.", f"{time.process_time():.2f}"),
    ]
    if (up := _store_up()) is not None:
        gauges.append(("atlas_store_up", "gauge", "Whether the database of shared layers answers.", up))
    return [
        line
        for name, kind, told, value in gauges
        for line in (f"# HELP {name} {told}", f"# TYPE {name} {kind}", f"{name} {value}")
    ]


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def _store_up() -> int | None:
    """Return whether the database answers, 1 or 0; nothing where there is none."""
    from atlas.folders import store_folder

    if store_folder() is None:
        return None
    from atlas.io.stores.follow import follow

    return int(follow() is None)


ROUTES = [Route("/metrics", _metrics)]
