/* The lists beside the map, one at a time. */
import { element } from "../shell/dom.js";
import { tabButton, tabPanel, tabList as tabs } from "../shell/patterns/tabs.js";
import { word } from "../shell/words.js";

/**
 * @import { NetworkState, Tab } from "./answers"
 * @import { Child } from "../shell/elements"
 */

/** @type {Tab[]} */
const TABS = ["projects", "partners", "twinnings", "practices", "exchanges"];
/* The id of the list that is shown. */
const PANEL = "list";

/**
 * @param {NetworkState} state
 * @param {Partial<Record<Tab, number>>} counts
 * @param {Tab} chosen
 * @param {(tab: Tab) => void} choose
 */
export const tabList = ({ words }, counts, chosen, choose) => {
  const list = tabs({ class: "tabs", label: words.tabs });
  for (const name of TABS) {
    const count = counts[name];
    const content = [
      element("span", { text: word(words, `tab_${name}`) }),
      count === undefined ? null : element("span", { class: "count", text: String(count) }),
    ];
    const tab = { key: `tab.${name}`, panel: PANEL, chosen: name === chosen };
    list.append(tabButton({ ...tab, choose: () => choose(name), content }));
  }
  return list;
};

/**
 * The list of a tab.
 *
 * @param {Tab} tab
 * @param {{ class?: string }} attributes
 * @param {...Child} children
 */
export const listPanel = (tab, attributes, ...children) =>
  tabPanel({ id: PANEL, tab: `tab.${tab}`, ...attributes }, ...children);
