"""Processes that draw for the server: started when there is something to draw, replaced when they have grown.

A drawing holds gigabytes for seconds and the interpreter's lock meanwhile, and what its libraries keep of it never goes
back. In a process of its own it delays no map, and its memory is free when the process ends. The pool is our own
because the standard one (`concurrent.futures.ProcessPoolExecutor`) cannot stop what is running: the drawing of a reader
who has left, or of one that takes too long, ends with its process here. Requests are passed on whole and answered by
the same routes, so that there is one program for both.
"""

import asyncio
import logging
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import orjson

from atlas.environment import DrawLimits
from atlas.errors import AtlasError
from atlas.folders import import_folder
from atlas.serve.workers.messages import HEAD_BYTES, OUT_OF_MEMORY, Drawn, pack, sizes

_log = logging.getLogger(__name__)

# A new process needs about as long to start: a drawing that has taken less is let end when its reader leaves.
_COSTLY_SECONDS = 3.0
# How long a process whose output has ended may take to end.
_ENDING_SECONDS = 10.0
# Files of megabytes come through the pipe.
_BUFFER_BYTES = 2**20
# A longer body waits in a file until it is sent: files of hundreds of megabytes are not held by the server.
_HELD_BYTES = 8 * 2**20
# How often it is looked whether processes are ready, and how long after one that did not become so.
_READY_SECONDS, _FAILED_SECONDS = 5.0, 60.0
# A process that was stopped from outside is no fault of the drawing; one that falls twice may be.
_TRIES = 2


@dataclass(eq=False, slots=True)
class _Worker:
    """One process, and what it has done."""

    process: Process
    count: int = 0
    resident_mb: int = 0
    used: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class PoolState:
    """What a pool holds now: processes and their memory; since the start, drawings, and processes stopped or fallen."""

    processes: int
    resident_mb: int
    drawn: int
    stopped: int
    fallen: int


class DrawingPool:
    """Drawing processes of one server; how many draw at a time is for the lane in front of it to say.

    Parameters
    ----------
    limits
        Of time, memory, age.
    program
        Arguments of the Python that draws.
    """

    def __init__(self, limits: DrawLimits, program: Sequence[str] = ("-m", "atlas.serve.drawing_process")) -> None:
        self._limits, self._program = limits, program
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._count = self._stopped = self._fallen = 0
        self._sweeping: asyncio.Task[None] | None = None
        self._readying: asyncio.Task[None] | None = None

    def state(self) -> PoolState:
        """Return what the pool holds now."""
        resident = sum(worker.resident_mb for worker in self._all)
        return PoolState(len(self._all), resident, self._count, self._stopped, self._fallen)

    async def draw(self, scope: dict[str, Any], body: bytes, left: "asyncio.Future[None]") -> Drawn | None:
        """Return the response of a drawing process to a request; None when its client has left.

        Parameters
        ----------
        scope, body
            See `atlas.serve.workers.messages.scope_to_json`; the body of the request.
        left
            Is done when the client has left.

        Raises
        ------
        AtlasError
            The drawing failed, took too much time or memory, or its process fell twice.
        """
        for _ in range(_TRIES):
            worker = await self._take()
            try:
                drawn = await self._drawn_by(worker, pack(scope, body), left)
            except (asyncio.IncompleteReadError, OSError):
                self._fallen += 1
                # It ends by itself: a signal to it now would take its exit status away (`Popen.send_signal` polls).
                with suppress(TimeoutError):
                    await asyncio.wait_for(worker.process.wait(), _ENDING_SECONDS)
                await self._stop(worker)
                if worker.process.returncode == OUT_OF_MEMORY:
                    raise AtlasError("draw_memory", limit=self._limits.memory_mb) from None
                _log.warning("a drawing process ended by itself: %s", worker.process.returncode)
            except BaseException:
                # The server stops.
                await asyncio.shield(self._stop(worker))
                raise
            else:
                if drawn is None:
                    self._stopped += 1
                    await self._stop(worker)
                    if left.done():
                        return None
                    raise AtlasError("draw_time", limit=self._limits.seconds)
                self._count += 1
                await self._give_back(worker, drawn)
                if drawn.status == HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise AtlasError("draw_failed")
                return drawn
        raise AtlasError("draw_failed")

    def keep_ready(self, scope: dict[str, Any]) -> None:
        """Have processes ready from now on, as many as the limits say.

        Parameters
        ----------
        scope
            Of a request whose response is thrown away: what answers it has read what a drawing needs.
        """
        if self._limits.ready and self._readying is None:
            self._readying = asyncio.create_task(self._stay_ready(pack(scope, b"")))

    async def close(self) -> None:
        """End all processes."""
        for task in (self._sweeping, self._readying):
            if task:
                task.cancel()
        for worker in list(self._all):
            await self._stop(worker)

    async def _drawn_by(self, worker: _Worker, message: bytes, left: "asyncio.Future[None]") -> Drawn | None:
        """Wait for a drawing as long as it may take, and less when nobody waits for it; None when it is too long."""
        began = time.monotonic()
        drawing = asyncio.ensure_future(_exchange(worker.process, message))
        either: set[asyncio.Future[Any]] = {drawing, left}
        try:
            await asyncio.wait(either, timeout=self._limits.seconds, return_when=asyncio.FIRST_COMPLETED)
            if left.done() and not drawing.done():
                await asyncio.wait({drawing}, timeout=max(0.0, _COSTLY_SECONDS - (time.monotonic() - began)))
            return drawing.result() if drawing.done() else None
        finally:
            drawing.cancel()

    async def _take(self) -> _Worker:
        """Return a process that has nothing to do, or a new one."""
        if self._sweeping is None:
            self._sweeping = asyncio.create_task(self._sweep())
        while self._idle:
            worker = self._idle.pop()
            if worker.process.returncode is None:
                return worker
            await self._stop(worker)
        return await self._start()

    async def _start(self) -> _Worker:
        path = os.pathsep.join(filter(None, (str(import_folder()), os.environ.get("PYTHONPATH"))))
        environment = os.environ | {"PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, *self._program, stdin=PIPE, stdout=PIPE, env=environment, limit=_BUFFER_BYTES
        )
        worker = _Worker(process)
        self._all.add(worker)
        return worker

    async def _give_back(self, worker: _Worker, drawn: Drawn) -> None:
        worker.count += 1
        worker.resident_mb, worker.used = drawn.resident_mb, time.monotonic()
        if worker.count >= self._limits.count or worker.resident_mb > self._limits.keep_mb:
            await self._stop(worker)
        else:
            self._idle.append(worker)

    async def _stop(self, worker: _Worker) -> None:
        self._all.discard(worker)
        if worker.process.returncode is None:
            with suppress(ProcessLookupError):
                worker.process.kill()
        await worker.process.wait()

    async def _sweep(self) -> None:
        """End the processes that have drawn nothing for long."""
        while True:
            await asyncio.sleep(min(10.0, self._limits.idle_seconds / 2))
            since = time.monotonic() - self._limits.idle_seconds
            # What was used last stays ready.
            old = sorted((worker for worker in self._idle if worker.used < since), key=lambda worker: worker.used)
            for worker in old[: max(0, len(self._all) - self._limits.ready if self._readying else len(old))]:
                self._idle.remove(worker)
                await self._stop(worker)

    async def _stay_ready(self, message: bytes) -> None:
        """Start processes until as many are there as should be ready, again and again."""
        while True:
            enough = len(self._all) >= self._limits.ready or await self._add(message)
            await asyncio.sleep(_READY_SECONDS if enough else _FAILED_SECONDS)

    async def _add(self, message: bytes) -> bool:
        """Start a process that is ready; return whether it became so."""
        worker = await self._start()
        try:
            drawn = await asyncio.wait_for(_exchange(worker.process, message), self._limits.seconds)
        except (asyncio.IncompleteReadError, OSError, TimeoutError):
            await self._stop(worker)
            return False
        except BaseException:
            await asyncio.shield(self._stop(worker))
            raise
        worker.resident_mb, worker.used = drawn.resident_mb, time.monotonic()
        self._idle.append(worker)
        return True


async def _exchange(process: Process, message: bytes) -> Drawn:
    """Send a request to a process and return its response."""
    if process.stdin is None or process.stdout is None:
        raise BrokenPipeError
    process.stdin.write(message)
    await process.stdin.drain()
    length, rest = sizes(await process.stdout.readexactly(HEAD_BYTES))
    head = orjson.loads(await process.stdout.readexactly(length))
    long = rest > _HELD_BYTES
    file = await _read_to_file(process.stdout, rest) if long else None
    body = b"" if long else await process.stdout.readexactly(rest)
    headers = tuple((name, value) for name, value in head["headers"])
    return Drawn(head["status"], headers, body, head["resident_mb"], file)


async def _read_to_file(stream: asyncio.StreamReader, size: int) -> BinaryIO:
    """Read a long body into a file that is gone when nobody has it open."""
    try:
        file = TemporaryFile()  # noqa: SIM115 - who sends it closes it
    except OSError as problem:
        raise _no_room(problem) from problem
    left = size
    while left:
        part = await stream.read(min(left, _BUFFER_BYTES))
        if not part:
            raise asyncio.IncompleteReadError(b"", left)
        left -= len(part)
        try:
            file.write(part)
        except OSError as problem:
            raise _no_room(problem) from problem
    file.seek(0)
    return file


def _no_room(problem: OSError) -> AtlasError:
    _log.warning("a file that was made cannot be kept until it is sent: %s", problem)
    return AtlasError("draw_failed")
