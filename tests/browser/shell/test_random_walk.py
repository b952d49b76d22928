"""A walk by a random user in every mode: after each act link, view, map and table agree, and nothing complains."""

import base64
import random
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Error

ACTS = 200
# One pixel that is seen through.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
SEEDS = (1, 2)
SIZES = [(1280, 800), (390, 844), (844, 390), (1600, 900)]
MODES = ("explore", "compare", "network", "present", "data")
KINDS = {"click": 40, "key": 15, "filter": 10, "back": 8, "language": 4, "theme": 4, "resize": 4, "map": 15}
KEYS = ["Tab", "Tab", "Tab", "Enter", "Escape", "c", "r", "e", "l", "h", "j", "ArrowDown", "ArrowRight", "Home"]
FILTERS = [
    {"slag_heaps.form": ["conical"]},
    {"slag_heaps.form": []},
    {"slag_heaps.area_ha__gte": ["10"]},
    {"slag_heaps.area_ha__gte": []},
    {"territory": ["62498"]},
    {"territory": []},
    {"year": ["1960"]},
    {"year": []},
]
# Buttons and switches that are in sight, but for what leaves the page, makes a file or asks for one.
REACHED = """() => {
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (!node.matches("button, input[type=checkbox], summary, select, [role=tab]")) continue;
      if (node.disabled || node.closest("[inert]")) continue;
      if (/file|do$|export|upload|title|opening/.test(node.className)) continue;
      if (/opening|home|title|copy|full|presenter|basemap/.test(node.dataset.key ?? node.dataset.do ?? "")) continue;
      const { x, y, width, height } = node.getBoundingClientRect();
      const [cx, cy] = [x + width / 2, y + height / 2];
      if (!width || !height || x < 0 || y < 0 || x + width > innerWidth || y + height > innerHeight) continue;
      const top = root.elementFromPoint(cx, cy);
      if (top && (node === top || node.contains(top)))
        found.push([cx, cy, node.dataset.key ?? node.textContent.slice(0, 30), node.tagName]);
    }
  };
  walk(document);
  return found;
}"""
# What has the focus, through shadows and frames; the last part is BODY where nothing has it.
FOCUS = """() => {
  const path = [];
  let root = document;
  for (;;) {
    const node = root.activeElement;
    if (!node) return [...path, "BODY"];
    path.push(node.dataset?.key ? `${node.tagName} ${node.dataset.key}` : `${node.tagName} ${node.className}`);
    if (node.shadowRoot?.activeElement) root = node.shadowRoot;
    else if (node.tagName === "IFRAME") root = node.contentDocument;
    else return path;
  }
}"""
TABLE = """() => {
  const atlas = [...document.querySelectorAll("*")].map((node) => node.shadowRoot?.querySelector(".atlas"))
    .find(Boolean);
  const tab = atlas?.querySelector(".tab.table:not([hidden])"), table = tab?.querySelector("table[aria-rowcount]");
  if (!table?.getClientRects().length) return null;
  return { layer: tab.querySelector(".tools select")?.value, rows: Number(table.getAttribute("aria-rowcount")) - 1,
    said: tab.querySelector(".count")?.textContent };
}"""


class Walk:
    """A reader who does what comes to mind.

    What is done is kept, so that a fault can be read.
    """

    def __init__(self, visit, seed):
        self.visit = visit
        self.chance = random.Random(seed)  # noqa: S311 - a walk
        self.done, self.pressed = [], False

    def act(self):
        kind = self.chance.choices(list(KINDS), list(KINDS.values()))[0]
        self.done.append((kind, getattr(self, f"_{kind}")()))
        self.pressed = kind == "click"
        return kind

    def _click(self):
        places = self.visit.page.evaluate(REACHED)
        if not places:
            return None
        x, y, name, tag = self.chance.choice(places)
        if tag == "SELECT":
            self.visit.page.mouse.click(x, y)
            self.visit.page.keyboard.press(self.chance.choice(["ArrowDown", "ArrowUp"]))
            self.visit.page.keyboard.press("Enter")
        else:
            self.visit.page.mouse.click(x, y)
        return name

    def _key(self):
        key = self.chance.choice(KEYS)
        self.visit.page.keyboard.press(key)
        return key

    def _filter(self):
        return self.set(self.chance.choice(FILTERS))

    def _back(self):
        return self.visit.page.evaluate("navigation.currentEntry.index > window.firstEntry && history.back()")

    def _language(self):
        return self.set({"lang": [self.chance.choice(["fr", "en", "pt"])]})

    def _theme(self):
        return self.set({"theme": [self.chance.choice(["light", "dark", "room"])]})

    def _resize(self):
        width, height = self.chance.choice(SIZES)
        self.visit.page.set_viewport_size({"width": width, "height": height})
        return width, height

    def _map(self):
        page, box = self.visit.page, self.visit.page.viewport_size
        if self.chance.random() < 0.4:
            page.mouse.wheel(0, by := self.chance.choice([-300, 300]))
            return by
        place = self.chance.uniform(0.45, 0.9) * box["width"], self.chance.uniform(0.2, 0.7) * box["height"]
        page.mouse.click(*place)
        return place

    def set(self, query):
        """Act as a control of the page does: the map passes it on."""
        send = "(query) => (window.atlas ? (atlas.send({ kind: 'set', query }), true) : false)"
        self.visit.wait_until(lambda: self.tried(lambda: self.visit.map.evaluate(send, query)))
        return query

    def settle(self):
        """Wait until the server has answered and the map shows what the link says."""
        self.visit.page.wait_for_timeout(250)
        try:
            self.visit.wait_until(lambda: self.tried(lambda: not self.differences()))
        except AssertionError:
            pytest.fail(f"{self.differences()} after {self.done[-5:]} at {self.visit.page.url}")

    @staticmethod
    def tried(look):
        """Return what a look finds; nothing while the map loads its page in another language."""
        try:
            return look()
        except Error:
            return False

    def differences(self):
        """Return what does not agree: the counts of link, map and table, the place of link and view."""
        page = self.visit.page
        query = urlsplit(page.url).query
        link, mode = parse_qs(query), parse_qs(query).get("mode", ["explore"])[0]
        seen = self.visit.map.evaluate(
            "window.atlas?.state ? { counts: atlas.counts(), lang: atlas.lang, view: atlas.view(),"
            " story: Boolean(atlas.presentation) } : null"
        )
        if seen is None:
            return "the map has no state"
        told = page.evaluate("async (link) => (await fetch(`/atlas/state?${link}`)).json()", query or "lang=fr")
        found = []
        if seen["lang"] != link.get("lang", ["fr"])[0]:
            found.append(("lang", seen["lang"], link.get("lang")))
        shown = {layer["id"]: layer["count"] for layer in told["layers"]} | told["tables"]
        if mode != "present" and seen["counts"] != shown:
            found.append(("counts", seen["counts"], shown))
        # Compare and Data show no map.
        if mode in {"explore", "network"} and "at" in link:
            lat, lon, zoom = map(float, link["at"][0].split(","))
            view = seen["view"]
            # The middle of a map lies between two pixels.
            degrees = 3 * 360 / 256 / 2**zoom
            off = [abs(view["lat"] - lat) > degrees, abs(view["lon"] - lon) > degrees, abs(view["zoom"] - zoom) > 0.01]
            if any(off):
                found.append(("at", view, link["at"]))
        table = page.evaluate(TABLE) if mode == "explore" else None
        if table and table["layer"] in shown and table["rows"] != shown[table["layer"]]:
            found.append(("table", table, shown))
        return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mode", MODES)
def test_a_random_user_finds_nothing_broken(new_visit, mode, seed):
    visit = new_visit()
    # Who walks with the arrow keys chooses a background of the network too.
    visit.page.route(re.compile(r"^https://"), lambda route: route.fulfill(content_type="image/png", body=PICTURE))
    visit.open(f"?mode={mode}&lang=en")
    visit.page.evaluate("window.firstEntry = navigation.currentEntry.index")
    walk = Walk(visit, 100 * seed + MODES.index(mode))
    for _ in range(ACTS):
        before = visit.page.evaluate(FOCUS)
        kind = walk.act()
        assert visit.page.evaluate("window.firstEntry !== undefined"), f"the page was left by {walk.done[-3:]}"
        walk.settle()
        assert visit.complaints == [], walk.done[-5:]
        failed = visit.page.locator(".failed:not(.unused)")
        assert failed.count() == 0, (failed.all_inner_texts(), walk.done[-5:])
        # A click beside everything, and a Tab past the last, may leave the focus with nothing.
        held = not before[-1].startswith("BODY") and kind != "map" and walk.done[-1] != ("key", "Tab")
        if held or (kind == "click" and walk.done[-1][1]):
            visit.wait_until(lambda: walk.tried(lambda: not visit.page.evaluate(FOCUS)[-1].startswith("BODY")))
