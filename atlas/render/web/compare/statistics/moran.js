/* Spatial autocorrelation of one measure over a level: the finding, its clusters, and every test. */

import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { fill, word } from "../../shell/words.js";
import { areasMap, askStatistic, field, folded, levelField, madeFrom, resultOf, said } from "./parts.js";

/**
 * @import { MoranMessage, MoranRow } from "../answers"
 * @import { Compare } from "../compare.js"
 */

/* As atlas/scene/statistics/spatial_autocorrelation.py has them. */
const MEASURE = "population_density",
  NEAREST = "6";
const RULES = ["queen", "distance", "nearest"];
const MOST_NEAREST = 12;
/* Columns after the name and the value: mean of the neighbours, their number, I, p, q. */
const DIGITS = 3;

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const moran = async (page, node) => {
  const { words } = page,
    rule = page.chosen("moran.rule") ?? "queen",
    measure = page.chosen("moran.measure") ?? MEASURE;
  node.append(
    element(
      "div",
      { class: "controls" },
      measureChoice(page, measure),
      levelField(page, "moran.level"),
      field(
        words.neighbour_rule,
        "moran.rule",
        RULES.map((id) => ({ value: id, text: word(words, `rule_${id}`), selected: id === rule })),
        (id) => page.choose({ "moran.rule": id === "queen" ? null : id }),
      ),
      rule === "nearest" ? nearestField(page) : null,
      rule === "distance" ? distanceField(page) : null,
    ),
  );
  await resultOf(node, async () => {
    /** @type {MoranMessage} */
    const answer = await askStatistic(page, "compare/moran");
    return [
      ...said(answer.sentences),
      element("p", { class: "variable", text: answer.variable }),
      legend(page, answer),
      areasMap(page, answer.map, answer.title),
      element("p", { class: "legend-note", text: words.moran_about }),
      folded(
        words.moran_rows,
        [
          words.territory,
          words.value,
          words.lag,
          words.neighbour_rule,
          words.local_index,
          words.pseudo_p,
          words.adjusted_p,
          words.cluster,
        ],
        answer.rows.map((row) => line(page, answer.measure, row)),
      ),
      element("p", { class: "legend-note", text: answer.source }),
      madeFrom(page, answer.sources, answer.command),
    ];
  });
};

/**
 * @param {Compare} page
 * @param {string} shown
 */
const measureChoice = (page, shown) => {
  const { offered, words } = page;
  /** @type {Map<string, HTMLOptionElement[]>} */
  const themes = new Map();
  for (const { theme, measures } of offered.indicators)
    themes.set(theme, [
      ...(themes.get(theme) ?? []),
      ...measures.map(({ id, title }) =>
        element("option", { value: id, selected: id === shown, text: title }),
      ),
    ]);
  return element(
    "label",
    {},
    element("span", { text: words.indicator }),
    element(
      "select",
      {
        "data-key": "moran.measure",
        onchange: ({ target }) => page.choose({ "moran.measure": target.value }),
      },
      ...[...themes].map(([theme, options]) =>
        element("optgroup", { label: word(words, `theme_${theme}`) }, ...options),
      ),
    ),
  );
};

/** @param {Compare} page */
const nearestField = (page) => {
  const shown = page.chosen("moran.nearest") ?? NEAREST,
    counts = Array.from({ length: MOST_NEAREST }, (_, k) => String(k + 1));
  return field(
    page.words.nearest_count,
    "moran.nearest",
    counts.map((count) => ({ value: count, text: count, selected: count === shown })),
    (count) => page.choose({ "moran.nearest": count === NEAREST ? null : count }),
  );
};

/** @param {Compare} page */
const distanceField = (page) =>
  element(
    "label",
    {},
    element("span", { text: page.words.within_km }),
    element("input", {
      type: "number",
      class: "kilometres",
      min: "0.1",
      max: "500",
      step: "0.1",
      "data-key": "moran.km",
      placeholder: page.words.within_least,
      value: page.chosen("moran.km") ?? "",
      onchange: ({ target }) => page.choose({ "moran.km": target.value || null }),
    }),
  );

/**
 * @param {Compare} page
 * @param {MoranMessage} answer
 */
const legend = ({ words }, { classes, blanks, islands }) =>
  element(
    "ul",
    { class: "classes-legend clusters" },
    ...classes.map(({ id, title, count }) =>
      element("li", {}, element("i", { class: `kind-${id}` }), `${title} (${count})`),
    ),
    ...classes
      .filter(({ weak }) => weak)
      .map(({ id, title, weak }) =>
        element(
          "li",
          {},
          element("i", { class: `dotted kind-${id}` }),
          `${fill(words.before_control, { title })} (${weak})`,
        ),
      ),
    blanks.length + islands.length
      ? element("li", {}, element("i", { class: "hatch" }), words.left_out_class)
      : null,
  );

/**
 * @param {Compare} page
 * @param {string} measure
 * @param {MoranRow} row
 */
const line = (page, measure, row) => {
  const number = numberFormat(page.lang, { minimumFractionDigits: DIGITS, maximumFractionDigits: DIGITS });
  const cell = (/** @type {string} */ text) => element("td", { class: "number", text });
  const written = (/** @type {number | null} */ value) => cell(value === null ? "–" : number.format(value));
  const value = element("button", {
    type: "button",
    class: "plain",
    text: row.value_text,
    onclick: () => page.evidence.open(measure, row.id),
  });
  return element(
    "tr",
    {},
    element("th", { scope: "row", text: row.name }),
    element("td", { class: "number" }, value),
    cell(row.lag_text),
    cell(row.neighbours === null ? "–" : String(row.neighbours)),
    written(row.index),
    written(row.p),
    written(row.q),
    element("td", { class: "number", text: row.cluster }),
  );
};
