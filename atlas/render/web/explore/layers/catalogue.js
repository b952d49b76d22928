/* What can be added to the map: layers by theme, with a search; what has no place on it, as tables. */

import { swatch } from "../../map/canvas/symbols.js";
import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { icon } from "../../shell/icons.js";
import { late } from "../../shell/late.js";
import { STATUS } from "../../shell/patterns/live_region.js";
import { fill, plural } from "../../shell/words.js";

/** @import { ExploreState, TreeLayer, TreeTheme } from "../answers" */

/**
 * Letters without accents and signs, to compare.
 *
 * @param {string} text
 */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’']/g, " ");

/**
 * The layers that hold every word of a search, in theme, title, description or producer; those whose title
 * does come first.
 *
 * @param {TreeTheme[]} themes
 * @param {string} text
 */
export const findLayers = (themes, text) => {
  const asked = plain(text).split(/\s+/).filter(Boolean);
  const found = themes.flatMap((theme) =>
    theme.layers.map((layer) => {
      const title = plain(layer.title),
        all = plain([theme.title, layer.title, layer.description, ...layer.producers].join(" "));
      const rank = asked.every((word) => title.includes(word)) ? 0 : 1;
      return { theme, layer, rank, held: asked.every((word) => all.includes(word)) };
    }),
  );
  return found.filter(({ held }) => held).sort((a, b) => a.rank - b.rank);
};

export class Catalogue {
  /** @type {ExploreState} */
  state = late;
  number = numberFormat();
  /**
   * Themes that are open.
   *
   * @type {Set<string>}
   */
  open = new Set();
  /** What the list was drawn of. */
  listed = "";

  /** @param {(layer: string) => void} table opens the table of a layer */
  constructor(table) {
    this.table = table;
    /* The same field stays in the panel: what is typed is never lost. */
    this.input = element("input", {
      type: "search",
      autocomplete: "off",
      spellcheck: "false",
      "data-key": "find",
      oninput: () => this.list(),
    });
    this.field = element("div", { class: "search find" }, icon("search"), this.input);
    this.body = element("div");
  }

  /** @param {ExploreState} state */
  draw(state) {
    this.state = state;
    this.number = numberFormat(state.lang);
    this.input.placeholder = state.words.find_layer;
    this.input.setAttribute("aria-label", state.words.find_layer_about);
    if (this.listed !== this.content()) this.list();
    return element(
      "section",
      { class: "catalogue", "aria-labelledby": "add-layers" },
      element(
        "div",
        { class: "section-head" },
        element("h2", { id: "add-layers", text: state.words.add_layers }),
      ),
      this.field,
      this.body,
    );
  }

  /** What the list shows of a state: a filter changes none of it. */
  content() {
    const { lang, layers, theme } = this.state,
      rows = Object.entries(layers).map(([id, [on, , total]]) => [id, on, total]),
      /* One may be ticked for an act that was not done. */
      ticked = [...this.body.querySelectorAll("input")].map(({ checked }) => checked);
    return JSON.stringify([lang, theme, rows, ticked]);
  }

  list() {
    const text = this.input.value.trim();
    this.body.replaceChildren(...(text ? this.found(text) : this.every()));
    this.listed = this.content();
  }

  /** @param {string} text */
  found(text) {
    const { lang, themes, words } = this.state,
      found = findLayers(themes, text),
      told = found.length
        ? plural(words.found_layers, lang, found.length, { n: found.length })
        : words.find_none;
    return [
      element("p", { class: "known", ...STATUS, text: told }),
      ...found.map(({ theme, layer }) =>
        layer.swatch ? this.row(layer, `${theme.title} · ${layer.description}`) : this.tableRow(layer),
      ),
    ];
  }

  every() {
    const { themes, words } = this.state,
      tables = themes.flatMap((theme) => theme.layers.filter((layer) => !layer.swatch));
    const drawn = themes.filter((theme) => theme.layers.some((layer) => layer.swatch));
    if (!tables.length) return drawn.map((theme) => this.theme(theme));
    const summary = [
      element("i", { "aria-hidden": "true" }),
      element("span", { class: "title", text: words.tables }),
      element("span", { class: "count", text: this.number.format(tables.length) }),
    ];
    return [
      ...drawn.map((theme) => this.theme(theme)),
      this.folding(
        "tables",
        words.tables_about,
        summary,
        element("p", { class: "known", text: words.tables_about }),
        ...tables.map((layer) => this.tableRow(layer)),
      ),
    ];
  }

  /**
   * @param {string} id
   * @param {string} about
   * @param {Element[]} summary
   * @param {(Element | null)[]} content
   */
  folding(id, about, summary, ...content) {
    return element(
      "details",
      {
        class: "theme",
        open: this.open.has(id),
        ontoggle: ({ target }) => (target.open ? this.open.add(id) : this.open.delete(id)),
      },
      element("summary", { "data-key": `theme.${id}`, title: about }, ...summary),
      ...content,
    );
  }

  /** @param {TreeTheme} theme */
  theme(theme) {
    const { state } = this,
      layers = theme.layers.filter((layer) => layer.swatch),
      on = layers.filter((layer) => state.layers[layer.id]?.[0]).length;
    const summary = [
      element("i", { style: `background:light-dark(${theme.color})`, "aria-hidden": "true" }),
      element("span", { class: "title", text: theme.title }),
      element("span", { class: "count", text: fill(state.words.on, { n: on, total: layers.length }) }),
    ];
    return this.folding(
      theme.id,
      theme.description,
      summary,
      layers.length > 1 ? this.all(theme, on, layers.length) : null,
      ...layers.map((layer) => this.row(layer, layer.description)),
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
  all(theme, on, drawn) {
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

  /**
   * @param {TreeLayer} layer
   * @param {string} about
   */
  row(layer, about) {
    const { act, layers, theme, words } = this.state,
      [on = 0, , total = null] = layers[layer.id] ?? [],
      id = `layer-${layer.id}`;
    const box = element("input", {
      type: "checkbox",
      id,
      "data-key": `layer.${layer.id}`,
      "aria-describedby": `${id}-about`,
      checked: Boolean(on),
      disabled: total === null,
      onchange: (event) => act({ kind: "layer", layer: layer.id, on: event.target.checked }),
    });
    const { sheet, symbol } = layer.swatch ?? {},
      ground = getComputedStyle(document.documentElement).getPropertyValue("--land").trim();
    return element(
      "div",
      { class: "layer" },
      box,
      sheet && symbol ? swatch(sheet, symbol, theme === "dark", ground) : element("span"),
      element("label", { for: id, text: layer.title }),
      element("span", { class: "count", text: total === null ? words.damaged : this.number.format(total) }),
      element("p", { class: "about", id: `${id}-about`, title: about, text: about }),
    );
  }

  /**
   * A layer without shapes is a table.
   *
   * @param {TreeLayer} layer
   */
  tableRow(layer) {
    const { layers, words } = this.state,
      [, , total = null] = layers[layer.id] ?? [];
    return element(
      "div",
      { class: "layer table" },
      element("span"),
      icon("table"),
      element("button", {
        type: "button",
        title: layer.description,
        "data-key": `table.${layer.id}`,
        "aria-describedby": `table-${layer.id}-about`,
        text: layer.title,
        onclick: () => this.table(layer.id),
      }),
      element("span", { class: "count", text: total === null ? words.damaged : this.number.format(total) }),
      element("p", { class: "about", id: `table-${layer.id}-about`, text: layer.description }),
    );
  }
}
