"""What stands in the corners of the map never crosses: legend, scale bar, credits, tools, card, strip of answers."""

import pytest

SIZES = [(320, 568), (390, 844), (600, 400), (700, 500), (701, 500), (844, 390), (1024, 768), (1280, 800), (1920, 1080)]
LAYERS = ["slag_heaps", "communes", "unesco_components", "mining_estates", "heritage_elements", "mine_shafts"]
CROSSED = """() => {
  const shown = (name) => [...document.querySelectorAll(name)].filter((node) => node.getClientRects().length);
  const names = [".legend", ".leaflet-control-scale", ".credits", ".leaflet-control-zoom", ".tools",
    ".card:not([hidden])", ".answer", ".answers", ".story"];
  const boxes = names.flatMap((name) => shown(name).map((node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return { name, left, top, right, bottom };
  }));
  const crosses = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1
    && b.top < a.bottom - 1;
  const out = boxes.filter(({ left, top, right, bottom }) =>
    left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1);
  return [
    ...out.map(({ name }) => `${name} out of sight`),
    ...boxes.flatMap((a, k) => boxes.slice(k + 1).filter((b) => crosses(a, b)).map((b) => `${a.name} ${b.name}`)),
  ];
}"""
# On a phone a card is a sheet over the foot of the map, with all that stands there.
MEANT = {
    f"{name} .card:not([hidden])" for name in (".leaflet-control-scale", ".credits", ".leaflet-control-zoom", ".tools")
}


# The map page has the size of its place, and has come to rest in it.
RESTS = """() => {
  const { x, y } = atlas.map.getSize(), box = atlas.map.getContainer();
  return innerWidth > 0 && x === box.clientWidth && y === box.clientHeight && !atlas.camera.sized;
}"""
LOOKS = ["light", "dark", "room"]
# Phones and tablets, upright and turned.
TOUCHED = [(320, 480), (360, 640), (844, 390), (932, 430), (640, 320), (768, 1024), (1024, 768)]
# Where one layout becomes another, the narrowest and the shortest.
FEW = [(300, 200), (320, 568), (600, 400), (701, 500)]


def resize(visit, width, height):
    """Change the size of the window; wait until the map has its place in it."""
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )
    visit.map.wait_for_function(RESTS)


def crossed(visit):
    """Return what crosses."""
    return [pair for pair in visit.map.evaluate(CROSSED) if pair not in MEANT]


def found(visit, sizes, *, opened=(False, True)):
    """Return what crosses at each size, with the legend folded and open."""
    pairs = {}
    for width, height in sizes:
        resize(visit, width, height)
        for is_open in opened:
            visit.map.evaluate("(open) => { atlas.legend.kept = true; atlas.legend.node.open = open; }", is_open)
            pairs[width, height, is_open] = crossed(visit)
    return {size: crossing for size, crossing in pairs.items() if crossing}


def open_map(visit, theme, layers, *, embedded):
    shown = "".join(f"&layers={layer}" for layer in LAYERS[:layers])
    visit.open(f"?mode=explore&lang=fr&theme={theme}{shown}{'&embed=true' if embedded else ''}")
    visit.map.locator(".legend").wait_for(state="attached")


@pytest.mark.journey
def test_nothing_crosses_in_a_room_where_one_layout_becomes_another(visit):
    open_map(visit, "room", 6, embedded=True)
    assert found(visit, FEW) == {}


@pytest.mark.slow
@pytest.mark.parametrize("embedded", [False, True])
@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("layers", [1, 6])
def test_nothing_crosses_on_a_map_of_any_size(visit, layers, theme, embedded):
    open_map(visit, theme, layers, embedded=embedded)
    assert found(visit, SIZES) == {}


@pytest.mark.slow
@pytest.mark.parametrize("embedded", [False, True])
@pytest.mark.parametrize("theme", LOOKS)
def test_nothing_crosses_beside_a_card(visit, theme, embedded):
    open_map(visit, theme, 1, embedded=embedded)
    visit.map.evaluate("atlas.go('slag_heaps', 't74')")
    visit.map.locator(".card:not([hidden])").wait_for()
    assert found(visit, SIZES) == {}


@pytest.mark.slow
@pytest.mark.parametrize("theme", LOOKS)
def test_nothing_crosses_beside_answers(visit, theme):
    visit.open(f"?mode=explore&embed=true&lang=fr&theme={theme}&layers=slag_heaps&slag_heaps.area_ha__gte=40")
    visit.map.locator(".answers .row").first.wait_for()
    assert found(visit, SIZES, opened=(False,)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("link", ["layers=slag_heaps&layers=communes", "slag_heaps.area_ha__gte=40"])
@pytest.mark.parametrize("theme", LOOKS)
def test_nothing_crosses_where_fingers_touch_the_map(new_visit, theme, link):
    visit = new_visit(has_touch=True, is_mobile=True).open(f"?mode=explore&lang=fr&theme={theme}&{link}")
    visit.map.locator(".legend").wait_for(state="attached")
    assert found(visit, TOUCHED) == {}


@pytest.mark.slow
@pytest.mark.parametrize("theme", LOOKS)
def test_nothing_crosses_in_a_story(visit, theme):
    visit.open(f"?mode=present&story=trois-siecles-de-charbon:3&lang=fr&theme={theme}")
    visit.map.locator(".story").wait_for()
    assert found(visit, SIZES, opened=(False,)) == {}
