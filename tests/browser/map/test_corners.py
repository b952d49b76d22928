"""What stands in the corners of the map never crosses: legend, scale bar, credits, tools, card, strip of answers."""

import pytest

SIZES = [(320, 568), (390, 844), (600, 400), (700, 500), (701, 500), (844, 390), (1024, 768), (1280, 800), (1920, 1080)]
LAYERS = ["slag_heaps", "communes", "unesco_components", "mining_estates", "heritage_elements", "mine_shafts"]
CROSSED = """() => {
  const shown = (name) => [...document.querySelectorAll(name)].filter((node) => node.getClientRects().length);
  const names = [".legend", ".leaflet-control-scale", ".credits", ".leaflet-control-zoom", ".tools",
    ".card:not([hidden])", ".strip", ".story"];
  const boxes = names.flatMap((name) => shown(name).map((node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return { name, left, top, right, bottom };
  }));
  const crosses = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1
    && b.top < a.bottom - 1;
  const out = boxes.filter((box) => box.left < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1);
  return [
    ...out.map(({ name }) => `${name} out of sight`),
    ...boxes.flatMap((a, k) => boxes.slice(k + 1).filter((b) => crosses(a, b)).map((b) => `${a.name} ${b.name}`)),
  ];
}"""
# On a phone a card is a sheet over the foot of the map, with all that stands there.
MEANT = {
    f"{name} .card:not([hidden])" for name in (".leaflet-control-scale", ".credits", ".leaflet-control-zoom", ".tools")
}


def crossed(visit):
    """Return what crosses, when the map has come to rest."""
    visit.map.wait_for_function("innerWidth > 0")
    visit.page.wait_for_timeout(400)
    return [pair for pair in visit.map.evaluate(CROSSED) if pair not in MEANT]


@pytest.mark.slow
@pytest.mark.parametrize("layers", [1, 6])
def test_nothing_crosses_on_an_embedded_map_of_any_size(visit, layers):
    shown = "".join(f"&layers={layer}" for layer in LAYERS[:layers])
    visit.open(f"?mode=explore&embed=true&lang=fr{shown}")
    visit.map.locator(".legend").wait_for(state="attached")
    found = {}
    for width, height in SIZES:
        visit.page.set_viewport_size({"width": width, "height": height})
        for is_open in (False, True):
            visit.map.evaluate("(open) => { atlas.legend.kept = true; atlas.legend.node.open = open; }", is_open)
            found[width, height, is_open] = crossed(visit)
    assert {size: pairs for size, pairs in found.items() if pairs} == {}


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "room"])
def test_nothing_crosses_beside_a_card(visit, theme):
    visit.open(f"?mode=explore&embed=true&lang=fr&theme={theme}&layers=slag_heaps&card=slag_heaps:t74")
    visit.map.locator(".card:not([hidden])").wait_for()
    found = {}
    for width, height in SIZES:
        visit.page.set_viewport_size({"width": width, "height": height})
        found[width, height] = crossed(visit)
    assert {size: pairs for size, pairs in found.items() if pairs} == {}


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "room"])
def test_nothing_crosses_in_a_story(visit, theme):
    visit.open(f"?mode=present&story=trois-siecles-de-charbon:3&lang=fr&theme={theme}")
    visit.map.locator(".story").wait_for()
    found = {}
    for width, height in SIZES:
        visit.page.set_viewport_size({"width": width, "height": height})
        found[width, height] = crossed(visit)
    assert {size: pairs for size, pairs in found.items() if pairs} == {}
