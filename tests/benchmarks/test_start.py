"""What a program and a terminal wait for: `import atlas` and `atlas list`, against the import of geopandas."""

import statistics
import subprocess
import sys

import pytest

from atlas.folders import import_folder

pytestmark = pytest.mark.benchmark

ROUNDS = 7


def seconds(work):
    """Time some code in a Python of its own, without the start of that Python."""
    code = f"import time; begun = time.perf_counter(); {work}; print(time.perf_counter() - begun)"
    command = [sys.executable, "-c", code]
    runs = [
        subprocess.run(command, cwd=import_folder(), capture_output=True, text=True, check=True).stdout.split()[-1]
        for _ in range(ROUNDS)
    ]
    return statistics.median(map(float, runs))


def test_the_package_and_the_list_start_long_before_geopandas_is_there():
    package, listed = seconds("import atlas"), seconds("from atlas.__main__ import main; main(['list'])")
    geopandas = seconds("import geopandas")
    print(
        f"import atlas {package * 1000:.0f} ms, atlas list {listed * 1000:.0f} ms, geopandas {geopandas * 1000:.0f} ms"
    )
    assert package < geopandas / 10
    assert listed < 2 * geopandas
