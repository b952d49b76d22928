"""Five tasks done with the keyboard alone, and the way round the page with the Tab key."""

import re

import pytest

# What has the focus: the key of a control of the page, or what stands in the map page.
HELD = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const map = node?.tagName === "IFRAME";
  if (map) node = node.contentDocument.activeElement;
  const name = node.dataset.key || node.dataset.tool || node.dataset.do || node.dataset.row || node.dataset.entry;
  return (map ? "map:" : "") + (name || node.className.toString().split(" ")[0] || node.tagName.toLowerCase());
}"""


class Hands:
    """A reader who has a keyboard and no mouse."""

    def __init__(self, visit):
        self.visit, self.page = visit, visit.page

    def at(self):
        return self.page.evaluate(HELD)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text):
        self.page.keyboard.type(text)

    def reach(self, name, key="Tab", most=150):
        """Press Tab until the focus is there."""
        passed = [self.at()]
        while passed[-1] != name and len(passed) < most:
            self.press(key)
            passed.append(self.at())
        assert passed[-1] == name, passed

    def wait(self, name):
        """Wait until the focus is there by itself."""
        self.visit.wait_until(lambda: self.at() == name)


@pytest.fixture
def hands(visit):
    """Open a link and wait for the panel or what a mode has in its place."""

    def open_with(link):
        visit.open(link)
        visit.page.locator(".bar .mode").first.wait_for()
        visit.page.wait_for_timeout(500)
        return Hands(visit)

    return open_with


@pytest.mark.slow
def test_a_place_is_found_read_left_and_its_neighbour_reached(hands, visit):
    me = hands("?layers=slag_heaps")
    me.reach("search")
    me.write("olgnies")
    visit.page.get_by_role("listbox", name="Résultats").get_by_role("option").first.wait_for()
    me.press("ArrowDown", "ArrowUp", "Enter")
    visit.map.get_by_role("heading", name="Oignies").wait_for()
    me.wait("map:h2")
    me.press("Escape")
    me.wait("search")
    assert visit.map.locator(".card").is_hidden()
    me.reach("map:folium-map")
    me.press("Shift+ArrowRight")
    said = visit.map.locator(".said", has_text="(Terrils), à")
    said.wait_for()
    name = visit.map.evaluate("(([l, i]) => l.names[i])([atlas.chosen.layer, atlas.chosen.i])")
    me.press("Enter")
    visit.map.get_by_role("heading", name=name, exact=True).wait_for()
    me.press("Escape")
    me.wait("map:folium-map")


@pytest.mark.slow
def test_a_layer_is_switched_on_filtered_and_cleared(hands, visit):
    me = hands("?layers=slag_heaps")
    me.reach("theme.ecology")
    me.press("Enter")
    me.reach("layer.green_corridors")
    me.press("Space")
    visit.map.wait_for_function("atlas.counts().green_corridors > 0")
    me.wait("layer.green_corridors")
    me.reach("open.slag_heaps", "Shift+Tab")
    me.press("Enter")
    visit.page.locator('[data-key="slag_heaps.form=conical"]').wait_for()
    me.wait("open.slag_heaps")
    me.reach("slag_heaps.form=conical")
    me.press("Space")
    visit.wait_for_count("slag_heaps", 22)
    me.wait("slag_heaps.form=conical")
    me.reach("clear", "Shift+Tab")
    me.press("Enter")
    visit.wait_for_count("slag_heaps", 333)


@pytest.mark.slow
def test_a_row_is_sorted_to_the_top_and_opened_on_the_map(hands, visit):
    me = hands("?layers=slag_heaps")
    me.reach("tab.table")
    me.press("Enter")
    visit.page.locator("tbody tr[data-row]").first.wait_for()
    me.reach("sort.state", "Shift+Tab")
    me.press("Enter")
    visit.page.locator("th[aria-sort=ascending]").wait_for()
    me.press("Enter")
    visit.page.locator("th[aria-sort=descending]").wait_for()
    me.wait("sort.state")
    first = visit.page.locator("tbody tr[data-row]").first.get_attribute("data-row")
    me.reach(first)
    me.press("ArrowDown", "ArrowUp", "Enter")
    visit.page.wait_for_url(re.compile(f"card=slag_heaps(:|%3A){first}"))
    me.wait("map:h2")
    me.press("Escape")
    me.wait(first)


@pytest.mark.slow
def test_territories_are_compared_by_another_measure(hands, visit):
    me = hands("?layers=slag_heaps")
    me.reach("mode.compare")
    me.press("Enter")
    visit.page.locator("[data-key=add]").wait_for()
    me.wait("mode.compare")
    drop = visit.page.locator(".chips .x").first.get_attribute("data-key")
    me.reach(drop)
    me.press("Enter")
    visit.page.locator(f"[data-key='{drop}']").wait_for(state="detached")
    visit.page.wait_for_timeout(500)
    me.reach("add")
    me.write("Oignies")
    me.press("Enter")
    visit.page.locator(".chips li", has_text="Oignies").wait_for()
    me.wait("add")
    me.reach("theme.heritage")
    me.press("Enter", "Tab", "Space")
    visit.page.wait_for_function("location.search.includes('ind=')")
    visit.page.locator(".compare:not([aria-busy])").wait_for()
    visit.page.wait_for_timeout(500)
    me.reach("way.table")
    me.press(*["ArrowRight"] * 5)
    visit.page.locator(".in-ranks").wait_for()
    me.wait("way.ranks")


@pytest.mark.slow
def test_a_story_is_told_and_left_where_it_was_chosen(hands, visit):
    me = hands("?layers=slag_heaps")
    me.reach("mode.present")
    me.press("Enter")
    visit.page.get_by_role("heading", name="Récits", exact=True).wait_for()
    me.reach("tell.trois-siecles-de-charbon")
    me.press("Enter")
    for number in (1, 2, 3):
        visit.map.wait_for_function(f"window.atlas?.deck?.node.dataset.settled === '{number}'")
        me.press("ArrowRight")
    me.reach("map:notes")
    passed = set()
    for _ in range(60):
        me.press("Tab")
        passed.add(me.at())
    assert {one for one in passed if not one.startswith("map:")} <= {"body", "html"}
    me.press("Escape")
    visit.map.locator(".story").wait_for(state="hidden")
    me.wait("tell.trois-siecles-de-charbon")


@pytest.mark.journey
def test_the_tab_key_goes_round_bar_panel_shelf_and_map_and_comes_back(hands):
    me = hands("?layers=slag_heaps")
    me.reach("skip")
    passed = []
    for _ in range(120):
        me.press("Tab")
        passed.append(me.at())
        if passed[-1] == "skip":
            break
    assert passed[-1] == "skip"
    order = [passed.index(name) for name in ("mode.data", "search", "bring", "tab.take", "map:folium-map", "map:list")]
    assert order == sorted(order)
    me.press("Shift+Tab", "Shift+Tab")
    assert me.at().startswith("map:")
