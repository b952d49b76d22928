/* A text with a list of suggestions: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
   The focus stays in the text, which names the active option of the list. */
import { element } from "../dom.js";
import { Listbox } from "./listbox.js";

/** @import { Child } from "../elements" */

/* Milliseconds that a click in the list has before the list closes because the text has lost the focus. */
const CLICK = 150;

export class Combobox {
  /**
   * @param {object} options
   * @param {string} options.id of the list
   * @param {string} options.key of the text
   * @param {() => void} options.type
   * @param {(position: number) => void} options.choose
   */
  constructor({ id, key, type, choose }) {
    this.choose = choose;
    this.listbox = new Listbox({ id, choose: (position) => this.take(position) });
    this.list = this.listbox.node;
    this.list.hidden = true;
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
        if (this.listbox.options.length) this.open();
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
   * @param {string} none where there is no option
   */
  suggest(options, none) {
    this.listbox.show(options, none);
    this.open();
  }

  clear() {
    this.listbox.clear();
    this.close();
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  mark() {
    const { activeId } = this.listbox;
    if (activeId) this.input.setAttribute("aria-activedescendant", activeId);
    else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { listbox } = this;
    if (listbox.move(event.key)) {
      event.preventDefault();
      this.open();
    } else if (event.key === "Enter" && listbox.active >= 0 && !this.list.hidden) this.take(listbox.active);
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
