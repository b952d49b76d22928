"""Notes and measures on the map: by pointer, finger and keyboard, in the link and in a file."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from atlas.scene.notes.note_file import read_notes_file
from atlas.scene.query.permalink import parse_permalink
from tests.scene.notes.test_note_file import notes_file, pins

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
    visit.map.wait_for_function("window.atlas && atlas.notes?.texts.length === 1")
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


def places_of(visit):
    """Return where the marks of the notes are on the page: the last point of each."""
    visit.map.wait_for_function("atlas.notes?.marks.length")
    frame = visit.map.frame_element().bounding_box()
    marks = visit.map.evaluate("atlas.notes.marks.map(({ k, places }) => [k, places.at(-1)])")
    return {k: (frame["x"] + x, frame["y"] + y) for k, (x, y) in marks}


@pytest.mark.journey
def test_a_note_is_picked_on_the_map_changed_moved_and_taken_away(visit):
    noted = f"{LINK}&note=pin:50.45,2.75:Here&note=line.blue:50.4,2.7,50.4,2.8:Axis"
    visit.open(noted)
    x, y = places_of(visit)[0]
    visit.page.mouse.click(x, y - 10)
    visit.map.locator(".map-tools:not([hidden])").wait_for()
    visit.map.wait_for_function("document.activeElement.dataset.key === 'note.text.0'")
    assert visit.map.locator(".note-list li[aria-current=true] input").input_value() == "Here"
    visit.map.locator('[data-key="colour.green"]').click()
    visit.page.wait_for_url(lambda url: [note.colour for note in parse_permalink(url)[0].note] == ["green", "blue"])
    x, y = places_of(visit)[0]
    visit.page.mouse.move(x, y - 10)
    visit.page.mouse.down()
    visit.page.mouse.move(x - 60, y + 40, steps=3)
    visit.page.mouse.up()
    visit.page.wait_for_url(lambda url: parse_permalink(url)[0].note[0].points != ((50.45, 2.75),))
    (moved, axis) = notes_of(visit)
    assert moved.points[0][0] < 50.45
    assert moved.points[0][1] < 2.75

    # The same by keyboard, announced; no object's card has opened.
    visit.map.locator('[data-key="tools.close"]').click()
    visit.map.locator(".leaflet-container").focus()
    said = visit.map.locator(".said[role=status]")
    visit.page.keyboard.press("n")
    said.get_by_text("Note 1 of 2, Pin: Here.").wait_for()
    visit.page.keyboard.press("n")
    said.get_by_text("Note 2 of 2, Line: Axis.").wait_for()
    visit.page.keyboard.press("Delete")
    assert wait_for_notes(visit, 1) == (moved,)
    said.get_by_text("Note removed.").wait_for()
    visit.page.keyboard.press("Control+z")
    assert wait_for_notes(visit, 2) == (moved, axis)
    assert visit.map.evaluate("atlas.chosen") is None


@pytest.mark.journey
def test_what_the_pointer_measures_is_what_the_server_measures(visit):
    tools = open_tools(visit)
    tools.locator('[data-key="tool.distance"]').click()
    live = tools.locator(".measure-live")
    visit.page.mouse.click(450, 300)
    for x, y in ((600, 350), (700, 600)):
        visit.page.mouse.move(x, y, steps=2)
        live.wait_for()
        shown = live.locator("b").inner_text()
        visit.page.mouse.click(x, y)
        tools.locator(".measured").get_by_text(f"Distance: {shown}").wait_for()
    visit.page.keyboard.press("Enter")
    live.wait_for(state="hidden")


@pytest.mark.journey
def test_what_no_link_holds_is_in_the_sheet_and_comes_out_of_its_file(visit, tmp_path):
    path = tmp_path / "many.geojson"
    path.write_bytes(notes_file(pins(45, "Zyxw {}")))
    tools = open_tools(visit)
    tools.locator('[data-key="note.load"]').set_input_files(path)
    wait_for_notes(visit, 40)
    with visit.page.expect_download() as saved:
        tools.locator('[data-key="note.save"]').click()
    again = tmp_path / "again.geojson"
    saved.value.save_as(again)
    assert read_notes_file(again.read_bytes()) == pins(45, "Zyxw {}")
    visit.page.locator("[data-key='tab.take']").click()
    with visit.page.expect_download() as drawn:
        visit.page.locator("a.file", has_text="HTML map").click()
    drawn.value.save_as(tmp_path / "map.html")
    assert "Zyxw 44" in (tmp_path / "map.html").read_text(encoding="utf-8")
