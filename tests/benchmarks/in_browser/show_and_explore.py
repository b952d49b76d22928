"""Measure saved maps of the same rows: `python -m tests.benchmarks.in_browser.show_and_explore 1000 10000 100000`.

`atlas.show` against `GeoDataFrame.explore`: processor time until the file is written, its size, and seconds until the
browser has painted it, with Leaflet from its wheel for both.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import sync_playwright

import atlas
from tests.benchmarks.in_browser.component import _answer
from tests.benchmarks.in_browser.rows import star_polygons

PATIENCE_SECONDS, VISITS = 120, 3
WAYS = {
    "show": (
        lambda rows: atlas.show(rows, column="area_ha"),
        "() => window.atlas?.painted > 0",
    ),
    "explore": (
        lambda rows: rows.explore(column="area_ha", tiles=None),
        "() => document.querySelectorAll('path.leaflet-interactive').length > 0",
    ),
}


def _made(make, rows, path):
    """Write a map; return the seconds of the processor that it took."""
    begun = time.process_time()
    make(rows).save(path)
    return time.process_time() - begun


def _seen(browser, path, painted):
    """Return the seconds until a file is painted; infinite where patience ends."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else _answer(route))
    begun = time.monotonic()
    try:
        page.goto(f"file://{path}", timeout=1000 * PATIENCE_SECONDS)
        page.wait_for_function(painted, timeout=1000 * PATIENCE_SECONDS)
        # Two frames later it is on the screen.
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return time.monotonic() - begun
    except Late:
        return float("inf")
    finally:
        page.close()


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp())
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        atlas.show(star_polygons(10))
        for count in map(int, sys.argv[1:]):
            made = star_polygons(count)
            for name, (way, ready) in WAYS.items():
                file = folder / f"{name}.html"
                seconds = _made(way, made, file)
                visits = [_seen(chromium, file, ready) for _ in range(VISITS if count < 100_000 else 1)]
                print(
                    f"{name} {count}: {seconds:.2f} s of the processor, {file.stat().st_size / 1e6:.2f} MB, "
                    f"painted after {statistics.median(visits):.2f} s",
                    flush=True,
                )
