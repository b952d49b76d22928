/* The card of one object, and the list that reaches the same card by keyboard. Every text is set as text. */
Atlas.element = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child));
  return node;
};

Atlas.link = (url, text) => (/^https?:\/\//.test(url)
  ? Atlas.element("a", { href: url, target: "_blank", rel: "noopener noreferrer", text })
  : Atlas.element("span", { text }));

Atlas.Card = class {
  constructor(atlas) {
    this.atlas = atlas;
    this.words = atlas.words;
    this.node = Atlas.element("aside", { class: "card", "aria-label": this.words.card, hidden: "" });
    this.node.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); this.close(); } });
    document.body.append(this.node);
  }

  async open(layer, i) {
    const serial = this.serial = (this.serial || 0) + 1;
    /* From the list, Escape returns to where the list was opened. */
    if (!this.node.contains(document.activeElement)) this.back = document.activeElement;
    this.atlas.choose(layer, i);
    let card;
    try {
      card = await this.atlas.card(layer.id, layer.ids[i]);
    } catch {
      card = { title: layer.names[i] || layer.ids[i], layer: layer.sheet.title, fields: [], problem: this.words.card_failed };
    }
    if (serial !== this.serial) return;
    this.fill(card, layer, i);
  }

  close() {
    if (this.node.hidden) return;
    this.serial += 1;
    this.node.hidden = true;
    this.atlas.choose(null, -1);
    (this.back?.isConnected ? this.back : this.atlas.map.getContainer()).focus({ preventScroll: true });
  }

  head(title, under) {
    const heading = Atlas.element("h2", { text: title, tabindex: "-1" });
    const close = Atlas.element("button", { class: "close", "aria-label": this.words.close, title: this.words.close, text: "×", onclick: () => this.close() });
    this.node.replaceChildren(Atlas.element("header", {}, Atlas.element("p", { class: "kicker" }, ...under), heading, close));
    this.node.hidden = false;
    heading.focus({ preventScroll: true });
  }

  fill(card, layer, i) {
    const dark = this.atlas.look.dark, symbol = layer.sheet.symbols[layer.symbol[i]];
    this.head(card.title, [Atlas.swatch(layer.sheet, symbol, dark, this.atlas.look.ground), Atlas.element("span", { text: card.layer })]);
    if (card.problem) this.node.append(Atlas.element("p", { class: "problem", text: card.problem }));
    const list = Atlas.element("dl");
    for (const field of card.fields) {
      list.append(Atlas.element("dt", { text: field.title, title: field.about }));
      list.append(Atlas.element("dd", { class: field.unknown ? "unknown" : null }, field.url ? Atlas.link(field.url, field.text) : Atlas.element("span", { text: field.text })));
    }
    this.node.append(list);
    if (card.source) this.node.append(this.source(card.source));
  }

  source(source) {
    const list = Atlas.element("dl");
    for (const [title, text, url] of source.rows) {
      list.append(Atlas.element("dt", { text: title }), Atlas.element("dd", {}, url ? Atlas.link(url, text) : Atlas.element("span", { text })));
    }
    return Atlas.element("section", { class: "source" }, Atlas.element("h3", { text: this.words.source }), list);
  }

  /* What is in sight, by layer, as buttons. */
  list() {
    this.back = document.activeElement;
    this.serial = (this.serial || 0) + 1;
    this.head(this.words.list, [Atlas.element("span", { text: this.words.list_about })]);
    const sheet = this.atlas.sight(), most = 100;
    for (const layer of [...this.atlas.drawn].reverse()) {
      const rows = new Set();
      sheet.rows(layer, (i) => rows.add(i), -96);
      if (!rows.size) continue;
      const names = [...rows].map((i) => [layer.names[i] || layer.ids[i], i]).sort((a, b) => a[0].localeCompare(b[0], this.atlas.lang, { numeric: true }));
      const items = Atlas.element("ul");
      for (const [name, i] of names.slice(0, most)) {
        items.append(Atlas.element("li", {}, Atlas.element("button", { text: name, onclick: () => this.open(layer, i) })));
      }
      const count = names.length > most ? `${most} / ${names.length}` : String(names.length);
      this.node.append(Atlas.element("section", { class: "rows" }, Atlas.element("h3", { text: `${layer.sheet.title} · ${count}` }), items));
    }
  }
};
