"""Large layers side by side, same data, same colours, tooltips on: the atlas, streamlit-folium, explore(), PMTiles.

    python tests/benchmarks/large_layers.py polygons:1000 polygons:10000 polygons:300000 --tools atlas folium explore

Scripts that a tool takes from outside hosts come at once from the wheel (Leaflet) or empty, which is kinder to it than
any network. PMTiles need ``tippecanoe`` on the path and ``--protomaps protomaps-leaflet.js``. One JSON line a tool and
size.
"""

import argparse
import functools
import json
import os
import platform
import shutil
import statistics
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

import geopandas as gpd
import psutil
from playwright.sync_api import sync_playwright

from tests.benchmarks.in_browser.large_pages import (
    AT,
    CHANGES,
    ZOOM,
    ZOOMS,
    cpu,
    files,
    median_change,
    moved,
    usage,
)
from tests.benchmarks.in_browser.pages import HERE, ROOT, frame_with, holds_features, open_page, serve
from tests.benchmarks.in_browser.pmtiles import measure_pmtiles
from tests.benchmarks.large_data import COLORS, write_layer

_CHANGED = "([n, c, p]) => atlas.counts()[n] !== c && atlas.painted > p"


def measure_atlas(playwright, layer, work):
    """Measure the atlas: levels are built before; each first picture is that of a new browser."""
    folder = work / "atlas"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "bench").mkdir(parents=True)
    for path in layer.parent.glob(f"{layer.stem}.*"):
        os.link(path, folder / "bench" / path.name)
    shutil.copy(layer.parent / "theme.toml", folder / "bench")
    name, firsts, first_bytes = layer.stem, [], []
    variables = {"ATLAS_LAYERS": str(folder), "XDG_CACHE_HOME": str(work / "caches")}
    with serve(ROOT / "app.py", **variables) as (url, process, _):
        began = time.perf_counter()
        asked = f"{url}/atlas/view/{name}/rows?z=9&bbox=540000000,360000000,547000000,365000000"
        urllib.request.urlopen(f"{url}/atlas/layers/{name}?lang=fr", timeout=600).close()
        while urllib.request.urlopen(asked, timeout=600).status == 202:
            time.sleep(0.5)
        prepared = time.perf_counter() - began
        for _ in range(3):
            with open_page(playwright) as (page, traffic):
                began = time.perf_counter()
                page.goto(f"{url}/?layers={name}&at={AT[0]},{AT[1]},{ZOOM}")
                frame = frame_with(page, "window.atlas ? atlas.ready.then(() => true) : false")
                firsts.append(time.perf_counter() - began)
                traffic.settle(page)
                first_bytes.append(traffic.take())
                if len(firsts) < 3:
                    continue
                changed = {}
                for wanted, kinds in CHANGES.items():
                    changes, sizes, used = [], [], []
                    for chosen in kinds:
                        told = frame.evaluate("(name) => [name, atlas.counts()[name], atlas.painted]", name)
                        act = {"kind": "filter", "layer": name, "field": "kind", "values": chosen}
                        since, began = cpu(process), time.perf_counter()
                        frame.evaluate("(act) => atlas.send(act)", act)
                        frame.wait_for_function(_CHANGED, arg=told, polling=10)
                        changes.append(time.perf_counter() - began)
                        page.wait_for_timeout(1000)
                        used.append(usage(process, since))
                        sizes.append(traffic.take())
                    changed |= median_change(wanted, changes, sizes, used)
                frame.evaluate("() => atlas.send({ kind: 'clear' })")
                page.wait_for_timeout(1500)
                traffic.take()
                times = moved(frame, "atlas.map", "await atlas.settled?.();")
                page.wait_for_timeout(500)
                moves = traffic.take()
                began = time.perf_counter()
                found = frame.evaluate(f"async () => await atlas.pick({AT[0]}, {AT[1]})")
                picked = time.perf_counter() - began
                heap = frame.evaluate("performance.memory.usedJSHeapSize") / 1e6
                memory = process.memory_info().rss / 1e6
    return {
        "prepared_s": prepared,
        "first_s": statistics.median(firsts), "first_bytes": first_bytes[-1],
        **changed, "zoom_pan_ms": times, "bytes_a_move": moves / 2 / len(ZOOMS),
        "pick_s": picked, "picked": bool(found), "heap_mb": heap, "server_mb": memory,
    }  # fmt: skip


def measure_folium(playwright, layer, work):
    """Measure the app of a competent user of streamlit-folium."""
    del work
    rows = gpd.read_parquet(layer)
    counts = {",".join(kinds): int(rows["kind"].isin(kinds).sum()) for chosen in CHANGES.values() for kinds in chosen}
    placed = int(rows.geometry.notna().sum())
    del rows
    with (
        serve(HERE / "baseline_large_app.py", LARGE_LAYER=str(layer)) as (url, process, _),
        open_page(playwright) as (page, traffic),
    ):
        began = time.perf_counter()
        page.goto(url)
        frame = frame_with(page, holds_features(placed))
        first = time.perf_counter() - began
        page.wait_for_timeout(2000)
        first_bytes = traffic.take()
        times = moved(frame, "window.map", "")
        changed = {}
        for wanted, kinds in CHANGES.items():
            changes, sizes, used = [], [], []
            # Beyond, each takes a minute.
            for chosen in kinds[: 3 if placed <= 20_000 else 1]:
                page.locator('[data-testid="stSelectbox"] input').click()
                page.keyboard.type(",".join(chosen))
                option = page.get_by_role("option", name=",".join(chosen), exact=True)
                option.wait_for()
                traffic.take()
                since, began = cpu(process), time.perf_counter()
                option.click()
                frame = frame_with(page, holds_features(counts[",".join(chosen)]))
                changes.append(time.perf_counter() - began)
                page.wait_for_timeout(1500)
                used.append(usage(process, since))
                sizes.append(traffic.take())
            changed |= median_change(wanted, changes, sizes, used)
        heap, memory = frame.evaluate("performance.memory.usedJSHeapSize") / 1e6, process.memory_info().rss / 1e6
    return {
        "first_s": first, "first_bytes": first_bytes, **changed,
        "zoom_pan_ms": times, "heap_mb": heap, "server_mb": memory,
    }  # fmt: skip


def measure_explore(playwright, layer, work):
    """Measure `gdf.explore()`: a static page, made anew for a filter."""
    rows = gpd.read_parquet(layer, columns=["name", "kind", "geometry"])
    options = {
        "column": "kind",
        "cmap": list(COLORS),
        "tiles": None,
        "location": AT,
        "zoom_start": ZOOM,
        "legend": False,
    }

    def make(shown):
        shown.explore(**options, prefer_canvas=True).save(work / "explore.html")

    def opened(page, count):
        page.goto(f"{url}/explore.html")
        name = frame_with(page, "() => Object.keys(window).find((k) => /^map_[0-9a-f]{32}$/.test(k)) || false")
        found = name.evaluate("() => Object.keys(window).find((k) => /^map_[0-9a-f]{32}$/.test(k))")
        page.wait_for_function(
            f"() => {{ let n = 0; {found}.eachLayer((l) => {{ n += Boolean(l.feature); }}); return n === {count}; }}"
        )
        return name, found

    process, made = psutil.Process(), time.perf_counter()
    with files(work) as url, open_page(playwright) as (page, traffic):
        make(rows)
        frame, found = opened(page, len(rows))
        first = time.perf_counter() - made
        page.wait_for_timeout(1000)
        first_bytes, changed = traffic.take(), {}
        times, heap = moved(frame, f"window.{found}", ""), frame.evaluate("performance.memory.usedJSHeapSize") / 1e6
        for wanted, kinds in CHANGES.items():
            changes, sizes, used = [], [], []
            for chosen in kinds[:3]:
                shown = rows[rows["kind"].isin(chosen)]
                since, began = cpu(process), time.perf_counter()
                make(shown)
                opened(page, len(shown))
                changes.append(time.perf_counter() - began)
                page.wait_for_timeout(500)
                used.append(usage(process, since))
                sizes.append(traffic.take())
            changed |= median_change(wanted, changes, sizes, used)
    return {
        "first_s": first, "first_bytes": first_bytes, **changed,
        "zoom_pan_ms": times, "heap_mb": heap, "server_mb": None,
    }  # fmt: skip


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("layers", nargs="+", help="kind:count, as of large_data.py")
    options.add_argument("--tools", nargs="+", default=["atlas"], choices=["atlas", "folium", "explore", "pmtiles"])
    options.add_argument("--data", type=Path, default=Path("/tmp/atlas-large"), help="where layers are kept")  # noqa: S108
    options.add_argument("--protomaps", type=Path, help="dist/protomaps-leaflet.js")
    asked = options.parse_args()
    tools = {"atlas": measure_atlas, "folium": measure_folium, "explore": measure_explore}
    tools["pmtiles"] = functools.partial(measure_pmtiles, script=asked.protomaps)
    print(json.dumps(machine()))
    with sync_playwright() as playwright:
        for order in asked.layers:
            kind, _, count = order.partition(":")
            path = asked.data / "layers" / "bench" / f"{kind}_{count}.parquet"
            if not path.exists():
                write_layer(asked.data / "layers", kind, int(count))
            for tool in asked.tools:
                work = asked.data / "work"
                work.mkdir(parents=True, exist_ok=True)
                before = os.getloadavg()[0]
                try:
                    found = tools[tool](playwright, path, work)
                except Exception as problem:  # noqa: BLE001 - what a tool cannot do is a result
                    found = {"problem": f"{type(problem).__name__}: {str(problem)[:200]}"}
                print(
                    json.dumps({"layer": path.stem, "tool": tool, **found, "load": [before, os.getloadavg()[0]]}),
                    flush=True,
                )


def machine():
    names = ("streamlit", "folium", "streamlit-folium", "geopandas", "shapely", "playwright")
    return {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()} | {
        name: version(name) for name in names
    }


if __name__ == "__main__":
    main()
