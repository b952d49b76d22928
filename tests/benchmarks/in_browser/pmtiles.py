"""Vector tiles as a competent user makes and shows them: tippecanoe and protomaps-leaflet."""

import json
import shutil
import subprocess
import time

import geopandas as gpd

from atlas.render.assets import leaflet_script, leaflet_style
from tests.benchmarks.in_browser.large_pages import CHANGES, FRAMES, ZOOMS, files, median_change, moved
from tests.benchmarks.in_browser.pages import open_page
from tests.benchmarks.large_data import COLORS, KINDS


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
    with files(work) as url, open_page(playwright) as (page, traffic):
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
            changed |= median_change(wanted, changes, sizes, [0])
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
