"""What is done on the pages of large layers, and files that are served to them."""

import contextlib
import functools
import http.server
import statistics
import threading
from pathlib import Path

from tests.benchmarks.large_data import KINDS

AT, ZOOM = (50.45, 2.9), 9
ZOOMS = (8, 10, 11, 12, 13, 15)
# To the rows of one kind, and to those of all kinds but one.
CHANGES = {
    "one": [[kind] for kind in KINDS[:5]],
    "most": [[other for other in KINDS if other != kind] for kind in KINDS[:5]],
}
# Two frames after an act is done what it drew is on the screen.
FRAMES = "await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));"


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
