/* Below the map: a row of tabs, and the one that is open. */

import { element } from "../shell/dom.js";
import { icon } from "../shell/icons.js";
import { late } from "../shell/late.js";
import { measure, narrow, scale, touched } from "../shell/layout.js";
import { anew } from "../shell/rerender.js";
import { word } from "../shell/words.js";
import { Charts } from "./charts.js";
import { Take } from "./export.js";
import { Summary } from "./summary.js";
import { Table } from "./table.js";
import { Time } from "./timeline.js";

/** @import { ExploreState, Tab, TabPage } from "./answers" */

const dock = () => measure(touched() ? "dock-height-touch" : "dock-height");
/**
 * Pixels that each tab needs above the dock, at most; the map keeps at least half of the window.
 *
 * @type {Record<Tab, [make: new (root: HTMLElement) => TabPage, height: number]>}
 */
const TABS = {
  table: [Table, 320],
  charts: [Charts, 300],
  summary: [Summary, 300],
  time: [Time, 176],
  take: [Take, 300],
};

const IDS = /** @type {Tab[]} */ (Object.keys(TABS));

export class Shelf {
  /** @type {ExploreState} */
  state = late;
  /** @type {Partial<Record<Tab, TabPage>>} */
  tabs = {};
  /** @type {Tab | null} */
  open = null;

  /** @param {() => void} lay */
  constructor(lay) {
    this.lay = lay;
    this.body = element("div", { class: "body" });
    this.dock = element("div");
    this.node = element("section", { class: "shelf" }, this.body, this.dock);
    /* A click on the map shows its row, when the table is there. */
    window.addEventListener("atlas:chosen", (event) => {
      if (this.node.isConnected && this.open) this.tabs[this.open]?.chosen?.(event.detail);
    });
  }

  height() {
    return dock() + this.above();
  }

  above() {
    return this.open
      ? Math.min(
          TABS[this.open][1],
          Math.round(
            (window.innerHeight / scale() - measure("bar-height") - dock()) * (narrow() ? 0.6 : 0.46),
          ),
        )
      : 0;
  }

  /** @param {ExploreState} state */
  update(state) {
    this.state = state;
    this.node.setAttribute("aria-label", state.words.tabs);
    anew(this.dock, "nav", () => [this.nav()]);
    this.draw();
  }

  nav() {
    const { words } = this.state;
    return element(
      "nav",
      { class: "dock", "aria-label": words.tabs },
      ...IDS.map((id) =>
        element(
          "button",
          {
            type: "button",
            class: "plain",
            "data-key": `tab.${id}`,
            "aria-expanded": String(this.open === id),
            onclick: () => this.toggle(id),
          },
          icon(id),
          element("span", { text: word(words, `tab_${id}`) }),
        ),
      ),
    );
  }

  /** @param {Tab} id */
  toggle(id) {
    this.open = this.open === id ? null : id;
    this.lay();
    this.update(this.state);
  }

  /**
   * The table of one layer, whatever is shown.
   *
   * @param {string} layer
   */
  table(layer) {
    if (this.open !== "table") this.toggle("table");
    const { table } = this.tabs;
    if (!table) return;
    table.layer = layer;
    table.update(this.state);
  }

  /** @param {Tab} id */
  make(id) {
    const [Page] = TABS[id],
      tab = new Page(this.body.appendChild(element("div", { class: `tab ${id}` })));
    this.tabs[id] = tab;
    return tab;
  }

  draw() {
    this.body.hidden = !this.open;
    this.body.style.height = `${this.above()}px`;
    const { open } = this;
    if (!open) return;
    const tab = this.tabs[open] ?? this.make(open);
    for (const one of Object.values(this.tabs)) one.root.hidden = one !== tab;
    tab.update(this.state);
  }
}
