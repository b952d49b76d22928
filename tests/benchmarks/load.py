"""Many readers of one server: each filters every five seconds over a websocket of its own.

    python tests/benchmarks/load.py [READERS [SECONDS [EXPORTS]]]

With exports, so many others ask meanwhile, one after the other: for sheets, rows, portraits, tables and maps.

The readers are asyncio clients (`streamlit_client.py`) of a process of their own: they send what the page sends and
read all that it is sent, and draw nothing. What a browser adds is its own work, not the server's. As in the page, the
route `act` answers, which is timed, and Streamlit is told when the reader rests. Every filter is another one: nobody is
answered by what somebody else has asked.
"""

import asyncio
import os
import platform
import random
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from atlas.io.atlas import open_atlas
from tests.app_process import AppProcess, copy_tree
from tests.streamlit_client import StreamlitClient

EVERY_SECONDS = 5.0
FILES = (
    "/atlas/sheet?layers=slag_heaps&format=png&size=A4",
    "/atlas/export?layers=slag_heaps&format=gpkg",
    "/atlas/portrait/246200364.pdf?lang=fr",
    "/atlas/export?layers=communes&format=xlsx",
    "/atlas/table?table=mine_shafts&layers=mine_shafts&sort=name&lang=fr",
    "/atlas/state?layers=mine_shafts&layers=communes&year=1900",
)


class Filters:
    """Filters of the slag heaps by form and area, no two alike, each with the number of heaps that it keeps."""

    def __init__(self):
        self._rows = open_atlas().frames["slag_heaps"]
        self._forms = sorted(self._rows["form"].dropna().unique())
        self._chance = random.Random(1)  # noqa: S311 - only mixes the filters

    def next(self):
        """Return the acts of a filter, and how many heaps it keeps: another answer would not fit."""
        forms = self._chance.sample(self._forms, self._chance.randint(1, len(self._forms)))
        least = round(self._chance.uniform(0, 20), 4)
        kept = self._rows["form"].isin(forms) & (self._rows["area_ha"] >= least)
        act = {"kind": "filter", "layer": "slag_heaps"}
        return [
            act | {"field": "form", "values": forms},
            act | {"field": "area_ha", "gte": least},
        ], int(kept.sum())


async def one(reader, acts, every, start, filters):
    """Filter again and again, at times of its own, and return the seconds that each answer took."""
    await asyncio.sleep(start)
    taken = []
    for _ in range(acts):
        began = time.perf_counter()
        actions, count = filters.next()
        seconds = await reader.act_by_route(*actions)
        found = reader.data["layers"]["slag_heaps"][1]
        assert found == count, (found, count)
        taken.append(seconds)
        await asyncio.sleep(max(0.0, every - (time.perf_counter() - began)))
    await reader.tell()
    return taken


async def many(address, readers, seconds, every=EVERY_SECONDS):
    """Open readers and let them filter; return all times and the readers, still open."""
    opened = [await StreamlitClient(address).open() for _ in range(readers)]
    chance, filters = random.Random(1), Filters()  # noqa: S311 - only spreads the readers
    acts = max(2, round(seconds / every))
    times = await asyncio.gather(*(one(r, acts, every, chance.uniform(0, every), filters) for r in opened))
    return [taken for own in times for taken in own], opened


def memory(app):
    """Return the resident memory of a server as it reports it, in MB."""
    found = re.search(r"^process_resident_memory_bytes (\S+)$", app.ask("/metrics").decode(), re.MULTILINE)
    return float(found[1]) / 1e6


def p95(times):
    return statistics.quantiles(times, n=20)[-1]


class Exports:
    """Others who ask for files, one after the other, while the context lasts."""

    def __init__(self, address, count):
        self._address, self._end, self.done = address, threading.Event(), 0
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(count)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number):
        while not self._end.is_set():
            path = FILES[number % len(FILES)]
            number += 1
            try:
                with urllib.request.urlopen(self._address + path, timeout=300) as answer:
                    answer.read()
                self.done += 1
            except urllib.error.HTTPError as refused:
                if refused.code != 503:
                    raise
                self._end.wait(1)


async def measure(app, readers, seconds, exports=0):
    """Compare many readers with a single one on the same server, the single one before and after."""
    # The first pages grow the heap once; only what more readers add counts.
    for readers_first in (10, 1):
        before, opened = await many(app.address, readers_first, 20, every=0.5 * readers_first)
        alone = memory(app)
        for reader in opened:
            await reader.close()
    with Exports(app.address, exports) as asked:
        times, opened = await many(app.address, readers, seconds)
    full = memory(app)
    for reader in opened:
        await reader.close()
    after, opened = await many(app.address, 1, 20, every=0.5)
    for reader in opened:
        await reader.close()
    single = before + after
    return {
        "readers": readers,
        "exports": asked.done,
        "acts": len(times),
        "single_p50_ms": round(1000 * statistics.median(single), 1),
        "single_p95_ms": round(1000 * p95(single), 1),
        "p50_ms": round(1000 * statistics.median(times), 1),
        "p95_ms": round(1000 * p95(times), 1),
        "ratio_p95": round(p95(times) / p95(single), 2),
        "server_mb_one": round(alone, 1),
        "server_mb_all": round(full, 1),
        "mb_per_session": round((full - alone) / max(1, readers - 1), 2),
    }


def main():
    readers, seconds, exports = (int(text) for text in (sys.argv[1:] + ["50", "60", "0"][len(sys.argv) - 1 :])[:3])
    with tempfile.TemporaryDirectory() as home:
        tree = Path(home) / "tree"
        tree.mkdir()
        app = AppProcess(Path(home), tree=copy_tree(tree)).ready()
        try:
            found = asyncio.run(measure(app, readers, seconds, exports))
        finally:
            app.stop()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()}")
    for name, value in found.items():
        print(f"{name:16}{value}")


if __name__ == "__main__":
    main()
