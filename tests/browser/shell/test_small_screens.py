"""Narrow, enlarged, touched, at rest: the same atlas on a phone, at 200 %, under a finger, without motion."""

from pathlib import Path

import pytest

from tests.browser.places import PLACES, STORY, go

REACH, TOUCH = ((Path(__file__).parents[1] / name).read_text(encoding="utf-8") for name in ("reach.js", "touch.js"))
# 320 px is 1280 at 400 %; 640 × 400 at two dots a pixel is 1280 × 800 at 200 %.
SIZES = {
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "200 %": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TABLET = PHONE | {"viewport": {"width": 820, "height": 1180}}
MODES = ("explore", "filters", "compare table", "network", "stories", "data")


def lost(visit):
    """Give what cannot be reached on the page and, where it is in sight, on the map."""
    map_too = visit.page.locator("#atlas-map").is_visible()
    return visit.page.evaluate(REACH) + (visit.map.evaluate(REACH) if map_too else [])


@pytest.mark.slow
@pytest.mark.parametrize(
    "mode", [pytest.param(mode, marks=[] if mode == "filters" else pytest.mark.slow) for mode in MODES]
)
@pytest.mark.parametrize("size", ["320 px", pytest.param("200 %", marks=pytest.mark.slow)])
def test_every_mode_is_whole(new_visit, size, mode):
    assert lost(go(new_visit(**SIZES[size]), mode, "lang=fr")) == []


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", SIZES)
def test_every_place_is_whole(new_visit, size, place):
    assert lost(go(new_visit(**SIZES[size]), place, "lang=fr")) == []


# The least that RGAA 10.12 asks a page to bear.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
SPACE = """(style) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(style);
  const inside = (root) => [...root.querySelectorAll("*")].flatMap((node) => every(node.shadowRoot));
  const every = (root) => (root ? [root, ...inside(root)] : []);
  for (const root of every(document)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]; }"""


@pytest.mark.slow
def test_wider_letters_and_lines_hide_nothing(new_visit):
    visit, found = new_visit(), {}
    for mode in MODES:
        go(visit, mode, "lang=fr")
        visit.page.evaluate(SPACE, SPACED)
        visit.map.evaluate(SPACE, SPACED)
        found[mode] = lost(visit)
    assert found == {mode: [] for mode in MODES}


@pytest.mark.slow
def test_a_phone_opens_on_the_whole_basin(new_visit):
    visit = new_visit(**PHONE)
    visit.open("?layers=slag_heaps")
    visit.wait_until(lambda: visit.map.evaluate("[innerWidth, atlas.view().zoom]") == [390, 8])


def missed(visit):
    """Give what a finger misses, as `lost`."""
    map_too = visit.page.locator("#atlas-map").is_visible()
    return visit.page.evaluate(TOUCH) + (visit.map.evaluate(TOUCH) if map_too else [])


@pytest.mark.parametrize(
    "place", [pytest.param(place, marks=pytest.mark.slow) for place in ("filters", "card", "stories", "scene")]
)
def test_a_finger_hits_what_it_aims_at(new_visit, place):
    assert missed(go(new_visit(**PHONE), place, "lang=fr")) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", [place for place in PLACES if place.startswith(("explore", "places", "shelf", "list", "editor"))]
)
@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_a_finger_hits_what_it_aims_at_everywhere_in_explore_and_present(new_visit, size, place):
    assert missed(go(new_visit(**size), place, "lang=fr")) == []


# A zoom that is animated has not arrived at once.
ZOOMED = (
    "(() => { const zoom = atlas.map.getZoom(); atlas.map.setZoom(zoom + 1); return atlas.map.getZoom() === zoom; })()"
)
MOVING = "document.getAnimations().length"


@pytest.mark.slow
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_less_motion_is_no_motion(new_visit, motion):
    visit, moves = new_visit(reduced_motion=motion), motion == "no-preference"
    visit.open(f"?mode=present&story={STORY}:1")
    visit.map.wait_for_function("window.atlas?.deck?.node.dataset.settled === '1'")
    visit.page.keyboard.press("ArrowRight")
    visit.map.wait_for_function("atlas.deck.node.dataset.settled === '2'")
    assert visit.map.evaluate("performance.getEntriesByName('atlas-flight').length > 0") is moves
    visit.open("?layers=mine_shafts")
    visit.page.locator("[data-key='tab.time']").click()
    play = visit.page.locator("[data-key=play]")
    play.wait_for(state="visible" if moves else "hidden")
    assert visit.map.evaluate(ZOOMED) is moves
    if not moves:
        assert visit.map.evaluate(MOVING) == visit.page.evaluate(MOVING) == 0
