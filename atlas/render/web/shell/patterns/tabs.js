/* Tabs that follow the focus: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
import { element } from "../dom.js";

/**
 * @import { Child, HtmlAttributes } from "../elements"
 *
 * @typedef {object} Tab
 * @property {string} key
 * @property {string} panel the id of what the tabs show
 * @property {boolean} chosen
 * @property {() => void} choose
 * @property {Child[]} content
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
 * The id of a tab.
 *
 * @param {string} key
 */
const tabId = (key) => `tab-${key.replaceAll(".", "-")}`;

/** @param {Tab} tab */
export const tabButton = ({ key, panel, chosen, choose, content }) =>
  element(
    "button",
    {
      type: "button",
      role: "tab",
      id: tabId(key),
      "data-key": key,
      /* One panel for all tabs: what the others would show is not there. */
      "aria-controls": chosen ? panel : null,
      tabindex: chosen ? "0" : "-1",
      "aria-selected": String(chosen),
      onclick: choose,
    },
    ...content,
  );

/**
 * What the chosen tab shows.
 *
 * @param {{ id: string, tab: string } & HtmlAttributes<HTMLElement>} options `tab`: the key of the chosen tab
 * @param {...Child} children
 */
export const tabPanel = ({ tab, ...attributes }, ...children) =>
  element("div", { role: "tabpanel", "aria-labelledby": tabId(tab), ...attributes }, ...children);

/**
 * A panel that stays shows another tab.
 *
 * @param {HTMLElement} panel
 * @param {string} tab its key
 */
export const showTab = (panel, tab) => panel.setAttribute("aria-labelledby", tabId(tab));
