/* A value between two ends: https://www.w3.org/WAI/ARIA/apg/patterns/slider/
   The browser's own range has the role, the bounds and the keys; it cannot know how its value is read. */
import { element } from "../dom.js";

/**
 * @typedef {object} Options
 * @property {string} label
 * @property {number} min
 * @property {number} max
 * @property {number} value
 * @property {string} [key]
 * @property {(value: number) => string} [write] the value as it is read out
 * @property {(value: number) => void} input while it moves
 * @property {(value: number) => void} [change] when it rests
 */

/** @param {Options} options */
export const slider = ({ label, min, max, value, key, write = String, input, change }) =>
  element("input", {
    type: "range",
    min,
    max,
    step: 1,
    value,
    "data-key": key,
    "aria-label": label,
    "aria-valuetext": write(value),
    oninput: ({ target }) => {
      target.setAttribute("aria-valuetext", write(Number(target.value)));
      input(Number(target.value));
    },
    onchange: ({ target }) => change?.(Number(target.value)),
  });

/**
 * Moves a slider from elsewhere: no callback is called.
 *
 * @param {HTMLInputElement} node
 * @param {number} value
 * @param {(value: number) => string} [write]
 */
export const setSlider = (node, value, write = String) => {
  node.value = String(value);
  node.setAttribute("aria-valuetext", write(value));
};
