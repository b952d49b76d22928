/* A typology of the territories of a level: what sets each group apart, the curve that chooses their number,
   profiles, tree and map. */

import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { fill } from "../../shell/words.js";
import { areasMap, askStatistic, field, folded, levelField, madeFrom, resultOf, said } from "./parts.js";
import { silhouetteCurve, wardTree } from "./typology_pictures.js";

/**
 * @import { GroupedTerritory, GroupMessage, TypologyMessage } from "../answers"
 * @import { Compare } from "../compare.js"
 */

const COUNTS = ["2", "3", "4", "5", "6", "7", "8"];
/* Standard deviations that colour a cell of the profiles in full. */
const FULL = 2;

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const typology = async (page, node) => {
  const { words } = page,
    controls = element("div", { class: "controls" }, levelField(page, "typology.level"));
  node.append(controls);
  await resultOf(node, async () => {
    /** @type {TypologyMessage} */
    const answer = await askStatistic(page, "compare/typology");
    controls.append(groupField(page, answer.best));
    return [
      ...said(answer.sentences),
      element(
        "ul",
        { class: "groups" },
        ...answer.groups.map(({ number, sentence }) =>
          element("li", {}, element("i", { class: `kind-g${number}` }), sentence),
        ),
      ),
      areasMap(page, answer.map, words.way_typology),
      element(
        "ul",
        { class: "classes-legend" },
        ...answer.groups.map(({ number, title, count }) =>
          element("li", {}, element("i", { class: `kind-g${number}` }), `${title} (${count})`),
        ),
        answer.blanks.length
          ? element("li", {}, element("i", { class: "hatch" }), words.left_out_class)
          : null,
      ),
      profiles(page, answer),
      element("div", { class: "pictures" }, silhouetteCurve(page, answer), wardTree(page, answer.tree)),
      element("p", { class: "legend-note", text: words.typology_about }),
      folded(
        words.group_rows,
        [words.territory, words.group_column, ...answer.variables.map(({ title }) => title)],
        answer.rows.map((row) => line(page, answer, row)),
      ),
      element("p", { class: "legend-note", text: answer.source }),
      madeFrom(page, answer.sources, answer.command),
    ];
  });
};

/**
 * @param {Compare} page
 * @param {number} best
 */
const groupField = (page, best) => {
  const shown = page.chosen("typology.groups") ?? "",
    automatic = fill(page.words.by_silhouette, { n: best });
  return field(
    page.words.group_count,
    "typology.groups",
    ["", ...COUNTS].map((count) => ({
      value: count,
      text: count || automatic,
      selected: count === shown,
    })),
    (count) => page.choose({ "typology.groups": count || null }),
  );
};

/**
 * One row a variable, one column a group: the mean, and its distance from that of all as colour.
 *
 * @param {Compare} page
 * @param {TypologyMessage} answer
 */
const profiles = (page, { variables, groups }) => {
  const number = numberFormat(page.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  });
  const cell = (/** @type {GroupMessage} */ group, /** @type {number} */ at) => {
    const score = group.scores[at] ?? 0,
      full = Math.round(Math.min(1, Math.abs(score) / FULL) * 60);
    return element(
      "td",
      {
        class: `number ${score > 0 ? "above" : "under"}`,
        style: `--full:${full}%`,
      },
      element("b", { text: number.format(score) }),
      element("small", { text: group.mean_texts[at] }),
    );
  };
  return element(
    "section",
    { class: "profiles" },
    element("h3", { text: page.words.profiles }),
    element(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": page.words.profiles },
      element(
        "table",
        {},
        element("caption", { class: "hidden", text: page.words.profiles }),
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            element("th", { scope: "col", text: page.words.indicator }),
            ...groups.map((group) =>
              element(
                "th",
                { scope: "col", class: "number" },
                element("i", { class: `swatch kind-g${group.number}` }),
                group.title,
              ),
            ),
          ),
        ),
        element(
          "tbody",
          {},
          ...variables.map(({ title }, at) =>
            element(
              "tr",
              {},
              element("th", { scope: "row", text: title }),
              ...groups.map((group) => cell(group, at)),
            ),
          ),
        ),
      ),
    ),
  );
};

/**
 * @param {Compare} page
 * @param {TypologyMessage} answer
 * @param {GroupedTerritory} row
 */
const line = (page, { variables }, row) =>
  element(
    "tr",
    {},
    element("th", { scope: "row", text: row.name }),
    element("td", { class: "number", text: row.group === null ? "–" : String(row.group) }),
    ...row.texts.map((text, at) =>
      element(
        "td",
        { class: "number" },
        element("button", {
          type: "button",
          class: "plain",
          text,
          onclick: () => page.evidence.open(variables[at]?.id ?? "", row.id),
        }),
      ),
    ),
  );
