/* Two measures against one another, the compared territories before all others. */

import { element, svgElement } from "../shell/dom.js";
import { plural, word } from "../shell/words.js";
import { linear, ticks, writer } from "./axis.js";
import { MANY } from "./many/pager.js";

/**
 * @import { Axis, Point, Scatter } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/* Pixels: the drawing, and what its axes take. */
const W = 980,
  H = 560,
  LEFT = 92,
  BELOW = 62;
const LEVELS = ["none", "commune", "intercommunality", "basin"];

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const scatter = async (page, node) => {
  const { data, words } = page,
    ids = data.lines.map((line) => line.id),
    level = page.chosen("scatter.level") ?? "commune",
    known = (/** @type {string | undefined} */ id) => (id && ids.includes(id) ? id : undefined),
    first = ids[0] ?? "",
    x = known(page.chosen("scatter.x")) ?? first,
    chosen = known(page.chosen("scatter.y")),
    y = chosen && chosen !== page.chosen("scatter.x") ? chosen : (ids[1] ?? first);
  /** @type {Scatter} */
  const answer = await page.ask("compare/points", { measure: [x, y], level });
  const n = answer.points.length,
    { missing, partial } = answer;
  const about = [
    plural(words.points_drawn, page.lang, n, { n }),
    missing ? plural(words.points_missing, page.lang, missing, { n: missing }) : "",
    partial ? plural(words.points_partial, page.lang, partial, { n: partial }) : "",
  ].join(" ");
  node.append(
    element(
      "div",
      { class: "controls" },
      measureField(page, "x", x),
      measureField(page, "y", y),
      levelField(page, level),
    ),
    cloud(page, answer),
    element("p", { class: "legend-note", text: about }),
  );
};

/**
 * @param {Compare} page
 * @param {"x" | "y"} key
 * @param {string} value
 */
const measureField = (page, key, value) => {
  const name = `scatter.${key}`;
  const options = page.data.lines.map(({ id, title }) =>
    element("option", { value: id, selected: id === value, text: title }),
  );
  return element(
    "label",
    {},
    element("span", { text: word(page.words, `axis_${key}`) }),
    element(
      "select",
      { "data-key": name, onchange: ({ target }) => page.choose({ [name]: target.value }) },
      ...options,
    ),
  );
};

/**
 * Which territories stand behind those that are compared.
 *
 * @param {Compare} page
 * @param {string} level
 */
const levelField = (page, level) => {
  const options = LEVELS.map((option) =>
    element("option", {
      value: option,
      selected: option === level,
      text: word(page.words, `behind_${option}`),
    }),
  );
  const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) =>
    page.choose({ "scatter.level": target.value });
  return element(
    "label",
    {},
    element("span", { text: page.words.behind }),
    element("select", { "data-key": "scatter.level", onchange }, ...options),
  );
};

/**
 * @param {Compare} page
 * @param {Scatter} answer
 */
const cloud = (page, { axes, points }) => {
  const [across, up] = axes,
    spans = { x: spanOf(points.map((point) => point.x)), y: spanOf(points.map((point) => point.y)) },
    x = linear(spans.x, LEFT, W - 24),
    y = linear(spans.y, H - BELOW, 20);
  const right = ticks(...spans.x, 7),
    upwards = ticks(...spans.y, 6),
    sayAcross = writer({ share: across.share, lang: page.lang }, right),
    sayUp = writer({ share: up.share, lang: page.lang }, upwards);
  const columns = right.flatMap((at) => [
    svgElement("line", { class: "tick", x1: x(at), x2: x(at), y1: 16, y2: H - BELOW }),
    label("scale", x(at), H - BELOW + 18, "middle", sayAcross(at)),
  ]);
  const lines = upwards.flatMap((at) => [
    svgElement("line", { class: "tick", x1: LEFT, x2: W - 20, y1: y(at), y2: y(at) }),
    label("scale", LEFT - 8, y(at) + 4, "end", sayUp(at)),
  ]);
  const aside = label("title", 0, 0, "middle", named(up));
  aside.setAttribute("transform", `translate(18 ${(H - BELOW) / 2}) rotate(-90)`);
  const dots = [...points]
    .sort((a, b) => Number(a.compared) - Number(b.compared))
    .map((point) => dot(page, axes, point, x(point.x), y(point.y)));
  const svg = svgElement(
    "svg",
    {
      class: "cloud",
      viewBox: `0 0 ${W} ${H}`,
      role: "img",
      "aria-label": `${named(across)} – ${named(up)}`,
    },
    ...columns,
    ...lines,
    label("title", (LEFT + W) / 2, H - 12, "middle", named(across)),
    aside,
    ...dots,
  );
  const letters = page.data.territories.map(({ letter, name }) =>
    element("span", {}, element("b", { class: "letter", text: letter }), name),
  );
  if (letters.length > MANY) return element("figure", {}, svg);
  return element("figure", {}, svg, element("div", { class: "letters" }, ...letters));
};

/**
 * @param {number[]} values
 * @returns {[low: number, high: number]}
 */
const spanOf = (values) => [Math.min(0, ...values), Math.max(...values, 1e-9)];

/** @param {Axis} axis */
const named = ({ share, title, unit }) => [title, share ? null : unit].filter(Boolean).join(", ");

/**
 * @param {string} kind
 * @param {number} x
 * @param {number} y
 * @param {string} anchor
 * @param {string} text
 */
const label = (kind, x, y, anchor, text) =>
  svgElement("text", { class: kind, x, y, "text-anchor": anchor, text });

/**
 * @param {Compare} page
 * @param {[Axis, Axis]} axes
 * @param {Point} point
 * @param {number} cx
 * @param {number} cy
 */
const dot = (page, axes, { id, name, text, compared }, cx, cy) => {
  const said = axes.map((axis, k) => `${axis.title}: ${text[k]}`),
    title = svgElement("title", { text: [name, ...said].join("\n") });
  if (!compared) return svgElement("circle", { class: "behind", cx, cy, r: 4 }, title);
  if (page.data.territories.length > MANY)
    return svgElement("circle", { class: "dot", cx, cy, r: 4.5 }, title);
  const letter = page.data.territories.find((territory) => territory.id === id)?.letter;
  return svgElement(
    "g",
    { class: "lettered" },
    svgElement("circle", { class: "dot", cx, cy, r: 11 }),
    svgElement("text", { x: cx, y: cy + 4.6, "text-anchor": "middle", text: letter }),
    title,
  );
};
