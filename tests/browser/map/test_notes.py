"""Notes and measures on the map: by pointer, finger and keyboard, in the link and in a file."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from atlas.scene.query.permalink import parse_permalink

LINK = "?lang=en&layers=slag_heaps&at=50.43,2.83,11"
EVIL = "<img src=x onerror=alert(1)> & 'co'"


def open_tools(visit, link=LINK):
    visit.open(link)
    visit.map.locator('[data-tool="notes"]').click()
    visit.map.locator(".map-tools:not([hidden])").wait_for()
    return visit.map


def notes_of(visit):
    view, problems = parse_permalink(visit.page.url)
    assert problems == ()
    return view.note


def wait_for_notes(visit, count):
    visit.page.wait_for_url(lambda url: len(parse_permalink(url)[0].note) == count)
    return notes_of(visit)


@pytest.mark.journey
def test_a_note_survives_its_link_and_its_file_as_plain_text(visit, tmp_path):
    tools = open_tools(visit)
    tools.locator('[data-key="tool.pin"]').click()
    visit.page.mouse.click(640, 420)
    field = tools.locator('[data-key="note.text.0"]')
    field.fill(EVIL)
    field.press("Enter")
    visit.page.wait_for_url(lambda url: [note.text for note in parse_permalink(url)[0].note] == [EVIL])
    tools.locator('[data-key="tool.arrow"]').click()
    visit.page.mouse.click(520, 300)
    visit.page.mouse.click(620, 340)
    first, arrow = wait_for_notes(visit, 2)
    assert (first.kind, arrow.kind, len(arrow.points)) == ("pin", "arrow", 2)
    with visit.page.expect_download() as saved:
        tools.locator('[data-key="note.save"]').click()
    path = tmp_path / "notes.geojson"
    saved.value.save_as(path)
    assert [one["properties"]["text"] for one in json.loads(path.read_text(encoding="utf-8"))["features"]] == [EVIL, ""]

    # The link alone shows them, and what is written is text.
    visit.page.goto(visit.page.url)
    visit.map.wait_for_function("window.atlas && atlas.notes?.boxes.length === 1")
    assert visit.map.evaluate("atlas.notes.shown.map((note) => note.text)") == [EVIL, ""]
    assert visit.map.locator("img").count() == 0

    # They are taken away one by one, come back, and come out of the file.
    visit.map.locator('[data-tool="notes"]').click()
    visit.map.locator('[data-key="note.remove.1"]').click()
    wait_for_notes(visit, 1)
    visit.map.locator('[data-key="note.undo"]').click()
    wait_for_notes(visit, 2)
    visit.map.locator('[data-key="note.remove.1"]').click()
    wait_for_notes(visit, 1)
    visit.map.locator('[data-key="note.remove.0"]').click()
    wait_for_notes(visit, 0)
    visit.map.locator('[data-key="note.load"]').set_input_files(path)
    assert wait_for_notes(visit, 2) == (first, arrow)


@pytest.mark.slow
def test_a_note_is_placed_moved_and_finished_by_keyboard(visit):
    tools = open_tools(visit)
    press = visit.page.keyboard.press
    tools.locator('[data-key="tool.area"]').press("Enter")
    for keys in ([], ["Shift+ArrowRight"], ["Shift+ArrowDown"]):
        for key in keys:
            press(key)
        press(" ")
    press("Enter")
    (area,) = wait_for_notes(visit, 1)
    assert (area.kind, len(area.points)) == ("area", 3)
    assert tools.evaluate("document.activeElement.dataset.key") == "note.text.0"
    visit.page.keyboard.type("Ici")
    press("Enter")
    visit.page.wait_for_url("**Ici**")
    tools.locator('[data-key="note.move.0"]').press("Enter")
    press("Shift+ArrowUp")
    press(" ")
    visit.page.wait_for_url(lambda url: parse_permalink(url)[0].note[0].points != area.points)
    (moved,) = notes_of(visit)
    pairs = zip(moved.points, area.points, strict=True)
    steps = {(round(to[0] - at[0], 4), round(to[1] - at[1], 4)) for to, at in pairs}
    assert len(steps) == 1
    tools.locator('[data-key="tool.line"]').press("Enter")
    press(" ")
    press("Escape")
    assert tools.evaluate("atlas.notes.draft") is None
    assert len(notes_of(visit)) == 1


@pytest.mark.slow
def test_a_distance_and_an_area_are_measured_announced_and_kept_as_a_note(visit):
    tools = open_tools(visit)
    tools.locator('[data-key="tool.distance"]').click()
    for x, y in ((450, 300), (600, 350), (700, 600)):
        visit.page.mouse.click(x, y)
        visit.page.wait_for_timeout(350)
    tools.locator('[data-key="tool.finish"]').click()
    said = tools.locator(".measured[role=status]")
    said.get_by_text("Distance:").wait_for()
    assert tools.locator(".segments li").count() == 2
    total = said.inner_text()
    tools.locator('[data-key="measure.keep"]').click()
    (line,) = wait_for_notes(visit, 1)
    assert (line.kind, line.text) == ("line", total.replace("\u00a0", " ").strip())
    tools.locator('[data-key="tool.surface"]').click()
    for x, y in ((450, 300), (600, 350), (560, 500)):
        visit.page.mouse.click(x, y)
        visit.page.wait_for_timeout(350)
    visit.page.keyboard.press("Enter")
    said.get_by_text(re.compile(r"Area: .* km²; perimeter: .* km")).wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark", "room"])
def test_the_panel_has_no_defect_that_an_audit_finds(visit, theme):
    tools = open_tools(
        visit, f"{LINK}&theme={theme}&note=pin:50.43,2.83:Here&note=area.blue:50.4,2.8,50.5,2.8,50.5,2.9:There"
    )
    found = Axe().run(tools)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
def test_on_a_phone_a_tap_places_a_note_and_nothing_is_cut(new_visit):
    visit = new_visit(viewport={"width": 390, "height": 844}, has_touch=True)
    tools = open_tools(visit)
    panel = tools.locator(".map-tools").bounding_box()
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= 390
    tools.locator('[data-key="tool.pin"]').tap()
    visit.page.touchscreen.tap(180, 260)
    wait_for_notes(visit, 1)
    assert all(
        box["width"] >= 44 and box["height"] >= 44
        for box in tools.locator(".map-tools .kind, .map-tools .swatch").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect().toJSON())"
        )
    )


@pytest.mark.slow
def test_what_no_link_holds_is_said_and_stays_in_the_window(visit, tmp_path):
    features = [
        {
            "type": "Feature",
            "properties": {"text": f"note {number}"},
            "geometry": {"type": "Point", "coordinates": [2.8 + number / 1000, 50.4]},
        }
        for number in range(45)
    ]
    path = tmp_path / "many.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    tools = open_tools(visit)
    tools.locator('[data-key="note.load"]').set_input_files(path)
    wait_for_notes(visit, 40)
    assert tools.locator(".limit.over").inner_text().startswith("The link carries 40 notes")
    assert tools.evaluate("[atlas.notes.shown.length, atlas.notes.rest.length]") == [40, 5]
    (tmp_path / "no.geojson").write_text("{", encoding="utf-8")
    tools.locator('[data-key="note.load"]').set_input_files(tmp_path / "no.geojson")
    tools.get_by_text("This file is no GeoJSON").wait_for()
