"""A local server in the place of an online background, and the colour that comes of it on the map."""

import contextlib
import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import matplotlib.image
import numpy as np


def picture(colour):
    """Return a tile of one colour, as PNG."""
    out = io.BytesIO()
    matplotlib.image.imsave(out, np.full((256, 256, 3), colour, dtype=np.uint8), format="png")
    return out.getvalue()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        asked = {key.lower(): values[0] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
        self.server.asked.append((parts.path, asked))
        colour = self.server.colour_of(parts.path, asked)
        self.send_response(200 if colour else 400)
        self.send_header("Content-Type", "image/png" if colour else "text/xml")
        self.end_headers()
        self.wfile.write(picture(colour) if colour else b"<ExceptionReport/>")

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serve_tiles(colour_of):
    """Serve tiles; yield the server, its address as ``home`` and what it was asked as ``asked``.

    Parameters
    ----------
    colour_of
        Path and parameters of a request → the colour of the answer, or None: it is refused.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.asked, server.colour_of = [], colour_of
        server.home = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextlib.contextmanager
def serve_with_backgrounds(copied, change):
    """Serve a copy of the app whose declarations of backgrounds are changed; yield its address."""
    folder, serve = copied
    path = folder / "layers" / "basemaps.toml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with serve(folder) as address:
        yield address


def colour_at(visit, x=500, y=300):
    """Return the colour of the window at a place of the map, in pixels from its corner."""
    box = visit.page.locator("#atlas-map").bounding_box()
    clip = {"x": box["x"] + x, "y": box["y"] + y, "width": 2, "height": 2}
    pixels = matplotlib.image.imread(io.BytesIO(visit.page.screenshot(clip=clip)))[..., :3] * 255
    return pixels.reshape(-1, 3).mean(axis=0)
