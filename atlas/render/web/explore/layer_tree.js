/* Themes as a tree, each layer a switch, each field a filter with its counts. */

import { swatch } from "../map/canvas/symbols.js";
import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { icon } from "../shell/icons.js";
import { late } from "../shell/late.js";
import { disclosureButton } from "../shell/patterns/disclosure.js";
import { ask } from "../shell/server.js";
import { fill } from "../shell/words.js";
import { Classes } from "./classes.js";
import { Facets } from "./facets.js";
import { LayerSheets } from "./layer_sheets.js";

/** @import { ExploreState, TreeLayer, TreeTheme } from "./answers" */

export class Tree {
  /** @type {TreeTheme[]} */
  themes = [];
  number = numberFormat();
  /** @type {ExploreState} */
  state = late;
  /**
   * Themes that are folded; null until the first drawing.
   *
   * @type {Set<string> | null}
   */
  closed = null;

  /**
   * @param {() => void} changed draws the page again where the tree alone has changed
   * @param {(layer: string) => void} table opens the table of a layer
   */
  constructor(changed, table) {
    this.table = table;
    this.classes = new Classes();
    this.facets = new Facets(changed);
    this.sheets = new LayerSheets();
    /** @type {Map<string, HTMLCanvasElement>} */
    this.swatches = new Map();
  }

  /** @param {string} lang */
  async load(lang) {
    this.themes = await ask("tree", `lang=${lang}`);
    this.number = numberFormat(lang);
  }

  /** @param {ExploreState} state */
  draw(state) {
    this.state = state;
    this.closed ??= new Set(
      this.themes.filter((theme) => !shownIn(theme, state).length).map((theme) => theme.id),
    );
    return this.themes.map((theme) => this.theme(theme));
  }

  /** @param {TreeTheme} theme */
  theme(theme) {
    const { closed, state } = this,
      { words } = state,
      on = shownIn(theme, state).length,
      drawn = theme.layers.filter((layer) => layer.swatch).length;
    const color = theme.color[state.theme === "dark" ? 1 : 0],
      count = on ? fill(words.on, { n: on, total: drawn }) : "";
    return element(
      "details",
      {
        class: "theme",
        open: !closed?.has(theme.id),
        ontoggle: ({ target }) => (target.open ? closed?.delete(theme.id) : closed?.add(theme.id)),
      },
      element(
        "summary",
        { "data-key": `theme.${theme.id}`, title: theme.description },
        element("i", { style: `background:${color}`, "aria-hidden": "true" }),
        element("span", { class: "title", text: theme.title }),
        element("span", { class: "count", text: count }),
      ),
      drawn > 1 ? this.every(theme, on, drawn) : null,
      ...theme.layers.map((layer) => this.layer(layer)),
      theme.note ? this.note(theme) : null,
    );
  }

  /**
   * All layers of a theme at once.
   *
   * @param {TreeTheme} theme
   * @param {number} on
   * @param {number} drawn
   */
  every(theme, on, drawn) {
    const { act, words } = this.state;
    /**
     * @param {string} key
     * @param {string} text
     * @param {boolean} value
     */
    const all = (key, text, value) =>
      element("button", {
        type: "button",
        class: "small",
        "data-key": `${key}.${theme.id}`,
        text,
        onclick: () => act({ kind: "theme", theme: theme.id, on: value }),
      });
    return element(
      "p",
      { class: "every" },
      on < drawn ? all("on", words.all_on, true) : null,
      on ? all("off", words.all_off, false) : null,
    );
  }

  /** @param {TreeTheme} theme */
  note(theme) {
    const parts = theme.subnetworks.map((sub) => {
      const said = [sub.layers.join(", "), sub.note].filter(Boolean).join(". ");
      return element(
        "li",
        {},
        element("strong", { text: sub.title }),
        element("span", { text: ` — ${said}` }),
      );
    });
    return element(
      "details",
      { class: "note" },
      element("summary", { text: this.state.words.about_theme }),
      element("p", { text: theme.note }),
      parts.length ? element("ul", {}, ...parts) : null,
    );
  }

  /** @param {TreeLayer} layer */
  layer(layer) {
    const { state } = this,
      [on, count, total] = state.layers[layer.id] ?? [0, null, null];
    if (!layer.swatch) return this.tableRow(layer, total ?? 0);
    const row = this.row(layer, Boolean(on), count, total);
    if (state.open !== layer.id || !on) return row;
    const filters = this.facets.draw(state, layer, this.sheets.about(state, layer), this.classes);
    return element("div", { class: "opened", id: `filters-${layer.id}` }, row, filters);
  }

  /**
   * A layer without shapes is a table.
   *
   * @param {TreeLayer} layer
   * @param {number} total
   */
  tableRow(layer, total) {
    const count = `${this.number.format(total)} · ${this.state.words.table}`;
    return element(
      "div",
      { class: "layer table" },
      element("span"),
      element("span", { class: "swatch" }),
      element("button", {
        type: "button",
        title: layer.description,
        "data-key": `table.${layer.id}`,
        text: layer.title,
        onclick: () => this.table(layer.id),
      }),
      element("span", { class: "count", text: count }),
      element("span"),
    );
  }

  /**
   * @param {TreeLayer} layer
   * @param {boolean} on
   * @param {number | null} count
   * @param {number | null} total null: its file is damaged
   */
  row(layer, on, count, total) {
    const { number } = this,
      { act, words } = this.state,
      id = `layer-${layer.id}`;
    const box = element("input", {
      type: "checkbox",
      id,
      "data-key": `layer.${layer.id}`,
      checked: on,
      disabled: total === null,
      onchange: (event) => act({ kind: "layer", layer: layer.id, on: event.target.checked }),
    });
    const some = on && count !== null && count !== total ? `${number.format(count)} / ` : "",
      text = total === null ? words.damaged : some + number.format(total);
    return element(
      "div",
      { class: "layer" },
      box,
      this.swatch(layer),
      element("label", { for: id, title: layer.description, text: layer.title }),
      element("span", { class: "count", text }),
      on && Object.keys(layer.fields).length ? this.filter(layer) : element("span", { class: "filter" }),
    );
  }

  /**
   * The button that opens the filters of a layer.
   *
   * @param {TreeLayer} layer
   */
  filter({ id, title }) {
    const { act, filters, open, words } = this.state;
    return disclosureButton(
      {
        class: filters[id] ? "filter asked" : "filter",
        "data-key": `open.${id}`,
        "aria-label": `${words.filter} ${title}`,
        title: `${words.filter} ${title}`,
        open: open === id,
        controls: open === id ? `filters-${id}` : null,
        toggle: () => act({ kind: "open", layer: open === id ? null : id }),
      },
      icon("filter"),
    );
  }

  /** @param {TreeLayer} layer */
  swatch(layer) {
    const dark = this.state.theme === "dark",
      key = layer.id + dark,
      kept = this.swatches.get(key);
    if (kept || !layer.swatch) return kept;
    const { sheet, symbol } = layer.swatch,
      ground = getComputedStyle(document.documentElement).getPropertyValue("--card"),
      canvas = swatch(sheet, symbol, dark, ground);
    this.swatches.set(key, canvas);
    return canvas;
  }
}

/**
 * @param {TreeTheme} theme
 * @param {ExploreState} state
 */
const shownIn = (theme, { layers }) => theme.layers.filter((layer) => layers[layer.id]?.[0]);
