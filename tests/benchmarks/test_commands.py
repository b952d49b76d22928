"""How long a command takes from its start to its end, against Python and geopandas alone, in turns."""

import os
import subprocess
import sys
import time

import pytest

from atlas.folders import import_folder

pytestmark = pytest.mark.benchmark

LIST = ("-m", "atlas", "list")
QUERY = ("-m", "atlas", "query", "?layers=slag_heaps&slag_heaps.form=conical", "--out", "{out}/heaps.geojson")
NOTHING, GEOPANDAS = ("-c", "pass"), ("-c", "import geopandas")
ROUNDS = 9


def quickest(folder, *commands):
    """Run commands in turns; return the quickest wall time of each, the first round apart."""
    own = os.environ | {"XDG_CACHE_HOME": str(folder), "PYTHONPATH": str(import_folder())}
    times = {command: [] for command in commands}
    for _ in range(ROUNDS):
        for command in commands:
            full = [sys.executable, *(part.format(out=folder) for part in command)]
            began = time.perf_counter()
            subprocess.run(full, cwd=import_folder(), env=own, check=True, capture_output=True)
            times[command].append(time.perf_counter() - began)
    return [min(taken[1:]) for taken in times.values()]


def test_a_list_takes_little_longer_than_python_itself(tmp_path):
    own, nothing = quickest(tmp_path, LIST, NOTHING)
    print(f"\natlas list {own:.3f} s, python {nothing:.3f} s, ratio {own / nothing:.1f}; load {os.getloadavg()[0]:.1f}")
    assert own <= 8 * nothing


def test_a_query_takes_little_longer_than_importing_geopandas(tmp_path):
    own, alone = quickest(tmp_path, QUERY, GEOPANDAS)
    print(f"\natlas query {own:.2f} s, geopandas {alone:.2f} s, ratio {own / alone:.2f}; load {os.getloadavg()[0]:.1f}")
    assert own <= 2 * alone
