/* The card of one object, and the list that reaches the same card by keyboard. Every text is set as text. */
import { element } from "../shell/dom.js";
import { plural } from "../shell/words.js";
import { swatch } from "./canvas/symbols.js";
import { fieldList, groupSection, sourceSection } from "./card_parts.js";
import { listSections } from "./object_list.js";

/**
 * @import { ObjectCard } from "../messages"
 * @import { Layer } from "./layers/layer.js"
 * @import { MapPage } from "./map_page.js"
 *
 * @typedef {[layer: string, id: string]} Key
 */

/* Unknown fields that stand beside the known ones; of more they are folded. */
const FEW = 3;

/**
 * What the reader was at: on the map, or on the page around it.
 *
 * @param {MapPage} page
 */
const focusedNode = ({ live }) => {
  if (document.hasFocus() || !live) return document.activeElement;
  let node = window.parent.document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node;
};

export class Card {
  /**
   * What was looked at, and where in it the reader is.
   *
   * @type {Key[]}
   */
  trail = [];
  step = -1;
  serial = 0;
  /** @type {Element | null} */
  back = null;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    this.words = page.words;
    this.node = element("aside", { class: "card", "aria-label": this.words.card, hidden: "" });
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
    page.box.append(this.node);
  }

  /**
   * @param {Layer} layer
   * @param {number} i
   */
  open(layer, i) {
    return this.show(layer.id, layer.ids[i] ?? "", layer, i);
  }

  /**
   * A row that the map does not show: of a table, or of a layer that is off.
   *
   * @param {string} id
   * @param {string} row
   */
  openRow(id, row) {
    return this.show(id, row, null, -1);
  }

  /**
   * @param {string} id
   * @param {string} row
   * @param {Layer | null} layer
   * @param {number} i
   */
  async show(id, row, layer, i) {
    this.serial += 1;
    const { page, serial } = this;
    /* From the list, Escape returns to where the list was opened. */
    if (!document.hasFocus() || !this.node.contains(document.activeElement)) this.back = focusedNode(page);
    page.choose(layer, i);
    this.visit([id, row]);
    /** @type {ObjectCard} */
    const failed = {
      title: layer?.names[i] || row,
      layer: layer ? layer.sheet.title : id,
      fields: [],
      problem: this.words.card_failed,
    };
    const card = await page.source.card(id, row).catch(() => failed);
    if (serial !== this.serial) return;
    this.fill(card, row, layer, i);
    page.app.carded(`${id}:${row}`);
    this.tie(id, row, serial);
  }

  /**
   * What was looked at before stays a step away.
   *
   * @param {Key} key
   */
  visit(key) {
    const here = this.trail[this.step];
    if (here && here[0] === key[0] && here[1] === key[1]) return;
    this.trail = [...this.trail.slice(0, this.step + 1), key];
    this.step = this.trail.length - 1;
  }

  /** @param {number} steps */
  walk(steps) {
    const key = this.trail[this.step + steps];
    if (!key) return;
    this.step += steps;
    this.page.go(...key);
  }

  close() {
    if (this.node.hidden) return;
    this.serial += 1;
    this.node.hidden = true;
    this.page.choose(null, -1);
    this.page.app.carded(null);
    const { back } = this,
      there = back?.isConnected && back.tagName !== "BODY" && "focus" in back;
    const node = there ? /** @type {HTMLElement} */ (back) : this.page.map.getContainer();
    node.focus({ preventScroll: true });
  }

  /**
   * @param {string} title
   * @param {(Element | null)[]} under
   */
  head(title, under) {
    const { words } = this,
      heading = element("h2", { text: title, tabindex: "-1" });
    /**
     * @param {string} name
     * @param {string} sign
     * @param {number} by
     */
    const step = (name, sign, by) =>
      element("button", {
        class: "step",
        "aria-label": name,
        title: name,
        text: sign,
        disabled: this.trail[this.step + by] ? null : "",
        onclick: () => this.walk(by),
      });
    const close = element("button", {
      class: "close",
      "aria-label": words.close,
      title: words.close,
      text: "×",
      onclick: () => this.close(),
    });
    const steps =
      this.trail.length > 1
        ? element("span", { class: "steps" }, step(words.back, "‹", -1), step(words.forward, "›", 1))
        : null;
    this.node.replaceChildren(
      element("header", {}, element("p", { class: "kicker" }, ...under), heading, steps, close),
    );
    this.node.hidden = false;
    heading.focus({ preventScroll: true });
  }

  /**
   * @param {ObjectCard} card
   * @param {string} row
   * @param {Layer | null} layer
   * @param {number} i
   */
  fill(card, row, layer, i) {
    const { words } = this,
      { dark, ground } = this.page.look,
      symbol = layer?.sheet.symbols[layer.symbol[i] ?? 0],
      drawn = { zoom: this.page.map.getZoom(), hollow: layer?.hollow[i] === 1 };
    this.head(card.title, [
      layer && symbol ? swatch(layer.sheet, symbol, dark, ground, drawn) : null,
      element("span", { text: card.layer }),
    ]);
    if (card.problem) this.node.append(element("p", { class: "problem", text: card.problem }));
    if (card.portrait && this.page.live) this.node.append(this.portrait(row));
    const unknown = card.fields.filter((field) => field.unknown);
    const known = card.fields.filter((field) => !field.unknown);
    this.node.append(fieldList(known, card.source, words));
    /* What is not known is said, and does not stand in the way of what is. */
    const folded = fieldList(unknown, card.source, words);
    if (unknown.length > FEW) {
      const n = unknown.length,
        said = plural(words.unknown_fields, this.page.lang, n, { n });
      this.node.append(
        element("details", { class: "unknowns" }, element("summary", { text: said }), folded),
      );
    } else if (unknown.length) this.node.append(folded);
    this.ties = element("div", { class: "ties" });
    this.node.append(this.ties);
    if (card.source) this.node.append(sourceSection(card.source, words));
  }

  /**
   * A territory has a page of its own, on paper too.
   *
   * @param {string} row
   */
  portrait(row) {
    const { home, lang } = this.page,
      at = `${home}/portrait/${encodeURIComponent(row)}`,
      query = `?lang=${lang}`;
    return element(
      "p",
      { class: "portrait" },
      element("a", { href: at + query, target: "_blank", rel: "noopener", text: this.words.portrait }),
      element("a", { href: `${at}.pdf${query}`, download: "", text: "PDF" }),
    );
  }

  /**
   * The objects it is tied to: each a step of the travel.
   *
   * @param {string} id
   * @param {string} row
   * @param {number} serial
   */
  async tie(id, row, serial) {
    const { page, words } = this;
    try {
      const { groups } = await page.source.ties(id, row);
      if (serial !== this.serial) return;
      for (const group of groups)
        this.ties?.append(
          groupSection(group, (item) => page.go(item.layer, item.id, item.bounds ?? null), words),
        );
    } catch {
      if (serial === this.serial)
        this.ties?.append(element("p", { class: "problem", text: words.ties_failed }));
    }
  }

  /** What is in sight, by layer, as buttons. */
  list() {
    this.back = document.activeElement;
    this.serial += 1;
    const { serial } = this;
    this.head(this.words.list, [element("span", { text: this.words.list_about })]);
    const sections = listSections(this.page, () => serial === this.serial);
    this.node.append(...sections.filter((section) => section !== null));
  }
}
