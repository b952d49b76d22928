/* A list of which one option is active: https://www.w3.org/WAI/ARIA/apg/patterns/listbox/
   The focus stays with what owns the list, which names the active option by its id. */
import { element } from "../dom.js";

/** @import { Child } from "../elements" */

/** @type {Record<string, (active: number, count: number) => number>} */
const KEYS = {
  ArrowDown: (active, count) => (active + 1) % count,
  ArrowUp: (active, count) => (active - 1 + count) % count,
};

export class Listbox {
  /** @type {Child[][]} */
  options = [];
  /* The position of the active option; -1 for none. */
  active = -1;

  /**
   * @param {object} options
   * @param {string} options.id
   * @param {(position: number) => void} options.choose
   */
  constructor({ id, choose }) {
    this.choose = choose;
    this.node = element("ul", { role: "listbox", id });
  }

  /** The id of the active option. */
  get activeId() {
    return this.active < 0 ? null : `${this.node.id}-${this.active}`;
  }

  /**
   * Shows options, the first one active.
   *
   * @param {Child[][]} options the content of each
   * @param {string} none where there is no option
   */
  show(options, none) {
    this.options = options;
    this.active = options.length ? 0 : -1;
    const nodes = options.map((content, position) =>
      element(
        "li",
        {
          role: "option",
          id: `${this.node.id}-${position}`,
          onpointerdown: (event) => event.preventDefault(),
          onclick: () => this.choose(position),
        },
        ...content,
      ),
    );
    this.node.replaceChildren(...(nodes.length ? nodes : [element("li", { class: "none", text: none })]));
    this.mark();
  }

  clear() {
    this.options = [];
    this.active = -1;
    this.node.replaceChildren();
  }

  mark() {
    this.node.querySelectorAll("[role=option]").forEach((node, position) => {
      node.setAttribute("aria-selected", String(position === this.active));
      if (position === this.active) node.scrollIntoView({ block: "nearest" });
    });
  }

  /**
   * Moves to another option; false where the key does not do so.
   *
   * @param {string} key
   */
  move(key) {
    const next = KEYS[key];
    if (!next || !this.options.length) return false;
    this.active = next(this.active, this.options.length);
    this.mark();
    return true;
  }
}
