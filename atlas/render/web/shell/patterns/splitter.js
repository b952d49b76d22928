/* The edge between two panes that lie side by side, moved by the pointer and by keys:
   https://www.w3.org/WAI/ARIA/apg/patterns/windowsplitter/ */
import { element } from "../dom.js";

/**
 * @typedef {object} Options
 * @property {string} class
 * @property {string} label
 * @property {number} value percent of the width that is left of the edge
 * @property {() => DOMRect} within the box of both panes
 * @property {(value: number) => void} input while it moves
 * @property {(value: number) => void} [change] when it rests
 */

const MOST = 100;
/* Percent that a key moves the edge by. */
const STEP = 1,
  PAGE = 10;

/** @type {Record<string, (value: number) => number>} */
const KEYS = {
  ArrowLeft: (value) => value - STEP,
  ArrowRight: (value) => value + STEP,
  PageDown: (value) => value - PAGE,
  PageUp: (value) => value + PAGE,
  Home: () => 0,
  End: () => MOST,
};

export class Splitter {
  value = 0;
  /* Where the edge goes back to when Enter opens the pane that it has closed. */
  restored = MOST / 2;
  dragging = false;

  /** @param {Options} options */
  constructor({ class: name, label, value, within, input, change }) {
    this.within = within;
    this.input = input;
    this.change = change;
    this.node = element("div", {
      class: name,
      role: "separator",
      tabindex: 0,
      "aria-orientation": "vertical",
      "aria-label": label,
      "aria-valuemin": 0,
      "aria-valuemax": MOST,
      onkeydown: (event) => this.key(event),
      onpointerdown: (event) => {
        event.preventDefault();
        event.stopPropagation();
        this.node.setPointerCapture(event.pointerId);
        this.node.focus({ preventScroll: true });
        this.dragging = true;
      },
      onpointermove: (event) => {
        if (this.dragging) this.drag(event.clientX);
      },
      onpointerup: () => this.rest(),
      onpointercancel: () => this.rest(),
    });
    this.set(value);
  }

  /**
   * Moves the edge from elsewhere: no callback is called.
   *
   * @param {number} value
   */
  set(value) {
    this.value = Math.max(0, Math.min(MOST, Math.round(value)));
    this.node.setAttribute("aria-valuenow", String(this.value));
    this.node.setAttribute("aria-valuetext", `${this.value} %`);
  }

  /** @param {number} value */
  move(value) {
    const before = this.value;
    this.set(value);
    if (this.value !== before) this.input(this.value);
  }

  /** @param {number} x */
  drag(x) {
    const { left, width } = this.within();
    this.move((MOST * (x - left)) / width);
  }

  rest() {
    if (!this.dragging) return;
    this.dragging = false;
    this.change?.(this.value);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const next = event.key === "Enter" ? () => this.toggled() : KEYS[event.key];
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(next(this.value));
    this.change?.(this.value);
  }

  /** Where Enter moves the edge: it closes the left pane, and opens it as it was. */
  toggled() {
    if (!this.value) return this.restored;
    this.restored = this.value;
    return 0;
  }
}
