"""Lanes: how many costly requests are answered at a time, how many wait, and who is refused.

The map, filters and health are in no lane and never wait for what is in one. A lane belongs to the event loop of the
server, so that nothing here needs a lock.
"""

import asyncio
import math
import time
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Literal

from atlas.environment import LaneLimits, read_limits
from atlas.errors import AtlasError

LaneName = Literal["health", "program", "question", "draw", "book", "import", "receive"]

# Lanes whose requests are answered by a drawing process.
DRAWING: frozenset[LaneName | None] = frozenset({"draw", "book"})

# Weight of the latest request in the average time of one.
_WEIGHT = 0.2
_LONGEST_WAIT_SECONDS = 600


class BusyError(AtlasError):
    """A queue is full; `seconds` says after how long a place is likely to be free."""

    @property
    def seconds(self) -> int:
        """After how many seconds a place is likely to be free."""
        return int(str(self.named["seconds"]))


class ClientLeftError(Exception):
    """The client closed its connection before its turn came."""


@dataclass(frozen=True, slots=True)
class LaneState:
    """What a lane does now: requests answered and waiting, and since the start refused and left."""

    running: int
    waiting: int
    refused: int
    left: int


class Lane:
    """A bounded number of requests at a time and a bounded queue before them; who comes later is refused at once.

    Parameters
    ----------
    places
        Requests answered at a time.
    queue
        Requests that wait.
    share
        Of both, how many one address may have.
    seconds
        Expected time of a request, until some have been measured.
    """

    def __init__(self, places: int, queue: int, share: int, seconds: float) -> None:
        self._places, self._queue, self._share = places, queue, share
        self._running = self._refused = self._left = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._addresses: Counter[str] = Counter()
        self._seconds = seconds

    def state(self) -> LaneState:
        """Return what the lane does now."""
        return LaneState(self._running, len(self._waiting), self._refused, self._left)

    def wait_seconds(self) -> int:
        """Return after about how many seconds the queue has moved on by one."""
        turns = (len(self._waiting) + 1) / self._places
        return max(1, min(_LONGEST_WAIT_SECONDS, math.ceil(turns * self._seconds)))

    @asynccontextmanager
    async def place(self, address: str, left: "asyncio.Future[None] | None" = None) -> AsyncIterator[None]:
        """Hold a place; wait for one in the queue.

        Parameters
        ----------
        address
            Of the client.
        left
            Is done when the client has left.

        Raises
        ------
        BusyError
            The queue is full, or the address has its share.
        ClientLeftError
            The client left while it waited; its place in the queue is free.
        """
        if self._addresses[address] >= self._share or (self._running >= self._places and self._is_full()):
            self._refused += 1
            raise BusyError("busy", seconds=self.wait_seconds())
        self._addresses[address] += 1
        try:
            await self._enter(left)
            began = time.monotonic()
            try:
                yield
            finally:
                self._leave(time.monotonic() - began)
        finally:
            self._addresses[address] -= 1
            if not self._addresses[address]:
                del self._addresses[address]

    def _is_full(self) -> bool:
        return len(self._waiting) >= self._queue

    async def _enter(self, left: "asyncio.Future[None] | None") -> None:
        if self._running < self._places:
            self._running += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await asyncio.wait({turn, left} if left else {turn}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self._give_up(turn)
            raise
        if left and left.done():
            self._give_up(turn)
            raise ClientLeftError

    def _give_up(self, turn: "asyncio.Future[None]") -> None:
        """Leave the queue; a turn that has just come is the next one's."""
        self._left += 1
        if turn.done():
            self._next()
        else:
            self._waiting.remove(turn)

    def _leave(self, seconds: float) -> None:
        self._seconds += _WEIGHT * (seconds - self._seconds)
        self._next()

    def _next(self) -> None:
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self._running -= 1


@cache
def lanes() -> dict[LaneName, Lane]:
    """Return the lanes of this process, as the environment bounds them."""
    limits = read_limits(LaneLimits)
    return {
        # A check of health waits for nothing but other checks.
        "health": Lane(2, 1_000, 1_002, 0.1),
        # A class behind one address asks many at a time; each takes little.
        "question": Lane(limits.questions, limits.question_queue, limits.questions + limits.question_queue, 0.5),
        # Programs ask many at a time, and never take the places of pages; half of the queue is left to others.
        "program": Lane(limits.programs, limits.program_queue, limits.programs + limits.program_queue // 2, 0.1),
        "draw": Lane(limits.drawings, limits.drawing_queue, limits.address, 4.0),
        # A hundred pages take minutes: no sheet waits behind them.
        "book": Lane(limits.books, limits.book_queue, limits.address, 60.0),
        "import": Lane(limits.imports, limits.import_queue, limits.address, 5.0),
        "receive": Lane(limits.receiving, 0, limits.address, 10.0),
    }
