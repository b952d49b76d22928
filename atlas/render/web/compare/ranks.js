/* Composite ranks on demand, with how firm they are. */

import { element } from "../shell/dom.js";
import { writeNumber } from "../shell/numbers/write_number.js";
import { fill, plural, word } from "../shell/words.js";
import { MANY } from "./many/pager.js";
import { rankedTable } from "./many/ranked.js";
import { weighted } from "./measure_choice.js";

/**
 * @import { CompareWords } from "../words"
 * @import { RankRobustness } from "./answers"
 * @import { Compare } from "./compare.js"
 *
 * @typedef {{ get(id: string): { name: string, letter: string } }} Named
 * @typedef {{ get(id: string): string }} Titled
 */

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const ranks = async (page, node) => {
  const { words } = page;
  if (!page.chosen("ranks.on")) {
    node.append(
      element("p", { class: "lead", text: words.ranks_why }),
      element("button", {
        type: "button",
        class: "do",
        "data-key": "ranks.go",
        text: words.ranks_go,
        onclick: () => page.choose({ "ranks.on": "1" }),
      }),
    );
    return;
  }
  /** @type {RankRobustness} */
  const found = await page.ask("compare/ranks");
  const territories = new Map(page.data.territories.map((one) => [one.id, one])),
    lines = new Map(page.data.lines.map((line) => [line.id, line.title]));
  const names = { get: (/** @type {string} */ id) => territories.get(id) ?? { name: id, letter: "" } },
    titles = { get: (/** @type {string} */ id) => lines.get(id) ?? id };
  const percent = (/** @type {number} */ share) =>
    `${writeNumber(100 * share, page.lang, { decimals: 0, digits: 1 })} %`;
  node.append(weights(page, found, titles));
  const aside = Object.entries(found.missing),
    /* Of many the first ones show why. */
    few = aside.length > MANY ? 3 : MANY;
  for (const [id, missing] of aside.slice(0, few))
    node.append(
      element(
        "p",
        { class: "gap" },
        element("i", { class: "hatch" }),
        `${names.get(id).name} : ${words.left_aside} ${missing.map((one) => titles.get(one)).join(", ")}`,
      ),
    );
  if (aside.length > few)
    node.append(
      element("p", {
        class: "gap",
        text: fill(words.left_aside_more, { n: page.number.format(aside.length - few) }),
      }),
    );
  /** @type {[said: string, measures: string[]][]} */
  const outside = [
    [words.neutral, found.neutral],
    [words.amounts_left, found.amounts],
    [words.incomplete_measures, found.incomplete],
  ];
  for (const [said, measures] of outside) {
    const text = `${said} ${measures.map((one) => titles.get(one)).join(", ")}.`;
    if (measures.length) node.append(element("p", { class: "legend-note", text }));
  }
  if (!found.ranked.length) {
    node.append(element("p", { class: "none", text: words.ranks_none }));
    return;
  }
  node.append(
    element("h3", { text: words.firm }),
    element(
      "ul",
      { class: "pairs" },
      ...found.ahead.map((pair) =>
        element("li", { text: firmness(words, pair, names, titles, percent).join(" ") }),
      ),
    ),
    ...(found.ranked.length > MANY
      ? [rankedTable(page, found, names)]
      : [acceptability(page, found, names, percent), leftOut(page, found, names, titles)]),
    element("p", {
      class: "legend-note",
      text: plural(words.ranks_about, page.lang, found.draws, { n: page.number.format(found.draws) }),
    }),
  );
};

/**
 * How firm the order of two neighbours is. The one that is ahead more often is named first.
 *
 * @param {CompareWords} words
 * @param {RankRobustness["ahead"][number]} pair
 * @param {Named} names
 * @param {Titled} titles
 * @param {(share: number) => string} percent
 */
const firmness = (words, pair, names, titles, percent) => {
  const { flip, level, own_first } = pair,
    said = {
      first: names.get(pair.first).name,
      second: names.get(pair.second).name,
      share: percent(pair.share),
      level: percent(level),
    };
  const often =
    level > 0.995 ? words.level : pair.tied ? words.tied : level >= 0.005 ? words.ahead_level : words.ahead;
  if (own_first === null) return [fill(often, said), words.own_level];
  const own = own_first === pair.first ? [] : [fill(words.own_first, { first: names.get(own_first).name })];
  return [
    fill(often, said),
    ...own,
    flip
      ? fill(words.flips, { indicator: titles.get(flip.id), weight: percent(flip.weight) })
      : words.never_flips,
  ];
};

/**
 * @param {Compare} page
 * @param {RankRobustness} found
 * @param {Titled} titles
 */
const weights = (page, found, titles) => {
  const { words } = page,
    { lines } = page.data,
    own = new Map(lines.map((line) => [line.id, line.weight]));
  const change = (/** @type {string} */ id, /** @type {number} */ weight) =>
    page.set({ ind: lines.map((line) => weighted(line.id, line.id === id ? weight : line.weight)) });
  return element(
    "details",
    { class: "says", open: true },
    element("summary", { text: words.weights }),
    element(
      "ul",
      { class: "weights" },
      ...found.measures.map((one) =>
        element(
          "li",
          {},
          element(
            "label",
            {},
            element("input", {
              type: "number",
              min: 0,
              step: 0.5,
              value: own.get(one.id),
              "data-key": `weight.${one.id}`,
              onchange: (event) =>
                Number(event.target.value) >= 0 && change(one.id, Number(event.target.value)),
            }),
            element("span", { text: titles.get(one.id) }),
            element("small", {
              text: [
                word(words, `direction_${one.direction}`),
                `${writeNumber(100 * one.weight, page.lang, { decimals: 0, digits: 1 })} %`,
              ].join(" · "),
            }),
          ),
        ),
      ),
    ),
  );
};

/**
 * How often each rank comes, as a table whose cells darken.
 *
 * @param {Compare} page
 * @param {RankRobustness} found
 * @param {Named} names
 * @param {(share: number) => string} percent
 */
const acceptability = (page, found, names, percent) => {
  const { words } = page;
  return element(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": words.acceptability },
    element(
      "table",
      { class: "heat" },
      element("caption", { text: `${words.acceptability} (${words.rank_best})` }),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { text: words.territory }),
          element("th", { class: "number", text: words.composite }),
          element("th", { class: "number", text: words.by_ranks }),
          ...found.ranked.map((_, k) =>
            element("th", { class: "number", text: fill(words.rank_short, { rank: k + 1 }) }),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...found.ranked.map((one) =>
          element(
            "tr",
            {},
            element(
              "th",
              { scope: "row" },
              element("b", { class: "letter", text: names.get(one.id).letter }),
              names.get(one.id).name,
            ),
            element("td", {
              class: "number",
              text: `${one.rank} · ${writeNumber(one.composite, page.lang)}`,
            }),
            element("td", { class: "number", text: one.rank_by_ranks }),
            ...one.acceptability.map((share) =>
              element("td", {
                class: "number",
                style: `--share:${share}`,
                text: share >= 0.005 ? percent(share) : "",
              }),
            ),
          ),
        ),
      ),
    ),
  );
};

/**
 * @param {Compare} page
 * @param {RankRobustness} found
 * @param {Named} names
 * @param {Titled} titles
 */
const leftOut = (page, found, names, titles) => {
  const { words } = page,
    usual = new Map(found.ranked.map((one) => [one.id, one.rank]));
  return element(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": words.left_out },
    element(
      "table",
      { class: "without" },
      element("caption", { text: `${words.left_out} (${words.rank_best})` }),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { text: words.without }),
          ...found.ranked.map((one) =>
            element(
              "th",
              { class: "number" },
              element("b", { class: "letter", text: names.get(one.id).letter }),
            ),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...Object.entries(found.left_out).map(([measure, row]) =>
          element(
            "tr",
            {},
            element("th", { scope: "row", text: titles.get(measure) }),
            ...found.ranked.map((one) =>
              element("td", {
                class: row[one.id] === usual.get(one.id) ? "number" : "number moved",
                text: row[one.id],
              }),
            ),
          ),
        ),
      ),
    ),
  );
};
