/* A button that shows and hides what it controls: https://www.w3.org/WAI/ARIA/apg/patterns/disclosure/

   Where a title and its contents stand together in the page, a native <details> with its <summary> is the
   same component, with state and keys from the browser: it is used as it is, without this module. */
import { element } from "../dom.js";

/**
 * @import { Child, HtmlAttributes } from "../elements"
 *
 * @typedef {object} Options
 * @property {boolean} open
 * @property {() => void} toggle
 * @property {string | null} [controls] the id of what is shown and hidden
 */

/**
 * A button whose owner knows whether what it controls is open, and draws the button again when that changes.
 *
 * @param {Options & HtmlAttributes<HTMLButtonElement>} attributes
 * @param {...Child} children
 */
export const disclosureButton = ({ open, toggle, controls, ...attributes }, ...children) =>
  element(
    "button",
    {
      type: "button",
      "aria-expanded": String(open),
      "aria-controls": controls,
      onclick: toggle,
      ...attributes,
    },
    ...children,
  );

/**
 * @param {HTMLElement} button
 * @param {boolean} open
 */
export const setOpen = (button, open) => button.setAttribute("aria-expanded", String(open));

/**
 * A button that shows and hides an element of the same drawing by itself.
 *
 * @param {{ class: string, title: string, text: string }} attributes
 * @param {HTMLElement} controlled
 */
export const disclosure = (attributes, controlled) => {
  const button = disclosureButton({
    ...attributes,
    open: !controlled.hidden,
    toggle: () => {
      controlled.hidden = !controlled.hidden;
      setOpen(button, !controlled.hidden);
    },
  });
  return button;
};

/**
 * A button that shows all entries of a list, or the first ones again, and has them drawn anew.
 *
 * @param {{ wide: Set<string>, changed: () => void }} owner knows by their keys which lists are shown whole
 * @param {string} key
 * @param {string} text
 */
export const wideButton = ({ wide, changed }, key, text) =>
  element("button", {
    type: "button",
    class: "small",
    "data-key": `wide.${key}`,
    text,
    onclick: () => {
      if (!wide.delete(key)) wide.add(key);
      changed();
    },
  });
