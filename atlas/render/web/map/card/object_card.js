/* The card of one object, and the list that reaches the same card by keyboard. Every text is set as text. */
import { element } from "../../shell/dom.js";

/**
 * @import { ObjectCard } from "../../messages"
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 * @import { Found } from "../rows"
 *
 * @typedef {[layer: string, id: string]} Key
 */

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
  /** @type {HTMLElement | undefined} */
  ties = undefined;

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
   * @param {Found[]} [here] all that lies at the place where it was found
   */
  open(layer, i, here = []) {
    return this.show(layer.id, layer.ids[i] ?? "", layer, i, here);
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
   * @param {Found[]} [here]
   */
  async show(id, row, layer, i, here = []) {
    this.serial += 1;
    const { page, serial } = this;
    /* From the list, Escape returns to where the list was opened. */
    if (!document.hasFocus() || !this.node.contains(document.activeElement)) this.back = focusedNode(page);
    page.app.expecting = true;
    page.choose(layer, i);
    this.visit([id, row]);
    /** @type {ObjectCard} */
    const failed = {
      title: layer?.names[i] || row,
      layer: layer ? layer.sheet.title : id,
      fields: [],
      problem: this.words.card_failed,
    };
    const [card, body] = await Promise.all([
      page.source.card(id, row).catch(() => failed),
      page.modules.card?.().catch(() => null),
    ]);
    if (serial !== this.serial) return;
    if (body) body.fillCard(this, card, [id, row], { layer, i }, here);
    else this.head(failed.title, [element("span", { text: failed.problem })]);
    page.app.carded(`${id}:${row}`);
    body?.tieCard(this, [id, row], serial);
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

  /** What is in sight, by layer, as buttons. */
  async list() {
    this.back = document.activeElement;
    this.page.app.expecting = false;
    this.serial += 1;
    const { serial, words } = this;
    this.head(words.list, [element("span", { text: words.list_about })]);
    const made = await this.page.modules.list?.().catch(() => null);
    if (serial !== this.serial) return;
    const current = () => serial === this.serial;
    this.node.append(...(made ? made.listSections(this.page, current) : [words.load_failed]));
  }
}
