"""A walk by a random user in every mode: after each act link, view, map and table agree, and nothing complains."""

import random
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Error

ACTS = 200
SIZES = [(1280, 800), (390, 844), (844, 390), (1600, 900)]
MODES = ("explore", "compare", "network", "present", "data")
# Buttons and switches that are in sight, but for what leaves the page, makes a file or asks for one.
REACHED = """() => {
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (!node.matches("button, input[type=checkbox], summary")) continue;
      if (node.disabled || node.closest("dialog")) continue;
      if (/file|do$|export|upload|title|opening/.test(node.className)) continue;
      if (/opening|home|title/.test(node.dataset.key ?? "")) continue;
      const { x, y, width, height } = node.getBoundingClientRect();
      if (width && height && x >= 0 && y >= 0 && x + width <= innerWidth && y + height <= innerHeight)
        found.push([x + width / 2, y + height / 2]);
    }
  };
  walk(document);
  return found;
}"""
FOCUS = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node?.tagName ?? null;
}"""


class Walk:
    def __init__(self, visit, mode, seed):
        self.visit, self.mode = visit, mode
        self.chance = random.Random(seed)  # noqa: S311 - a walk
        self.done = []

    def act(self):
        page, chance = self.visit.page, self.chance
        kind = chance.choices(
            ["click", "key", "filter", "back", "language", "theme", "resize", "map"], [40, 15, 10, 8, 4, 4, 4, 15]
        )[0]
        self.done.append(kind)
        if kind == "click" and (places := page.evaluate(REACHED)):
            page.mouse.click(*chance.choice(places))
        elif kind == "key":
            page.keyboard.press(
                chance.choice(["Tab", "Tab", "Enter", "Escape", "c", "r", "e", "l", "h", "j", "ArrowDown"])
            )
        elif kind == "filter":
            self.set(
                chance.choice(
                    [
                        {"slag_heaps.form": ["conical"]},
                        {"slag_heaps.form": []},
                        {"territory": ["62498"]},
                        {"territory": []},
                    ]
                )
            )
        elif kind == "back":
            page.evaluate("navigation.currentEntry.index > window.firstEntry && history.back()")
        elif kind == "language":
            self.set({"lang": [chance.choice(["fr", "en", "pt"])]})
        elif kind == "theme":
            self.set({"theme": [chance.choice(["light", "dark", "room"])]})
        elif kind == "resize":
            width, height = chance.choice(SIZES)
            page.set_viewport_size({"width": width, "height": height})
        elif kind == "map":
            box = page.viewport_size
            page.mouse.wheel(0, chance.choice([-300, 300])) if chance.random() < 0.4 else page.mouse.click(
                chance.uniform(0.45, 0.9) * box["width"], chance.uniform(0.2, 0.7) * box["height"]
            )

    def set(self, query):
        """Act as a control of the page does: the map passes it on."""
        send = "(query) => (window.atlas ? (atlas.send({ kind: 'set', query }), true) : false)"
        self.visit.wait_until(lambda: self.tried(lambda: self.visit.map.evaluate(send, query)))

    def settle(self):
        """Wait until the server has answered and the map shows what the link says."""
        self.visit.page.wait_for_timeout(250)
        self.visit.wait_until(lambda: self.tried(self.agrees))

    @staticmethod
    def tried(look):
        """Return what a look finds; nothing while the map loads its page in another language."""
        try:
            return look()
        except Error:
            return False

    def agrees(self):
        page = self.visit.page
        query = urlsplit(page.url).query
        said = self.visit.map.evaluate("window.atlas?.state ? [atlas.counts(), atlas.state.lang ?? null] : null")
        if said is None:
            return False
        counts = said[0]
        told = page.evaluate("async (link) => (await fetch(`/atlas/state?${link}`)).json()", query or "lang=fr")
        shown = {layer["id"]: layer["count"] for layer in told["layers"]} | told["tables"]
        return parse_qs(query).get("mode", ["explore"])[0] == "present" or counts == shown


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_a_random_user_finds_nothing_broken(visit, mode):
    visit.open(f"?mode={mode}&lang=en")
    visit.page.evaluate("window.firstEntry = navigation.currentEntry.index")
    walk = Walk(visit, mode, seed=MODES.index(mode))
    for _ in range(ACTS):
        walk.act()
        assert visit.page.evaluate("window.firstEntry !== undefined"), f"the page was left by {walk.done[-3:]}"
        walk.settle()
        assert visit.complaints == [], walk.done[-5:]
        assert visit.page.locator(".failed:not(.unused)").count() == 0, walk.done[-5:]
        if walk.done[-1] == "key":
            assert visit.page.evaluate(FOCUS) is not None
