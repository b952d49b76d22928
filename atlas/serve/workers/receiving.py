"""Bodies of requests, read in bounded time and size: who sends too slowly makes room for others."""

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.requests import Request

from atlas.environment import MEGABYTE, ReceiveLimits, read_limits
from atlas.errors import AtlasError, LayerDataError

# A story in the form of the page, the longest body that is no file.
LARGEST_BYTES = 400_000


async def chunks(request: Request, largest: int, *, name: str = "") -> AsyncIterator[bytes]:
    """Return the body of a request as it comes.

    Parameters
    ----------
    request
        Its body is not read yet.
    largest
        Bytes that it may have, announced or sent.
    name
        What is sent, in a message.

    Raises
    ------
    LayerDataError
        It is larger.
    AtlasError
        It comes too slowly: less than `ReceiveLimits.rate` from its second `ReceiveLimits.seconds` on.
    ClientDisconnect
        The client has closed its connection.
    """
    limits, began, size = read_limits(ReceiveLimits), time.monotonic(), 0
    too_large = LayerDataError("upload_large", path=name, limit=max(1, largest // MEGABYTE))
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > largest:
        raise too_large
    stream = aiter(request.stream())
    while True:
        due = began + limits.seconds + size / (1_000 * limits.rate)
        try:
            chunk = await asyncio.wait_for(anext(stream), due - time.monotonic())
        except StopAsyncIteration:
            return
        except TimeoutError as exc:
            raise AtlasError("receive_slow", seconds=limits.seconds) from exc
        size += len(chunk)
        if size > largest:
            raise too_large
        yield chunk


async def read_body(request: Request, largest: int = LARGEST_BYTES) -> bytes:
    """Return the whole body of a request; of one that is larger, the beginning. Raises as `chunks`."""
    parts, size = [], 0
    async for chunk in chunks(request, 2**62):
        parts.append(chunk)
        size += len(chunk)
        if size > largest:
            break
    return b"".join(parts)
