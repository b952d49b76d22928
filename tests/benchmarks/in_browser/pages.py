"""What the benchmarks in a browser share: an app that is served, a page of a new browser, a map that holds rows."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

import psutil

from atlas.render.assets import leaflet_script, leaflet_style
from tests.benchmarks.in_browser.traffic import Traffic

HERE, ROOT = Path(__file__).parents[1], Path(__file__).parents[3]
# A tool that takes longer than this for one picture is not waited for.
PATIENCE_SECONDS = 240
_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


class Served(NamedTuple):
    """An app: its address, its process, and when it was started."""

    url: str
    process: psutil.Process
    started: float


@contextlib.contextmanager
def serve(app, **variables):
    """Serve an app of Streamlit until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.headless", "true", "--server.address", "127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", str(app), *options]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | variables, **quiet) as process:
        url = f"http://127.0.0.1:{port}"
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(url + "/_stcore/health", timeout=1).close()
                break
            time.sleep(0.02)
        yield Served(url, psutil.Process(process.pid), started)
        process.terminate()


@contextlib.contextmanager
def open_page(playwright):
    """Open a page of a new browser, with Leaflet from the wheel and nothing else from outside; count its traffic."""
    arguments = [*_OPTIONS, "--enable-precise-memory-info"]
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(1000 * PATIENCE_SECONDS)

    def outside(route):
        url = route.request.url
        leaflet = {"leaflet.js": leaflet_script, "leaflet.css": leaflet_style}
        text = leaflet.get(url.rpartition("/")[2].partition("?")[0], str)()
        kind = "text/css" if url.endswith(".css") else "text/javascript"
        route.fulfill(body=text, content_type=kind, headers={"Access-Control-Allow-Origin": "*"})

    page.route(lambda url: "127.0.0.1" not in url and url.startswith("http"), outside)
    yield page, Traffic(page)
    browser.close()


def frame_with(page, condition):
    """Return the frame of a page in which a condition holds, as soon as it does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        for frame in page.frames:
            with contextlib.suppress(Exception):
                if frame.evaluate(condition):
                    return frame
        page.wait_for_timeout(10)
    raise TimeoutError(condition)


def holds_features(count):
    """Return the condition that the canvas of a map of folium holds so many features."""
    return (
        "() => { let n = 0; if (!window.map || !window.map.eachLayer) return false;"
        f" window.map.eachLayer(l => {{ if (l.feature) n += 1; }}); return n === {count}; }}"
    )
