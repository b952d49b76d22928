/* What the statistics of a level share: choices, map, sentences, and where the numbers come from. */

import { element, svgElement } from "../../shell/dom.js";
import { writeNumber } from "../../shell/numbers/write_number.js";
import { messageOf, Refusal } from "../../shell/server.js";
import { word } from "../../shell/words.js";
import { path, roundPart } from "../map_parts.js";
import { copyButton, filesUsed } from "../provenance.js";

/**
 * @import { Child } from "../../shell/elements"
 * @import { StatisticsMap, StatisticsSource } from "../answers"
 * @import { Compare } from "../compare.js"
 *
 * @typedef {{ value: string, text: string, selected: boolean }} Choice
 */

/* Pixels that the map is wide at most: lines and patterns are measured on them. */
const WIDTH = 980;
const LEVELS = ["commune", "intercommunality"];
/* Kinds that are drawn as dots of the colour of another: a quadrant before the control of multiple tests. */
const WEAK = /^(HH|LL|HL|LH)_p$/;
const QUADRANTS = ["HH", "LL", "HL", "LH"];

/**
 * @param {string} title
 * @param {string} key
 * @param {Choice[]} choices
 * @param {(value: string) => void} choose
 */
export const field = (title, key, choices, choose) =>
  element(
    "label",
    {},
    element("span", { text: title }),
    element(
      "select",
      { "data-key": key, onchange: ({ target }) => choose(target.value) },
      ...choices.map((choice) => element("option", choice)),
    ),
  );

/**
 * Which territories a statistic is made of.
 *
 * @param {Compare} page
 * @param {string} name
 */
export const levelField = (page, name) => {
  const shown = page.chosen(name) ?? "commune";
  const choices = LEVELS.map((level) => ({
    value: level,
    text: word(page.words, `behind_${level}`),
    selected: level === shown,
  }));
  return field(page.words.statistics_level, name, choices, (level) =>
    page.choose({ [name]: level === "commune" ? null : level }),
  );
};

/**
 * The choices stay where the statistic is refused: the reason stands in place of its result.
 *
 * @param {HTMLElement} node
 * @param {() => Promise<Child[]>} draw
 */
export const resultOf = async (node, draw) => {
  try {
    node.append(.../** @type {Node[]} */ ((await draw()).filter(Boolean)));
  } catch (problem) {
    node.append(element("p", { class: "problem", text: messageOf(problem) }));
  }
};

/**
 * Asks for a statistic; why there is none is an answer too.
 *
 * @template {object} T
 * @param {Compare} page
 * @param {string} path
 * @returns {Promise<T>}
 */
export const askStatistic = async (page, path) => {
  /** @type {T | { none: string }} */
  const answer = await page.ask(path);
  if ("none" in answer) throw new Refusal(answer.none);
  return answer;
};

/** @param {string[]} sentences */
export const said = ([first = "", ...others]) => [
  element("p", { class: "lead", text: first }),
  element("ul", { class: "statistics-said" }, ...others.map((text) => element("li", { text }))),
];

/**
 * @param {Compare} page
 * @param {StatisticsMap} map
 * @param {string} title
 */
export const areasMap = (page, map, title) => {
  const [west, south, east, north] = map.bounds,
    [w, h] = [east - west, north - south],
    px = w / WIDTH;
  const shapes = map.areas.map(({ name, rings, kind, text }) =>
    svgElement(
      "path",
      {
        class: kind ? `area kind-${kind}` : "area unknown",
        style: styleOf(kind),
        d: path(rings),
        "fill-rule": "evenodd",
        "stroke-width": 0.8 * px,
      },
      svgElement("title", { text: `${name}: ${text}` }),
    ),
  );
  const box = [west - 4 * px, -north - 4 * px, w + 8 * px, h + 8 * px].join(" ");
  return element(
    "figure",
    { class: "statistics-map" },
    svgElement(
      "svg",
      { viewBox: box, role: "img", "aria-label": title },
      svgElement("defs", {}, ...QUADRANTS.map((kind) => dots(kind, px)), hatch(px)),
      ...shapes,
      svgElement("path", { class: "edge", d: path(map.outline), "stroke-width": 1.4 * px }),
    ),
    // A part of the width: the drawing shrinks with the window.
    element(
      "figcaption",
      { class: "scale" },
      element("i", { style: `width:${(100 * roundPart(w)) / (w + 8 * px)}%` }),
      writeNumber(roundPart(w), page.lang, { unit: "km" }),
    ),
  );
};

/** @param {string | null} kind */
const styleOf = (kind) => {
  if (kind === null) return "fill:url(#left-out)";
  const weak = WEAK.exec(kind);
  return weak ? `fill:url(#dots-${weak[1]})` : null;
};

/**
 * @param {string} kind
 * @param {number} px
 */
const dots = (kind, px) =>
  svgElement(
    "pattern",
    { id: `dots-${kind}`, width: 6 * px, height: 6 * px, patternUnits: "userSpaceOnUse" },
    svgElement("rect", { class: "kind-ns", width: 6 * px, height: 6 * px }),
    svgElement("circle", { class: `kind-${kind}`, cx: 3 * px, cy: 3 * px, r: 1.7 * px }),
  );

/** @param {number} px */
const hatch = (px) =>
  svgElement(
    "pattern",
    {
      id: "left-out",
      width: 1,
      height: 1,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(45) scale(${6 * px})`,
    },
    svgElement("line", { class: "hatching", x1: 0, x2: 0, y1: 0, y2: 1 }),
  );

/**
 * The layers with the hashes of their files, and the command that computes the same again.
 *
 * @param {Compare} page
 * @param {StatisticsSource[]} sources
 * @param {string} command
 */
export const madeFrom = ({ words }, sources, command) =>
  element(
    "section",
    { class: "made-from" },
    element("h3", { text: words.made_from }),
    ...sources.map((source) =>
      element(
        "details",
        {},
        element("summary", { text: `${source.title} (${source.rows} ${words.rows_of_layer})` }),
        source.rule ? element("p", { class: "legend-note", text: source.rule }) : null,
        filesUsed(words, source.files),
      ),
    ),
    element(
      "p",
      { class: "redo" },
      element("b", { text: words.redo_all }),
      " ",
      element("code", { class: "command", text: command }),
      " ",
      ...copyButton(words, command),
    ),
  );

/**
 * A long table, folded.
 *
 * @param {string} title
 * @param {string[]} columns
 * @param {HTMLTableRowElement[]} rows
 */
export const folded = (title, columns, rows) =>
  element(
    "details",
    { class: "statistics-rows" },
    element("summary", { text: title }),
    element(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": title },
      element(
        "table",
        {},
        element("caption", { class: "hidden", text: title }),
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...columns.map((text, at) =>
              element("th", { scope: "col", class: at ? "number" : null, text }),
            ),
          ),
        ),
        element("tbody", {}, ...rows),
      ),
    ),
  );
