"""The connection drops in a seminar: the map, the last views and the stories are there, and what is stale is said."""

import json

import pytest

LINK = "?layers=slag_heaps&slag_heaps.form=conical&lang=en"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      found.push([name, new URL(request.url).pathname, await (await caches.match(request)).text()]);
  return found;
}"""


@pytest.fixture
def visit(new_visit):
    """A reader whose browser may keep what it needs offline."""
    visit = new_visit(service_workers="allow")
    yield visit
    visit.page.context.set_offline(False)
    visit.page.goto(f"{visit.address}/healthz")
    visit.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.unregister()))")
    visit.page.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))")


def keep(visit, link=LINK):
    """Open a link and wait until all that it needs is kept."""
    visit.open(link)
    visit.page.wait_for_function("document.documentElement.dataset.kept === 'en'")
    visit.page.wait_for_function("caches.match('/atlas/views/kept').then(Boolean)")


@pytest.mark.slow
def test_without_a_connection_the_last_view_and_the_stories_are_there_and_it_is_said(visit):
    keep(visit)
    counts, page = visit.counts(), visit.page
    page.context.set_offline(True)
    page.get_by_text("Offline since").wait_for()
    page.reload()
    page.locator(".offline", has_text="Offline: view of").wait_for()
    visit.wait_until(lambda: visit.map.evaluate("Boolean(window.atlas && atlas.painted)"))
    assert visit.counts() == counts
    page.get_by_role("link", name="4 slag heaps").or_(page.get_by_role("link", name="slag heaps")).first.wait_for()
    page.get_by_role("link", name="Stories").click()
    page.locator("[data-key='tell.trois-siecles-de-charbon']").click()
    visit.map.get_by_role("heading", name="636 shafts").wait_for()
    page.keyboard.press("ArrowRight")
    visit.map.get_by_text("2 / 9").wait_for()
    page.context.set_offline(False)
    page.goto(f"{visit.address}/{LINK}")
    visit.map.wait_for_function("window.atlas && atlas.ready.then(() => true)")
    page.get_by_role("button", name="Compare").wait_for()
    assert page.locator("#atlas-kept, #atlas-offline").count() == 0


@pytest.mark.slow
def test_a_visit_with_a_connection_gets_everything_from_the_server(visit):
    keep(visit)
    page, asked = visit.page, []
    page.context.on("request", lambda request: asked.append((request.url, bool(request.service_worker))))
    page.reload()
    visit.map.wait_for_function("window.atlas && atlas.ready.then(() => true)")
    page.get_by_role("button", name="Compare").wait_for()
    states = [by_worker for url, by_worker in asked if "/atlas/state?" in url]
    assert states
    assert not any(states)


@pytest.mark.slow
def test_what_was_kept_by_another_version_goes(visit):
    visit.page.goto(f"{visit.address}/healthz")
    visit.page.evaluate("caches.open('atlas /atlas/web/old/').then((cache) => cache.put('/', new Response('old')))")
    keep(visit)
    assert "old" not in str({name for name, _, _ in visit.page.evaluate(KEPT)})


@pytest.mark.slow
def test_nothing_of_a_readers_own_layer_is_kept(visit):
    place = {"type": "Point", "coordinates": [2.83, 50.43]}
    feature = {"type": "Feature", "properties": {"name": "Zyxwvuts"}, "geometry": place}
    file = json.dumps({"type": "FeatureCollection", "features": [feature]})
    send = visit.page.context.request.post
    uploads, ours = f"{visit.address}/atlas/uploads", {"x-atlas": "upload"}
    upload = send(f"{uploads}?lang=en&name=zyxwvuts.geojson", data=file, headers=ours).json()["upload"]
    answer = {"keep": True, "id": "zyxwvuts", "licence": "etalab-2.0"}
    assert send(f"{uploads}/{upload}?lang=en", data=json.dumps(answer), headers=ours).ok
    visit.open("?layers=zyxwvuts&layers=slag_heaps&lang=en")
    assert visit.counts()["zyxwvuts"] == 1
    visit.page.wait_for_function("document.documentElement.dataset.kept === 'en'")
    kept = visit.page.evaluate(KEPT)
    assert not [place for _, place, text in kept if "zyxwvuts" in place + text.lower()]
    assert not [place for _, place, _ in kept if place.startswith(("/atlas/state", "/atlas/layers", "/atlas/tree"))]
