"""What a click on the map opens: the topmost object, what lies below it, and nothing where it is a double click."""

import re

import pytest

HERITAGE = "?mode=explore&layers=communes&layers=unesco_components&layers=mining_estates&layers=heritage_elements"
ZOOM_16 = re.compile(r"at=[^&]+%2C16(&|$)")
CARD = "() => atlas.panel.node.hidden ? null : atlas.app.sent ?? atlas.app.shown"


def stack(frames, layers, row):
    """Return a place inside a row, and the rows of the layers that hold it."""
    layer, row_id = row.split(":")
    place = frames[layer].geometry[row_id].representative_point()
    return place, {f"{name}:{own}" for name in layers for own in frames[name].index[frames[name].intersects(place)]}


def on_screen(visit, place):
    """Return where a place stands in the window."""
    at = "([lat, lng]) => { const { x, y } = atlas.map.latLngToContainerPoint([lat, lng]); return [x, y]; }"
    x, y = visit.map.evaluate(at, [place.y, place.x])
    box = visit.page.locator("#atlas-map").bounding_box()
    return box["x"] + x, box["y"] + y


def click(visit, where, shown):
    """Click once more at a place, when no click before counts any longer, and wait for another card."""
    visit.page.wait_for_timeout(600)
    visit.page.mouse.click(*where)
    visit.map.wait_for_function(f"(before) => {{ const now = ({CARD})(); return now && now !== before; }}", arg=shown)
    return visit.map.evaluate(CARD)


@pytest.mark.journey
def test_clicks_at_one_place_go_through_all_that_lies_there(visit, frames):
    layers = ["communes", "unesco_components"]
    place, here = stack(frames, layers, "unesco_components:component_092")
    assert len(here) == 2
    visit.open(f"?mode=explore&layers={'&layers='.join(layers)}&at={place.y:.5f},{place.x:.5f},15")
    where = on_screen(visit, place)
    before = visit.page.evaluate("history.length")
    first = click(visit, where, None)
    assert first == "unesco_components:component_092"
    visit.page.wait_for_url("**card=unesco_components**")
    # A commune has no fill: it answers inside, below what lies on it, and the card lists it.
    assert visit.map.locator(".card .here button").all_inner_texts()[0].startswith("Gosnay")
    assert {first, click(visit, where, first)} == here
    visit.page.wait_for_url("**card=communes**")
    # Two cards, two steps of the history.
    assert visit.page.evaluate("history.length") == before + 2
    visit.map.locator(".card .here button").first.click()
    visit.map.wait_for_function(f"({CARD})() === 'unesco_components:component_092'")


@pytest.mark.slow
def test_a_double_click_zooms_and_does_nothing_else(visit, frames):
    place, _ = stack(frames, ["unesco_components"], "unesco_components:component_092")
    visit.open(f"?mode=explore&layers=unesco_components&at={place.y:.5f},{place.x:.5f},15")
    before = visit.page.evaluate("history.length")
    visit.page.mouse.dblclick(*on_screen(visit, place))
    visit.page.wait_for_url(ZOOM_16)
    visit.page.wait_for_timeout(700)
    assert visit.map.evaluate(CARD) is None
    assert "card=" not in visit.page.url
    assert visit.page.evaluate("history.length") == before + 1


@pytest.mark.journey
def test_a_double_click_takes_back_a_card_that_is_on_its_way(visit, frames):
    place, _ = stack(frames, ["unesco_components"], "unesco_components:component_092")
    visit.open(f"?mode=explore&layers=unesco_components&at={place.y:.5f},{place.x:.5f},15")
    before, asked, mouse = visit.page.evaluate("history.length"), [], visit.page.mouse
    visit.page.route("**/atlas/cards/**", lambda route: asked.append(route))  # noqa: PLW0108 - Playwright looks at it
    where = on_screen(visit, place)
    mouse.move(*where)
    mouse.down(click_count=1)
    mouse.up(click_count=1)
    visit.wait_until(lambda: visit.page.evaluate("true") and asked)
    # As a system counts them that waits long for the second click.
    mouse.down(click_count=2)
    mouse.up(click_count=2)
    visit.map.wait_for_function("!atlas.app.expecting && !atlas.chosen")
    for route in asked:
        route.continue_()
    visit.page.wait_for_url(ZOOM_16)
    visit.map.wait_for_function("!atlas.app.moving && !atlas.app.resting && !atlas.app.held.length")
    assert visit.map.evaluate(CARD) is None
    assert "card=" not in visit.page.url
    assert visit.page.evaluate("history.length") == before + 1


@pytest.mark.slow
def test_a_slow_double_click_leaves_no_card_and_one_step_of_history(visit, frames):
    place, _ = stack(frames, ["unesco_components"], "unesco_components:component_092")
    visit.open(f"?mode=explore&layers=unesco_components&at={place.y:.5f},{place.x:.5f},15")
    before, mouse = visit.page.evaluate("history.length"), visit.page.mouse
    mouse.move(*on_screen(visit, place))
    for count, wait in ((1, 400), (2, 0)):
        mouse.down(click_count=count)
        mouse.up(click_count=count)
        visit.page.wait_for_timeout(wait)
    visit.page.wait_for_url(ZOOM_16)
    visit.page.wait_for_timeout(700)
    assert visit.map.evaluate(CARD) is None
    assert visit.page.evaluate("history.length") == before + 1


@pytest.mark.slow
@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
@pytest.mark.parametrize("row", ["component_001", "component_012", "component_040", "component_092", "component_105"])
def test_every_object_of_four_layers_is_reached_at_one_place(new_visit, frames, row, touch):
    layers = ["communes", "unesco_components", "mining_estates", "heritage_elements"]
    place, here = stack(frames, layers, f"unesco_components:{row}")
    visit = new_visit(has_touch=True) if touch else new_visit()
    visit.open(f"{HERITAGE}&at={place.y:.5f},{place.x:.5f},17")
    where, seen, shown = on_screen(visit, place), [], None
    for _ in range(len(here) + 1):
        if len(here) == 1 and seen:
            break
        visit.page.wait_for_timeout(600)
        (visit.page.touchscreen.tap if touch else visit.page.mouse.click)(*where)
        visit.map.wait_for_function(
            f"(before) => {{ const now = ({CARD})(); return now && now !== before; }}", arg=shown
        )
        shown = visit.map.evaluate(CARD)
        seen.append(shown)
    assert here <= set(seen)


@pytest.mark.slow
def test_by_keyboard_the_card_of_an_object_lists_what_lies_there_too(visit, frames):
    place, _ = stack(frames, ["unesco_components"], "unesco_components:component_092")
    link = "?mode=explore&layers=communes&layers=unesco_components"
    visit.open(f"{link}&at={place.y - 0.01:.5f},{place.x:.5f},14")
    visit.map.locator(".leaflet-container").focus()
    visit.page.keyboard.press("Shift+ArrowUp")
    visit.map.locator(".said:not(:empty)").wait_for()
    visit.page.keyboard.press("Enter")
    visit.map.locator(".card .here button").first.wait_for()
    for _ in range(6):
        visit.page.keyboard.press("Tab")
        if visit.map.evaluate("document.activeElement.closest('.here') !== null"):
            break
    before = visit.map.evaluate(CARD)
    visit.page.keyboard.press("Enter")
    visit.map.wait_for_function(f"(before) => ({CARD})() !== before", arg=before)


@pytest.mark.slow
def test_a_commune_without_fill_answers_inside_and_what_lies_on_it_before(visit, frames):
    heap = frames["slag_heaps"].geometry.iloc[0].representative_point()
    empty = frames["communes"].geometry["62510"].representative_point()
    visit.open(f"?mode=explore&layers=communes&layers=slag_heaps&at={heap.y:.5f},{heap.x:.5f},15")
    found = visit.map.evaluate("([lat, lng]) => atlas.pick(lat, lng)", [heap.y, heap.x])
    assert found["layer"] == "slag_heaps"
    found = visit.map.evaluate("([lat, lng]) => atlas.pick(lat, lng)", [empty.y, empty.x])
    assert found["layer"] in {"communes", "slag_heaps"}


@pytest.mark.slow
def test_another_place_under_the_same_point_of_the_screen_begins_with_its_topmost(visit, frames):
    layers = ["communes", "unesco_components"]
    places = [stack(frames, layers, f"unesco_components:component_{row}") for row in ("092", "040")]
    assert [len(here) for _, here in places] == [2, 2]
    (first, _), (second, _) = places
    visit.open(f"?mode=explore&layers={'&layers='.join(layers)}&at={first.y:.5f},{first.x:.5f},17")
    where = on_screen(visit, first)
    shown = click(visit, where, None)
    visit.map.evaluate(
        "([lat, lng]) => void atlas.map.setView([lat, lng], 17, { animate: false })", [second.y, second.x]
    )
    assert on_screen(visit, second) == pytest.approx(where, abs=2)
    assert click(visit, where, shown) == "unesco_components:component_040"


@pytest.mark.slow
def test_a_symbol_at_the_180th_meridian_is_met_on_both_sides_of_it(visit):
    visit.open("?mode=explore&layers=closed_coal_mines&at=0,179,2")
    looked = """(lng) => {
      const layer = atlas.drawn.find(({ large }) => !large), places = [];
      layer.all = (x) => { places.push(x / 2 ** 30); return []; };
      atlas.pointing.sort({ lat: 0, lng }, [layer]);
      delete layer.all;
      return places;
    }"""
    for lng, expected in (
        (0, [0.5]),
        (179, [359 / 360, -1 / 360]),
        (-179, [1 / 360, 361 / 360]),
        (181, [1 / 360, 361 / 360]),
    ):
        assert visit.map.evaluate(looked, lng) == pytest.approx(expected)


@pytest.mark.slow
def test_a_map_that_moves_on_does_not_leap_back_to_where_the_app_has_seen_it(visit):
    visit.open("?mode=explore&layers=slag_heaps&at=50.4,2.8,11")
    look = "([lat, lng]) => void atlas.map.setView([lat, lng], 11, { animate: false })"
    echo = "([camera, theme]) => atlas.app.receive({ ...atlas.state, camera, theme })"
    visit.map.evaluate(look, [50.5, 3])
    visit.map.wait_for_function("atlas.state.camera?.[0] > 50.49 && !atlas.app.resting")
    seen = visit.map.evaluate("atlas.state.camera")
    visit.map.evaluate(look, [50.3, 2.5])
    visit.map.evaluate(echo, [seen, "dark"])
    theme, lat = visit.map.evaluate("[atlas.state.theme, atlas.view().lat]")
    assert (theme, lat) == ("dark", pytest.approx(50.3, abs=0.001))
    visit.map.wait_for_function("atlas.state.camera[0] < 50.31 && !atlas.app.resting")
    # Where the reader goes back to counts at once.
    visit.map.evaluate(look, [50.1, 2.1])
    visit.map.evaluate(echo, [seen, "light"])
    assert visit.map.evaluate("atlas.view().lat") == pytest.approx(seen[0], abs=0.001)


@pytest.mark.slow
def test_what_the_app_answers_leaves_the_map_on_its_copy_of_the_world(visit):
    visit.open("?mode=explore&layers=closed_coal_mines&at=5,170,3")
    visit.map.evaluate("() => void atlas.map.setView([5, 540.5], 3, { animate: false })")
    visit.map.wait_for_function("atlas.state.camera?.[1] < -179 && !atlas.app.resting")
    visit.map.evaluate("() => atlas.app.receive({ ...atlas.state, theme: 'dark' })")
    # A shape whose first corner is placed meanwhile would span the world.
    assert visit.map.evaluate("atlas.map.getCenter().lng") == pytest.approx(540.5, abs=0.5)
