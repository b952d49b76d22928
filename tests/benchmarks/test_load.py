"""Two hundred readers against one, and a server that runs for twenty minutes: `pytest -m slow` and `-m benchmark`."""

import asyncio

import pytest

from tests.app_process import AppProcess, copy_tree
from tests.benchmarks.load import many, measure, memory
from tests.benchmarks.soak import growth, soak


@pytest.fixture
def app(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    # As the unit of docs/deployment starts it: threads that come and go share their heaps.
    app = AppProcess(tmp_path / "home", tree=copy_tree(tree), MALLOC_ARENA_MAX="2").ready()
    yield app
    app.stop()


@pytest.mark.benchmark
@pytest.mark.parametrize("exports", [0, 3])
def test_two_hundred_readers_wait_at_most_twice_as_long_as_one_also_beside_exports(app, exports):
    found = asyncio.run(measure(app, 200, 60, exports))
    print(found)
    assert found["ratio_p95"] <= 2
    assert (found["exports"] > 0) == (exports > 0)
    assert found["mb_per_session"] < 5


@pytest.mark.slow
def test_memory_is_flat_over_twenty_minutes_of_every_route_and_every_file(app):
    held, statuses = soak(app, 20, 6)
    print([(round(own), round(other)) for own, other in held], statuses)
    assert growth([own for own, _ in held]) <= 1.05
    assert {status for _, status in statuses} <= {200, 404, 503, "-"}


@pytest.mark.slow
def test_memory_stays_while_readers_come_filter_and_go_for_twenty_minutes(app):
    """Ten readers for a minute, then ten others: what one minute leaves behind would add up."""
    resident = []

    async def minute():
        _, opened = await many(app.address, 10, 55)
        for reader in opened:
            await reader.close()

    for _ in range(20):
        asyncio.run(minute())
        resident.append(memory(app))
    half = resident[len(resident) // 2 :]
    print(resident)
    assert max(half) < 1.01 * half[0]
