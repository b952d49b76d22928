"""Online backgrounds of today, against a local server that answers as the Géoplateforme does; and without network."""

import http.server
import io
import re
import threading
from urllib.parse import parse_qs, urlsplit

import matplotlib.image
import numpy as np
import pytest

GREY = (150, 150, 150)
# Arras, south of the basin: no name and no symbol stands on the ground whose colour is measured.
HERE = "?at=50.25,2.7,11&layers=slag_heaps&lang=en"
LAND = (0xEF, 0xEB, 0xE1)
# What is asked of the service for each background: layer, format, matrix set; and whether the atlas names places.
ASKED = {
    "ign_plan": ("GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2", "image/png", "PM", False),
    "ign_orthophoto": ("ORTHOIMAGERY.ORTHOPHOTOS", "image/jpeg", "PM", True),
    "ign_lidar_relief": ("IGNF_LIDAR-HD_MNT_ELEVATION.ELEVATIONGRIDCOVERAGE.SHADOW", "image/png", "PM_0_18", True),
}


class Service(http.server.BaseHTTPRequestHandler):
    """Answers GetTile of WMTS 1.0.0 with a grey picture, and remembers what was asked."""

    def do_GET(self):
        asked = {key.lower(): values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append(asked)
        wanted = {"service": "WMTS", "request": "GetTile", "version": "1.0.0", "style": "normal"}
        known = wanted.items() <= asked.items() and asked["tilematrix"].isdigit()
        out = io.BytesIO()
        matplotlib.image.imsave(out, np.full((256, 256, 3), GREY, dtype=np.uint8), format="png")
        self.send_response(200 if known else 400)
        self.send_header("Content-Type", "image/png" if known else "text/xml")
        self.end_headers()
        self.wfile.write(out.getvalue() if known else b"<ExceptionReport/>")

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def service():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        server.asked = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def online(copy_atlas, tmp_path_factory, service):
    """The app with the same declarations, their host replaced by the local service."""
    folder, serve = copy_atlas(tmp_path_factory.mktemp("atlas"))
    path, home = folder / "layers" / "basemaps.toml", f"http://127.0.0.1:{service.server_address[1]}"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("https://data.geopf.fr", home), encoding="utf-8")
    with serve(folder) as address:
        yield address


def colour_at(visit, x=500, y=300):
    box = visit.page.locator("#atlas-map").bounding_box()
    clip = {"x": box["x"] + x, "y": box["y"] + y, "width": 2, "height": 2}
    pixels = matplotlib.image.imread(io.BytesIO(visit.page.screenshot(clip=clip)))[..., :3] * 255
    return pixels.reshape(-1, 3).mean(axis=0)


@pytest.mark.slow
@pytest.mark.parametrize("basemap", ASKED)
def test_a_background_is_asked_for_as_declared_shown_and_credited(online, service, new_visit, basemap):
    layer, kind, matrix_set, named = ASKED[basemap]
    service.asked.clear()
    visit = new_visit(online).open(f"{HERE}&basemap={basemap}")
    # The relief shades the ground, the others cover it.
    seen = np.array(LAND) * GREY[0] / 255 if basemap == "ign_lidar_relief" else GREY
    visit.wait_until(lambda: colour_at(visit) == pytest.approx(seen, abs=8))
    asked = service.asked[0]
    assert (asked["layer"], asked["format"], asked["tilematrixset"]) == (layer, kind, matrix_set)
    visit.map.get_by_text(re.compile(r"\bIGN, (Plan|BD|LiDAR)")).first.wait_for(state="attached")
    towns = visit.map.evaluate("atlas.labels.filter(({ label }) => label.dot).length")
    assert (towns > 0) == named
    assert visit.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize("basemap", ASKED)
def test_without_network_that_is_said_and_the_ground_of_the_atlas_stays(new_visit, basemap):
    visit = new_visit().open(f"{HERE}&basemap={basemap}")
    visit.map.get_by_text("The online background does not answer").wait_for()
    visit.wait_until(lambda: colour_at(visit) == pytest.approx(LAND, abs=8))
    assert visit.map.evaluate("atlas.labels.filter(({ label }) => label.dot).length") > 0
    assert all(url.startswith("https://data.geopf.fr/wmts?") for url in visit.outside())
