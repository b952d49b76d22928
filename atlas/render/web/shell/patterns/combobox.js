/* A text with a list of suggestions: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
   The focus stays in the text; the list is a listbox, whose active option the text names. */
import { element } from "../dom.js";

/** @import { Child } from "../elements" */

/* Milliseconds that a click in the list has before the list closes because the text has lost the focus. */
const CLICK = 150;

export class Combobox {
  /** @type {Child[][]} */
  options = [];
  active = -1;
  /* Said where there is no option. */
  none = "";

  /**
   * @param {object} options
   * @param {string} options.id of the list
   * @param {string} options.key of the text
   * @param {() => void} options.type
   * @param {(position: number) => void} options.choose
   */
  constructor({ id, key, type, choose }) {
    this.choose = choose;
    this.list = element("ul", { role: "listbox", id, hidden: true });
    this.input = element("input", {
      type: "search",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-controls": id,
      "aria-expanded": "false",
      "data-key": key,
      oninput: type,
      onkeydown: (event) => this.press(event),
      onfocus: () => {
        if (this.options.length) this.open();
      },
      onblur: () => setTimeout(() => this.close(), CLICK),
    });
  }

  /**
   * @param {string} label
   * @param {string} results
   */
  name(label, results) {
    this.input.placeholder = label;
    this.input.setAttribute("aria-label", label);
    this.list.setAttribute("aria-label", results);
  }

  /**
   * Shows other options, the first one active.
   *
   * @param {Child[][]} options the content of each
   * @param {string} none
   */
  suggest(options, none) {
    this.options = options;
    this.none = none;
    this.active = options.length ? 0 : -1;
    this.open();
  }

  clear() {
    this.options = [];
    this.active = -1;
    this.close();
  }

  open() {
    const nodes = this.options.map((content, position) =>
      element(
        "li",
        {
          role: "option",
          id: `${this.list.id}-${position}`,
          onpointerdown: (event) => event.preventDefault(),
          onclick: () => this.take(position),
        },
        ...content,
      ),
    );
    this.list.replaceChildren(
      ...(nodes.length ? nodes : [element("li", { class: "none", text: this.none })]),
    );
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  mark() {
    this.list.querySelectorAll("[role=option]").forEach((node, position) => {
      node.setAttribute("aria-selected", String(position === this.active));
      if (position === this.active) node.scrollIntoView({ block: "nearest" });
    });
    if (this.active >= 0)
      this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key],
      { length } = this.options;
    if (step && length) {
      event.preventDefault();
      if (this.list.hidden) this.open();
      this.active = (this.active + step + length) % length;
      this.mark();
    } else if (event.key === "Enter" && this.active >= 0 && !this.list.hidden) this.take(this.active);
    else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  /** @param {number} position */
  take(position) {
    this.close();
    this.choose(position);
  }
}
