"""Measure reruns of an app with a map: `python -m tests.benchmarks.in_browser.component 1000 10000`.

`st_atlas` against `st_folium` and against no map at all, the same rows, filter and buttons. Seconds go from the click
on a button until the line below the map counts the new run and the map shows the rows kept, by the clock of the page;
bytes came over the websocket. ``again`` runs the app with the same rows, ``more`` with fewer. Leaflet is served from
its wheel to both; nothing else is loaded. Beside the seconds stands the time of the processor, for a busy machine.
"""

import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from atlas.render.assets import leaflet_script, leaflet_style

HERE = Path(__file__).parent
# Of the window of the map: how many rows it shows.
APPS = {
    "no_map_app.py": "null",
    "component_app.py": "(page) => page.atlas?.painted && page.atlas.state ? page.atlas.counts().rows : -1",
    "folium_app.py": "(page) => page.document.querySelectorAll('path.leaflet-interactive').length",
}
CHANGES, FEW, MANY_ROWS, PATIENCE_SECONDS = 7, 3, 5_000, 200
# Frames lie in shadows of components.
SETTLED = """count => {
  const below = (root) => [...root.querySelectorAll("*")].flatMap((node) =>
    [...(node.tagName === "IFRAME" ? [node] : []), ...(node.shadowRoot ? below(node.shadowRoot) : [])]);
  const line = () => [...document.querySelectorAll("p")]
    .map((p) => /^run (\\d+) rows (\\d+)$/.exec(p.textContent)).find(Boolean);
  window.settled = (run) => {
    const told = line();
    if (!told || Number(told[1]) < run) return 0;
    if (!count) return Number(told[1]);
    const shown = below(document).map(({ contentWindow }) => count(contentWindow));
    return shown.includes(Number(told[2])) ? Number(told[1]) : 0;
  };
  window.rerun = (label) => new Promise((resolve) => {
    const button = [...document.querySelectorAll("button")].find((own) => own.textContent.trim() === label),
      run = Number(line()[1]) + 1, begun = performance.now();
    const look = () => {
      const taken = performance.now() - begun;
      if (window.settled(run) || taken > 1000 * %PATIENCE%) resolve(taken);
      else requestAnimationFrame(look);
    };
    button.click();
    look();
  });
}""".replace("%PATIENCE%", str(PATIENCE_SECONDS))


def _answer(route):
    url = route.request.url
    if "127.0.0.1" in url:
        route.continue_()
    elif url.endswith(".css"):
        route.fulfill(body=leaflet_style() if "leaflet.css" in url else "", content_type="text/css")
    else:
        route.fulfill(body=leaflet_script() if "leaflet.js" in url else "", content_type="text/javascript")


def _wait(port):
    """Wait until the server answers."""
    for _ in range(10 * PATIENCE_SECONDS):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"):
            return
        time.sleep(0.1)


def _processor(server):
    """Return the seconds of the processor that the server and the browser have taken, which load hardly changes."""
    own = {server, *server.children(recursive=True)}
    browser = [process for process in psutil.Process().children(recursive=True) if process not in own]
    return [sum(sum(process.cpu_times()[:2]) for process in group) for group in (own, browser)]


def _reruns(page, label, received, rounds):
    """Click a button some times; return seconds and bytes of each."""
    found = []
    for _ in range(rounds):
        received.clear()
        seconds = page.evaluate("label => window.rerun(label)", label) / 1000
        if seconds > PATIENCE_SECONDS:
            break
        page.wait_for_timeout(500)
        found.append((seconds, sum(received)))
    return found


def measure(app, rows, browser):
    """Print the first picture and some reruns of an app."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    options = ["--server.port", port, "--server.headless", "true", "--server.fileWatcherType", "none"]
    command = [sys.executable, "-m", "streamlit", "run", str(HERE / app), *options]
    environment = {**os.environ, "ROWS": str(rows), "PYTHONPATH": str(HERE.parents[2])}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, **quiet) as server:
        try:
            _wait(port)
            page, received = browser.new_page(viewport={"width": 1100, "height": 900}), []
            page.set_default_timeout(1000 * PATIENCE_SECONDS)
            page.route("**/*", _answer)
            page.on("websocket", lambda ws: ws.on("framereceived", lambda data: received.append(len(data))))
            begun = time.monotonic()
            page.goto(f"http://127.0.0.1:{port}")
            page.evaluate(f"({SETTLED})({APPS[app]})")
            page.wait_for_function("() => window.settled(1)")
            first = time.monotonic() - begun
            page.wait_for_timeout(2_000)
            print(f"{app} {rows} first {first:.2f} s, {sum(received):,} bytes", flush=True)
            for label in ("again", "more"):
                before = _processor(psutil.Process(server.pid))
                found = _reruns(page, label, received, CHANGES if rows < MANY_ROWS else FEW)
                taken = [after - was for after, was in zip(_processor(psutil.Process(server.pid)), before, strict=True)]
                processor = [f"{1000 * seconds / max(len(found), 1):.0f}" for seconds in taken]
                times = " · ".join(f"{seconds:.3f}" for seconds, _ in found)
                median = statistics.median(seconds for seconds, _ in found) if found else float("nan")
                size = max((size for _, size in found), default=0)
                print(
                    f"{app} {rows} {label} median {median:.3f} s ({times}), {size:,} bytes, "
                    f"processor of server and browser {' · '.join(processor)} ms",
                    flush=True,
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
