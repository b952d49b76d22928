/* The bar and the panel around the map: themes as a tree, each layer a switch, each field a filter with its counts. */
const FEW = 8;

const element = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter(Boolean));
  return node;
};

const icon = (path) => {
  const svg = element("span", { class: "icon", "aria-hidden": "true" });
  svg.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18"><path d="${path}"/></svg>`;
  return svg;
};
const ICONS = {
  panel: "M4 5h16v14H4zM10 5v14", link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  filter: "M4 6h16M7 12h10M10 18h4", light: "M12 4v2M12 18v2M4 12h2M18 12h2M6.5 6.5l1.4 1.4M16.1 16.1l1.4 1.4M17.5 6.5l-1.4 1.4M7.9 16.1l-1.4 1.4M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
};

class Panel {
  constructor(root) {
    this.root = root;
    this.wide = new Set();
    this.swatches = new Map();
    this.sheets = {};
    this.opened = null;
    this.closed = null;
    this.folded = window.innerWidth <= 700;
    this.styled = new Promise((resolve) => { root.append(element("link", { rel: "stylesheet", href: "/atlas/panel.css", onload: resolve, onerror: resolve })); });
    this.symbols = import(/* the same drawing as on the map */ `${location.origin}/atlas/symbols.js`).catch(() => null);
  }

  async update(data, act) {
    this.act = (action) => act({ ...action, serial: Date.now() + Math.random() });
    this.data = data;
    document.documentElement.dataset.theme = data.theme;
    document.documentElement.lang = data.lang;
    document.title = data.title;
    if (this.lang !== data.lang) {
      const [{ words, themes }] = await Promise.all([this.get("tree"), this.symbols, this.styled]);
      Object.assign(this, { words, tree: themes, lang: data.lang });
      this.number = new Intl.NumberFormat(data.lang);
      this.closed ??= new Set(themes.filter((theme) => !theme.layers.some((layer) => data.layers[layer.id]?.[0])).map((theme) => theme.id));
    }
    /* The map paints first: the panel follows in the next turn. */
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => setTimeout(() => this.draw()));
  }

  get(name) { return fetch(`/atlas/${name}?lang=${this.data.lang}`).then((response) => response.json()); }

  draw() {
    const active = this.root.activeElement, key = active?.dataset?.key, scroll = this.root.querySelector(".panel")?.scrollTop || 0;
    const typed = active?.tagName === "INPUT" && active.type === "number" ? active.value : null;
    document.documentElement.style.setProperty("--panel", this.folded || window.innerWidth <= 700 ? "0px" : "360px");
    this.root.querySelector(".atlas")?.remove();
    this.root.append(element("div", { class: "atlas", "data-theme": this.data.theme }, this.bar(), this.folded ? null : this.panel()));
    const panel = this.root.querySelector(".panel");
    if (panel) panel.scrollTop = scroll;
    if (!key) return;
    const again = this.root.querySelector(`[data-key="${CSS.escape(key)}"]`);
    again?.focus({ preventScroll: true });
    if (again && typed !== null) again.value = typed;
  }

  bar() {
    const { words } = this, { lang } = this.data;
    const languages = ["fr", "en", "pt"].map((code) => element("button", {
      type: "button", class: "plain", lang: code, "data-key": `lang.${code}`, "aria-pressed": String(code === lang), title: words[`lang_${code}`],
      text: code.toUpperCase(), onclick: () => this.act({ kind: "set", lang: code }),
    }));
    return element("header", { class: "bar" },
      element("button", { type: "button", class: "plain fold", "data-key": "fold", "aria-expanded": String(!this.folded), "aria-controls": "panel", title: words.panel, "aria-label": words.panel, onclick: () => { this.folded = !this.folded; this.draw(); } }, icon(ICONS.panel)),
      element("h1", { text: this.data.title }),
      element("nav", { "aria-label": words.modes }, element("span", { class: "mode", "aria-current": "page", text: words.mode_explore })),
      element("div", { class: "tools" }, ...(this.narrow() ? [] : this.tools()), element("div", { class: "languages", role: "group", "aria-label": words.language }, ...languages)),
      element("p", { class: "hidden", role: "status", text: this.copied ? words.copied : "" }));
  }

  /* Background, appearance and link: in the bar, or in the panel where the bar is short. */
  tools() {
    const { words } = this, { theme } = this.data;
    const looks = element("select", { "aria-label": words.theme, "data-key": "theme", onchange: (event) => this.act({ kind: "set", theme: event.target.value }) },
      ...["light", "dark", "room"].map((name) => element("option", { value: name, selected: name === theme, text: words[`theme_${name}`] })));
    const grounds = element("select", { "aria-label": words.basemap, "data-key": "basemap", onchange: (event) => this.act({ kind: "set", basemap: event.target.value }) },
      ...Object.entries({ atlas: words.basemap_atlas, ...this.data.basemaps }).map(([id, title]) => element("option", { value: id, selected: id === this.data.basemap, text: title })));
    const share = element("button", { type: "button", class: "plain share", "data-key": "share", onclick: () => this.share() }, icon(ICONS.link), element("span", { text: this.copied ? words.copied : words.share }));
    return [share, grounds, looks];
  }

  narrow() { return window.innerWidth <= 700; }

  async share() {
    try { await navigator.clipboard.writeText(location.href); } catch { window.prompt(this.words.share, location.href); }
    this.copied = true; this.draw();
    setTimeout(() => { this.copied = false; this.draw(); }, 2000);
  }

  panel() {
    const { words } = this, { messages, filtered, layers } = this.data;
    const shown = Object.values(layers).filter(([on]) => on).length;
    return element("aside", { class: "panel", id: "panel", "aria-label": words.panel },
      this.narrow() ? element("div", { class: "tools inside" }, ...this.tools()) : null,
      messages.length > 1
        ? element("details", { class: "message", role: "alert" }, element("summary", { text: words.unused.replace("{n}", messages.length) }), ...messages.map((text) => element("p", { text })))
        : element("div", {}, ...messages.map((text) => element("p", { class: "message", role: "alert", text }))),
      element("p", { class: "intro", text: words.intro }),
      element("div", { class: "summary" },
        element("span", { role: "status", text: words.summary.replace("{layers}", shown) }),
        filtered ? element("button", { type: "button", class: "small", "data-key": "clear", text: words.clear_all, onclick: () => this.act({ kind: "clear" }) }) : null),
      ...this.tree.map((theme) => this.theme(theme)));
  }

  theme(theme) {
    const { words } = this, { layers, theme: look } = this.data, dark = look === "dark";
    const on = theme.layers.filter((layer) => layers[layer.id]?.[0]).length;
    const details = element("details", { class: "theme", open: !this.closed.has(theme.id), ontoggle: (event) => { if (event.target.open) this.closed.delete(theme.id); else this.closed.add(theme.id); } },
      element("summary", { "data-key": `theme.${theme.id}`, title: theme.description },
        element("i", { style: `background:${theme.color[dark ? 1 : 0]}`, "aria-hidden": "true" }), element("span", { class: "title", text: theme.title }),
        element("span", { class: "count", text: on ? words.on.replace("{n}", on).replace("{total}", theme.layers.filter((layer) => layer.swatch).length) : "" })));
    for (const layer of theme.layers) details.append(this.layer(layer, dark));
    if (theme.note) {
      details.append(element("details", { class: "note" }, element("summary", { text: words.about_theme }), element("p", { text: theme.note }),
        theme.subnetworks.length ? element("ul", {}, ...theme.subnetworks.map((sub) => element("li", {}, element("strong", { text: sub.title }), element("span", { text: " — " + [sub.layers.join(", "), sub.note].filter(Boolean).join(". ") })))) : null));
    }
    return details;
  }

  layer(layer, dark) {
    const { words } = this, { layers, open, filters } = this.data, [on, count, total] = layers[layer.id] || [0, null, null];
    if (!layer.swatch) {
      return element("div", { class: "layer table" }, element("span"), element("span", { class: "swatch" }), element("span", { title: layer.description, text: layer.title }),
        element("span", { class: "count", text: `${this.number.format(total ?? 0)} · ${words.table}` }), element("span"));
    }
    const fields = Object.keys(layer.fields).length, asked = filters[layer.id];
    const box = element("input", { type: "checkbox", id: `layer-${layer.id}`, "data-key": `layer.${layer.id}`, checked: Boolean(on), disabled: total === null,
      onchange: (event) => this.act({ kind: "layer", layer: layer.id, on: event.target.checked }) });
    const text = total === null ? words.damaged : on && count !== total ? `${this.number.format(count)} / ${this.number.format(total)}` : this.number.format(total);
    const row = element("div", { class: "layer" }, box,
      window.Atlas ? this.swatch(layer, dark) : element("span", { class: "swatch" }),
      element("label", { for: `layer-${layer.id}`, title: layer.description, text: layer.title }),
      element("span", { class: "count", text }),
      fields && on ? element("button", { type: "button", class: asked ? "filter asked" : "filter", "data-key": `open.${layer.id}`, "aria-expanded": String(open === layer.id), "aria-label": `${words.filter} ${layer.title}`, title: words.filter,
        onclick: () => this.act({ kind: "open", layer: open === layer.id ? null : layer.id }) }, icon(ICONS.filter)) : element("span", { class: "filter" }));
    if (open !== layer.id || !on) return row;
    return element("div", { class: "opened" }, row, this.facets(layer));
  }

  swatch(layer, dark) {
    const key = layer.id + dark;
    if (!this.swatches.has(key)) this.swatches.set(key, window.Atlas.swatch(layer.swatch.sheet, layer.swatch.symbol, dark, dark ? "#1A1E22" : "#FBF9F4"));
    return this.swatches.get(key);
  }

  facets(layer) {
    const { words } = this, { facets, filters } = this.data, asked = filters[layer.id] || {};
    return element("div", { class: "facets" }, this.about(layer),
      Object.keys(asked).length ? element("button", { type: "button", class: "small", "data-key": `clear.${layer.id}`, text: words.clear, onclick: () => this.act({ kind: "clear", layer: layer.id }) }) : null,
      ...Object.entries(layer.fields).map(([name, field]) => {
        const facet = facets[name], set = asked[name] || { values: [], missing: false };
        if (!facet) return null;
        return element("fieldset", {}, element("legend", { title: field.about, text: field.unit ? `${field.title} (${field.unit})` : field.title }),
          ...(field.range ? this.range(layer.id, name, field, facet, set) : this.values(layer.id, name, field, facet, set)), this.unknown(layer.id, name, facet, set));
      }));
  }

  /* The sheet of the layer, fetched when it is first opened. */
  about(layer) {
    const { words } = this, key = `${layer.id}.${this.lang}`;
    const body = element("div"), fill = (sheet) => body.replaceChildren(
      element("p", { text: sheet.description }),
      ...sheet.figures.map((figure) => element("div", {}, element("h4", { text: figure.title }), element("ul", {}, ...figure.versions.map((version) => element("li", {},
        element("strong", { text: version.value }), element("span", { text: ` — ${version.definition} (${version.source})` })))))),
      ...sheet.files.map((file) => element("div", {}, element("h4", { text: file.name }), element("dl", {}, ...file.rows.flatMap(([title, text, url]) => [element("dt", { text: title }),
        element("dd", {}, url ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer", text }) : element("span", { text }))])))));
    const open = () => {
      this.sheets[key] ||= fetch(`/atlas/sheets/${layer.id}?lang=${this.lang}`).then((response) => response.json());
      this.sheets[key].then(fill);
    };
    const details = element("details", { class: "note sheet", open: this.opened === key, ontoggle: (event) => { this.opened = event.target.open ? key : null; if (event.target.open) open(); } },
      element("summary", { "data-key": `about.${layer.id}`, text: words.about_layer }), body);
    if (this.opened === key) open();
    return details;
  }

  values(layer, name, field, facet, set) {
    const { words } = this, key = `${layer}.${name}`, title = (value) => field.codes[value] || { true: words.yes, false: words.no }[value] || value;
    const all = Object.entries(facet.counts).sort((a, b) => b[1] - a[1] || title(a[0]).localeCompare(title(b[0]), this.lang));
    const shown = this.wide.has(key) ? all : all.filter(([value, count], k) => (k < FEW && count) || set.values.includes(value));
    const rows = shown.map(([value, count]) => this.option(`${key}=${value}`, title(value), count, set.values.includes(value), (on) => this.act({
      kind: "filter", layer, field: name, values: on ? [...set.values, value] : set.values.filter((v) => v !== value), missing: set.missing })));
    if (all.length > shown.length || this.wide.has(key)) {
      rows.push(element("button", { type: "button", class: "small", "data-key": `wide.${key}`, text: this.wide.has(key) ? words.less : words.more.replace("{n}", all.length - shown.length),
        onclick: () => { if (this.wide.has(key)) this.wide.delete(key); else this.wide.add(key); this.draw(); } }));
    }
    return rows;
  }

  unknown(layer, name, facet, set) {
    if (!facet.unknown && !set.missing) return null;
    return this.option(`${layer}.${name}__missing`, this.words.unknown, facet.unknown, set.missing, (on) => this.act({ kind: "filter", layer, field: name, ...set, missing: on }));
  }

  option(key, title, count, checked, change) {
    return element("label", { class: count || checked ? "option" : "option none" },
      element("input", { type: "checkbox", "data-key": key, checked, onchange: (event) => change(event.target.checked) }),
      element("span", { class: "title", text: title }), element("span", { class: "count", text: this.number.format(count) }));
  }

  range(layer, name, field, facet, set) {
    if (facet.low === null) return [];
    const { words } = this, low = field.year ? facet.low : Math.floor(facet.low * 10) / 10, high = field.year ? facet.high : Math.ceil(facet.high * 10) / 10;
    const tell = (bound) => (event) => {
      const value = event.target.value === "" ? null : Number(event.target.value);
      this.act({ kind: "filter", layer, field: name, ...set, [bound]: value });
    };
    const input = (bound, title, edge) => element("label", { class: "bound" }, element("span", { text: title }),
      element("input", { type: "number", step: field.year ? 1 : "any", "data-key": `${layer}.${name}__${bound}`, placeholder: field.year ? edge : edge.toLocaleString(this.lang), value: set[bound] ?? null, onchange: tell(bound) }));
    return [element("div", { class: "bounds" }, input("gte", words.from, low), input("lte", words.to, high)),
      element("p", { class: "known", text: words.known.replace("{n}", this.number.format(facet.known)) })];
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  parentElement.atlasPanel ||= new Panel(parentElement);
  parentElement.atlasPanel.update(data, (action) => setTriggerValue("action", action));
}
