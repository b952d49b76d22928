/* The classes of a layer as entries of a legend, the same in the panel, over the map and in a file: what the
   map draws, how many there are, and a switch. What looks the same on the map is one entry that opens. */
import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { late } from "../shell/late.js";
import { disclosureButton } from "../shell/patterns/disclosure.js";
import { activeInside, keyed } from "../shell/rerender.js";
import { fill, plural } from "../shell/words.js";
import { swatch } from "./canvas/symbols.js";

/**
 * @import { LayerSheet, LegendClass, LegendGroup, LegendLayer } from "../messages"
 * @import { Act } from "../types"
 * @import { MapWords } from "../words"
 */

/**
 * What all entries of a legend share: how the map looks now, and the language.
 *
 * @typedef {object} LegendLook
 * @property {boolean} dark
 * @property {string} ground
 * @property {number} zoom
 * @property {string} lang
 * @property {MapWords} words
 */

export class LegendEntries {
  /** @type {LegendLook} */
  look = late;
  /** @type {Intl.NumberFormat} */
  number = late;
  /**
   * Groups that are open, and layers whose empty classes are.
   *
   * @type {Set<string>}
   */
  open = new Set();

  /**
   * @param {((act: Act) => void) | null} send null where nothing can be chosen: in a file
   */
  constructor(send) {
    this.send = send;
  }

  /** @param {LegendLook} look */
  take(look) {
    this.look = look;
    this.number = numberFormat(look.lang);
  }

  /**
   * What stands under the title of a layer: its classes, and what is to be known of some rows.
   *
   * @param {LegendLayer} layer
   * @param {LayerSheet} sheet
   * @param {number} fade
   */
  draw(layer, sheet, fade) {
    const body = element("div", { class: "classes-of" });
    /* A group opens in its place: nothing else is drawn again. */
    const redraw = () => {
      const key = activeInside(body)?.dataset.key;
      body.replaceChildren(
        ...(layer.single ? [] : this.lists(layer, sheet, fade, redraw)),
        ...this.notes(layer, sheet, fade),
      );
      if (key) keyed(body, key)?.focus({ preventScroll: true });
    };
    redraw();
    return body;
  }

  /**
   * @param {LegendLayer} layer
   * @param {LayerSheet} sheet
   * @param {number} fade
   * @param {() => void} redraw
   */
  lists(layer, sheet, fade, redraw) {
    const near = this.look.zoom >= (sheet.symbol_below ?? Infinity),
      groups = near ? layer.near : layer.far;
    /** @param {LegendGroup} group */
    const empty = (group) =>
      group.entries.every((k) => !layer.entries[k]?.count && layer.entries[k]?.chosen !== true);
    const draw = (/** @type {LegendGroup} */ group) => this.group(layer, group, sheet, fade, redraw),
      absent = groups.filter(empty);
    const list = element("ul", {}, ...groups.filter((group) => !empty(group)).map(draw));
    if (!absent.length) return [list];
    const key = `${layer.id}.absent`,
      n = absent.reduce((sum, group) => sum + group.entries.length, 0),
      text = plural(this.look.words.absent, this.look.lang, n, { n });
    return [
      list,
      element(
        "details",
        {
          class: "absent",
          open: this.open.has(key),
          ontoggle: (event) => this.keep(key, event.target.open),
        },
        element("summary", { "data-key": `legend.${key}`, text }),
        element("ul", {}, ...absent.map(draw)),
      ),
    ];
  }

  /**
   * @param {string} key
   * @param {boolean} open
   */
  keep(key, open) {
    if (open) this.open.add(key);
    else this.open.delete(key);
  }

  /**
   * Classes that look the same: one alone, or the one entry of several with a button that shows them.
   *
   * @param {LegendLayer} layer
   * @param {LegendGroup} group
   * @param {LayerSheet} sheet
   * @param {number} fade
   * @param {() => void} redraw
   */
  group(layer, group, sheet, fade, redraw) {
    const members = group.entries.flatMap((k) => layer.entries[k] ?? []);
    if (group.title === null)
      return element("li", {}, ...members.map((entry) => this.entry(layer, [entry], null, sheet, fade)));
    const key = `${layer.id}.${group.entries.join("-")}`,
      open = this.open.has(key);
    const toggle = () => {
      this.keep(key, !open);
      redraw();
    };
    return element(
      "li",
      { class: "alike" },
      this.entry(layer, members, group.title, sheet, fade),
      disclosureButton({
        class: "more",
        "data-key": `legend.${key}`,
        "aria-label": fill(this.look.words.alike_show, { title: group.title }),
        open,
        toggle,
      }),
      open
        ? element(
            "ul",
            {},
            ...members.map((entry) =>
              element("li", {}, this.entry(layer, [entry], null, sheet, fade, false)),
            ),
          )
        : null,
    );
  }

  /**
   * @param {LegendLayer} layer
   * @param {LegendClass[]} classes
   * @param {string | null} title of several
   * @param {LayerSheet} sheet
   * @param {number} fade
   * @param {boolean} [drawn] whether its symbol stands before it
   */
  entry(layer, classes, title, sheet, fade, drawn = true) {
    const [first] = classes,
      symbol = sheet.symbols[first?.symbol ?? 0];
    if (!first || !symbol) return null;
    const count = classes.reduce((sum, one) => sum + one.count, 0),
      on = classes.filter((one) => one.chosen === true).length,
      asked = classes.some((one) => one.chosen !== null),
      kind = ["entry", asked && !on && "off", !count && "zero"].filter(Boolean).join(" "),
      own = title ?? symbol.title,
      text = first.hollow === "all" ? fill(this.look.words.approximate, { title: own }) : own;
    const inside = [
      drawn
        ? this.swatch(sheet, symbol, fade, first.hollow === "all")
        : element("span", { class: "swatch" }),
      element("span", { class: "title", text }),
      element("span", { class: "count", text: this.number.format(count) }),
    ];
    if (!this.send) return element("span", { class: kind }, ...inside);
    return element(
      "button",
      {
        type: "button",
        class: kind,
        "aria-pressed": on === classes.length ? "true" : on ? "mixed" : "false",
        "data-entry": `${layer.id}.${classes.map((one) => sheet.symbols[one.symbol]?.code).join("-")}`,
        "data-key": `legend.${layer.id}.${classes.map((one) => one.symbol).join("-")}${drawn ? "" : ".in"}`,
        onclick: () => this.choose(layer, classes, sheet),
      },
      ...inside,
    );
  }

  /**
   * @param {LayerSheet} sheet
   * @param {import("../messages").MapSymbol} symbol
   * @param {number} fade
   * @param {boolean} hollow
   */
  swatch(sheet, symbol, fade, hollow) {
    const { dark, ground, zoom } = this.look;
    return swatch(sheet, symbol, dark, ground, { zoom, hollow, fade });
  }

  /**
   * The symbol of a layer of one class, which stands beside its title.
   *
   * @param {LegendLayer} layer
   * @param {LayerSheet} sheet
   * @param {number} fade
   */
  single(layer, sheet, fade) {
    const [only] = layer.entries,
      symbol = sheet.symbols[only?.symbol ?? 0];
    return layer.single && only && symbol ? this.swatch(sheet, symbol, fade, only.hollow === "all") : null;
  }

  /**
   * Classes of codes join or leave the choice; a class of numbers is the choice, or is taken back.
   *
   * @param {LegendLayer} layer
   * @param {LegendClass[]} classes
   * @param {LayerSheet} sheet
   */
  choose({ id }, classes, { field, symbols }) {
    const chosen = classes.map((one) => symbols[one.symbol]),
      [first] = chosen;
    if (!symbols.some((symbol) => symbol.bounds))
      this.send?.({
        kind: "legend",
        layer: id,
        field,
        codes: chosen.map((symbol) => symbol?.code ?? null),
      });
    else if (classes[0]?.chosen) this.send?.({ kind: "filter", layer: id, field });
    else {
      const [gte, lte] = first?.bounds ?? [];
      this.send?.({ kind: "filter", layer: id, field, gte, lte, missing: !first?.bounds });
    }
  }

  /**
   * @param {LegendLayer} layer
   * @param {LayerSheet} sheet
   * @param {number} fade
   */
  notes(layer, sheet, fade) {
    const { words } = this.look,
      mixed = layer.entries.find((entry) => entry.hollow === "some"),
      symbol = mixed && sheet.symbols[mixed.symbol];
    /** @param {string} text */
    const note = (text) => element("p", { class: "doubt", text });
    return [
      symbol
        ? element(
            "p",
            { class: "doubt" },
            this.swatch(sheet, symbol, fade, true),
            element("span", { text: words.hollow }),
          )
        : null,
      layer.unsure ? note(fill(words.year_unknown, { n: this.number.format(layer.unsure) })) : null,
      layer.unplaced ? note(fill(words.unplaced, { n: this.number.format(layer.unplaced) })) : null,
    ].filter((node) => node !== null);
  }
}
