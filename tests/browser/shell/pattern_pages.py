"""Pages that hold one component each, for the tests of the components that several modes use."""

TABS = """
async () => {
  const { showTab, tabList, tabButton, tabPanel } = await import("/shell/patterns/tabs.js");
  const list = tabList({ class: "tabs", label: "Lists" });
  window.chosen = [];
  const panel = tabPanel({ id: "list", tab: "list.a" }, "rows");
  const draw = (chosen) => {
    const key = document.activeElement.textContent;
    list.replaceChildren(...["a", "b", "c"].map((name) => tabButton({
      key: `list.${name}`, panel: "list", chosen: name === chosen, content: [name],
      choose: () => {
        window.chosen.push(name);
        draw(name);
      },
    })));
    showTab(panel, `list.${chosen}`);
    for (const tab of list.children) if (tab.textContent === key) tab.focus();
  };
  draw("a");
  document.body.append(list, panel);
}
"""
DIALOG = """
async (options) => {
  const { element } = await import("/shell/dom.js");
  const { openDialog } = await import("/shell/patterns/dialog.js");
  const dialog = element("dialog", { "aria-label": "Keys" },
    element("button", { text: "First" }), element("button", { text: "Last" }));
  window.dialog = dialog;
  const other = element("input", { "aria-label": "Other" });
  const back = options.back ? () => other.focus() : undefined;
  const open = () => openDialog(document.body, dialog, { kept: options.kept, back });
  document.body.append(element("button", { text: "Open", onclick: open }), other);
}
"""
COMBOBOX = """
async () => {
  const { Combobox } = await import("/shell/patterns/combobox.js");
  window.chosen = [];
  const box = new Combobox({
    id: "found", key: "search", choose: (position) => window.chosen.push(position),
    type: () => {
      if (!box.input.value) box.clear();
      else box.suggest(box.input.value === "none" ? [] : [["Lens"], ["Loos"], ["Liévin"]], "nothing");
    },
  });
  box.name("Search", "Results");
  document.body.append(box.input, box.list);
}
"""
DISCLOSURE = """
async () => {
  const { element } = await import("/shell/dom.js");
  const { disclosure } = await import("/shell/patterns/disclosure.js");
  const about = element("p", { hidden: "", text: "About" });
  document.body.append(disclosure({ class: "why", title: "Why", text: "Area" }, about), about);
}
"""
OWN_DISCLOSURE = """
async () => {
  const { element } = await import("/shell/dom.js");
  const { disclosureButton, setOpen } = await import("/shell/patterns/disclosure.js");
  let open = false;
  const filters = element("div", { id: "filters" });
  const button = disclosureButton({
    class: "filter", open, controls: "filters",
    toggle: () => { open = !open; setOpen(button, open); },
  }, "Filters");
  document.body.append(button, filters);
}
"""
LIVE = """
async () => {
  const { LiveRegion } = await import("/shell/patterns/live_region.js");
  window.news = [];
  for (const assertive of [false, true]) {
    const region = new LiveRegion({ assertive, class: "said" });
    window[assertive ? "problems" : "counts"] = region;
    document.body.append(region.node);
    new MutationObserver((found) => window.news.push(...found.map(({ target }) => target.textContent)))
      .observe(region.node, { childList: true, characterData: true, subtree: true });
  }
}
"""
SLIDER = """
async () => {
  const { slider, setSlider } = await import("/shell/patterns/slider.js");
  window.moved = [];
  window.rested = [];
  const write = (value) => `${value} years`;
  window.range = slider({
    label: "Years", min: 0, max: 40, value: 20, key: "years", write,
    input: (value) => window.moved.push(value), change: (value) => window.rested.push(value),
  });
  window.set = (value) => setSlider(window.range, value, write);
  document.body.append(window.range);
}
"""
SPLITTER = """
async () => {
  const { element } = await import("/shell/dom.js");
  const { Splitter } = await import("/shell/patterns/splitter.js");
  window.moved = [];
  window.rested = [];
  const panes = element("div", { style: "position:absolute;left:100px;top:50px;width:400px;height:200px" });
  window.splitter = new Splitter({
    class: "edge", label: "Edge", value: 50, within: () => panes.getBoundingClientRect(),
    input: (value) => window.moved.push(value), change: (value) => window.rested.push(value),
  });
  splitter.node.style = "position:absolute;left:190px;width:20px;height:200px";
  panes.append(splitter.node);
  document.body.append(panes);
}
"""
LISTBOX = """
async () => {
  const { Listbox } = await import("/shell/patterns/listbox.js");
  window.chosen = [];
  window.list = new Listbox({ id: "places", choose: (position) => window.chosen.push(position) });
  list.node.setAttribute("aria-label", "Places");
  document.body.append(list.node);
}
"""
FOCUS = """
async () => {
  const { element } = await import("/shell/dom.js");
  const { keepFocus } = await import("/shell/patterns/focus_keeper.js");
  const last = element("main", { "aria-label": "last" }),
    box = element("section", { "aria-label": "box" }),
    root = element("div", { "aria-label": "root" }, box, last);
  Object.assign(window, { box, last, root });
  window.draw = (...keys) =>
    box.replaceChildren(...keys.map((key) => element("button", { "data-key": key, text: key })));
  window.nest = (key) => {
    const button = element("button", { "data-key": key, text: key });
    box.replaceChildren(element("details", { open: true }, element("summary", { text: "folded" }), button));
  };
  window.ask = () => {
    window.dialog = element("dialog", { "aria-label": "dialog" }, element("button", { text: "yes" }));
    root.append(dialog);
    dialog.show();
  };
  window.rest = async () => {
    for (let n = 0; n < 3; n++) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  };
  document.body.append(root, element("p", { text: "Beside" }));
  draw("a", "b");
  keepFocus(root, () => last);
}
"""
