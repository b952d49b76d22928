"""The app in a frame of another site's page: it leaves that page its wheel, and tells it its height."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from atlas.scene.publish.citation import embed_code

WORDS = {"en": "Ctrl + wheel zooms", "fr": "Ctrl + molette", "pt": "Ctrl + roda"}
HEARS = """<!doctype html><title>Host</title><script>told = []; addEventListener("message", ({ data, origin }) =>
  data.atlas?.kind === "height" && told.push([origin, data.atlas.height]))</script><p>Before</p>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def embed(visit):
    """Open a long page of another origin that holds the app as its embed code writes it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_port}"

        def open_page(query):
            code = embed_code("Heaps", f"{visit.address}/", query, height=500)
            server.page = f"{HEARS}{code}<div style='height:4000px'>After</div>"
            visit.page.goto(host)
            visit.wait_until(lambda: visit.page.evaluate("told.length > 0"))
            # The wheel is left to the page as soon as the part of an embedded map is there.
            visit.map.locator(".status.wheel").wait_for(state="attached")
            visit.map.evaluate("atlas.ready.then(() => true)")
            visit.requests[:] = [url for url in visit.requests if not url.startswith(host)]
            return visit.page

        yield open_page
        visit.requests[:] = [url for url in visit.requests if not url.startswith(host)]
        server.shutdown()


def looks_at(visit):
    return visit.map.evaluate("[map_atlas.getZoom(), map_atlas.getCenter().lng, map_atlas.getCenter().lat]")


def wheel(visit, pixels):
    visit.page.mouse.move(600, 300)
    visit.page.mouse.wheel(0, pixels)
    visit.page.wait_for_timeout(400)


def scrolled(visit):
    return visit.page.evaluate("scrollY")


@pytest.mark.slow
def test_the_wheel_scrolls_the_page_around_an_embedded_map(visit, embed):
    page = embed("layers=slag_heaps&lang=en")
    before, note = looks_at(visit), visit.map.locator(".status.wheel")
    wheel(visit, 60)
    assert scrolled(visit) == 60
    assert looks_at(visit) == pytest.approx(before, abs=0.005)
    assert WORDS["en"] in note.inner_text()
    assert {origin for origin, _ in page.evaluate("told")} == {visit.address}
    assert page.evaluate("told.at(-1)[1]") == pytest.approx(
        max(420, min(720, 0.62 * page.evaluate("innerWidth"))), abs=20
    )
    # With Ctrl the map is meant, and what is under the pointer stays there.
    page.keyboard.down("Control")
    wheel(visit, -120)
    page.keyboard.up("Control")
    zoom, lng, lat = looks_at(visit)
    assert 0 < zoom - before[0] <= 1
    assert scrolled(visit) == 60
    assert (lng, lat) == pytest.approx(before[1:], abs=1)


@pytest.mark.slow
@pytest.mark.parametrize("lang", WORDS)
def test_what_the_wheel_does_is_said_once(visit, embed, lang):
    embed(f"lang={lang}")
    note = visit.map.locator(".status.wheel")
    wheel(visit, 20)
    assert WORDS[lang] in note.inner_text()
    note.wait_for(state="hidden")
    wheel(visit, 20)
    assert note.is_hidden()
    assert scrolled(visit) == 40


@pytest.mark.slow
def test_a_map_with_the_focus_takes_the_wheel_until_it_loses_it(visit, embed):
    page = embed("layers=slag_heaps&lang=en")
    page.mouse.click(600, 120)
    visit.page.wait_for_timeout(400)
    before = looks_at(visit)
    wheel(visit, -120)
    assert 0 < looks_at(visit)[0] - before[0] <= 1
    assert scrolled(visit) == 0
    page.mouse.click(600, 15)
    before = looks_at(visit)
    wheel(visit, 60)
    assert looks_at(visit) == pytest.approx(before, abs=0.005)
    assert scrolled(visit) == 60


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "least"), [("compare", 900), ("data", 900), ("network", 420)])
def test_the_other_modes_tell_the_height_of_all_they_hold(visit, embed, mode, least):
    page = embed(f"mode={mode}&lang=en")
    visit.wait_until(lambda: page.evaluate("told.at(-1)[1]") >= least)
