"""The example app of the documentation: its map is mounted once, takes what a filter keeps, tells what is clicked."""

import pytest

from tests.browser.conftest import ROOT, serve
from tests.waiting import PATIENCE_SECONDS

PICK = """() => { const rows = atlas.drawn[0];
  const i = rows.ids.findIndex((id, k) => rows.mask[k >> 3] >> (k % 8) & 1);
  const { lat, lng } = L.latLng(rows.place(i)); return atlas.pick(lat, lng).name; }"""


@pytest.fixture
def example(browser, request):
    """An app in a browser, and what it receives: the example of the documentation."""
    script = getattr(request, "param", "docs/examples/map_app.py")
    with serve(ROOT, script, "/_stcore/health") as address:
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.set_default_timeout(1000 * PATIENCE_SECONDS)
        page.received, page.problems = [], []
        page.on("pageerror", lambda problem: page.problems.append(str(problem)))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda data: page.received.append(len(data))))
        page.goto(address)
        yield page
        page.close()


@pytest.mark.slow
def test_the_map_of_an_app_stays_and_takes_what_a_filter_keeps(example):
    page = example
    frame = page.wait_for_selector("iframe").content_frame()
    frame.wait_for_function("() => window.atlas && atlas.ready.then(() => atlas.painted > 0)")
    all_rows = frame.evaluate("() => { window.first = true; return atlas.counts().rows; }")
    view = frame.evaluate("() => JSON.stringify(atlas.view())")
    page.received.clear()
    page.get_by_role("slider").press("ArrowRight")
    frame.wait_for_function("all => atlas.counts().rows < all", arg=all_rows)
    assert sum(page.received) < 20_000
    assert frame.evaluate("() => window.first"), "the map was mounted again"
    assert frame.evaluate("() => JSON.stringify(atlas.view())") == view
    page.get_by_text(f"{frame.evaluate('() => atlas.counts().rows')} slag heaps").wait_for()
    name = frame.evaluate(PICK)
    page.get_by_text(name, exact=True).wait_for()
    assert page.problems == []


@pytest.mark.slow
@pytest.mark.parametrize("example", ["tests/browser/streamlit/two_maps_app.py"], indirect=True)
def test_an_app_is_told_what_is_clicked_on_a_map_of_folium_and_drawn_on_a_view(example):
    page = example
    page.get_by_text("drawn nothing").wait_for()
    page.locator("iframe").nth(2).wait_for(state="attached")
    first, second, closed = (handle.content_frame() for handle in page.query_selector_all("iframe"))
    first.locator("path.leaflet-interactive").click()
    page.get_by_text("'lat': 50.").wait_for()
    second.wait_for_function("() => window.atlas && atlas.ready.then(() => atlas.painted > 0)")
    second.evaluate("() => atlas.draw.start('rectangle')")
    box = second.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 380, box["y"] + 180, steps=4)
    page.mouse.up()
    page.get_by_text("drawn Polygon").wait_for()
    page.get_by_role("tab", name="closed").click()
    # Both places are in sight once the map has a size.
    closed.wait_for_function(
        "() => window.atlas && atlas.ready.then(() => atlas.map.getBounds().contains([[50.3, 2.6], [50.5, 3.2]]))"
    )
    assert page.problems == []
