/* A button that shows and hides what it controls: https://www.w3.org/WAI/ARIA/apg/patterns/disclosure/ */
import { element } from "../dom.js";

/**
 * @param {{ class: string, title: string, text: string }} attributes
 * @param {HTMLElement} controlled
 */
export const disclosure = (attributes, controlled) =>
  element("button", {
    type: "button",
    "aria-expanded": String(!controlled.hidden),
    ...attributes,
    onclick: (event) => {
      controlled.hidden = !controlled.hidden;
      event.currentTarget.setAttribute("aria-expanded", String(!controlled.hidden));
    },
  });
