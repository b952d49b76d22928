/* The lists beside the map, one at a time. */
import { element } from "../shell/dom.js";
import { tabButton, tabList as tabs } from "../shell/patterns/tabs.js";
import { word } from "../shell/words.js";

/** @import { NetworkState, Tab } from "./answers" */

/** @type {Tab[]} */
const TABS = ["projects", "partners", "twinnings", "practices", "exchanges"];

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
    const tab = { key: `tab.${name}`, chosen: name === chosen, choose: () => choose(name), content };
    list.append(tabButton(tab));
  }
  return list;
};
