/* The table: a row a measure, a column a territory; rank, gap to the reference and coverage below each
   number. */

import { element } from "../shell/dom.js";
import { fill } from "../shell/words.js";
import { strip } from "./axis.js";
import { rankedList } from "./many/list.js";
import { MANY } from "./many/pager.js";
import { insteadButton } from "./measure_choice.js";

/**
 * @import { CellMessage, Comparison, LineMessage, Territory } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const table = (page, node) => {
  const { data, words } = page;
  const sentences = data.sentences.map((one) =>
    element("li", {}, element("span", { text: one.text }), element("small", { text: one.source })),
  );
  if (data.territories.length > MANY) rankedList(page, node, number);
  else
    node.append(
      element(
        "div",
        { class: "scroller", tabindex: "0", role: "region", "aria-label": words.way_table },
        element(
          "table",
          {},
          element("caption", {
            class: "hidden",
            text: data.territories.map(({ name }) => name).join(", "),
          }),
          element("thead", {}, head(page)),
          element("tbody", {}, ...data.lines.map((line) => row(page, line))),
        ),
      ),
      element("p", { class: "legend-note", text: words.table_about }),
    );
  node.append(
    element(
      "section",
      { class: "says" },
      element("h3", { text: words.says }),
      element("ul", {}, ...sentences),
    ),
  );
};

/** @param {Compare} page */
const head = ({ data, words }) =>
  element(
    "tr",
    {},
    element("th", { scope: "col", text: words.indicator }),
    ...data.territories.map((one) =>
      element(
        "th",
        { scope: "col", class: "number" },
        element("span", { class: "letter", text: one.letter }),
        element("span", { text: one.name }),
      ),
    ),
    element(
      "th",
      { scope: "col", class: "number reference" },
      element("span", { text: words.reference }),
      element("small", { text: data.reference.name }),
    ),
    element("th", { scope: "col", class: "strip", "aria-hidden": "true" }),
  );

/**
 * @param {Compare} page
 * @param {LineMessage} line
 */
const row = (page, line) =>
  element(
    "tr",
    {},
    element(
      "th",
      { scope: "row", title: [line.definition, ...line.rules].join("\n") },
      element("span", { text: line.title }),
      line.unit_text && line.unit !== "share" ? element("small", { text: line.unit_text }) : null,
      ...ranking(page, line),
    ),
    ...page.data.territories.map((territory, k) => {
      const cell = line.cells[k];
      return element("td", {}, cell ? number(page, line, cell, territory) : null);
    }),
    element("td", { class: "reference" }, beside(page, line)),
    element("td", { class: "strip", "aria-hidden": "true" }, strip(page.data, line, 190, 26)),
  );

/**
 * Why values are blank, once for the row; in the cells it would be written again and again.
 *
 * @param {LineMessage} line
 */
const reasons = ({ cells }) => [
  ...new Set(cells.flatMap((cell) => (cell.completeness === "blank" ? cell.notes.slice(1) : []))),
];

/**
 * What stands beside the ranks of a measure: which end has rank 1, or why there are none and what ranks
 * instead.
 *
 * @param {Compare} page
 * @param {LineMessage} line
 */
const ranking = (page, line) => {
  const partial = line.cells.some((cell) => cell.completeness !== "complete");
  if (line.ranked && !partial && !line.cells.some((cell) => cell.rank)) return [];
  const note = element("small", { class: "rank-note" }, [line.rank_note, ...reasons(line)].join(" – "));
  return line.ranked ? [note] : [note, insteadButton(page, line)];
};

/**
 * A number opens where it comes from; what is not known is hatched and says why.
 *
 * @param {Compare} page
 * @param {LineMessage} line
 * @param {CellMessage} cell
 * @param {Territory} territory
 */
const number = (page, line, cell, territory) => {
  const { words } = page,
    unknown = cell.value === null,
    why = cell.notes.join("; ");
  const below = [cell.rank ? fill(words.rank_short, { rank: cell.rank }) : null, cell.gap_text]
    .filter(Boolean)
    .join(" · ");
  return element(
    "button",
    {
      type: "button",
      class: unknown
        ? "cell unknown"
        : cell.rank === 1 && line.direction !== "neutral"
          ? "cell best"
          : "cell",
      "data-key": `cell.${line.id}.${territory.id}`,
      title: [
        `${territory.name} – ${line.title}: ${cell.text}`,
        cell.rank ? `${fill(words.rank_short, { rank: cell.rank })} (${line.rank_note})` : "",
        why,
      ]
        .filter(Boolean)
        .join("\n"),
      onclick: () => page.evidence.open(line.id, territory.id),
    },
    element("b", {
      text: unknown ? (cell.expected || why ? words.unknown : words.not_applicable) : cell.number,
    }),
    element("small", { text: unknown ? (cell.completeness === "blank" ? cell.notes[0] : why) : below }),
    element("small", { text: coverage(cell) }),
    cell.notes.length
      ? element("i", { class: "mark", "aria-hidden": "true", title: why, text: "*" })
      : null,
  );
};

/**
 * @param {Compare} page
 * @param {LineMessage} line
 */
const beside = (page, line) => {
  const cell = line.reference,
    from = { basin: "nord_pas_de_calais" }[page.data.reference.id] || page.data.reference.id;
  const content = [
    element("b", { text: cell.value === null ? page.words.unknown : cell.number }),
    element("small", { text: coverage(cell) }),
  ];
  if (from === "median") return element("span", { class: "cell" }, ...content);
  return element(
    "button",
    {
      type: "button",
      class: "cell",
      "data-key": `cell.${line.id}.ref`,
      title: cell.notes.join("; "),
      onclick: () => page.evidence.open(line.id, from),
    },
    ...content,
  );
};

/** @param {CellMessage} cell */
const coverage = (cell) => (cell.expected ? `${cell.valid}/${cell.expected}` : "");
