/* Some rows of many: which ones, and the way to the others. */
import { element } from "../../shell/dom.js";
import { STATUS } from "../../shell/patterns/live_region.js";
import { fill } from "../../shell/words.js";

/** @import { Compare } from "../compare.js" */

/* More territories than this do not stand side by side (MOST_SIDE_BY_SIDE of the server). */
export const MANY = 12;
/* Rows of a page. */
export const ROWS = 25;

/**
 * Where a page of rows begins and ends; a page that there is not is the last one.
 *
 * @param {number} count
 * @param {number} page from 0
 * @param {number} [rows]
 */
export const pageSpan = (count, page, rows = ROWS) => {
  const last = Math.max(0, Math.ceil(count / rows) - 1),
    at = Math.min(Math.max(page, 0), last);
  return { page: at, last, from: at * rows, to: Math.min(count, (at + 1) * rows) };
};

/**
 * Which rows are shown, and buttons that turn the page; nothing where all are.
 *
 * @param {Compare} page
 * @param {object} options
 * @param {string} options.key of the buttons
 * @param {number} options.count
 * @param {ReturnType<typeof pageSpan>} options.span
 * @param {(to: number) => void} options.turn
 */
export const pager = ({ words, number }, { key, count, span, turn }) => {
  if (!span.last) return null;
  /**
   * @param {string} name
   * @param {string} text
   * @param {number} to
   */
  const button = (name, text, to) =>
    element("button", {
      type: "button",
      class: "small",
      "data-key": `${key}.${name}`,
      disabled: to < 0 || to > span.last,
      text,
      onclick: ({ target }) => {
        const root = /** @type {ShadowRoot} */ (target.getRootNode());
        turn(to);
        /* What had the focus has it again; at the end the way back. */
        /** @type {HTMLElement | null} */
        const again =
          root.querySelector(`[data-key="${key}.${name}"]:enabled`) ??
          root.querySelector(`[data-key^="${key}."]:enabled`);
        again?.focus({ preventScroll: true });
      },
    });
  const shown = { from: number.format(span.from + 1), to: number.format(span.to), n: number.format(count) };
  return element(
    "p",
    { class: "pager" },
    button("before", words.many_before, span.page - 1),
    element("span", { ...STATUS, text: fill(words.many_shown, shown) }),
    button("next", words.many_next, span.page + 1),
  );
};

/**
 * Names in a row: of many the first ones.
 *
 * @param {string[]} names
 */
export const listed = (names) =>
  names.length > MANY ? `${names.slice(0, MANY).join(", ")}, … (${names.length})` : names.join(", ");
