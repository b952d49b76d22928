"""Indicators of ten million slag heaps: one process and several workers of a scheduler, on the same files.

    python -m tests.distributed.many_workers FOLDER --rows 10000000 --workers 2 --chunk 4

The heaps are squares of 15 to 45 m, of five vertices, all over the bounds of the communes: a hundred files, each a tile
of a grid. FOLDER takes some 60 bytes a heap; what is there already is used again. One JSON line.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

import geopandas as gpd
import numpy as np
import psutil
import shapely
from distributed import LocalCluster

from atlas.analysis.indicators.landscape import FORMS, STATES
from atlas.catalog import open_catalog, shipped_layers
from atlas.folders import import_folder
from atlas.io.frames import conform
from atlas.io.write import write_layer_file

NAMES = ("heap_density", "heap_form_profile", "heap_state_profile")
# Tiles along each side; a file each.
SIDE = 10
SEED = 20261130


def make_tile(layer, number, rows):
    """Make the heaps of one tile, as `conform` returns them."""
    random = np.random.default_rng(SEED + number)
    communes = gpd.read_parquet(shipped_layers() / "territories" / "communes.parquet")
    west, south, east, north = communes.total_bounds
    across, up = (east - west) / SIDE, (north - south) / SIDE
    x = west + across * (number % SIDE + random.random(rows))
    y = south + up * (number // SIDE + random.random(rows))
    # Degrees of 15 to 45 metres: the same share of a degree of latitude everywhere, more of one of longitude.
    half = random.uniform(7.5, 22.5, rows) / 111_200
    sides = [np.round(side, 7) for side in (x - 1.57 * half, y - half, x + 1.57 * half, y + half)]
    ids = [f"H{number:02d}{k:06d}" for k in range(rows)]
    heaps = gpd.GeoDataFrame({"id": ids}, geometry=shapely.box(*sides), crs=4326)
    heaps["form"], heaps["state"] = random.choice(FORMS, rows), random.choice(STATES, rows)
    heaps["geometry_kind"], heaps["precision"], heaps["kind"] = "polygon", "exact", None
    for name in set(layer.fields) - set(heaps):
        heaps[name] = None
    return conform(heaps[["id", *layer.fields, "geometry"]], layer, path="heaps")


def write_heaps(root, rows):
    """Write the heaps where ``files:ROOT`` finds them; those of another licence are the shipped ones."""
    layer = open_catalog(shipped_layers())["slag_heaps"]
    main, *others = (path for path, _ in layer.files)
    for path in others:
        folder = root / layer.theme / path.name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / "part-00000.parquet")
    folder = root / layer.theme / main.name
    folder.mkdir(parents=True, exist_ok=True)
    missing = [number for number in range(SIDE * SIDE) if not (folder / f"part-{number:05d}.parquet").exists()]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(write_tile, missing, [folder] * len(missing), [rows // (SIDE * SIDE)] * len(missing)))
    return sum(path.stat().st_size for path in folder.iterdir())


def write_tile(number, folder, rows):
    """Write one tile as a part of the layer."""
    layer = open_catalog(shipped_layers())["slag_heaps"]
    write_layer_file(make_tile(layer, number, rows), layer, folder / f"part-{number:05d}.parquet")


def run(root, out, *options):
    """Run the command; return its seconds, its processor time and its largest memory."""
    command = [sys.executable, "-m", "atlas", "indicators", "--level", "commune", "--indicator", *NAMES]
    command += ["--data", f"files:{root.as_uri()}", "--csv", str(out), *options]
    own = os.environ | {"PYTHONPATH": str(import_folder())}
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=import_folder(), env=own) as process:
        _, code, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(code)
    if process.returncode:
        raise RuntimeError(f"{command}: {process.returncode}")
    return {
        "seconds": time.perf_counter() - began,
        "processor_s": used.ru_utime + used.ru_stime,
        "largest_mb": used.ru_maxrss / 1024,
    }


class Watched:
    """The processor time of some processes, and the largest memory that each of them has held meanwhile."""

    def __init__(self, processes):
        self._processes, self._ended = processes, threading.Event()
        self._before = sum(sum(process.cpu_times()[:2]) for process in processes)
        self._largest = [0] * len(processes)
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    def _watch(self):
        while not self._ended.wait(0.2):
            for k, process in enumerate(self._processes):
                self._largest[k] = max(self._largest[k], process.memory_info().rss)

    def found(self):
        """Return both."""
        used = sum(sum(process.cpu_times()[:2]) for process in self._processes) - self._before
        return {"workers_processor_s": used, "workers_largest_mb": [round(most / 2**20) for most in self._largest]}


def main():
    """Write the heaps where they are not, measure both, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--chunk", type=int, default=4)
    options = parser.parse_args()
    root = options.folder.absolute() / f"heaps-{options.rows}"
    began = time.perf_counter()
    size = write_heaps(root, options.rows)
    found = {"rows": options.rows, "mb": size / 1e6, "written_s": time.perf_counter() - began}
    chunk = ("--chunk", str(options.chunk))
    quiet = {"silence_logs": 50, "dashboard_address": None, "local_directory": str(root / "workers")}
    apart = {"n_workers": options.workers, "threads_per_worker": 1, "processes": True, "memory_limit": 0}
    with LocalCluster(**apart, **quiet) as cluster:
        workers = [psutil.Process(worker.pid) for worker in cluster.workers.values()]
        with Watched(workers) as watched:
            many = run(root, root / "many.csv", *chunk, "--scheduler", cluster.scheduler_address)
        found["workers"] = many | watched.found()
    found["one"] = run(root, root / "one.csv", *chunk)
    found["same_bytes"] = (root / "many.csv").read_bytes() == (root / "one.csv").read_bytes()
    found["load"] = os.getloadavg()[0]
    found["versions"] = {name: version(name) for name in ("distributed", "geopandas", "shapely", "pyarrow")}
    found["machine"] = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
