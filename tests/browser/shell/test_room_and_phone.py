"""A room at four sizes and a phone: nothing is cut, all grows with the screen, and everything is in reach."""

import pytest

from tests.browser.places import go
from tests.browser.shell.test_small_screens import PHONE, lost

SIZES = [(1280, 800), (1920, 1080), (3840, 2160), (1024, 768)]
MODES = ("explore", "compare", "network", "present", "data")

# What of the bar is cut: words that are wider than their place, and what lies beyond the window.
CUT = """
() => {
  const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot), found = [];
  const bar = roots.find((root) => root?.querySelector(".bar")).querySelector(".bar");
  for (const node of bar.querySelectorAll("h1, h1 a, h1 small, .mode, .plain")) {
    if (node.classList.contains("skip") || !node.getClientRects().length) continue;
    const box = node.getBoundingClientRect();
    if (node.scrollWidth > node.clientWidth + 1 && node.clientWidth && getComputedStyle(node).overflow === "hidden")
      found.push(`cut: ${node.textContent}`);
    if (box.left < 0 || box.right > innerWidth + 0.5) found.push(`out: ${node.textContent}`);
  }
  return found;
}
"""

# Of the map in pixels of the window: names, symbols, lines, the scale bar, and what lies beyond its edges.
GROWN = """
() => {
  const zoom = devicePixelRatio / parent.devicePixelRatio;
  const line = document.querySelector(".leaflet-control-scale-line");
  const out = [...document.querySelectorAll(".legend, .card, .answer, .answers, .credits, .leaflet-bar, .story")]
    .filter((node) => node.getClientRects().length)
    .map((node) => [node.className, node.getBoundingClientRect()])
    .filter(([, { left, top, right, bottom }]) =>
      left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 1)
    .map(([name]) => name);
  return {
    out,
    name: zoom * Math.max(...atlas.labels.map(({ label }) => label.height)),
    scale: zoom * line.getBoundingClientRect().height,
    width: zoom * innerWidth,
  };
}
"""


@pytest.mark.slow
def test_a_phone_has_title_sentence_modes_and_words_and_a_found_object_closes_the_panel(new_visit):
    visit = new_visit(**PHONE).open("?mode=explore&lang=fr")
    page = visit.page
    bar = page.locator(".bar")
    assert bar.locator("h1 a").inner_text() == "Atlas des territoires post-miniers"
    assert bar.locator("h1 small").inner_text().startswith("Le bassin minier du Nord – Pas-de-Calais")
    assert page.evaluate(CUT) == []
    for mode in MODES:
        box = page.locator(f"[data-key='mode.{mode}']").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    for tool in page.locator(".dock button").all():
        icon, word = tool.locator(".icon").bounding_box(), tool.locator("span").last.bounding_box()
        assert word["y"] >= icon["y"] + icon["height"] - 1
        assert word["width"] > 20
    page.locator("[data-key=fold]").click()
    page.locator("[data-key=search]").fill("Pinchonvalles")
    page.get_by_role("option", name="Pinchonvalles").first.click()
    visit.map.locator(".card:not([hidden]) h2").wait_for()
    assert page.locator("#panel").count() == 0
    assert page.locator("[data-key=fold]").get_attribute("aria-expanded") == "false"


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "lang"), [*((mode, "fr") for mode in MODES), ("explore", "en"), ("explore", "pt")])
def test_in_a_room_nothing_of_the_bar_is_cut_at_four_sizes(new_visit, mode, lang):
    for width, height in SIZES:
        visit = new_visit(viewport={"width": width, "height": height}).open(f"?mode={mode}&theme=room&lang={lang}")
        visit.page.locator(".bar .mode[aria-current]").wait_for()
        assert (width, visit.page.evaluate(CUT)) == (width, [])
        assert (width, lost(visit)) == (width, [])


@pytest.mark.slow
@pytest.mark.parametrize(
    "link", ["?mode=explore&theme=room", "?mode=present&theme=room&story=trois-siecles-de-charbon:3"]
)
def test_in_a_room_names_lines_and_scale_grow_with_the_screen(new_visit, link):
    found = {}
    for width, height in SIZES[1:3]:
        visit = new_visit(viewport={"width": width, "height": height}).open(link)
        if "story" in link:
            visit.map.locator(".story[data-settled]").wait_for()
        visit.map.wait_for_function("atlas.labels.length > 3")
        found[width] = visit.map.evaluate(GROWN)
        assert found[width]["out"] == []
    for what in ("name", "scale", "width"):
        assert found[3840][what] == pytest.approx(2 * found[1920][what], rel=0.03), what


# Whether a place on an arc, or one of its ends, lies below something that stands on the map.
COVERED = """
() => {
  const over = [...document.querySelectorAll(".leaflet-bar, .legend, .card, .credits, .answer")]
    .filter((node) => node.getClientRects().length).map((node) => [node.className, node.getBoundingClientRect()]);
  const layer = atlas.drawn.find((one) => one.id === "partnerships"), found = new Set();
  for (let i = 0; i < layer.length; i++) {
    if (!layer.shown(i)) continue;
    for (let r = layer.rings[i]; r < layer.rings[i + 1]; r++)
      for (let v = layer.vertices[r]; v < layer.vertices[r + 1]; v++) {
        const size = 2 ** 30, x = layer.xy[2 * v] / size, y = layer.xy[2 * v + 1] / size;
        const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
        const at = atlas.map.latLngToContainerPoint([lat, x * 360 - 180]);
        for (const [name, box] of over)
          if (at.x > box.left && at.x < box.right && at.y > box.top && at.y < box.bottom) found.add(name);
      }
  }
  return [...found];
}
"""


@pytest.mark.slow
def test_on_a_phone_nothing_lies_over_the_arcs_of_the_network(new_visit):
    visit = new_visit(**PHONE).open("?mode=network&lang=fr")
    visit.page.locator(".panel.network").wait_for()
    visit.map.wait_for_function("atlas.painting && atlas.drawn.some((layer) => layer.id === 'partnerships')")
    visit.wait_until(lambda: visit.map.evaluate("atlas.controls.drawing.hidden"))
    visit.page.wait_for_timeout(300)
    assert visit.map.evaluate(COVERED) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_on_a_phone_every_mode_is_whole_and_in_reach(new_visit, lang):
    visit = new_visit(**PHONE)
    for mode in MODES:
        place = {"present": "stories", "compare": "compare table"}.get(mode, mode)
        go(visit, place, f"lang={lang}")
        assert (mode, visit.page.evaluate(CUT)) == (mode, [])
        assert (mode, lost(visit)) == (mode, [])
