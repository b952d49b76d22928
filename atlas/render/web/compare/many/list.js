/* Many territories: a row each, a column a measure, ranked by one of them, some on a page. */
import { element } from "../../shell/dom.js";
import { STATUS } from "../../shell/patterns/live_region.js";
import { fill } from "../../shell/words.js";
import { range } from "../axis.js";
import { known } from "../map_parts.js";
import { findTerritories } from "./find.js";
import { pager, pageSpan } from "./pager.js";

/**
 * @import { CellMessage, LineMessage, Territory } from "../answers"
 * @import { Compare } from "../compare.js"
 *
 * @typedef {{ territory: Territory, k: number }} Row
 * @typedef {(page: Compare, line: LineMessage, cell: CellMessage, territory: Territory) => Element} DrawCell
 */

/**
 * What is looked for in the list and the page that is open, as long as the comparison is on the screen.
 *
 * @type {WeakMap<Compare, { text: string, page: number }>}
 */
const kept = new WeakMap();

/**
 * Rows in the order of the ranks of a measure; without ranks by its values, the greatest first. What is not
 * known is last.
 *
 * @param {LineMessage | undefined} line
 * @param {Territory[]} territories
 * @returns {Row[]}
 */
export const orderRows = (line, territories) => {
  const rows = territories.map((territory, k) => ({ territory, k }));
  if (!line) return rows;
  const sign = line.direction === "lower" ? 1 : -1;
  const place = (/** @type {Row} */ { k }) => {
    const cell = line.cells[k];
    return [cell?.rank ?? Infinity, cell?.value === null || !cell ? Infinity : sign * cell.value];
  };
  const keys = new Map(rows.map((row) => [row, place(row)]));
  return rows.sort((a, b) => {
    const [rank = 0, value = 0] = keys.get(a) ?? [],
      [other = 0, beside = 0] = keys.get(b) ?? [];
    if (rank !== other) return rank - other;
    if (value !== beside) return value - beside;
    return a.territory.name.localeCompare(b.territory.name);
  });
};

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 * @param {DrawCell} drawCell
 */
export const rankedList = (page, node, drawCell) => {
  const { data, words } = page,
    state = kept.get(page) ?? { text: "", page: 0 },
    by = known(page, page.chosen("table.by")),
    line = data.lines.find(({ id }) => id === by),
    ordered = orderRows(line, data.territories),
    body = element("div");
  kept.set(page, state);
  const rows = () => {
    const found = new Set(findTerritories(data.territories, state.text).map(({ id }) => id));
    return ordered.filter(({ territory }) => found.has(territory.id));
  };
  const draw = () => {
    const some = rows(),
      span = pageSpan(some.length, state.page),
      turn = (/** @type {number} */ to) => {
        state.page = to;
        draw();
      },
      paging = pager(page, { key: "list", count: some.length, span, turn });
    state.page = span.page;
    body.replaceChildren(
      paging ?? "",
      some.length
        ? table(page, by, some.slice(span.from, span.to), drawCell)
        : element("p", { class: "none", ...STATUS, text: words.many_none }),
    );
  };
  const find = element("input", {
    type: "search",
    value: state.text,
    "data-key": "find.list",
    "aria-label": words.many_find,
    placeholder: words.many_find,
    oninput: ({ target }) => {
      state.text = target.value;
      state.page = 0;
      draw();
    },
  });
  draw();
  node.append(
    element("p", { class: "controls" }, find),
    body,
    element("p", { class: "legend-note", text: `${words.many_about} ${words.table_about}` }),
  );
};

/**
 * @param {Compare} page
 * @param {string} by
 * @param {Row[]} rows
 * @param {DrawCell} drawCell
 */
const table = (page, by, rows, drawCell) => {
  const { data, words } = page;
  return element(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": words.way_table },
    element(
      "table",
      { class: "ranked" },
      element("caption", { class: "hidden", text: words.way_table }),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col", text: words.territory }),
          ...data.lines.map((line) => head(page, line, line.id === by)),
        ),
      ),
      element(
        "tbody",
        {},
        reference(page, by),
        ...rows.map((row) => territoryRow(page, by, row, drawCell)),
      ),
    ),
  );
};

/**
 * A title that ranks the list by its measure; below it stands which end has rank 1, or why there are no
 * ranks.
 *
 * @param {Compare} page
 * @param {LineMessage} line
 * @param {boolean} chosen
 */
const head = (page, line, chosen) =>
  element(
    "th",
    {
      scope: "col",
      class: chosen ? "number chosen" : "number",
      "aria-sort": chosen ? (line.direction === "lower" ? "ascending" : "descending") : null,
      title: [line.definition, ...line.rules].join("\n"),
    },
    element("button", {
      type: "button",
      class: "small",
      "data-key": `by.${line.id}`,
      "aria-label": fill(page.words.many_by, { title: line.title }),
      text: line.title,
      onclick: () => {
        const state = kept.get(page);
        if (state) state.page = 0;
        page.choose({ "table.by": line.id });
      },
    }),
    line.unit_text && line.unit !== "share" ? element("small", { text: line.unit_text }) : null,
    element("small", { class: "rank-note", text: line.rank_note }),
  );

/**
 * @param {Compare} page
 * @param {string} by
 */
const reference = ({ data, words }, by) =>
  element(
    "tr",
    { class: "beside" },
    element(
      "th",
      { scope: "row" },
      element("span", { text: words.reference }),
      element("small", { text: data.reference.name }),
    ),
    ...data.lines.map(({ id, reference: cell }) =>
      element(
        "td",
        { class: id === by ? "chosen" : null },
        element("span", { class: "cell", text: cell.number }),
      ),
    ),
  );

/**
 * @param {Compare} page
 * @param {string} by
 * @param {Row} row
 * @param {DrawCell} drawCell
 */
const territoryRow = (page, by, { territory, k }, drawCell) =>
  element(
    "tr",
    {},
    element(
      "th",
      { scope: "row" },
      element("span", { text: territory.name }),
      territory.level === "commune" ? element("small", { text: territory.id }) : null,
    ),
    ...page.data.lines.map((line) => {
      const cell = line.cells[k];
      if (!cell) return element("td");
      if (line.id !== by) return element("td", {}, drawCell(page, line, cell, territory));
      return element(
        "td",
        { class: "chosen", style: `--share:${shareOf(line, cell)}` },
        drawCell(page, line, cell, territory),
      );
    }),
  );

/**
 * The length of the bar of a value, from 0 to 1.
 *
 * @param {LineMessage} line
 * @param {CellMessage} cell
 */
const shareOf = (line, { value }) => {
  const span = range(line);
  return value === null || !span ? 0 : Math.max(0, (value - span[0]) / (span[1] - span[0] || 1));
};
