"""What a walk by a random user asks of the page and of the map."""

# Buttons and switches that are in sight, but for what leaves the page, makes a file or asks for one.
REACHED = """() => {
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (!node.matches("button, input[type=checkbox], summary, select, [role=tab]")) continue;
      if (node.disabled || node.closest("[inert]")) continue;
      // Whoever opens a dialog can close it.
      if (/file|do$|export|upload|title|opening/.test(node.className) && !node.closest("[method=dialog]")) continue;
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
# What the page around the map shows of what the link asks for, by part; a part that is not there is null.
PAGE = """() => {
  const atlas = [...document.querySelectorAll("*")].map((node) => node.shadowRoot?.querySelector(".atlas"))
    .find(Boolean);
  const digits = (text) => Number(text.replace(/\\D/g, ""));
  const shown = (selector) =>
    [...(atlas?.querySelectorAll(selector) ?? [])].filter((node) => node.getClientRects().length);
  const [tab] = shown(".tab.table"), table = tab?.querySelector("table[aria-rowcount]");
  const [network] = shown(".network .counts"), columns = shown(".in-table thead th.number:has(.letter)");
  const panel = shown(".on-layer[data-layer]")
    .map((node) => [node.dataset.layer, node.querySelector(".on-head .count")]);
  return {
    table: table ? { layer: tab.querySelector(".tools select").value,
      rows: Number(table.getAttribute("aria-rowcount")) - 1 } : null,
    panel: panel.length ? Object.fromEntries(panel.map(([id, count]) => [id, digits(count.textContent.split("/")[0])]))
      : null,
    network: network ? network.textContent.split("·").map((part) => digits(part.split("/")[0])) : null,
    columns: columns.length || null,
  };
}"""
# What is on its way to the server, or waits for a second click, for a card, for the map to come to rest.
WAITS = "globalThis.atlasModules?.['shell/actions.js']?.waits() ?? true"
RESTS = """(() => {
  if (!window.atlas?.state) return false;
  const { app, map, pointing } = atlas;
  return !(app.held.length || app.resting || app.expecting || app.moving || pointing.patience()
    || map.scrollWheelZoom._delta);
})()"""
# After it, what the map has sent before has been heard.
HEARD = """() => new Promise((done) => {
  const key = Math.random();
  addEventListener("message", function hear({ data }) {
    if (data?.walk !== key) return;
    removeEventListener("message", hear);
    requestAnimationFrame(() => setTimeout(done));
  });
  postMessage({ walk: key }, "*");
})"""
# Whether what lies at a place takes the focus.
TAKES_FOCUS = """([x, y]) => {
  let root = document, node = null;
  for (;;) {
    const at = root.elementFromPoint(x, y);
    if (!at || at === node) break;
    node = at;
    if (node.shadowRoot) root = node.shadowRoot;
    else if (node.tagName === "IFRAME") {
      const box = node.getBoundingClientRect(), scale = box.width / node.contentWindow.innerWidth;
      [x, y, root] = [(x - box.x) / scale, (y - box.y) / scale, node.contentDocument];
    } else break;
  }
  return Boolean(node?.closest("button:enabled, a[href], input:enabled, select:enabled, summary, [tabindex]"));
}"""
# What a route answers.
ASK = "async ([path, link]) => (await fetch(`/atlas/${path}?${link}`)).json()"
