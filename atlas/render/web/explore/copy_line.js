/* A text to copy, in sight as it is. */

import { element } from "../shell/dom.js";

/** @import { ExploreState } from "./answers" */

const SAID_MS = 2500;

/**
 * @param {Pick<ExploreState["words"], "copied" | "take_selected">} words
 * @param {string} title of the text, and of the button that copies it
 * @param {string} text
 */
export const copyLine = (words, title, text) => {
  const field = element("input", {
    type: "text",
    readonly: true,
    "aria-label": title,
    onfocus: (event) => event.target.select(),
  });
  field.value = text;
  const button = element("button", {
    type: "button",
    class: "small",
    text: title,
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = words.copied;
      } catch {
        field.focus();
        field.select();
        button.textContent = words.take_selected;
      }
      setTimeout(() => {
        button.textContent = title;
      }, SAID_MS);
    },
  });
  return element("p", { class: "copy" }, field, button);
};
