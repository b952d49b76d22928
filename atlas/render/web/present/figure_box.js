/* A field of a story in which figures stand as chips: what is read is their value, what is kept is how they
   are asked for. A wrong figure is marked where it stands. */
import { element } from "../shell/dom.js";
import { STATUS } from "../shell/patterns/live_region.js";
import { askFigures } from "./drafts.js";

/**
 * @import { FigureAnswer } from "../messages"
 *
 * @typedef {object} BoxOptions
 * @property {string} key
 * @property {string} label
 * @property {string} [placeholder]
 * @property {string} value
 * @property {boolean} [lines] whether it has several lines
 * @property {string | null} [kind] class of the field
 * @property {() => string} link the view that its figures are counted in
 * @property {string} lang
 * @property {(value: string) => void} change
 */

const FIGURE = /(\{[^{}\n]*\})/;

export class FigureBox {
  /** @param {BoxOptions} options */
  constructor(options) {
    this.options = options;
    const { key, kind = null, label, lines = false, placeholder = label } = options;
    /** @type {HTMLElement} */
    this.field = element("div", {
      class: ["words", kind, lines ? "lines" : null].filter(Boolean).join(" "),
      role: "textbox",
      tabindex: "0",
      "aria-label": label,
      "aria-multiline": String(lines),
      "data-key": key,
      "data-placeholder": placeholder,
      oninput: () => this.options.change(this.value),
      onblur: () => this.settle(),
      onkeydown: (event) => {
        if (event.key === "Enter" && !lines) event.preventDefault();
      },
    });
    try {
      this.field.contentEditable = "plaintext-only";
    } catch {
      this.field.contentEditable = "true";
    }
    this.problem = element("p", { class: "message", ...STATUS, hidden: "" });
    this.node = element("div", { class: "box" }, this.field, this.problem);
    this.show(options.value);
  }

  /**
   * The text as it is kept: figures as they are asked for.
   *
   * @returns {string}
   */
  get value() {
    /** @param {Node} node @returns {string} */
    const read = (node) => {
      if (node instanceof HTMLElement && node.dataset.figure) return node.dataset.figure;
      if (node.nodeName === "BR") return "\n";
      if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
      return [...node.childNodes].map(read).join("");
    };
    return read(this.field).replace(/\n$/, "");
  }

  /** @param {string} value */
  show(value) {
    const parts = value.split(FIGURE).filter(Boolean);
    this.field.replaceChildren(...parts.map((part) => (FIGURE.test(part) ? this.chip(part) : part)));
    this.resolve();
  }

  /** @param {string} figure */
  chip(figure) {
    const node = element("span", { class: "chip", "data-figure": figure, text: "…" });
    node.contentEditable = "false";
    return node;
  }

  /** What was typed as a figure becomes a chip when the field is left. */
  settle() {
    const typed = [...this.field.childNodes].some((node) => FIGURE.test(node.textContent ?? ""));
    if (typed) this.show(this.value);
  }

  /**
   * Puts a figure where the caret was, or at the end.
   *
   * @param {string} figure
   */
  insert(figure) {
    const { value } = this;
    this.show(value && !/\s$/.test(value) ? `${value} ${figure}` : `${value}${figure}`);
    this.options.change(this.value);
  }

  /** Asks what the figures say now. */
  async resolve() {
    const chips = /** @type {HTMLElement[]} */ ([...this.field.querySelectorAll("[data-figure]")]);
    this.problem.hidden = true;
    if (!chips.length) return;
    const { lang, link } = this.options;
    const { figures } = await askFigures(
      link(),
      lang,
      chips.map((chip) => chip.dataset.figure ?? ""),
    ).catch(() => ({ figures: /** @type {FigureAnswer[]} */ ([]) }));
    for (const [k, { problem, text }] of figures.entries()) {
      const chip = chips[k];
      if (!chip) continue;
      chip.textContent = problem === null ? text : "?";
      chip.classList.toggle("fault", problem !== null);
      chip.title = problem ?? "";
    }
    const problems = figures.flatMap(({ problem }) => (problem === null ? [] : [problem]));
    this.problem.hidden = !problems.length;
    this.problem.textContent = problems.join(" ");
  }
}
