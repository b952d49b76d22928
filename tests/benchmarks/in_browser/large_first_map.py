"""What a reader and a server have of a large layer right after it is there: the first picture, the levels, the memory.

    python tests/benchmarks/in_browser/large_first_map.py 100000 300000 --tippecanoe

A server of the app is running and warm when the layer appears in its folder; nothing of it is prepared. Then: the time
until a new browser has painted a picture of it, until all levels of detail are built, and the memory of the server
after each act of a reader. Then the server starts again, with everything prepared. One JSON line a size.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import geopandas as gpd
import psutil
from playwright.sync_api import sync_playwright

from tests.benchmarks.in_browser.large_pages import AT, KINDS, ZOOM, moved
from tests.benchmarks.in_browser.pages import ROOT, frame_with, open_page, serve
from tests.benchmarks.large_data import write_layer

_READY = "window.atlas ? atlas.ready.then(() => true) : false"
_SMALL_WINDOW = "z=0&bbox=0,0,9,9"


def memory_mb(process):
    """Return the resident memory of a server: its own, that of mapped files, and that of its other processes."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines())
    own, mapped = (round(int(lines[name].split()[0]) / 1000) for name in ("RssAnon", "RssFile"))
    others = 0
    for child in process.children(recursive=True):
        try:
            others += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return {"own": own, "mapped": mapped, "other_processes": round(others / 1e6)}


def highest_mb(process):
    """Return the highest resident memory of a server since it was asked last, MB; count anew."""
    folder = Path(f"/proc/{process.pid}")
    lines = dict(line.split(":", 1) for line in (folder / "status").read_text("ascii").splitlines())
    (folder / "clear_refs").write_text("5", "ascii")
    return round(int(lines["VmHWM"].split()[0]) / 1000)


def measure_questions(url, process, name):
    """Return the memory of a server after each question that asks of all rows of a layer, and the highest meanwhile."""
    own = f"layers={name}&lang=fr"
    questions = {
        "rows of a territory": f"summary?{own}&territory=62498",
        "rows with their centre in it": f"answers?{own}&territory=62498&territory_rule=centre",
        "rows near another layer": f"answers?{own}&near={name}:slag_heaps:500",
        "rows that meet another layer": f"answers?{own}&near={name}:slag_heaps:0",
        "another layer near it": f"answers?layers=slag_heaps&lang=fr&near=slag_heaps:{name}:200",
        "distance to another layer": f"table?table={name}&{own}&nearest={name}:slag_heaps",
        "summary of all rows": f"summary?{own}",
        "GeoJSON of all rows": f"export?{own}&format=geojson",
    }
    found = {}
    highest_mb(process)
    for question, address in questions.items():
        began = time.perf_counter()
        read(f"{url}/atlas/{address}")
        seconds = time.perf_counter() - began
        found[question] = memory_mb(process) | {"highest": highest_mb(process), "s": round(seconds, 2)}
    return found


def read(url):
    with urllib.request.urlopen(url, timeout=600) as response:
        return response.status, response.read()


def measure(playwright, layer, work):
    """Measure a layer that appears in the folder of a running server."""
    folder, name, link = work / "layers", layer.stem, f"?layers={layer.stem}&at={AT[0]},{AT[1]},{ZOOM}"
    (folder / "bench").mkdir(parents=True)
    shutil.copy(layer.parent / "theme.toml", folder / "bench")
    variables = {"ATLAS_LAYERS": str(folder), "XDG_CACHE_HOME": str(work / "caches")}
    found = {}
    with serve(ROOT / "app.py", **variables) as (url, process, _):
        with open_page(playwright) as (page, _):
            page.goto(url)
            frame_with(page, _READY)
            page.wait_for_timeout(8000)
        found["before_mb"] = memory_mb(process)
        for ending in (".parquet", ".toml"):
            os.link(layer.with_suffix(ending), folder / "bench" / f"{name}{ending}")
        with open_page(playwright) as (page, _):
            began = time.perf_counter()
            page.goto(f"{url}/{link}")
            frame_with(page, _READY)
            found["first_s"] = time.perf_counter() - began
            if work.joinpath("shots").exists():
                page.screenshot(path=work / "shots" / f"{name}-coarse.png")
            most = {}
            while True:
                for kind, size in memory_mb(process).items():
                    most[kind] = max(most.get(kind, 0), size)
                if read(f"{url}/atlas/view/{name}/rows?{_SMALL_WINDOW}")[0] != 202:
                    break
                time.sleep(0.1)
            found |= {"prepared_s": time.perf_counter() - began, "most_while_building_mb": most}
            page.wait_for_timeout(3000)
            if work.joinpath("shots").exists():
                page.screenshot(path=work / "shots" / f"{name}-fine.png")
    return found | measure_prepared(playwright, name, variables)


def measure_prepared(playwright, name, variables):
    """Measure the same layer where everything is prepared: first pictures, and memory after each act of a reader."""
    link, found = f"?layers={name}&at={AT[0]},{AT[1]},{ZOOM}", {}
    with serve(ROOT / "app.py", **variables) as (url, process, _):
        firsts, sizes = [], {}
        for turn in range(3):
            with open_page(playwright) as (page, _):
                began = time.perf_counter()
                page.goto(f"{url}/{link}")
                frame = frame_with(page, _READY)
                firsts.append(time.perf_counter() - began)
                page.wait_for_timeout(4000)
                if turn < 2:
                    continue
                sizes["first map"] = memory_mb(process)
                found["zoom_pan_ms"] = moved(frame, "atlas.map", "await atlas.settled?.();")
                sizes["zoom and pan"] = memory_mb(process)
                for kinds in ([KINDS[0]], KINDS[1:]):
                    act = {"kind": "filter", "layer": name, "field": "kind", "values": list(kinds)}
                    frame.evaluate("(act) => atlas.send(act)", act)
                    page.wait_for_timeout(1500)
                sizes["filter"] = memory_mb(process)
                frame.evaluate("() => atlas.send({ kind: 'clear' })")
                page.wait_for_timeout(1000)
                frame.evaluate(f"async () => await atlas.pick({AT[0]}, {AT[1]})")
                read(f"{url}/atlas/cards/{name}/r0000100?lang=fr")
                sizes["card"] = memory_mb(process)
                began = time.perf_counter()
                read(f"{url}/atlas/search?q={urllib.parse.quote('Parcelle 1234')}&lang=fr")
                found["search_s"] = time.perf_counter() - began
                sizes["search"] = memory_mb(process)
                began = time.perf_counter()
                read(f"{url}/atlas/table?table={name}&layers={name}&lang=fr&sort=value")
                found["table_s"] = time.perf_counter() - began
                sizes["table"] = memory_mb(process)
        sizes |= measure_questions(url, process, name)
        found |= {"first_prepared_s": firsts, "median_first_prepared_s": statistics.median(firsts), "memory_mb": sizes}
    return found


def measure_tippecanoe(layer, work):
    """Measure tippecanoe on the same rows: from GeoParquet to tiles, as a page of PMTiles needs them."""
    began = time.perf_counter()
    rows = gpd.read_parquet(layer, columns=["name", "kind", "geometry"])
    rows.to_file(work / "rows.fgb", driver="FlatGeobuf")
    converted = time.perf_counter() - began
    command = [
        "-o",
        str(work / "rows.pmtiles"),
        "-Z5",
        "-z14",
        "--drop-densest-as-needed",
        "--force",
        "-q",
        "-l",
        "rows",
    ]
    subprocess.run(["tippecanoe", *command, str(work / "rows.fgb")], check=True, timeout=900)
    return {"converted_s": converted, "prepared_s": time.perf_counter() - began}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="+", type=int)
    options.add_argument("--tippecanoe", action="store_true")
    options.add_argument("--data", type=Path, default=Path("/tmp/atlas-large"), help="where layers are kept")  # noqa: S108
    options.add_argument("--shots", type=Path, help="where pictures of the pages go")
    asked = options.parse_args()
    with sync_playwright() as playwright:
        for size in asked.sizes:
            path = asked.data / "layers" / "bench" / f"polygons_{size}.parquet"
            if not path.exists():
                write_layer(asked.data / "layers", "polygons", size)
            asked.data.joinpath("work").mkdir(exist_ok=True)
            with tempfile.TemporaryDirectory(dir=asked.data / "work") as name:
                work, before = Path(name), os.getloadavg()[0]
                if asked.shots:
                    work.joinpath("shots").symlink_to(asked.shots.absolute())
                found = {"atlas": measure(playwright, path, work)}
                if asked.tippecanoe:
                    found["tippecanoe"] = measure_tippecanoe(path, work)
            print(json.dumps({"polygons": size, **found, "load": [before, os.getloadavg()[0]]}), flush=True)


if __name__ == "__main__":
    main()
