/* Legend, filter and count in one element: an entry shows what it stands for, how many there are, and
   switches them. */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { activeInside } from "../shell/rerender.js";
import { fill, plural } from "../shell/words.js";
import { swatch } from "./canvas/symbols.js";

/**
 * @import { LayerSheet, LegendEntry, MapSymbol, SceneState } from "../messages"
 * @import { LargeLayer } from "./layers/large_layer.js"
 * @import { Layer } from "./layers/layer.js"
 * @import { MapPage } from "./map_page.js"
 */

export class Legend {
  /**
   * Layers whose numbers are classed.
   *
   * @type {Set<string>}
   */
  classed = new Set();
  /** The reader has opened or closed it. */
  kept = false;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    this.number = numberFormat(page.lang);
    const onclick = () => {
      this.kept = true;
    };
    this.summary = element("summary", { text: page.words.legend, onclick });
    this.body = element("div", { class: "entries" });
    const open = window.innerWidth > 700 ? "" : null;
    this.node = element("details", { class: "legend", open }, this.summary, this.body);
    document.body.append(this.node);
    this.fit();
  }

  /** Where the map is short the legend folds, unless the reader has opened or closed it. */
  fit() {
    if (!this.kept) this.node.open = window.innerWidth > 700 && window.innerHeight > 480;
  }

  /**
   * @param {SceneState} state
   * @param {(Layer | LargeLayer)[]} drawn
   */
  show(state, drawn) {
    const focused = activeInside(this.node)?.dataset.entry;
    this.number = numberFormat(this.page.lang);
    this.classed = new Set(Object.keys(state.classes));
    const ids = [...new Set(state.legend.map(([id]) => id))];
    const sections = ids.flatMap((id) => {
      const layer = drawn.find((candidate) => candidate.id === id);
      return layer ? [this.section(id, layer.sheet, state)] : [];
    });
    this.body.replaceChildren(...sections);
    this.node.classList.toggle("short", state.legend.length + sections.length <= 9);
    this.node.hidden = !sections.length;
    if (!focused) return;
    /** @type {HTMLElement | null} */
    const entry = this.body.querySelector(`[data-entry="${CSS.escape(focused)}"]`);
    entry?.focus({ preventScroll: true });
  }

  /**
   * One layer: a layer of one class has one switch, itself.
   *
   * @param {string} id
   * @param {LayerSheet} sheet
   * @param {SceneState} state
   */
  section(id, sheet, state) {
    const { page, number } = this,
      { words } = page,
      entries = state.legend.filter((entry) => entry[0] === id),
      count = state.layers.find((layer) => layer.id === id)?.count ?? 0,
      [only] = entries.length === 1 && !sheet.field ? sheet.symbols : [];
    const head = [
      only ? this.swatch(sheet, only) : null,
      element("span", { class: "title", text: sheet.title }),
      element("span", { class: "count", text: number.format(count) }),
    ];
    const section = element(
      "section",
      {},
      element("h3", {}, ...(only && page.live ? [this.switch(id, head)] : head)),
    );
    const [doubtful] = state.uncertain[id] ?? [0],
      simplified = state.simplified[id];
    const variable = state.classes[id]?.variable;
    if (variable) section.append(element("p", { class: "variable", text: variable }));
    if (doubtful) section.append(this.doubt(fill(words.year_unknown, { n: number.format(doubtful) })));
    if (simplified) {
      const [drawn, every] = simplified;
      const counts = { n: number.format(drawn), every: number.format(every) };
      section.append(this.doubt(plural(words.reduced, this.page.lang, drawn, counts)));
    }
    if (!only) section.append(this.entries(id, entries, sheet));
    return section;
  }

  /** @param {string} text */
  doubt(text) {
    return element("p", { class: "doubt", text });
  }

  /**
   * @param {string} id
   * @param {(Element | null)[]} head
   */
  switch(id, head) {
    const onclick = () => this.page.send({ kind: "layer", layer: id, on: false });
    return element(
      "button",
      { class: "entry", "aria-pressed": "true", "data-entry": id, onclick },
      ...head,
    );
  }

  /**
   * @param {LayerSheet} sheet
   * @param {MapSymbol} symbol
   */
  swatch(sheet, symbol) {
    const { dark, ground } = this.page.look;
    return swatch(sheet, symbol, dark, ground);
  }

  /**
   * A class of codes joins or leaves the choice; a class of numbers is the choice, or is taken back.
   *
   * @param {string} layer
   * @param {string | null} field
   * @param {MapSymbol} symbol
   * @param {boolean | null} chosen
   */
  choose(layer, field, symbol, chosen) {
    const { bounds, code } = symbol;
    if (!this.classed.has(layer)) this.page.send({ kind: "legend", layer, field, code });
    else if (chosen) this.page.send({ kind: "filter", layer, field });
    else {
      const [gte, lte] = bounds ?? [];
      this.page.send({ kind: "filter", layer, field, gte, lte, missing: !bounds });
    }
  }

  /**
   * @param {string} id
   * @param {LegendEntry[]} entries
   * @param {LayerSheet} sheet
   */
  entries(id, entries, sheet) {
    const list = element("ul");
    for (const [, position, count, chosen] of entries) {
      const symbol = sheet.symbols[position];
      if (!symbol) continue;
      const inside = [
        this.swatch(sheet, symbol),
        element("span", { class: "title", text: symbol.title }),
        element("span", { class: "count", text: this.number.format(count) }),
      ];
      const kind = ["entry", chosen === false && "off", !count && "zero"].filter(Boolean).join(" ");
      const button = {
        class: kind,
        "aria-pressed": String(chosen === true),
        "data-entry": `${id}.${symbol.code}`,
        onclick: () => this.choose(id, sheet.field, symbol, chosen),
      };
      const row = this.page.live
        ? element("button", button, ...inside)
        : element("span", { class: kind }, ...inside);
      list.append(element("li", {}, row));
    }
    return list;
  }
}
