/* The lists beside the map, one at a time. */
import { tabbed } from "../shell/choices.js";
import { element } from "../shell/dom.js";
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
  const tabs = TABS.map((name) => {
    const count = counts[name];
    return element(
      "button",
      {
        type: "button",
        role: "tab",
        "data-key": `tab.${name}`,
        tabindex: name === chosen ? "0" : "-1",
        "aria-selected": String(name === chosen),
        onclick: () => choose(name),
      },
      element("span", { text: word(words, `tab_${name}`) }),
      count === undefined ? null : element("span", { class: "count", text: String(count) }),
    );
  });
  const list = { class: "tabs", role: "tablist", "aria-label": words.tabs, onkeydown: tabbed };
  return element("nav", list, ...tabs);
};
