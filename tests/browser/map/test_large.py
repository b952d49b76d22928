"""Large layers in the browser: they look, count and answer as small ones do."""

import pytest

from tests.app_process import AppProcess
from tests.benchmarks.large_data import write_layer

LAYERS = {"parcels": ("polygons", 6_000), "places": ("points", 12_000)}


@pytest.fixture(scope="module")
def large(tmp_path_factory, chromium):
    """A folder with two large layers of a reader, and what the app prepares of them."""
    del chromium
    folder = tmp_path_factory.mktemp("large")
    for name, (kind, count) in LAYERS.items():
        write_layer(folder / "layers", kind, count, name)
    return folder


@pytest.fixture(scope="module")
def place(large):
    """The app with these layers."""
    app = AppProcess(large, ATLAS_LAYERS=str(large / "layers")).ready()
    yield app.address
    app.stop()


@pytest.fixture
def reader(place, new_visit):
    visit = new_visit(place)
    yield visit
    assert visit.outside() == []
    assert visit.complaints == []


def wait_painted(visit, before):
    visit.map.wait_for_function("(before) => atlas.painted > before", arg=before)


@pytest.mark.slow
def test_a_large_layer_opens_counts_filters_and_says_what_lies_where(reader):
    reader.open("?layers=parcels&at=50.45,2.9,11&lang=en")
    every = reader.counts()["parcels"]
    assert every > 6_000
    assert reader.map.evaluate("atlas.drawn[0].rows") == every
    # Parcels cover the map: whatever the place, there is one.
    found = reader.map.evaluate("atlas.pick(50.45, 2.9)")
    assert found["layer"] == "parcels"
    reader.map.locator(".card h2").wait_for()
    assert reader.map.locator(".card h2").inner_text() == found["name"]
    reader.page.locator('[data-key="ask.where"]').wait_for()
    before = reader.map.evaluate("atlas.painted")
    reader.page.locator('[data-entry="parcels.wood"]').click()
    reader.map.wait_for_function("(every) => atlas.counts().parcels < every", arg=every)
    wait_painted(reader, before)
    wood = reader.counts()["parcels"]
    assert 0 < wood < every
    assert "parcels.kind=wood" in reader.page.url
    met = {reader.map.evaluate(f"atlas.pick({50.4 + k / 100}, 2.9)") is not None for k in range(12)}
    assert met == {True, False}


@pytest.mark.slow
@pytest.mark.parametrize("routed", [True, False], ids=["with the answer", "asked for"])
def test_a_filter_of_rows_that_are_here_is_told_which_are_kept_and_paints_what_the_server_would(reader, routed):
    if not routed:
        # The app answers then, which says nothing of rows.
        reader.page.route("**/atlas/act?*", lambda route: route.fulfill(status=503, json={"error": "busy"}))
    reader.open("?layers=parcels&at=50.45,2.9,9&lang=en")
    reader.map.wait_for_function("[...atlas.drawn[0].held.rows.values()].some(Boolean)")
    reader.page.locator('[data-key="ask.where"]').wait_for()
    reader.requests.clear()
    before = reader.map.evaluate("atlas.painted")
    reader.page.locator('[data-entry="parcels.wood"]').click()
    wait_painted(reader, before)
    reader.map.wait_for_function("atlas.drawn[0].shown[0].kept !== null")
    asked = [url for url in reader.requests if "/view/parcels" in url]
    assert len(asked) == (0 if routed else 1)
    assert all("/view/parcels/kept?" in url for url in asked)
    same = """async () => {
      const { src } = document.querySelector("script[type=module]"), [layer] = atlas.drawn, [shown] = layer.shown,
        { unpack } = await import(src.replace("chunks/map/main.js", "map/geometry/packed.js")),
        [window] = layer.held.inSight.keys(),
        { arrays } = unpack(await (await fetch("/atlas/" + layer.address("", window))).arrayBuffer()),
        specks = shown.arrays.specks;
      return [specks.length > 1000, arrays.specks.length === specks.length,
        arrays.specks.every((value, k) => value === specks[k]),
        arrays.symbol.length === Array.from(shown.symbol, (_, i) => shown.shown(i)).filter(Boolean).length];
    }"""
    assert reader.map.evaluate(same) == [True, True, True, True]
    # The browser itself says what was refused.
    reader.complaints[:] = [said for said in reader.complaints if "503" not in said]


@pytest.mark.slow
def test_the_old_picture_stays_until_the_new_one_is_there(reader):
    reader.open("?layers=parcels&at=50.45,2.9,11&lang=en")
    held = []
    # Playwright marks what it calls: a list's own `append` takes no mark.
    reader.page.route("**/atlas/view/parcels?*", lambda route: held.append(route))  # noqa: PLW0108
    shown = "() => atlas.drawn[0].shown.map((picture) => picture.window.join())"
    before = reader.map.evaluate(shown)
    painted = reader.map.evaluate("atlas.painted")
    reader.map.evaluate("() => { atlas.map.panBy([400, 0], { animate: false }); }")
    reader.page.wait_for_timeout(300)
    assert reader.map.evaluate(shown) == before
    assert reader.map.evaluate("atlas.painted") == painted
    assert reader.map.evaluate("Boolean(atlas.drawn[0].pending)")
    for route in held:
        route.continue_()
    wait_painted(reader, painted)
    assert reader.map.evaluate(shown) != before


@pytest.mark.slow
def test_every_zoom_paints_the_colours_of_the_classes_everywhere(reader):
    """Parcels fill the map without a gap: at any zoom hardly a pixel is left to the ground."""
    reader.open("?layers=parcels&at=50.45,2.9,9&lang=en")
    share = """async (zoom) => {
      atlas.map.setView([50.45, 2.9], zoom, { animate: false });
      await atlas.settled();
      const { canvas } = atlas.marks, copy = document.createElement('canvas');
      Object.assign(copy, { width: 800, height: 500 });
      const g = copy.getContext('2d', { willReadFrequently: true });
      g.drawImage(canvas, -300, -200);
      const { data } = g.getImageData(0, 0, 800, 500);
      let filled = 0;
      for (let k = 3; k < data.length; k += 4) filled += data[k] > 120;
      return filled / (data.length / 4);
    }"""
    for zoom in (9.5, 10, 11, 12.5, 14, 17):
        assert reader.map.evaluate(share, zoom) > 0.97, zoom


@pytest.mark.slow
def test_a_pointer_over_a_parcel_names_it_and_the_keyboard_travels(reader):
    reader.open("?layers=parcels&at=50.45,2.9,13&lang=en")
    box = reader.page.locator("#atlas-map").bounding_box()
    reader.page.mouse.move(box["x"] + 300, box["y"] + 300)
    reader.page.mouse.move(box["x"] + 310, box["y"] + 305)
    reader.map.locator(".tip:not([hidden])").wait_for()
    assert reader.map.locator(".tip strong").inner_text().startswith("Parcelle")
    reader.map.locator(".leaflet-container").focus()
    reader.page.keyboard.press("Shift+ArrowRight")
    reader.map.wait_for_function("document.querySelector('.said').textContent.length > 0")
    first = reader.map.locator(".said").inner_text()
    assert "Parcelle" in first
    reader.page.keyboard.press("Shift+ArrowRight")
    reader.map.wait_for_function("(first) => document.querySelector('.said').textContent !== first", arg=first)


@pytest.mark.slow
def test_the_list_of_what_is_in_sight_names_parcels_and_opens_their_cards(reader):
    reader.open("?layers=parcels&at=50.45,2.9,13&lang=en")
    reader.map.locator('[data-tool="list"]').click()
    button = reader.map.locator(".card .rows button").first
    button.wait_for()
    name = button.inner_text()
    button.click()
    reader.map.wait_for_function("(name) => document.querySelector('.card h2')?.textContent === name", arg=name)
    assert reader.map.evaluate("atlas.chosen.layer.id") == "parcels"


@pytest.mark.slow
def test_a_link_with_a_card_opens_the_card_of_a_row_of_a_large_layer(reader):
    reader.open("?layers=parcels&lang=en&card=parcels:r0000100")
    reader.map.locator(".card h2", has_text="Parcelle 100").wait_for()
    assert reader.map.evaluate("atlas.chosen.layer.ids") == ["r0000100"]


@pytest.mark.slow
def test_many_points_are_drawn_and_met_as_symbols(reader):
    reader.open("?layers=places&at=50.45,2.9,9&lang=en")
    assert reader.map.evaluate("atlas.drawn[0].shown[0].arrays.symbolAt.length") > 2_000
    found = reader.map.evaluate(
        """async () => {
      const { src } = document.querySelector("script[type=module]");
      const { toDegrees } = await import(src.replace("chunks/map/main.js", "map/geometry/projection.js"));
      const { symbolAt } = atlas.drawn[0].shown[0].arrays, { window: [west, north], unit } = atlas.drawn[0].shown[0];
      const k = 2 * Math.floor(symbolAt.length / 4);
      return atlas.pick(...toDegrees(west + symbolAt[k] * unit / 4, north + symbolAt[k + 1] * unit / 4));
    }"""
    )
    assert found["layer"] == "places"


@pytest.mark.slow
def test_what_is_asked_of_a_large_layer_does_not_travel_with_the_state(reader):
    reader.open("?layers=parcels&layers=places&lang=en&parcels.value__gte=3")
    layers = reader.map.evaluate("atlas.state.layers")
    assert all("mask" not in layer for layer in layers)
    assert reader.map.evaluate("JSON.stringify(atlas.state).length") < 12_000


@pytest.mark.slow
def test_a_large_layer_below_a_small_one_leaves_the_click_to_the_small_one(reader):
    reader.open("?layers=parcels&layers=slag_heaps&at=50.45,2.9,9&lang=en")
    place = reader.map.evaluate(
        """async () => { const layer = atlas.drawn.find((one) => one.id === "slag_heaps");
      const { src } = document.querySelector("script[type=module]");
      const { toDegrees } = await import(src.replace("chunks/map/main.js", "map/geometry/projection.js"));
      return toDegrees(layer.anchor[0], layer.anchor[1]); }"""
    )
    assert reader.map.evaluate("(place) => atlas.pick(...place)", place)["layer"] == "slag_heaps"


@pytest.mark.slow
def test_levels_are_beside_the_other_prepared_files(large, reader):
    reader.open("?layers=parcels&layers=places&lang=en")
    found = list((large / "cache" / "post-mining-atlas" / "levels").glob("*-*/arrays.json"))
    assert len(found) == len(LAYERS)


@pytest.mark.slow
def test_the_answers_of_a_large_layer_are_haloed_and_named(reader):
    reader.open("?lang=en&layers=places&places.value__gte=99.9")
    reader.map.wait_for_function("atlas.answers().length > 0 && atlas.answers().some((one) => one.sight && one.named)")
    assert {one["layer"] for one in reader.map.evaluate("atlas.answers()")} == {"places"}
