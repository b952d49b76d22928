/* Two pictures of a typology: the silhouette of each number of groups, and the tree that is cut. */

import { element, svgElement } from "../../shell/dom.js";
import { linear, ticks, writer } from "../axis.js";

/**
 * @import { TreeDrawing, TypologyMessage } from "../answers"
 * @import { Compare } from "../compare.js"
 */

/* Pixels: the drawings, and what their axes take. */
const W = 460,
  H = 240,
  LEFT = 44,
  BELOW = 30,
  EDGE = 14;

/**
 * @param {Compare} page
 * @param {TypologyMessage} answer
 */
export const silhouetteCurve = (page, { silhouettes, shown, best }) => {
  const values = silhouettes.map(({ value }) => value),
    counts = silhouettes.map(({ groups }) => groups),
    highest = Math.max(...values, 0.1),
    x = linear([Math.min(...counts) - 0.3, Math.max(...counts) + 0.3], LEFT, W - EDGE),
    y = linear([Math.min(0, ...values), highest * 1.1], H - BELOW, EDGE);
  const marks = ticks(Math.min(0, ...values), highest, 4),
    say = writer({ share: false, lang: page.lang }, marks);
  const lines = marks.flatMap((at) => [
    svgElement("line", { class: "tick", x1: LEFT, x2: W - EDGE, y1: y(at), y2: y(at) }),
    text(LEFT - 6, y(at) + 4, "end", say(at)),
  ]);
  const points = silhouettes.map(({ groups, value, text: written }) => [
    svgElement(
      "circle",
      {
        class: groups === shown ? "chosen" : "dot",
        cx: x(groups),
        cy: y(value),
        r: groups === best ? 6 : 4,
      },
      svgElement("title", { text: `${groups}: ${written}` }),
    ),
    text(x(groups), H - 10, "middle", String(groups)),
  ]);
  const curve = `M${silhouettes.map(({ groups, value }) => `${x(groups)} ${y(value)}`).join("L")}`;
  return picture(
    page.words.silhouette_curve,
    silhouettes.map(({ groups, text: written }) => `${groups}: ${written}`).join(", "),
    [...lines, svgElement("path", { class: "curve", d: curve }), ...points.flat()],
  );
};

/**
 * Leaves are groups of territories that merge early; the number below each is how many.
 *
 * @param {Compare} page
 * @param {TreeDrawing} tree
 */
export const wardTree = (page, tree) => {
  const x = linear([0, tree.leaves.length], EDGE, W - EDGE),
    y = linear([0, tree.height * 1.03], H - BELOW, EDGE);
  const links = tree.links.map((link) => {
    let d = "";
    for (let i = 0; i < link.length; i += 2)
      d += `${i ? "L" : "M"}${x(link[i] ?? 0)} ${y(link[i + 1] ?? 0)}`;
    return svgElement("path", { class: "branch", d });
  });
  const leaves = tree.leaves.map((count, at) => text(x(at + 0.5), H - 14, "middle", String(count)));
  const cut = svgElement("line", {
    class: "cut",
    x1: EDGE,
    x2: W - EDGE,
    y1: y(tree.cut),
    y2: y(tree.cut),
  });
  return picture(page.words.tree_title, page.words.tree_title, [...links, cut, ...leaves]);
};

/**
 * @param {number} x
 * @param {number} y
 * @param {string} anchor
 * @param {string} written
 */
const text = (x, y, anchor, written) =>
  svgElement("text", { class: "scale", x, y, "text-anchor": anchor, text: written });

/**
 * @param {string} title
 * @param {string} said
 * @param {SVGElement[]} parts
 */
const picture = (title, said, parts) =>
  element(
    "figure",
    {},
    element("figcaption", {}, element("h3", { text: title })),
    svgElement("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": said }, ...parts),
  );
