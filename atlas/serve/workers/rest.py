"""Whether readers are being answered just now: what is prepared for later waits until they are not.

Nothing heavy is imported, so that the server counts from its first request on.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_POLL_SECONDS = 0.05
_lock = Lock()
_requests = {"open": 0.0, "last": 0.0}


@contextmanager
def answering_request() -> Iterator[None]:
    """Count a request of a reader as being answered while the context lasts."""
    with _lock:
        _requests["open"] += 1
    try:
        yield
    finally:
        with _lock:
            _requests["open"] -= 1
            _requests["last"] = time.monotonic()


def is_resting(seconds: float = 0.0) -> bool:
    """Return whether no request is being answered, nor has been for some seconds."""
    return not _requests["open"] and time.monotonic() - _requests["last"] >= seconds


def wait_for_rest(seconds: float, most: float) -> None:
    """Wait until no request has been answered for some seconds, at most so long."""
    end = time.monotonic() + most
    while not is_resting(seconds) and time.monotonic() < end:
        time.sleep(_POLL_SECONDS)
