"""What a screen reader says of the page: Chromium's accessibility tree in the order of reading, focus, live regions.

No screen reader runs here. What it is told by the browser is written as one would say it: name, role, states, value,
description. Voices, verbosity and the braille line of a real one differ; what is missing here is missing there.
"""

import itertools
import re

from tests.browser.spoken_words import ROLES, STATES

# Notes what live regions announce: also in shadow trees, and in the frame of the map.
LISTEN = """(() => {
  const LIVE = "[aria-live=polite],[aria-live=assertive],[role=status],[role=alert],[role=log]";
  window.announced = [];
  window.changes = 0;
  const changed = new Set();
  let waiting = 0;
  const say = () => {
    waiting = 0;
    for (const region of changed) {
      const text = (region.innerText ?? region.textContent).replace(/[\\s\\u00a0]+/g, " ").trim();
      if (region.isConnected && text && region.checkVisibility?.() !== false) window.announced.push(text);
    }
    changed.clear();
  };
  const note = (region) => {
    if (!region) return;
    changed.add(region);
    waiting ||= setTimeout(say, 60);
  };
  const watch = (root) => new MutationObserver((records) => {
    window.changes += records.length;
    for (const { target, addedNodes, type } of records) {
      if (type === "attributes") continue;
      const at = target instanceof Element ? target : target.parentElement;
      const region = at?.closest(LIVE);
      if (region) note(region);
      /* A region that comes with its text is read if it is an alert. */
      else for (const node of addedNodes) if (node instanceof Element) {
        if (node.matches("[role=alert]")) note(node);
        for (const alert of node.querySelectorAll("[role=alert]")) note(alert);
      }
    }
  }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (...given) {
    const root = attach.apply(this, given);
    watch(root);
    return root;
  };
  watch(document);
})()"""
FOCUSED = """(() => {
  let node = document.activeElement;
  for (;;) {
    if (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    else if (node?.tagName === "IFRAME" && node.contentDocument) node = node.contentDocument.activeElement;
    else return node;
  }
})()"""
# Tenths of a second without a change.
QUIET = 7
# Said by the text inside them.
_BY_CONTENT = {
    *("heading", "button", "link", "option", "tab", "cell", "gridcell", "columnheader", "rowheader", "checkbox"),
    *("term", "caption", "DisclosureTriangle", "LabelText", "StaticText", "combobox", "image", "img"),
}
_SILENT = {
    *("none", "generic", "LineBreak", "ListMarker", "paragraph", "rowgroup", "LayoutTable", "term", "definition"),
    *("DescriptionList", "sectionheader", "sectionfooter", "caption", "Figcaption", "figure", "LabelText", "strong"),
    *("emphasis", "status", "alert", "Details", "form", "search"),
}
_UNNAMED_SILENT = {"group", "region", "article"}
# What is a mistake in any language: an id, a hole of a template, what a program calls nothing.
_FILE = re.compile(r"\batlas-[\w.-]+|https?://\S+")
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\{\w*\}|\bundefined\b|\bnull\b|\bNaN\b|\[object")


class ScreenReader:
    """Listens to a page, and writes down what a reader would hear.

    Parameters
    ----------
    visit
        A visit that has opened nothing yet.
    lang
        Language of the words for roles and states.
    """

    def __init__(self, visit, lang="fr"):
        self.visit, self.page, self.lang = visit, visit.page, lang
        self.lines = []
        visit.page.add_init_script(LISTEN)
        self._session = visit.page.context.new_cdp_session(visit.page)
        self._session.send("Accessibility.enable")
        self._open = set()
        visit.page.on("request", self._begin)
        for ended in ("requestfinished", "requestfailed"):
            visit.page.on(ended, self._end)

    def _begin(self, request):
        self._open.add(request)

    def _end(self, request):
        self._open.discard(request)

    def press(self, *keys):
        """Press keys, and say what has the focus after the last."""
        for key in keys:
            self.page.keyboard.press(key)
        self.lines.append(f"[{' '.join(keys)}]")
        self.settle()
        self.focus()

    def settle(self):
        """Wait until the page has changed nothing for a while and waits for nothing: a reader who listens is slow."""
        before, still = None, 0
        while still < QUIET:
            self.page.wait_for_timeout(100)
            now = [frame.evaluate("window.changes") for frame in self._frames()]
            still = 0 if self._open or now != before else still + 1
            before = now

    def _frames(self):
        return [self.page.main_frame, *(frame for frame in self.page.frames if "/atlas/map" in frame.url)]

    def write(self, text):
        self.page.keyboard.type(text)
        self.lines.append(f"[{text}]")

    def go(self, locator):
        """Move the focus to an element, and say it."""
        self.settle()
        locator.focus()
        self.focus()

    def focus(self):
        """Say what has the focus."""
        node = self._session.send("Runtime.evaluate", {"expression": FOCUSED})["result"]
        found = self._session.send(
            "Accessibility.getPartialAXTree", {"objectId": node["objectId"], "fetchRelatives": False}
        )
        focused = found["nodes"][0]
        self.lines.append(self.say(focused))
        for prop in focused.get("properties", ()):
            for active in prop["value"].get("relatedNodes", ()) if prop["name"] == "activedescendant" else ():
                given = {"backendNodeId": active["backendDOMNodeId"], "fetchRelatives": False}
                option = self._session.send("Accessibility.getPartialAXTree", given)["nodes"][0]
                self.lines.append(self.say(option))

    def hear(self, text=None):
        """Note what live regions have announced since; wait for a text among it."""
        heard = []

        def listen():
            for frame in self._frames():
                heard.extend(frame.evaluate("window.announced.splice(0)"))
            return text is None or any(text in line for line in heard)

        self.visit.wait_until(listen)
        self.settle()
        listen()
        self.lines += [f"* {line}" for line in heard]

    def read(self, locator):
        """Read what an element holds, in the order of reading."""
        self.settle()
        locator.evaluate("(node) => { node.ownerDocument.defaultView.top.readNow = node; }")
        node = self._session.send("Runtime.evaluate", {"expression": "window.readNow"})["result"]
        nodes = self._session.send("Accessibility.queryAXTree", {"objectId": node["objectId"]})["nodes"]
        known = {node["nodeId"]: node for node in nodes}
        children = {child for node in nodes for child in node.get("childIds", ())}
        for root in [node for node in nodes if node["nodeId"] not in children]:
            self._read(root, known)

    def _read(self, node, known):
        role = node.get("role", {}).get("value", "none")
        if role in {"InlineTextBox", "ListMarker"}:
            return
        if not node.get("ignored") and (line := self._line(node, role)):
            self.lines.append(line)
            if role in _BY_CONTENT:
                return
        for child in node.get("childIds", ()):
            if child in known:
                self._read(known[child], known)

    def _line(self, node, role):
        name = " ".join(node.get("name", {}).get("value", "").split())
        if role == "StaticText":
            return name
        return self.say(node) if name or role not in _SILENT | _UNNAMED_SILENT else ""

    def say(self, node):
        """Return what is said of a node: name, role, states, value, description."""
        role = node["role"]["value"]
        name, value, about = (
            " ".join(str(node.get(key, {}).get("value", "")).split()) for key in ("name", "value", "description")
        )
        own = {prop["name"]: prop["value"].get("value") for prop in node.get("properties", ())}
        states = [said for (key, state), said in STATES[self.lang].items() if own.get(key) == state]
        called = ROLES[self.lang].get(role, "" if role in _SILENT | {"cell", "StaticText"} else role)
        # As NVDA and JAWS do: a description that says the name again is not said.
        about = "" if about.split(" (")[0] == name else about
        parts = [name, called.format(level=own.get("level", "")), *states, value if value != name else "", about]
        # The port and the day differ from run to run.
        said = re.sub(r"127\.0\.0\.1:\d+", "atlas.example", ", ".join(part for part in parts if part))
        return re.sub(r"\b20\d\d-\d\d-\d\d\b", "2026-01-01", said)

    def mistakes(self):
        """Return what reads badly, whatever the task: no name, raw codes, the same said twice."""
        silent = {*ROLES[self.lang].values()} - {
            ROLES[self.lang][role] for role in ("list", "listitem", "row", "table")
        }
        wrong = [f"no name: {line}" for line in self.lines if line.split(", ")[0] in silent]
        spoken = [_FILE.sub("", line) for line in self.lines if not line.startswith("[")]
        wrong += [f"raw: {line}" for line in spoken if RAW.search(line)]
        for line in self.lines:
            parts = [part for part in line.split(", ") if len(part) > 3]
            if any(a == b for a, b in itertools.pairwise(parts)):
                wrong.append(f"twice: {line}")
        news = [line for line in self.lines if line.startswith("* ")]
        wrong += [f"repeated: {a}" for a, b in itertools.pairwise(news) if a == b]
        return wrong
