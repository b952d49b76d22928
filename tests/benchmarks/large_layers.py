"""Large layers side by side, same data, same colours, tooltips on: the atlas, streamlit-folium, explore(), PMTiles.

    python tests/benchmarks/large_layers.py polygons:1000 polygons:10000 polygons:300000 --tools atlas folium explore

Scripts that a tool takes from outside hosts come at once from the wheel (Leaflet) or empty, which is kinder to it than
any network. PMTiles need ``tippecanoe`` on the path and ``--protomaps protomaps-leaflet.js``. One JSON line a tool and
size.
"""

import argparse
import contextlib
import functools
import http.server
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

import geopandas as gpd
import psutil
from playwright.sync_api import sync_playwright

from atlas.render.assets import leaflet_script, leaflet_style
from tests.benchmarks.large_data import COLORS, KINDS, write_layer
from tests.benchmarks.test_map import Traffic

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
AT, ZOOM = (50.45, 2.9), 9
ZOOMS = (8, 10, 11, 12, 13, 15)
# To the rows of one kind, and to those of all kinds but one.
CHANGES = {
    "one": [[kind] for kind in KINDS[:5]],
    "most": [[other for other in KINDS if other != kind] for kind in KINDS[:5]],
}
_CHANGED = "([n, c, p]) => atlas.counts()[n] !== c && atlas.painted > p"
# Two frames after an act is done what it drew is on the screen.
FRAMES = "await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));"
# A tool that takes longer than this for one picture is not waited for.
PATIENCE_MS = 240_000


@contextlib.contextmanager
def streamlit(app, **variables):
    """Serve an app; yield its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.headless", "true", "--server.address", "127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", str(app), *options]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | variables, **quiet) as process:
        url = f"http://127.0.0.1:{port}"
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(url + "/_stcore/health", timeout=1).close()
                break
            time.sleep(0.05)
        yield url, psutil.Process(process.pid)
        process.terminate()


class Ranges(http.server.SimpleHTTPRequestHandler):
    """Serves files, parts of them too, as PMTiles needs it."""

    def do_GET(self):
        asked = self.headers.get("Range")
        if not asked:
            super().do_GET()
            return
        content = Path(self.translate_path(self.path)).read_bytes()
        first, _, last = asked.removeprefix("bytes=").partition("-")
        part = content[int(first) : int(last) + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{int(first) + len(part) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, *_):
        """Keep the console free of requests."""


@contextlib.contextmanager
def files(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Ranges, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextlib.contextmanager
def browser(playwright):
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"]
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE_MS)

    def outside(route):
        url = route.request.url
        leaflet = {"leaflet.js": leaflet_script, "leaflet.css": leaflet_style}
        text = leaflet.get(url.rpartition("/")[2].partition("?")[0], str)()
        kind = "text/css" if url.endswith(".css") else "text/javascript"
        route.fulfill(body=text, content_type=kind, headers={"Access-Control-Allow-Origin": "*"})

    page.route(lambda url: "127.0.0.1" not in url and url.startswith("http"), outside)
    yield page, Traffic(page)
    chromium.close()


def frame_with(page, condition):
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        for frame in page.frames:
            with contextlib.suppress(Exception):
                if frame.evaluate(condition):
                    return frame
        page.wait_for_timeout(10)
    raise TimeoutError(condition)


def moved(frame, name, settle):
    """Time a zoom and a pan at several zooms: from the act to the drawn picture, ms; the first visit of each place."""
    times = {}
    for zoom in ZOOMS:
        steps = [
            f"{name}.setView([lat, lon], z, {{ animate: false }})",
            f"{name}.panBy([320, 0], {{ animate: false }})",
        ]
        timed = "async ([lat, lon, z]) => { const t = performance.now(); %s; %s %s return performance.now() - t; }"
        times[zoom] = [round(frame.evaluate(timed % (step, settle, FRAMES), [*AT, zoom])) for step in steps]
    return times


def usage(process, since):
    used = process.cpu_times()
    return round(used.user + used.system - since, 2)


def cpu(process):
    return usage(process, 0)


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
    with streamlit(ROOT / "app.py", **variables) as (url, process):
        began = time.perf_counter()
        asked = f"{url}/atlas/view/{name}?z=9&bbox=540000000,360000000,547000000,365000000"
        urllib.request.urlopen(f"{url}/atlas/layers/{name}?lang=fr", timeout=600).close()
        while urllib.request.urlopen(asked, timeout=600).status == 202:
            time.sleep(0.5)
        prepared = time.perf_counter() - began
        for _ in range(3):
            with browser(playwright) as (page, traffic):
                began = time.perf_counter()
                page.goto(f"{url}/?layers={name}&at={AT[0]},{AT[1]},{ZOOM}")
                frame = frame_with(page, "window.atlas ? atlas.ready.then(() => true) : false")
                firsts.append(time.perf_counter() - began)
                page.wait_for_timeout(1500)
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
                    changed |= _change(wanted, changes, sizes, used)
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
        streamlit(HERE / "baseline_large_app.py", LARGE_LAYER=str(layer)) as (url, process),
        browser(playwright) as (page, traffic),
    ):
        began = time.perf_counter()
        page.goto(url)
        frame = frame_with(page, _shapes(placed))
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
                frame = frame_with(page, _shapes(counts[",".join(chosen)]))
                changes.append(time.perf_counter() - began)
                page.wait_for_timeout(1500)
                used.append(usage(process, since))
                sizes.append(traffic.take())
            changed |= _change(wanted, changes, sizes, used)
        heap, memory = frame.evaluate("performance.memory.usedJSHeapSize") / 1e6, process.memory_info().rss / 1e6
    return {
        "first_s": first, "first_bytes": first_bytes, **changed,
        "zoom_pan_ms": times, "heap_mb": heap, "server_mb": memory,
    }  # fmt: skip


def _change(wanted, changes, sizes, used):
    return {
        f"change_{wanted}_s": statistics.median(changes),
        f"change_{wanted}_bytes": max(sizes),
        f"change_{wanted}_cpu_s": statistics.median(used),
    }


def _shapes(count):
    return (
        "() => { let n = 0; if (!window.map || !window.map.eachLayer) return false;"
        f" window.map.eachLayer(l => {{ if (l.feature) n += 1; }}); return n === {count}; }}"
    )


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
    with files(work) as url, browser(playwright) as (page, traffic):
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
            changed |= _change(wanted, changes, sizes, used)
    return {
        "first_s": first, "first_bytes": first_bytes, **changed,
        "zoom_pan_ms": times, "heap_mb": heap, "server_mb": None,
    }  # fmt: skip


def measure_pmtiles(playwright, layer, work, script):
    """Measure vector tiles: tippecanoe before, protomaps-leaflet in the page; a filter is a rule of its painter."""
    rows = gpd.read_parquet(layer, columns=["name", "kind", "geometry"])
    rows.to_file(work / "rows.fgb", driver="FlatGeobuf")
    began = time.perf_counter()
    made = ["-o", str(work / "rows.pmtiles"), "-Z5", "-z14", "--drop-densest-as-needed", "--force", "-q", "-l", "rows"]
    subprocess.run(["tippecanoe", *made, str(work / "rows.fgb")], check=True, timeout=540)
    prepared = time.perf_counter() - began
    shutil.copy(script, work / "protomaps.js")
    (work / "leaflet.js").write_text(leaflet_script(), encoding="utf-8")
    (work / "leaflet.css").write_text(leaflet_style(), encoding="utf-8")
    (work / "tiles.html").write_text(_TILES.replace("COLORS", json.dumps(dict(zip(KINDS, COLORS, strict=True)))))
    with files(work) as url, browser(playwright) as (page, traffic):
        began = time.perf_counter()
        page.goto(f"{url}/tiles.html")
        page.wait_for_function("() => window.drawn && window.drawn()", polling=10)
        first = time.perf_counter() - began
        page.wait_for_timeout(1000)
        first_bytes = traffic.take()
        act, changed = "const t = performance.now(); choose(kinds); await settled();", {}
        for wanted, kinds in CHANGES.items():
            changes, sizes = [], []
            for chosen in kinds:
                took = page.evaluate(f"async (kinds) => {{ {act} {FRAMES} return performance.now() - t; }}", chosen)
                changes.append(took / 1000)
                page.wait_for_timeout(300)
                sizes.append(traffic.take())
            changed |= _change(wanted, changes, sizes, [0])
        page.evaluate("async () => { choose(null); await settled(); }")
        times = moved(page, "map", "await settled();")
        page.wait_for_timeout(500)
        moves, heap = traffic.take(), page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    return {
        "prepared_s": prepared, "first_s": first, "first_bytes": first_bytes, **changed,
        "zoom_pan_ms": times, "bytes_a_move": moves / 2 / len(ZOOMS),
        "heap_mb": heap, "server_mb": None,
    }  # fmt: skip


_TILES = """<!doctype html><link rel="stylesheet" href="leaflet.css"><style>html,body,#m{height:100%;margin:0}</style>
<div id="m"></div><script src="leaflet.js"></script><script src="protomaps.js"></script><script>
const colors = COLORS; let chosen = null;
const map = L.map("m", { preferCanvas: true, maxZoom: 18 }).setView([50.45, 2.9], 9);
const filter = (z, f) => !chosen || chosen.includes(f.props.kind);
const paint = (z, f) => colors[f.props.kind] || "#5B6770";
const rules = [
  { dataLayer: "rows", filter,
    symbolizer: new protomapsL.PolygonSymbolizer({
      fill: paint, stroke: paint, opacity: .8, width: 1, perFeature: true }) },
];
const layer = protomapsL.leafletLayer({ url: "rows.pmtiles", paintRules: rules, labelRules: [], noWrap: true });
let loading = false, done = 0;
layer.on("loading", () => { loading = true; }).on("load", () => { loading = false; done += 1; });
layer.addTo(map);
map.on("mousemove", (e) => { try { layer.queryTileFeaturesDebug(e.latlng.lng, e.latlng.lat); } catch { } });
const settled = async () => { do { await new Promise((r) => setTimeout(r, 5)); } while (loading); };
const choose = (kinds) => { chosen = kinds; layer.rerenderTiles(); layer.redraw(); };
window.drawn = () => done > 0 && !loading;
</script>"""


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
