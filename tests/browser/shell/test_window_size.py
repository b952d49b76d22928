"""The layout follows the window: a phone that is turned, a window that is split."""

import re

import pytest

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 844, "height": 390}
LOOK = """() => { const map = document.getElementById("atlas-map"), box = map.getBoundingClientRect(),
  atlas = [...document.querySelectorAll("*")].map((node) => node.shadowRoot?.querySelector(".atlas")).find(Boolean),
  shown = (node) => node && node.getBoundingClientRect().width > 0;
  return { visible: getComputedStyle(map).visibility, left: box.left, width: box.width,
    panel: Boolean(shown(atlas.querySelector(".panel"))),
    selects: atlas.querySelectorAll(".bar select").length,
    modes: [...atlas.querySelectorAll(".bar .mode")].length,
    cut: [...atlas.querySelectorAll(".bar > *")].filter((node) => shown(node)
      && node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.className) }; }"""


def drawn(visit):
    """Wait until the page around the map is drawn."""
    visit.page.locator(".atlas .bar").wait_for(state="attached")
    visit.page.wait_for_timeout(1500)
    return visit


def turned(visit, size):
    """Change the size of the window; return how it looks when it has come to rest."""
    visit.page.set_viewport_size(size)
    visit.page.wait_for_timeout(700)
    return visit.page.evaluate(LOOK)


@pytest.mark.slow
def test_a_phone_that_is_turned_looks_as_one_that_was_opened_so(new_visit):
    look = {"has_touch": True, "is_mobile": True}
    opened = drawn(new_visit(viewport=NARROW, **look).open())
    expected = opened.page.evaluate(LOOK)
    visit = drawn(new_visit(viewport=WIDE, **look).open())
    assert turned(visit, WIDE)["panel"]
    assert turned(visit, NARROW) == expected
    assert expected["visible"] == "visible"
    assert not expected["panel"]
    assert turned(visit, WIDE)["panel"]


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["explore", "compare", "network", "present", "data"])
@pytest.mark.parametrize(
    ("first", "second"),
    [(1280, 390), (390, 1280), (1280, 640), (701, 700), (700, 701), (1024, 512), (844, 390), (1920, 600)],
)
def test_a_window_of_another_size_looks_as_one_that_was_opened_so(new_visit, mode, first, second):
    height = 800
    opened = drawn(new_visit(viewport={"width": second, "height": height}).open(f"?mode={mode}"))
    visit = drawn(new_visit(viewport={"width": first, "height": height}).open(f"?mode={mode}"))
    assert turned(visit, {"width": second, "height": height}) == opened.page.evaluate(LOOK)


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0, 600])
def test_a_move_after_a_change_of_size_is_in_the_link(visit, wait):
    visit.open("?mode=explore&at=50.4,2.8,10")
    visit.map.evaluate("""() => { atlas.map.getContainer().style.width = "500px";
      atlas.map.invalidateSize({ animate: false }); }""")
    visit.page.wait_for_timeout(wait)
    visit.map.evaluate("atlas.map.setZoom(12, { animate: false })")
    visit.page.wait_for_url(re.compile(r"at=[^&]+%2C12(&|$)"))


@pytest.mark.slow
def test_a_change_of_size_alone_is_no_step_of_the_link(visit):
    visit.open("?mode=explore&at=50.4,2.8,10")
    before = visit.page.url, visit.page.evaluate("history.length")
    for size in ({"width": 900, "height": 700}, {"width": 1280, "height": 800}):
        visit.page.set_viewport_size(size)
        visit.page.wait_for_timeout(900)
    assert (visit.page.url, visit.page.evaluate("history.length")) == before
