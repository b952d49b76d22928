/* The data page: the list of the layers, and beside it the sheet of one or what there is in all. */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { late } from "../shell/late.js";
import { place } from "../shell/layout.js";
import { activeInside, keyed } from "../shell/rerender.js";
import { ask, messageOf } from "../shell/server.js";
import { fill, plural } from "../shell/words.js";
import { catalogFiles, layerSheet } from "./data_sheet.js";

/** @import { CatalogLayer, DataState } from "./answers" */

class Data {
  /** @type {DataState} */
  state = late;
  /** @type {CatalogLayer[]} */
  layers = [];
  /**
   * The language of the layers, or null.
   *
   * @type {string | null}
   */
  requested = null;
  /** @type {string | null} */
  chosen = null;
  /** The title of the page without that of a layer. */
  title = "";

  says = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.node = element("div", { class: "page data" });
    root.append(this.node);
    place({ hidden: true });
  }

  /** @param {DataState} state */
  async update(state) {
    this.state = state;
    this.chosen = new URLSearchParams(state.link).get("layer");
    this.title = document.title;
    place({ hidden: true });
    const { lang, words } = state;
    if (this.requested !== lang) {
      this.requested = lang;
      try {
        /** @type {CatalogLayer[]} */
        const layers = await ask("catalog", `lang=${lang}`);
        if (lang !== this.requested) return;
        this.layers = layers;
      } catch (problem) {
        this.requested = null;
        const text = fill(words.failed, { problem: messageOf(problem) });
        this.node.replaceChildren(element("p", { class: "problem", text }));
        return;
      }
    }
    this.draw();
  }

  /** Themes in the order of the catalogue, each with its layers. */
  get themes() {
    /** @type {Map<string, CatalogLayer[]>} */
    const themes = new Map();
    for (const layer of this.layers) themes.set(layer.theme, [...(themes.get(layer.theme) ?? []), layer]);
    return [...themes];
  }

  draw() {
    const chosen = this.layers.find((layer) => layer.id === this.chosen),
      focused = activeInside(this.node)?.dataset.key,
      scroll = this.node.querySelector(".index")?.scrollTop ?? 0,
      list = this.index(chosen),
      contents = chosen ? layerSheet(chosen, this.state) : this.overview();
    document.title = chosen ? `${chosen.title} · ${this.title}` : this.title;
    this.node.replaceChildren(list, element("article", { tabindex: "-1" }, ...contents));
    list.scrollTop = scroll;
    if (focused) keyed(this.node, focused)?.focus({ preventScroll: true });
  }

  /** @param {CatalogLayer | undefined} chosen */
  index(chosen) {
    const { words, lang } = this.state,
      number = numberFormat(lang);
    const item = (/** @type {CatalogLayer} */ layer) =>
      element(
        "button",
        {
          type: "button",
          "aria-current": layer === chosen ? "true" : null,
          "data-key": `sheet.${layer.id}`,
          onclick: () => this.choose(layer.id),
        },
        element("span", { class: "title", text: layer.title }),
        element("span", { class: "count", text: layer.rows === null ? "" : number.format(layer.rows) }),
      );
    const sections = this.themes.map(([theme, layers]) => {
      const items = layers.map((layer) => element("li", {}, item(layer)));
      return element("section", {}, element("h2", { text: theme }), element("ul", {}, ...items));
    });
    const all = element("button", {
      type: "button",
      class: "all",
      "aria-current": chosen ? null : "true",
      text: words.all,
      onclick: () => this.choose(null),
    });
    return element("nav", { class: "index", "aria-label": words.layers }, all, ...sections);
  }

  /**
   * Shows the sheet of a layer, or the list of all, and puts it into the address.
   *
   * @param {string | null} id
   */
  choose(id) {
    this.chosen = id;
    this.draw();
    this.node.querySelector("article")?.scrollTo({ top: 0 });
    this.state.act({ kind: "set", query: { layer: id ? [id] : [] } });
  }

  /** What there is in all. */
  overview() {
    const { words, lang } = this.state,
      number = numberFormat(lang),
      rows = this.layers.reduce((sum, layer) => sum + (layer.rows ?? 0), 0),
      layers = this.layers.length;
    const counts = {
      layers: plural(words.lead_layers, lang, layers, { n: number.format(layers) }),
      rows: plural(words.lead_rows, lang, rows, { n: number.format(rows) }),
    };
    return [
      element("h1", { text: words.title }),
      element("p", { class: "lead", text: fill(words.lead, counts) }),
      element("p", { class: "lead", text: words.taken }),
      element("p", { class: "files" }, ...catalogFiles("catalog", "atlas", words)),
      element("div", { class: "wide" }, this.table(number)),
    ];
  }

  /** @param {Intl.NumberFormat} number */
  table(number) {
    const { words, lang } = this.state,
      percent = numberFormat(lang, { style: "percent" }),
      titles = [words.layer, words.geometry, words.rows, words.complete, words.licence];
    const row = (/** @type {CatalogLayer} */ layer) => {
      const { id, geometry, licence, rows, title } = layer,
        known = knownShare(layer),
        onclick = () => this.choose(id);
      return element(
        "tr",
        {},
        element("td", {}, element("button", { type: "button", class: "small", text: title, onclick })),
        element("td", { text: geometry }),
        element("td", { class: "number", text: rows === null ? "" : number.format(rows) }),
        element("td", { class: "number", text: known === null ? "" : percent.format(honest(known)) }),
        element("td", { text: licence.join(", ") }),
      );
    };
    const head = titles.map((text, k) =>
      element("th", { scope: "col", class: k === 2 || k === 3 ? "number" : null, text }),
    );
    const body = this.themes.flatMap(([theme, layers]) => [
      element(
        "tr",
        { class: "group" },
        element("th", { scope: "rowgroup", colspan: titles.length, text: theme }),
      ),
      ...layers.map(row),
    ]);
    return element(
      "table",
      {},
      element("caption", { class: "hidden", text: words.title }),
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    );
  }
}

/**
 * A share as whole percents: what is not all is not 100 %, and what is something is not 0 %.
 *
 * @param {number} share
 */
const honest = (share) => (share > 0 && share < 1 ? Math.min(0.99, Math.max(0.01, share)) : share);

/**
 * The share of the cells of a layer that are known; null where there is none, or its file cannot be read.
 *
 * @param {Pick<CatalogLayer, "rows" | "fields">} layer
 */
export const knownShare = ({ rows, fields }) => {
  if (!rows || !fields.length) return null;
  return fields.reduce((sum, field) => sum + (field.known ?? 0), 0) / (rows * fields.length);
};

/** @param {HTMLElement} root */
export const mount = (root) => new Data(root);
