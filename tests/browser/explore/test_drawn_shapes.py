"""A planner draws a shape on the map, with the pointer and by keyboard, in a real browser."""

import re

import pytest

from atlas.scene.query.drawn_shape import read_shape
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import query_rows
from tests.browser.explore.asked import counted, shelf


@pytest.mark.slow
def test_what_is_drawn_before_the_app_is_there_waits_for_it(visit):
    held = []
    # Playwright marks what it calls: a list's own `append` takes no mark.
    visit.page.route("**/shell/bridge.js", lambda route: held.append(route))  # noqa: PLW0108
    visit.open("?layers=slag_heaps&at=50.43,2.83,11")
    visit.map.get_by_role("button", name="Sélectionner dans un rectangle").click()
    visit.page.mouse.move(640, 300)
    visit.page.mouse.down()
    visit.page.mouse.move(800, 380, steps=4)
    visit.page.mouse.up()
    while not held:
        visit.page.wait_for_timeout(50)
    held[0].continue_()
    visit.page.wait_for_url("**select=**")


@pytest.mark.parametrize(
    "shape", ["polygone", *(pytest.param(shape, marks=pytest.mark.slow) for shape in ("rectangle", "cercle"))]
)
@pytest.mark.journey
def test_a_drawn_shape_selects_what_python_selects(visit, atlas, shape):
    visit.open("?layers=slag_heaps&layers=mine_shafts&at=50.43,2.83,11")
    visit.map.get_by_role("button", name=f"Sélectionner dans un {shape}").click()
    mouse = visit.page.mouse
    if shape == "polygone":
        for x, y in [(700, 180), (960, 190), (950, 300), (720, 320)]:
            mouse.click(x, y)
        visit.page.keyboard.press("Enter")
    else:
        mouse.move(640, 300)
        mouse.down()
        mouse.move(800, 380, steps=4)
        mouse.up()
    visit.page.wait_for_url("**select=**")
    for layer in ("slag_heaps", "mine_shafts"):
        expected = counted(visit.page.url, layer, atlas)
        assert 0 < expected < len(atlas.frames[layer])
        visit.wait_for_count(layer, expected)
    shelf(visit, "Bilan")
    visit.page.get_by_role("row", name=re.compile("^Terrils")).first.wait_for()
    assert visit.map.evaluate("atlas.around.length") == 1


@pytest.mark.slow
def test_a_shape_is_drawn_by_keyboard(visit, atlas):
    visit.open("?layers=slag_heaps&at=50.43,2.83,11")
    press = visit.page.keyboard.press
    visit.map.get_by_role("button", name="Sélectionner dans un rectangle").press("Enter")
    for key in ("Shift+ArrowUp", "Shift+ArrowLeft", "Space", *["Shift+ArrowRight"] * 3, "ArrowDown", "Shift+ArrowDown"):
        press(key)
    visit.map.get_by_text(re.compile(r"^Crayon : 50,\d{4}, 2,\d{4}, [\d,]+\skm$")).wait_for()
    assert "select=" not in visit.page.url
    press("Space")
    visit.page.wait_for_url("**select=**")
    expected = counted(visit.page.url, "slag_heaps", atlas)
    assert 0 < expected < 333
    visit.wait_for_count("slag_heaps", expected)
    # A polygon whose corners lie beyond the edge of the map: the map moves on, the corners stay where they were placed.
    visit.map.get_by_role("button", name="Sélectionner dans un polygone").press("Enter")
    for key in ("Space", *["Shift+ArrowRight"] * 9, "Space", *["Shift+ArrowDown"] * 4, "Space", "Enter"):
        press(key)
    visit.page.wait_for_function("(before) => location.href !== before", arg=visit.page.url)
    visit.wait_for_count("slag_heaps", counted(visit.page.url, "slag_heaps", atlas))
    # The view moved with the pen.
    assert visit.map.evaluate("atlas.view().lon") > 2.9


def across(visit, west, east):
    """Drag a rectangle between two longitudes, which go on beyond 180."""
    at = "([lat, lng]) => { const { x, y } = atlas.map.latLngToContainerPoint([lat, lng]); return [x, y]; }"
    left, top = (visit.page.locator("#atlas-map").bounding_box()[side] for side in "xy")
    corners = [visit.map.evaluate(at, place) for place in ((-30, west), (40, east))]
    visit.page.mouse.move(*(a + b for a, b in zip(corners[0], (left, top), strict=True)))
    visit.page.mouse.down()
    visit.page.mouse.move(*(a + b for a, b in zip(corners[1], (left, top), strict=True)), steps=4)


@pytest.mark.slow
def test_a_box_across_the_180th_meridian_holds_what_was_drawn(visit, atlas):
    visit.open("?mode=explore&layers=closed_coal_mines&at=20,178,3")
    visit.map.get_by_role("button", name="Sélectionner dans un rectangle").click()
    across(visit, 150, 196)
    ring = visit.map.evaluate("atlas.preview[0].map(({ lng }) => lng)")
    assert max(ring) - min(ring) == pytest.approx(46, abs=1)
    visit.page.mouse.up()
    visit.page.wait_for_url("**select=**")
    view = parse_permalink(visit.page.url)[0]
    lon = query_rows(view, atlas)["closed_coal_mines"].geometry.x.mod(360)
    assert len(lon) > 0
    assert lon.between(149, 197).all()
    visit.wait_for_count("closed_coal_mines", len(lon))
    # One outline, though the shape is cut at the meridian.
    visit.map.wait_for_function("atlas.around.length === 1")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("at", "west", "east"),
    [
        ("20,-178,3", -210, -164),
        ("20,178,3", 196, 150),
        ("20,178,2", 100, 290),
        ("20,-170,3", -190, -165),
        ("20,10,3", -20, 40),
        ("20,180,3", 181, 200),
        ("20,180,3", 160, 179),
        ("20,-90,2", -200, 20),
    ],
)
def test_boxes_and_what_the_map_shows_hold_what_is_in_them(visit, atlas, at, west, east):
    visit.open(f"?mode=explore&layers=closed_coal_mines&at={at}")
    visit.map.get_by_role("button", name="Sélectionner dans un rectangle").click()
    across(visit, west, east)
    visit.page.mouse.up()
    visit.page.wait_for_url("**select=**")
    frame = atlas.frames["closed_coal_mines"].geometry
    low, high = min(west, east), max(west, east)
    inside = ((frame.x - low) % 360 <= high - low) & frame.y.between(-30, 40)
    view = parse_permalink(visit.page.url)[0]
    rows = query_rows(view, atlas)["closed_coal_mines"].index
    # A pixel is less than a degree.
    assert len(set(rows) ^ set(frame.index[inside])) <= 0.02 * len(frame)
    visit.wait_for_count("closed_coal_mines", len(rows))


@pytest.mark.slow
@pytest.mark.parametrize("by", [360, 720, -720])
@pytest.mark.parametrize(("west", "east"), [(150, 196), (-20, 40)])
def test_a_box_on_another_copy_of_the_world_holds_the_same(visit, atlas, west, east, by):
    middle = (west + east) / 2
    visit.open(f"?mode=explore&layers=closed_coal_mines&at=20,{(middle + 180) % 360 - 180},3")
    visit.map.evaluate("(lng) => void atlas.map.setView([20, lng], 3, { animate: false })", middle + by)
    visit.map.get_by_role("button", name="Sélectionner dans un rectangle").click()
    across(visit, west + by, east + by)
    visit.page.mouse.up()
    visit.page.wait_for_url("**select=**")
    frame = atlas.frames["closed_coal_mines"].geometry
    inside = ((frame.x - west) % 360 <= east - west) & frame.y.between(-30, 40)
    rows = query_rows(parse_permalink(visit.page.url)[0], atlas)["closed_coal_mines"].index
    assert len(set(rows) ^ set(frame.index[inside])) <= 0.02 * len(frame)
    visit.wait_for_count("closed_coal_mines", len(rows))
    # The map stays on the copy that was drawn on.
    assert visit.map.evaluate("atlas.map.getCenter().lng") == pytest.approx(middle + by, abs=1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("at", "spans"),
    [("20,178,4", None), ("20,-178,4", None), ("0,0,2", 360), ("20,178,2", 360), ("50.4,2.8,11", None)],
)
def test_what_the_map_shows_is_what_is_selected(new_visit, at, spans):
    visit = new_visit(viewport={"width": 1600, "height": 900})
    visit.open(f"?mode=explore&layers=closed_coal_mines&at={at}")
    bounds = visit.map.evaluate("(({ _southWest: a, _northEast: b }) => [a.lng, b.lng])(atlas.map.getBounds())")
    west, _, east, _ = read_shape(visit.map.evaluate("atlas.sight_shape()"))[0].bounds
    area = read_shape(visit.map.evaluate("atlas.sight_shape()"))[0]
    wide = area.area / (area.bounds[3] - area.bounds[1])
    assert wide == pytest.approx(spans or bounds[1] - bounds[0], abs=0.01)
    assert -180 <= west < east <= 180
