/* Below the map: a row of tabs, and the one that is open. */

import { element } from "../shell/dom.js";
import { icon } from "../shell/icons.js";
import { late } from "../shell/late.js";
import { measure, narrow, scale, touched } from "../shell/layout.js";
import { disclosureButton } from "../shell/patterns/disclosure.js";
import { ALERT } from "../shell/patterns/live_region.js";
import { rerender } from "../shell/rerender.js";
import { away } from "../shell/server.js";
import { word } from "../shell/words.js";

/** @import { ExploreState, Tab, TabPage } from "./answers" */

const dock = () => measure(touched() ? "dock-height-touch" : "dock-height");
/**
 * What each tab shows, loaded when it is first opened, and the pixels that it needs above the dock, at most;
 * the map keeps at least half of the window.
 *
 * @type {Record<Tab, [load: () => Promise<new (root: HTMLElement) => TabPage>, height: number]>}
 */
const TABS = {
  table: [async () => (await import("./table.js")).Table, 320],
  charts: [async () => (await import("./charts.js")).Charts, 300],
  summary: [async () => (await import("./summary.js")).Summary, 300],
  time: [async () => (await import("./timeline.js")).Time, 176],
  take: [async () => (await import("./export.js")).Take, 300],
};

/* The id of what the dock opens. */
const BODY = "dock-body";
const IDS = /** @type {Tab[]} */ (Object.keys(TABS));

export class Shelf {
  /** @type {ExploreState} */
  state = late;
  /** @type {Partial<Record<Tab, TabPage>>} */
  tabs = {};
  /** @type {Tab | null} */
  open = null;
  /** @type {Element | null} */
  problem = null;

  /** @param {() => void} lay */
  constructor(lay) {
    this.lay = lay;
    this.body = element("div", { class: "body", id: BODY });
    this.dock = element("div");
    /* What opens comes after its button for the Tab key, and stands above it. */
    this.node = element("section", { class: "shelf" }, this.dock, this.body);
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
    rerender(this.dock, "nav", () => [this.nav()]);
    return this.draw();
  }

  nav() {
    const { words } = this.state;
    return element(
      "nav",
      { class: "dock", "aria-label": words.tabs },
      ...IDS.map((id) =>
        disclosureButton(
          {
            class: "plain",
            "data-key": `tab.${id}`,
            open: this.open === id,
            controls: this.open === id ? BODY : null,
            toggle: () => this.toggle(id),
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
    return this.update(this.state);
  }

  /**
   * The table of one layer, whatever is shown.
   *
   * @param {string} layer
   */
  async table(layer) {
    if (this.open !== "table") await this.toggle("table");
    const { table } = this.tabs;
    if (!table) return;
    table.layer = layer;
    table.update(this.state);
  }

  /**
   * @param {Tab} id
   * @returns {Promise<void>}
   */
  async make(id) {
    const [load] = TABS[id];
    try {
      const Page = await load();
      /* It may have been asked for twice while it was on its way. */
      this.tabs[id] ??= new Page(this.body.appendChild(element("div", { class: `tab ${id}` })));
    } catch {
      if (await (await away()).waited()) return this.make(id);
      this.problem?.remove();
      this.problem = element("p", { class: "failed", ...ALERT, text: this.state.words.mode_failed });
      this.body.append(this.problem);
    }
  }

  async draw() {
    this.body.hidden = !this.open;
    this.body.style.height = `${this.above()}px`;
    const { open } = this;
    if (!open) return;
    this.problem?.remove();
    if (!this.tabs[open]) await this.make(open);
    for (const [id, tab] of Object.entries(this.tabs)) tab.root.hidden = id !== this.open;
    if (open === this.open) this.tabs[open]?.update(this.state);
  }
}
