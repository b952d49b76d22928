"""Measure a change of the rows in an app: `python -m tests.benchmarks.in_browser.component 1000 10000`.

`st_atlas` against `st_folium`, the same rows and filter: seconds from the key to the map that shows the rows kept, and
bytes that came over the websocket. Leaflet is served from its wheel to both; nothing else is loaded.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from atlas.render.assets import leaflet_script, leaflet_style

HERE = Path(__file__).parent
APPS = {
    "component_app.py": "() => window.atlas?.painted && atlas.state ? atlas.counts().rows : 0",
    "folium_app.py": "() => document.querySelectorAll('path.leaflet-interactive').length",
}
CHANGES, PATIENCE_SECONDS = 3, 200


def _answer(route):
    url = route.request.url
    if "127.0.0.1" in url:
        route.continue_()
    elif url.endswith(".css"):
        route.fulfill(body=leaflet_style() if "leaflet.css" in url else "", content_type="text/css")
    else:
        route.fulfill(body=leaflet_script() if "leaflet.js" in url else "", content_type="text/javascript")


def _counted(page, count):
    """Rows that the map shows; 0 while it is being made."""
    for frame in page.frames[1:]:
        with contextlib.suppress(Error):
            if found := frame.evaluate(count):
                return found
    return 0


def _change(page, count, received):
    """Move the filter by a step; give seconds and bytes."""
    had, begun = _counted(page, count), time.monotonic()
    received.clear()
    page.get_by_role("slider").press("ArrowRight")
    while time.monotonic() - begun < PATIENCE_SECONDS:
        told = re.search(r"rows (\d+)", page.inner_text("body"))
        if told and int(told[1]) != had and _counted(page, count) == int(told[1]):
            break
        page.wait_for_timeout(20)
    taken = time.monotonic() - begun
    page.wait_for_timeout(1_500)
    return round(taken, 2), sum(received)


def measure(app, rows, browser):
    """Print the first picture and some changes of an app."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    options = ["--server.port", port, "--server.headless", "true", "--server.fileWatcherType", "none"]
    command = [sys.executable, "-m", "streamlit", "run", str(HERE / app), *options]
    environment = {**os.environ, "ROWS": str(rows), "PYTHONPATH": str(HERE.parents[2])}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, **quiet) as server:
        try:
            time.sleep(6)
            page, received = browser.new_page(viewport={"width": 1100, "height": 900}), []
            page.route("**/*", _answer)
            page.on("websocket", lambda ws: ws.on("framereceived", lambda data: received.append(len(data))))
            begun = time.monotonic()
            page.goto(f"http://127.0.0.1:{port}")
            while not _counted(page, APPS[app]):
                page.wait_for_timeout(50)
            first = round(time.monotonic() - begun, 2)
            page.wait_for_timeout(2_500)
            came = sum(received)
            print(
                app, rows, "first", first, came, "changes", [_change(page, APPS[app], received) for _ in range(CHANGES)]
            )
            page.close()
        finally:
            server.terminate()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for count in map(int, sys.argv[1:]):
            for name in APPS:
                measure(name, count, chromium)
