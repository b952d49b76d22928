/* The page on paper (Ctrl+P): title, conditions, all that scrolls, sources and date. Its style is
   print.css; what stands outside the page is in streamlit_seam.css. A browser prints when this has
   ended: nothing here may wait, and what is missing is asked for at once. */

import { drawLight } from "../map/light_paper.js";
import { element } from "../shell/dom.js";
import { holdLegend, map, mapFrame } from "../shell/layout.js";
import { askNow } from "../shell/server.js";
import { splitTables } from "./wide_tables.js";

/**
 * @import { MapPage } from "../map/map_page.js"
 * @import { PageState } from "../types"
 *
 * @typedef {{ root: ShadowRoot, atlas: HTMLElement, state: PageState<object>,
 *   words: { no_answer: string }, style(name: string): Promise<unknown> }} Printed
 */

/* CSS pixels between the margins of an upright A4 page. */
const WIDTH = 700;
const MAP_HEIGHT = 420;
/* Columns of a table that a page has room for at the usual size. */
const COLUMNS = 9;

/** @param {import("../types").AskNow | null} detail */
const tell = (detail) => window.dispatchEvent(new CustomEvent("atlas:print", { detail }));

/**
 * Puts all of the legend below the map: no panel beside it is on paper. Returns how high it is, and
 * what takes that back.
 *
 * @param {MapPage} page
 * @param {number} height
 */
const openLegend = (page, height) => {
  const { legend, root } = page,
    held = mapFrame().dataset.legend === "panel",
    { open } = legend.node,
    darken = drawLight(page);
  root.dataset.print = "";
  root.style.setProperty("--paper", `${height}px`);
  holdLegend(false);
  legend.node.open = true;
  const back = () => {
    delete root.dataset.print;
    legend.node.open = open;
    holdLegend(held);
    darken();
  };
  return { below: legend.node.hidden ? 0 : legend.node.offsetHeight + 8, back };
};

/** The place of the map, if it is seen: its picture becomes smaller, its view stays. */
const holdMap = () => {
  const frame = mapFrame(),
    page = map(),
    { innerWidth: width, innerHeight: height } = frame.contentWindow;
  if (getComputedStyle(frame).visibility === "hidden" || !page?.state || !width || !height) return null;
  const scale = Math.min(WIDTH / width, MAP_HEIGHT / height),
    { below, back } = openLegend(page, height);
  const high = height + below,
    { style } = document.documentElement;
  style.setProperty("--print-width", `${width}px`);
  style.setProperty("--print-height", `${high}px`);
  style.setProperty("--print-scale", String(scale));
  const place = `height:${Math.ceil(high * scale)}px`;
  return { picture: element("div", { class: "print-map", style: place }), back };
};

/**
 * Prepares the page for paper before a browser prints it, and takes that back afterwards.
 *
 * @param {Printed} page
 */
export const watchPrint = async (page) => {
  const root = document.documentElement,
    head = element("header", { class: "print-head" }),
    foot = element("footer", { class: "print-foot" });
  let theme = "",
    join = () => {},
    giveBack = () => {};
  const before = () => {
    const { atlas, state } = page;
    if (!state || root.dataset.print !== undefined) return;
    /* A story in the whole window is printed as it is seen; for paper it has its handout. */
    if (document.body.inert) {
      const story = map();
      if (story?.theme === "dark") giveBack = drawLight(story);
      return;
    }
    theme = state.theme;
    /** @type {string[]} */
    const below = [];
    try {
      below.push(askNow("cite", `${state.link}&lang=${state.lang}`).text[state.lang]);
      tell(askNow);
    } catch {
      below.push(page.words.no_answer);
    }
    const { picture, back } = holdMap() ?? { picture: null, back: () => {} };
    giveBack = back;
    root.dataset.print = picture ? "map" : "";
    root.dataset.theme = atlas.dataset.theme = "light";
    head.replaceChildren(
      element("h1", { text: document.title }),
      ...(picture ? [picture] : []),
      element("ul", {}, ...state.conditions.map(({ text }) => element("li", { text }))),
    );
    foot.replaceChildren(...below.map((text) => element("p", { text })));
    join = splitTables(atlas);
    for (const table of atlas.querySelectorAll("table")) {
      const columns = table.querySelector("tr")?.children.length ?? 0;
      table.style.setProperty("--print-zoom", String(Math.min(1, COLUMNS / columns)));
    }
    atlas.prepend(head);
    atlas.append(foot);
  };
  const after = () => {
    giveBack();
    giveBack = () => {};
    if (root.dataset.print === undefined) return;
    delete root.dataset.print;
    root.dataset.theme = page.atlas.dataset.theme = theme;
    head.remove();
    foot.remove();
    join();
    tell(null);
  };
  await page.style("../print/print.css");
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
};
