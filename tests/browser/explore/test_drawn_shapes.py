"""A planner draws a shape on the map, with the pointer and by keyboard, in a real browser."""

import re

import pytest

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
