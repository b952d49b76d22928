/* What the maps of the comparison are made of: paths in kilometres, the ground, scale bar and legend. */
import { element, svgElement } from "../shell/dom.js";
import { writeNumber } from "../shell/numbers/write_number.js";
import { insteadButton } from "./measure_choice.js";

/**
 * @import { Bounds } from "../messages"
 * @import { MeasureMaps, Ring, TerritoryMap } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/**
 * A path from rings of kilometres, north up.
 *
 * @param {Ring[]} rings
 */
export const path = (rings) =>
  rings
    .map((ring) => {
      let text = "";
      for (let i = 0; i < ring.length; i += 2) text += `${i ? "L" : "M"}${ring[i]} ${-(ring[i + 1] ?? 0)}`;
      return `${text}Z`;
    })
    .join("");

/**
 * @param {TerritoryMap} map
 * @param {number} px
 */
const hatch = (map, px) =>
  svgElement(
    "defs",
    {},
    svgElement(
      "clipPath",
      { id: `within-${map.id}` },
      svgElement("path", { d: path(map.outline), "clip-rule": "evenodd" }),
    ),
    svgElement(
      "pattern",
      {
        id: `hatch-${map.id}`,
        width: 1,
        height: 1,
        patternUnits: "userSpaceOnUse",
        patternTransform: `rotate(45) scale(${6 * px})`,
      },
      svgElement("line", { class: "hatching", x1: 0, x2: 0, y1: 0, y2: 1 }),
    ),
  );

/**
 * What a map shows of one territory, in kilometres around its centre.
 *
 * @param {TerritoryMap} map
 * @param {number} px
 */
export const ground = (map, px) => {
  const group = svgElement("g", {}, hatch(map, px)),
    within = svgElement("g", { "clip-path": `url(#within-${map.id})` });
  for (const area of map.areas)
    group.append(
      svgElement(
        "path",
        {
          class: area.class === null ? "area unknown" : `area class-${area.class}`,
          style: area.class === null ? `fill:url(#hatch-${map.id})` : null,
          d: path(area.rings),
          "fill-rule": "evenodd",
          "stroke-width": 0.5 * px,
        },
        svgElement("title", { text: `${area.name}: ${area.text}` }),
      ),
    );
  for (const shape of map.marks.unesco_components)
    within.append(svgElement("path", { class: "listed", d: path(shape), "stroke-width": 0.9 * px }));
  for (const shape of map.marks.slag_heaps)
    within.append(svgElement("path", { class: "heap", d: path(shape), "stroke-width": 0.4 * px }));
  group.append(
    within,
    svgElement("path", { class: "edge", d: path(map.outline), "stroke-width": 1.6 * px }),
  );
  return group;
};

/**
 * @param {{ bounds: Bounds }} map
 * @returns {[width: number, height: number]}
 */
export const span = (map) => [map.bounds[2] - map.bounds[0], map.bounds[3] - map.bounds[1]];

/**
 * A round number of kilometres that takes about a fifth of a width.
 *
 * @param {number} km
 */
export const roundPart = (km) => {
  const rough = km / 5,
    power = 10 ** Math.floor(Math.log10(rough));
  return (
    [1, 2, 5, 10]
      .map((factor) => factor * power)
      .filter((size) => size <= rough * 1.6)
      .pop() || power
  );
};

/**
 * @param {Compare} page
 * @param {number} km
 * @param {number} px
 */
export const scaleBar = (page, km, px) =>
  element(
    "span",
    { class: "scale-bar" },
    element("i", { style: `width:${roundPart(km) / px}px` }),
    writeNumber(roundPart(km), page.lang, { unit: "km" }),
  );

/**
 * @param {Compare} page
 * @param {MeasureMaps} answer
 */
export const legend = (page, answer) => {
  const line = page.data.lines.find(({ id }) => id === answer.measure),
    instead = answer.warning && line ? insteadButton(page, line) : null;
  return element(
    "div",
    {},
    element("p", { class: "variable", text: answer.variable }),
    answer.warning ? element("p", { class: "warning" }, answer.warning, " ", instead) : null,
    answer.partial ? element("p", { class: "warning", text: answer.partial }) : null,
    classes(page, answer),
  );
};

/**
 * @param {Compare} page
 * @param {MeasureMaps} answer
 */
const classes = (page, answer) =>
  element(
    "ul",
    { class: "classes-legend", "aria-label": answer.variable },
    ...answer.breaks.map(({ class: shade, text, alone }) =>
      element("li", {}, element("i", { class: `class-${shade}` }), alone ? text : `≤ ${text}`),
    ),
    element("li", {}, element("i", { class: "hatch" }), page.words.no_data),
    element("li", {}, element("i", { class: "heap" }), page.words.heaps),
    element("li", {}, element("i", { class: "listed" }), page.words.property),
  );

/**
 * @param {Compare} page
 * @param {string} key
 * @param {string} value
 * @param {(id: string) => void} choose
 */
export const measureField = (page, key, value, choose) =>
  element(
    "label",
    {},
    element("span", { text: page.words.indicator }),
    element(
      "select",
      { "data-key": key, onchange: (event) => choose(event.target.value) },
      ...page.data.lines.map((line) =>
        element("option", { value: line.id, selected: line.id === value, text: line.title }),
      ),
    ),
  );

/**
 * @param {Compare} page
 * @param {string | undefined} id
 * @param {number} [fallback]
 */
export const known = (page, id, fallback = 0) => {
  const ids = page.data.lines.map((line) => line.id);
  return id && ids.includes(id) ? id : (ids[Math.min(fallback, ids.length - 1)] ?? "");
};
