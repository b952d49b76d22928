/* Tabs that follow the focus: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
import { element } from "../dom.js";

/**
 * @import { Child } from "../elements"
 * @typedef {{ key: string, chosen: boolean, choose: () => void, content: Child[] }} Tab
 */

const STEPS = new Map([
  ["ArrowRight", 1],
  ["ArrowLeft", -1],
]);

/**
 * Tabs are one stop of the Tab key: the arrows go from one to the next, Home and End to the outermost.
 *
 * @param {KeyboardEvent & { currentTarget: Element, target: Element }} event
 */
export const moveFocus = (event) => {
  const tabs = /** @type {HTMLElement[]} */ ([...event.currentTarget.querySelectorAll("[role=tab]")]),
    at = tabs.findIndex((tab) => tab.contains(event.target)),
    step = STEPS.get(event.key);
  if (at < 0) return;
  /** @type {HTMLElement | undefined} */
  let next;
  if (step) next = tabs[(at + step + tabs.length) % tabs.length];
  else if (event.key === "Home") next = tabs[0];
  else if (event.key === "End") next = tabs.at(-1);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
};

/**
 * The row of tabs, empty.
 *
 * @param {{ class: string, label?: string }} options
 */
export const tabList = ({ class: name, label }) =>
  element("div", { class: name, role: "tablist", "aria-label": label, onkeydown: moveFocus });

/**
 * @param {Tab} tab
 */
export const tabButton = ({ key, chosen, choose, content }) =>
  element(
    "button",
    {
      type: "button",
      role: "tab",
      "data-key": key,
      tabindex: chosen ? "0" : "-1",
      "aria-selected": String(chosen),
      onclick: choose,
    },
    ...content,
  );
