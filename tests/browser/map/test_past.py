"""The past underneath, against a local server that answers what the real services answer; and without any network."""

import re

import numpy as np
import pytest

from tests.browser.map.local_service import colour_at, serve_tiles, serve_with_backgrounds

PAST, TODAY = (160, 60, 40), (40, 90, 160)
LAYER = "ign:1949_1952_1955_R32_Ortho_0m50_NB_COG"
# South of the basin, where no name and no symbol stands on the ground whose colour is measured.
HERE = "?at=50.2,2.62,12&layers=slag_heaps"


def answer(path, asked):
    """Answer GetMap as OGC 06-042 asks, and tiles at ``/today/z/x/y.png``."""
    wanted = {"service": "WMS", "request": "GetMap", "version": "1.3.0", "layers": LAYER, "crs": "EPSG:3857"}
    if path == "/ows" and wanted.items() <= asked.items() and "styles" in asked:
        return PAST
    return TODAY if re.fullmatch(r"/today/\d+/\d+/\d+\.png", path) else None


@pytest.fixture(scope="module")
def service():
    with serve_tiles(answer) as server:
        yield server


@pytest.fixture(scope="module")
def past(copy_atlas, tmp_path_factory, service):
    """The app with the same declarations, their hosts replaced by the local service."""

    def change(text):
        text = text.replace("https://www.geo2france.fr/geoserver/ows", f"{service.home}/ows")
        today = rf'\1url = "{service.home}/today/{{z}}/{{x}}/{{y}}.png"'
        return re.sub(r'(\[ign_orthophoto\]\ntitle.*\n)url = ".*"', today, text)

    with serve_with_backgrounds(copy_atlas(tmp_path_factory.mktemp("atlas")), change) as address:
        yield address


@pytest.mark.slow
def test_a_map_service_is_asked_as_its_standard_says_and_lies_below_the_layers(past, service, new_visit):
    visit = new_visit(past).open(f"{HERE}&basemap=geo2france_1949")
    visit.map.get_by_role("heading", name="Photographie aérienne, 1949–1955").wait_for()
    asked = next(asked for path, asked in service.asked if path == "/ows")
    west, south, east, north = map(float, asked["bbox"].split(","))
    assert (east - west, north - south) == pytest.approx((2 * np.pi * 6378137 / 2**12,) * 2)
    assert (asked["width"], asked["height"], asked["transparent"]) == ("256", "256", "true")
    # Where the reader looks, in metres of web mercator.
    assert west == pytest.approx(291_657, abs=12_000)
    assert north == pytest.approx(6_483_400, abs=12_000)
    visit.wait_until(lambda: colour_at(visit, 500, 300) == pytest.approx(PAST, abs=2))
    assert visit.counts()["slag_heaps"] == 333
    assert [url for url in visit.outside() if not url.startswith("http://127.0.0.1:")] == []


@pytest.mark.slow
def test_opacity_lets_the_ground_of_the_atlas_through(past, new_visit):
    visit = new_visit(past).open(f"{HERE}&basemap=geo2france_1949&lang=en")
    opacity = visit.map.get_by_role("slider", name="Opacity")
    opacity.focus()
    visit.page.keyboard.press("Home")
    visit.wait_until(lambda: colour_at(visit, 500, 300) == pytest.approx((0xEF, 0xEB, 0xE1), abs=6))
    land = colour_at(visit, 500, 300)
    for _ in range(50):
        visit.page.keyboard.press("ArrowRight")
    visit.wait_until(lambda: colour_at(visit, 500, 300) == pytest.approx((np.array(PAST) + land) / 2, abs=6))


@pytest.mark.slow
def test_a_swipe_holds_the_past_against_today_by_keyboard_and_by_pointer(past, new_visit):
    visit = new_visit(past).open(f"{HERE}&basemap=geo2france_1949")
    compare = visit.map.get_by_role("checkbox", name="Comparer avec : Photographie aérienne IGN (en ligne)")
    compare.focus()
    visit.page.keyboard.press("Space")
    width = visit.page.locator("#atlas-map").bounding_box()["width"]
    left, right = width / 2 - 60, width / 2 + 60
    visit.wait_until(lambda: colour_at(visit, left, 300) == pytest.approx(PAST, abs=2))
    visit.wait_until(lambda: colour_at(visit, right, 300) == pytest.approx(TODAY, abs=2))
    place = visit.map.get_by_role("slider", name="Place du rideau")
    place.focus()
    for _ in range(15):
        visit.page.keyboard.press("ArrowRight")
    visit.wait_until(lambda: colour_at(visit, right, 300) == pytest.approx(PAST, abs=2))
    box = visit.page.locator("#atlas-map").bounding_box()
    line = visit.map.locator(".swipe").bounding_box()
    visit.page.mouse.move(line["x"] + line["width"] / 2, line["y"] + 200)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + width * 0.3, line["y"] + 200)
    visit.page.mouse.up()
    assert float(place.input_value()) == pytest.approx(30, abs=2)
    visit.wait_until(lambda: colour_at(visit, left, 300) == pytest.approx(TODAY, abs=2))
    # The line is not carried along when the map is moved.
    visit.map.evaluate("atlas.map.panBy([120, 0], { animate: false })")
    visit.wait_until(lambda: colour_at(visit, width * 0.25, 300) == pytest.approx(PAST, abs=2))
    visit.wait_until(lambda: colour_at(visit, width * 0.35, 300) == pytest.approx(TODAY, abs=2))


@pytest.mark.slow
def test_leaving_the_past_takes_its_tools_along(past, new_visit):
    visit = new_visit(past).open(f"{HERE}&basemap=geo2france_1949")
    visit.map.get_by_role("checkbox", name="Comparer avec").check()
    visit.page.get_by_role("combobox", name="Fond de carte").select_option("atlas")
    visit.map.locator(".past").wait_for(state="hidden")
    assert not visit.map.locator(".swipe").is_visible()
    visit.wait_until(lambda: colour_at(visit, 500, 300) == pytest.approx((0xEF, 0xEB, 0xE1), abs=6))
    assert "basemap" not in visit.page.url


@pytest.mark.slow
def test_a_past_that_does_not_come_is_said_and_the_ground_of_the_atlas_stays(new_visit):
    visit = new_visit().open(f"{HERE}&basemap=geo2france_1949")
    visit.map.get_by_text("Le fond en ligne ne répond pas").wait_for()
    assert not visit.map.locator(".past").is_visible()
    assert visit.counts()["slag_heaps"] == 333
    visit.wait_until(lambda: colour_at(visit, 500, 300) == pytest.approx((0xEF, 0xEB, 0xE1), abs=6))
    asked = [url for url in visit.outside() if "geo2france" in url]
    assert asked
    assert all("LAYERS=ign" in url.upper() or "layers=ign" in url for url in asked)
