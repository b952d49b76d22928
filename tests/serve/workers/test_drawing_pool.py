"""Drawing processes: kept while they are small, replaced when they grow, stopped when nobody waits for them."""

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from atlas.environment import DrawLimits
from atlas.errors import AtlasError
from atlas.serve.workers import drawing_pool
from atlas.serve.workers.drawing_pool import DrawingPool
from tests.coroutines import run_in_thread
from tests.waiting import PATIENCE_SECONDS, wait_until

DOUBLE = str(Path(__file__).with_name("drawing_double.py"))


def run(scenario, **limits):
    """Run a scenario with a pool of its own; return the pool's last state."""

    async def main():
        pool = DrawingPool(replace(DrawLimits(), **limits), (DOUBLE,))
        stays = asyncio.get_running_loop().create_future()

        async def draw(path, left=stays):
            drawn = await pool.draw({"path": path}, b"", left)
            return drawn and tuple(map(int, drawn.body.split()))

        try:
            await scenario(draw, pool)
            return pool.state()
        finally:
            await pool.close()

    return run_in_thread(main())


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_nothing_is_started_before_there_is_something_to_draw_and_then_one_process_draws_it_all():
    async def scenario(draw, pool):
        assert pool.state().processes == 0
        first, second = await draw("/a"), await draw("/b")
        assert (first[0], first[1], second[1]) == (second[0], 1, 2)

    assert run(scenario).processes == 1


def test_a_long_body_waits_in_a_file_and_the_process_goes_on(monkeypatch):
    monkeypatch.setattr(drawing_pool, "_HELD_BYTES", 256 * 1_000)

    async def scenario(draw, pool):
        stays = asyncio.get_running_loop().create_future()
        short, long = [await pool.draw({"path": f"/long/{count}"}, b"", stays) for count in (1_000, 10_001)]
        assert short.file is None
        assert short.body == bytes(range(256)) * 1_000
        assert long.body == b""
        with long.file:
            assert long.file.read() == bytes(range(256)) * 10_001
        assert (await draw("/a"))[1] == 3

    assert run(scenario).processes == 1


def test_a_long_body_that_cannot_be_kept_fails_in_a_sentence(monkeypatch, caplog):
    monkeypatch.setattr(drawing_pool, "_HELD_BYTES", 0)

    def full():
        raise OSError(28, "No space left on device")

    async def scenario(_, pool):
        monkeypatch.setattr(drawing_pool, "TemporaryFile", full)
        with pytest.raises(AtlasError) as failed:
            await pool.draw({"path": "/long/9"}, b"", asyncio.get_running_loop().create_future())
        assert failed.value.key == "draw_failed"

    assert run(scenario).processes == 0
    assert "No space left" in caplog.text


def test_drawings_at_the_same_time_have_a_process_each():
    async def scenario(draw, _):
        one, other = await asyncio.gather(draw("/wait/0.2"), draw("/wait/0.2"))
        assert one[0] != other[0]

    assert run(scenario).processes == 2


def test_a_process_is_replaced_after_some_drawings_and_when_it_has_grown():
    async def scenario(draw, _):
        numbers = [(await draw("/a"))[1] for _ in range(5)]
        assert numbers == [1, 2, 3, 1, 2]
        assert (await draw("/grow"))[1] == 3
        assert (await draw("/a"))[1] == 1

    run(scenario, count=3)

    async def grown(draw, pool):
        await draw("/grow")
        assert pool.state().processes == 0

    run(grown)


def test_the_drawing_of_a_reader_who_has_left_is_stopped_when_it_is_costly(monkeypatch):
    monkeypatch.setattr(drawing_pool, "_COSTLY_SECONDS", 0.2)

    async def scenario(draw, _):
        process, _ = await draw("/a")
        left = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.1, left.set_result, None)
        assert await draw("/wait/600", left) is None
        assert not is_running(process)
        assert (await draw("/a"))[1] == 1

    assert run(scenario).stopped == 1


def test_a_short_drawing_of_a_reader_who_has_left_ends_and_its_process_is_kept(monkeypatch):
    monkeypatch.setattr(drawing_pool, "_COSTLY_SECONDS", PATIENCE_SECONDS)

    async def scenario(draw, _):
        left = asyncio.get_running_loop().create_future()
        left.set_result(None)
        assert await draw("/wait/0.1", left) is not None
        assert (await draw("/a"))[1] == 2

    assert run(scenario).stopped == 0


@pytest.mark.journey
def test_a_drawing_that_takes_too_long_is_stopped_and_said():
    async def scenario(draw, _):
        with pytest.raises(AtlasError, match="takes more than 1 s"):
            await draw("/wait/600")

    assert run(scenario, seconds=1).processes == 0


def test_a_process_that_is_killed_while_it_draws_loses_no_drawing():
    async def scenario(draw, _):
        process, _ = await draw("/a")
        # Only the process that has drawn before waits: the one in its place draws at once.
        drawing = asyncio.ensure_future(draw("/again/600"))
        await asyncio.sleep(0.1)
        os.kill(process, signal.SIGKILL)
        assert (await drawing)[0] != process
        # And one that fell while it had nothing to do is not asked.
        os.kill((await draw("/a"))[0], signal.SIGKILL)
        await asyncio.sleep(0.1)
        await draw("/a")

    assert run(scenario).fallen >= 1


def test_a_drawing_that_fells_its_process_twice_or_needs_too_much_memory_is_said():
    async def scenario(draw, _):
        with pytest.raises(AtlasError, match="could not be made"):
            await draw("/fall/11")
        with pytest.raises(AtlasError, match="more than 3000 MB"):
            await draw("/fall/70")
        with pytest.raises(AtlasError, match="could not be made"):
            await draw("/wrong")
        await draw("/a")

    assert run(scenario).fallen == 3


@pytest.mark.journey
def test_processes_that_draw_nothing_end_and_none_outlives_its_server():
    async def scenario(draw, pool):
        process, _ = await draw("/a")
        await asyncio.to_thread(wait_until, lambda: not is_running(process))
        assert pool.state().processes == 0

    run(scenario, idle_seconds=1)
    found = []

    async def closed(draw, _):
        found.append((await draw("/a"))[0])

    run(closed)
    assert not is_running(found[0])


@pytest.mark.journey
def test_a_process_is_ready_before_the_first_drawing_and_stays_when_others_end():
    async def scenario(draw, pool):
        pool.keep_ready({"path": "/warm"})
        await asyncio.to_thread(wait_until, lambda: pool.state().resident_mb == 1)
        first, count = (await draw("/wait/0.1"))[:2]
        both = await asyncio.gather(draw("/wait/0.2"), draw("/wait/0.2"))
        await asyncio.to_thread(wait_until, lambda: pool.state().resident_mb == 1)
        # It has answered what made it ready.
        assert count == 2
        assert first in {process for process, _ in both}

    assert run(scenario, idle_seconds=1, ready=1).processes == 1


def test_a_ready_process_that_falls_is_replaced_and_none_is_started_where_none_is_wanted(monkeypatch):
    monkeypatch.setattr(drawing_pool, "_READY_SECONDS", 0.05)

    async def scenario(draw, pool):
        pool.keep_ready({"path": "/warm"})
        await asyncio.to_thread(wait_until, lambda: pool.state().resident_mb == 1)
        process, _ = await draw("/grow")
        await asyncio.to_thread(wait_until, lambda: not is_running(process) and pool.state().processes == 1)
        assert (await draw("/a"))[0] != process

    run(scenario, ready=1)

    async def none(_, pool):
        pool.keep_ready({"path": "/warm"})
        await asyncio.sleep(0.2)
        assert pool.state().processes == 0

    run(none, ready=0)
