"""A walk by a random user in every mode: after each act link, view, map and table agree, and nothing complains."""

import base64
import random
import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Error

from tests.browser.shell.walk_pages import ASK, FOCUS, HEARD, PAGE, REACHED, RESTS, TAKES_FOCUS, WAITS

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


class Walk:
    """A reader who does what comes to mind.

    What is done is kept, so that a fault can be read.
    """

    def __init__(self, visit, seed):
        self.visit = visit
        self.chance = random.Random(seed)  # noqa: S311 - a walk
        self.done, self.compared, self.focus = [], Counter(), "keeps"

    def act(self):
        kind = self.chance.choices(list(KINDS), list(KINDS.values()))[0]
        # An act takes the focus, keeps it, or may leave it with nothing.
        self.focus = "keeps"
        self.done.append((kind, getattr(self, f"_{kind}")()))

    def _click(self):
        places = self.visit.page.evaluate(REACHED)
        if not places:
            return None
        x, y, name, tag = self.chance.choice(places)
        self.focus = "takes"
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
        self.focus = "takes" if page.evaluate(TAKES_FOCUS, place) else "may go"
        page.mouse.click(*place)
        return place

    def set(self, query):
        """Act as a control of the page does: the map passes it on."""
        send = "(query) => (window.atlas ? (atlas.send({ kind: 'set', query }), true) : false)"
        self.visit.wait_until(lambda: self.tried(lambda: self.visit.map.evaluate(send, query)))
        return query

    def settle(self):
        """Wait until the server has answered and the map shows what the link says."""
        # What is typed is asked for a moment later.
        self.visit.page.wait_for_timeout(100)
        self.visit.page.evaluate(HEARD)
        try:
            self.visit.wait_until(lambda: self.tried(lambda: self.rests() and not self.differences()))
        except AssertionError:
            pytest.fail(f"{self.rests(), self.differences()} after {self.done[-5:]} at {self.visit.page.url}")

    def wait_for_focus(self):
        """Wait until something has the focus, not the body of a page."""
        page, held = self.visit.page, lambda: not self.visit.page.evaluate(FOCUS)[-1].startswith("BODY")
        try:
            self.visit.wait_until(lambda: self.tried(held))
        except AssertionError:
            pytest.fail(f"{page.evaluate(FOCUS)} has the focus after {self.done[-5:]} at {page.url}")

    def rests(self):
        return not self.visit.page.evaluate(WAITS) and self.visit.map.evaluate(RESTS)

    @staticmethod
    def tried(look):
        """Return what a look finds; nothing while the map loads its page in another language."""
        try:
            return look()
        except Error:
            return False

    def differences(self):
        """Return what does not agree with the link: the counts of map, panel and table, the place, the scene."""
        page = self.visit.page
        query = urlsplit(page.url).query
        link, mode = parse_qs(query), parse_qs(query).get("mode", ["explore"])[0]
        seen = self.visit.map.evaluate(
            "window.atlas?.state ? { counts: atlas.counts(), lang: atlas.lang, theme: atlas.theme, view: atlas.view(),"
            " scene: atlas.presentation ? atlas.deck.n + 1 : null } : null"
        )
        if seen is None:
            return "the map has no state"
        told = page.evaluate(ASK, ["state", query or "lang=fr"])
        shown = {layer["id"]: layer["count"] for layer in told["layers"]} | told["tables"]
        around = page.evaluate(PAGE)
        pairs = {"lang": (seen["lang"], link.get("lang", ["fr"])[0])}
        if seen["scene"]:
            pairs["scene"] = seen["scene"], int(link.get("story", ["?:1"])[0].rpartition(":")[2])
        elif mode != "present":
            pairs["theme"] = seen["theme"], link.get("theme", ["light"])[0]
            pairs["counts"] = seen["counts"], shown
        # Compare and Data show no map; a sheet of the network shows its arcs, and gives the place back afterwards.
        if "at" in link and (mode == "explore" or (mode == "network" and "card" not in link)):
            lat, lon, zoom = map(float, link["at"][0].split(","))
            # The middle of a map lies between two pixels.
            degrees = 3 * 360 / 256 / 2**zoom
            view = seen["view"]
            near = (
                abs(view["lat"] - lat) <= degrees,
                abs(view["lon"] - lon) <= degrees,
                abs(view["zoom"] - zoom) <= 0.01,
            )
            pairs["at"] = (view, link["at"]) if not all(near) else (1, 1)
        if mode == "explore":
            pairs |= self._explored(around, shown)
        if mode == "network" and around["network"]:
            counts = page.evaluate(ASK, ["network", query])["counts"]
            pairs["network"] = (
                around["network"],
                [counts[k] for k in ("projects", "partners", "countries", "twinnings")],
            )
        if mode == "compare" and around["columns"]:
            pairs["columns"] = around["columns"], len(page.evaluate(ASK, ["compare", query])["territories"])
        found = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        if not found:
            self.compared.update(list(pairs))
        return found

    @staticmethod
    def _explored(around, shown):
        pairs = {}
        if (table := around["table"]) and table["layer"] in shown:
            pairs["table"] = table["rows"], shown[table["layer"]]
        if panel := around["panel"]:
            pairs["panel"] = panel, {layer: shown.get(layer) for layer in panel}
        return pairs


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mode", MODES)
def test_a_random_user_finds_nothing_broken(new_visit, mode, seed):
    visit = new_visit()
    # Who walks with the arrow keys chooses a background of the network too.
    visit.page.route(re.compile(r"^https://"), lambda route: route.fulfill(content_type="image/png", body=PICTURE))
    # A place of the link is there to be compared from the start, where the mode shows a map.
    place = "&at=50.43,2.83,11" if mode in {"explore", "network"} else ""
    visit.open(f"?mode={mode}&lang=en{place}")
    visit.page.evaluate("window.firstEntry = navigation.currentEntry.index")
    walk = Walk(visit, 100 * seed + MODES.index(mode))
    if mode == "explore":
        visit.page.locator("[data-key='tab.table']").click()
        walk.settle()
    for _ in range(ACTS):
        before = visit.page.evaluate(FOCUS)
        walk.act()
        assert visit.page.evaluate("window.firstEntry !== undefined"), f"the page was left by {walk.done[-3:]}"
        walk.settle()
        assert visit.complaints == [], walk.done[-5:]
        failed = visit.page.locator(".failed:not(.unused)")
        assert failed.count() == 0, (failed.all_inner_texts(), walk.done[-5:])
        held, tab = not before[-1].startswith("BODY"), walk.done[-1] == ("key", "Tab")
        # A Tab past the last part of the page leaves it, the next one comes back; a click beside everything
        # wants no focus.
        if walk.focus == "takes" or (walk.focus == "keeps" and held != tab):
            walk.wait_for_focus()
    # What agreed was there to be compared.
    least = {"explore": "table panel at", "network": "network at", "compare": "columns", "present": "", "data": ""}
    assert not {"lang", "theme", "counts", *least[mode].split()} - set(walk.compared), walk.compared
