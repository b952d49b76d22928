/* Composite ranks of many territories: a row each, with the ranks that random weightings give it. */
import { element } from "../../shell/dom.js";
import { writeNumber } from "../../shell/numbers/write_number.js";
import { pager, pageSpan } from "./pager.js";

/**
 * @import { RankRobustness } from "../answers"
 * @import { Compare } from "../compare.js"
 */

/**
 * @param {Compare} page
 * @param {RankRobustness} found
 * @param {{ get(id: string): { name: string } }} names
 */
export const rankedTable = (page, found, names) => {
  const { words } = page,
    node = element("div"),
    draw = (/** @type {number} */ at) => {
      const span = pageSpan(found.ranked.length, at),
        heads = [words.composite, words.territory, words.likely, words.by_ranks];
      const rows = found.ranked.slice(span.from, span.to).map((one) =>
        element(
          "tr",
          {},
          element("td", {
            class: "number",
            text: `${one.rank} · ${writeNumber(one.composite, page.lang)}`,
          }),
          element("th", { scope: "row", text: names.get(one.id).name }),
          element("td", { class: "number", text: one.likely.join("–") }),
          element("td", { class: "number", text: one.rank_by_ranks }),
        ),
      );
      node.replaceChildren(
        pager(page, { key: "ranked", count: found.ranked.length, span, turn: draw }) ?? "",
        element(
          "div",
          { class: "scroller", tabindex: "0", role: "region", "aria-label": words.way_ranks },
          element(
            "table",
            { class: "ranked" },
            element("caption", { text: `${words.way_ranks} (${words.rank_best})` }),
            element(
              "thead",
              {},
              element(
                "tr",
                {},
                ...heads.map((text, k) =>
                  element("th", { scope: "col", class: k === 1 ? null : "number", text }),
                ),
              ),
            ),
            element("tbody", {}, ...rows),
          ),
        ),
        element("p", { class: "legend-note", text: words.likely_about }),
      );
    };
  draw(0);
  return node;
};
