/* Dots on an axis with the reference as a line. Territories are letters: colour is never the only code. What
   is not known has no dot, and is named. */

import { element, svgElement } from "../shell/dom.js";
import { dotClass, linear, range, ticks, writer } from "./axis.js";
import { listed, MANY } from "./many/pager.js";

/**
 * @import { CellMessage, LineMessage, Territory } from "./answers"
 * @import { Compare } from "./compare.js"
 *
 * @typedef {{ cell: CellMessage, territory: Territory, x: number }} Dot
 * @typedef {Dot & { row: number }} Placed
 */

/* Pixels: the width of a plot, its edges, half the distance of two dots with letters and of two without. */
const WIDTH = 470,
  EDGE = 22,
  R = 10.5,
  SMALL = 3.4;
/* Rows that a dot steps aside to, up and down in turn. */
const ROWS = Array.from({ length: 41 }, (_, k) => (k % 2 ? -(k + 1) / 2 : k / 2));

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const plots = (page, node) => {
  /* Brings one territory forward in every plot. */
  const point = (/** @type {string | null} */ id) => {
    for (const dot of node.querySelectorAll("[data-territory]"))
      dot.classList.toggle("away", id !== null && dot.getAttribute("data-territory") !== id);
  };
  const letters = page.data.territories.map(({ id, letter, name }) =>
    element(
      "span",
      { onmouseenter: () => point(id), onmouseleave: () => point(null) },
      element("b", { class: "letter", text: letter }),
      name,
    ),
  );
  node.append(
    letters.length > MANY ? "" : element("div", { class: "letters" }, ...letters),
    element("div", { class: "grid" }, ...page.data.lines.map((line) => plot(page, line))),
  );
};

/**
 * @param {Compare} page
 * @param {LineMessage} line
 */
const plot = (page, line) => {
  const { words, data } = page,
    span = range(line),
    missing = data.territories.filter((_, k) => line.cells[k]?.value === null),
    unit = line.unit_text && line.unit !== "share" ? element("span", { text: line.unit_text }) : null;
  const caption = element("figcaption", {}, element("b", { text: line.title }), unit);
  const gap = missing.length
    ? element(
        "p",
        { class: "gap" },
        element("i", { class: "hatch", "aria-hidden": "true" }),
        `${words.no_value} ${listed(missing.map(({ name }) => name))}`,
      )
    : null;
  if (!span) return element("figure", {}, caption, gap);
  const r = data.territories.length > MANY ? SMALL : R,
    x = linear(span, EDGE, WIDTH - EDGE),
    marks = ticks(...span),
    say = writer({ share: line.unit === "share", year: line.unit === "decade", lang: page.lang }, marks),
    dots = swarm(dotsOf(data.territories, line, x), r),
    rows = Math.max(0, ...dots.map((dot) => Math.abs(dot.row))),
    middle = 22 + (rows + 0.5) * 2 * r,
    height = middle + (rows + 0.5) * 2 * r + 22,
    values = data.territories.map((one, k) => `${one.name}: ${line.cells[k]?.text}`);
  const scale = marks.flatMap((at) => [
    svgElement("line", { class: "tick", x1: x(at), x2: x(at), y1: 16, y2: height - 16 }),
    svgElement("text", { class: "scale", x: x(at), y: height - 3, "text-anchor": "middle", text: say(at) }),
  ]);
  const svg = svgElement(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `${line.title}. ${listed(values)}` },
    ...scale,
    ...reference(page, line, x, height),
    ...dots.map((dot) => lettered(page, line, dot, middle, r)),
  );
  return element("figure", {}, caption, svg, gap);
};

/**
 * @param {Territory[]} territories
 * @param {LineMessage} line
 * @param {(value: number) => number} x
 * @returns {Dot[]}
 */
const dotsOf = (territories, { cells }, x) =>
  cells.flatMap((cell, k) => {
    const territory = territories[k];
    return cell.value === null || !territory ? [] : [{ cell, territory, x: x(cell.value) }];
  });

/**
 * @param {Compare} page
 * @param {LineMessage} line
 * @param {(value: number) => number} x
 * @param {number} height
 */
const reference = ({ data }, line, x, height) => {
  if (line.reference.value === null) return [];
  const at = x(line.reference.value),
    anchor = at > WIDTH * 0.72 ? "end" : at < WIDTH * 0.28 ? "start" : "middle",
    text = `${data.reference.name} : ${line.reference.number}`;
  return [
    svgElement("line", { class: "beside", x1: at, x2: at, y1: 14, y2: height - 16 }),
    svgElement("text", { class: "beside", x: at, y: 10, "text-anchor": anchor, text }),
  ];
};

/**
 * @param {Compare} page
 * @param {LineMessage} line
 * @param {Placed} dot
 * @param {number} middle
 * @param {number} r
 */
const lettered = (page, line, { cell, territory, x, row }, middle, r) => {
  const { id, letter, name } = territory,
    y = middle + row * 2 * r;
  return svgElement(
    "g",
    { class: "lettered", "data-territory": id, onclick: () => page.evidence.open(line.id, id) },
    svgElement("circle", { class: dotClass(cell), cx: x, cy: y, r: r === R ? R - 1 : r - 0.4 }),
    r === R ? svgElement("text", { x, y: y + 4.4, "text-anchor": "middle", text: letter }) : null,
    svgElement("title", { text: `${name}: ${cell.text}` }),
  );
};

/**
 * Dots that would lie over one another step aside, up and down in turn.
 *
 * @template {{ x: number }} T
 * @param {T[]} dots
 * @param {number} [r]
 */
export const swarm = (dots, r = R) => {
  /** @type {(T & { row: number })[]} */
  const placed = [];
  for (const dot of [...dots].sort((a, b) => a.x - b.x)) {
    const free = (/** @type {number} */ row) =>
      placed.every((other) => other.row !== row || Math.abs(other.x - dot.x) >= 2 * r);
    placed.push({ ...dot, row: ROWS.find(free) ?? 0 });
  }
  return placed;
};
