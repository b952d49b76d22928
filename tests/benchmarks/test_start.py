"""What a program and a terminal wait for: `import atlas`, `atlas list` and `query`, against Python and geopandas."""

import os
import resource
import statistics
import subprocess
import sys

import pytest

from atlas.folders import import_folder

pytestmark = pytest.mark.benchmark

ROUNDS = 7
LIST = ("-m", "atlas", "list")
QUERY = ("-m", "atlas", "query", "?layers=slag_heaps&slag_heaps.form=conical", "--out", "{out}/heaps.geojson")
NOTHING, GEOPANDAS = ("-c", "pass"), ("-c", "import geopandas")


def seconds(work):
    """Return the processor time of some code in a Python of its own, without the start of that Python."""
    code = f"import time; begun = time.process_time(); {work}; print(time.process_time() - begun)"
    command = [sys.executable, "-c", code]
    runs = [
        subprocess.run(command, cwd=import_folder(), capture_output=True, text=True, check=True).stdout.split()[-1]
        for _ in range(ROUNDS)
    ]
    return statistics.median(map(float, runs))


def spent():
    """Return the processor time of all processes that this one has waited for: the machine is shared."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def quickest(folder, *commands):
    """Run commands in turns, from start to end; return the least processor time of each, the first round apart."""
    own = os.environ | {"XDG_CACHE_HOME": str(folder), "PYTHONPATH": str(import_folder())}
    times = {command: [] for command in commands}
    for _ in range(ROUNDS):
        for command in commands:
            full = [sys.executable, *(part.format(out=folder) for part in command)]
            before = spent()
            subprocess.run(full, cwd=import_folder(), env=own, check=True, capture_output=True)
            times[command].append(spent() - before)
    return [min(taken[1:]) for taken in times.values()]


def test_the_package_and_the_list_start_long_before_geopandas_is_there():
    package, listed = seconds("import atlas"), seconds("from atlas.__main__ import main; main(['list'])")
    geopandas = seconds("import geopandas")
    print(
        f"import atlas {package * 1000:.0f} ms, atlas list {listed * 1000:.0f} ms, geopandas {geopandas * 1000:.0f} ms"
    )
    assert package < geopandas / 10
    assert listed < geopandas / 2


def test_a_list_takes_little_longer_than_python_itself(tmp_path):
    own, nothing = quickest(tmp_path, LIST, NOTHING)
    print(f"\natlas list {own:.3f} s, python {nothing:.3f} s, ratio {own / nothing:.1f}; load {os.getloadavg()[0]:.1f}")
    assert own <= 8 * nothing


def test_a_query_takes_little_longer_than_importing_geopandas(tmp_path):
    own, alone = quickest(tmp_path, QUERY, GEOPANDAS)
    print(f"\natlas query {own:.2f} s, geopandas {alone:.2f} s, ratio {own / alone:.2f}; load {os.getloadavg()[0]:.1f}")
    assert own <= 1.9 * alone
