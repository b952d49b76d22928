"""Connections that do not say what they want: closed when the headers of a request are not there in time.

Uvicorn closes connections that are idle after a response, but waits for ever for the headers of a request; each takes
one of the files that a process may open. Its protocol is given a timer while the server runs. A proxy in front does the
same (``client_header_timeout`` of nginx).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from atlas.environment import ReceiveLimits, read_limits

if TYPE_CHECKING:
    import asyncio

_log = logging.getLogger(__name__)


class _HeaderTimers:
    """One timer for each connection that waits for headers."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._timers: WeakKeyDictionary[Any, asyncio.TimerHandle] = WeakKeyDictionary()

    def watch(self, connection: Any) -> None:
        """Start the timer of a connection that waits for headers; stop it when they are there."""
        if not _waits(connection):
            if timer := self._timers.pop(connection, None):
                timer.cancel()
        elif connection not in self._timers:
            self._timers[connection] = connection.loop.call_later(self._seconds, self._close, connection)

    def _close(self, connection: Any) -> None:
        self._timers.pop(connection, None)
        if _waits(connection):
            connection.transport.close()


def _waits(connection: Any) -> bool:
    """Return whether a connection has no request under way."""
    return str(connection.conn.their_state) == "IDLE" and (
        connection.cycle is None or connection.cycle.response_complete
    )


@contextmanager
def bounded_header_time() -> Iterator[None]:
    """Close, while the context lasts, the connections of this process whose headers are not complete in time."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol
    from uvicorn.protocols.http.h11_impl import H11Protocol

    if AutoHTTPProtocol is not H11Protocol:
        _log.warning("headers are not bounded in time: uvicorn does not read them with h11")
        yield
        return
    timers = _HeaderTimers(read_limits(ReceiveLimits).seconds)
    made, received = H11Protocol.connection_made, H11Protocol.data_received

    def connection_made(self: Any, transport: Any) -> None:
        made(self, transport)
        timers.watch(self)

    def data_received(self: Any, data: bytes) -> None:
        received(self, data)
        timers.watch(self)

    H11Protocol.connection_made = connection_made  # type: ignore[method-assign]
    H11Protocol.data_received = data_received  # type: ignore[method-assign]
    try:
        yield
    finally:
        H11Protocol.connection_made = made  # type: ignore[method-assign]
        H11Protocol.data_received = received  # type: ignore[method-assign]
