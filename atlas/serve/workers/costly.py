"""Routes in lanes: what takes long waits in a queue of its own, is drawn by a process, and ends with its reader."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import wraps
from inspect import iscoroutinefunction
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any, BinaryIO

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from atlas.environment import DrawLimits, read_limits
from atlas.errors import AtlasError
from atlas.serve.http import URL_PREFIX, problem_response
from atlas.serve.workers.drawing_pool import DrawingPool, PoolState
from atlas.serve.workers.lane_of import largest_body
from atlas.serve.workers.lanes import DRAWING, BusyError, ClientLeftError, LaneName, lanes
from atlas.serve.workers.messages import scope_to_json
from atlas.serve.workers.receiving import read_body

_log = logging.getLogger(__name__)

# As nginx counts a client that closed its connection.
CLIENT_LEFT = 499
# A small sheet: it has imported and read what others need. Its response is thrown away.
_FIRST_DRAWING: dict[str, Any] = {
    "type": "http",
    "method": "GET",
    "path": f"{URL_PREFIX}/sheet",
    "scheme": "http",
    "http_version": "1.1",
    "query_string": b"layers=viewpoints&format=png&size=400x400",
    "headers": [],
}
# Of a file that is sent.
_PART_BYTES = 2**20
# Bits that name the network of an IPv6 address.
_OF_ONE_CLIENT = 64
_running: list[DrawingPool] = []


@asynccontextmanager
async def drawing_processes() -> AsyncIterator[None]:
    """Draw in other processes while the context lasts; without it, what is drawn is drawn in a thread."""
    pool = DrawingPool(read_limits(DrawLimits))
    _running.append(pool)
    try:
        yield
    finally:
        _running.remove(pool)
        await pool.close()


def prepare_drawing() -> None:
    """Have drawing processes ready before the first drawing; call it in the event loop of the server."""
    if _running:
        _running[-1].keep_ready(scope_to_json(_FIRST_DRAWING))


def pool_state() -> PoolState | None:
    """Return what the drawing processes of this server do; None without them."""
    return _running[-1].state() if _running else None


def in_lanes(routes: Sequence[Route], lane_of: Callable[[Request], LaneName | None]) -> list[Route]:
    """Return routes whose requests go through the lane that `lane_of` names; None answers at once.

    Parameters
    ----------
    routes
        Their endpoints take a request and return a response; those that await read a body.
    lane_of
        Lane of a request.
    """
    return [
        Route(route.path, _in_lane(route.endpoint, lane_of), methods=list(route.methods or ()), name=route.name)
        for route in routes
    ]


def address_of(request: Request) -> str:
    """Return the address of the client of a request; of IPv6 the network, since one client has all addresses of it."""
    host = request.client.host if request.client else ""
    try:
        known = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(known, IPv4Address):
        return host
    return str(known.ipv4_mapped or IPv6Network((int(known), _OF_ONE_CLIENT), strict=False))


async def wait_until_left(request: Request) -> None:
    """Wait until the client of a request, whose body has been read, has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _in_lane(endpoint: Callable[[Request], Any], lane_of: Callable[[Request], LaneName | None]) -> Callable[..., Any]:
    @wraps(endpoint)
    async def handle(request: Request) -> Response:
        lane = lane_of(request)
        if lane is None:
            return await run_in_threadpool(endpoint, request)
        try:
            body = await read_body(request, largest_body(request)) if request.method == "POST" else b""
        except (AtlasError, ClientDisconnect) as problem:
            return refusal(request, problem)
        left = asyncio.ensure_future(wait_until_left(request))
        try:
            async with lanes()[lane].place(address_of(request), left):
                if lane in DRAWING and _running:
                    return await _draw(request, body, left)
                return await _answer(endpoint, request, body)
        except (AtlasError, ClientLeftError) as problem:
            return refusal(request, problem)
        finally:
            left.cancel()

    return handle


def refusal(request: Request, problem: Exception) -> Response:
    """Return the response to a request that was not answered: busy, left, or failed."""
    if isinstance(problem, BusyError):
        return problem_response(request, problem, 503, {"Retry-After": str(problem.seconds)})
    if isinstance(problem, AtlasError):
        return problem_response(request, problem, 500 if problem.key == "draw_failed" else 400)
    return Response(status_code=CLIENT_LEFT)


async def _draw(request: Request, body: bytes, left: "asyncio.Future[None]") -> Response:
    drawn = await _running[-1].draw(scope_to_json(dict(request.scope)), body, left)
    if drawn is None:
        raise ClientLeftError
    response = StreamingResponse(_sent(drawn.file), drawn.status) if drawn.file else Response(drawn.body, drawn.status)
    response.raw_headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in drawn.headers]
    return response


def _sent(file: BinaryIO) -> Iterator[bytes]:
    """Return a file part by part, then close it."""
    with file:
        while part := file.read(_PART_BYTES):
            yield part


async def _answer(endpoint: Callable[[Request], Any], request: Request, body: bytes) -> Response:
    """Answer in a thread of its own: the lane has counted it."""
    if not iscoroutinefunction(endpoint):
        response: Response = await to_thread.run_sync(endpoint, request, limiter=CapacityLimiter(1))
        return response

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    response = await endpoint(Request(request.scope, receive))
    return response  # noqa: RET504 - a name for its type
