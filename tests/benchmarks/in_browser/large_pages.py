"""Servers and pages for the measures of large layers, and what is done on them."""

import contextlib
import functools
import http.server
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil

from atlas.render.assets import leaflet_script, leaflet_style
from tests.benchmarks.in_browser.traffic import Traffic
from tests.benchmarks.large_data import KINDS

HERE, ROOT = Path(__file__).parents[1], Path(__file__).parents[3]
AT, ZOOM = (50.45, 2.9), 9
ZOOMS = (8, 10, 11, 12, 13, 15)
# To the rows of one kind, and to those of all kinds but one.
CHANGES = {
    "one": [[kind] for kind in KINDS[:5]],
    "most": [[other for other in KINDS if other != kind] for kind in KINDS[:5]],
}
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


def median_change(wanted, changes, sizes, used):
    return {
        f"change_{wanted}_s": statistics.median(changes),
        f"change_{wanted}_bytes": max(sizes),
        f"change_{wanted}_cpu_s": statistics.median(used),
    }
