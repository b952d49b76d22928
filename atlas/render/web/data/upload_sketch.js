/* Where the rows of a file lie: their lines and points over borders and coasts, in degrees, north up. */
import { svgElement } from "../shell/dom.js";

/**
 * @import { Bounds } from "../messages"
 * @import { Positions, UploadFound } from "./answers"
 */

/* What is left around the rows, as a share of their extent, and the extent of a single point, in degrees. */
const AROUND = 0.15,
  LEAST = 0.02;
/* Dots across the drawing. */
const DOTS = 110;

/**
 * @param {Pick<UploadFound, "sketch" | "ground">} found
 * @param {Bounds} extent
 * @param {string} title
 */
export const sketch = ({ sketch: rows, ground }, [west, south, east, north], title) => {
  const squeeze = Math.cos(((south + north) * Math.PI) / 360),
    wide = (east - west) * squeeze,
    high = north - south,
    around = Math.max(wide, high, LEAST) * AROUND,
    width = wide + 2 * around,
    height = high + 2 * around,
    dot = Math.max(width, height) / DOTS,
    box = [west * squeeze - around, -north - around, width, height],
    edges = [west, south, east, north].map((value) => value.toFixed(3)).join(", ");
  const draw = (/** @type {Positions[]} */ lines, /** @type {string} */ name) =>
    svgElement("path", {
      class: lines.every((line) => line.length === 1) ? `${name} dots` : name,
      d: lines.map((line) => pathOf(line, squeeze, dot)).join(""),
    });
  return svgElement(
    "svg",
    { viewBox: box.join(" "), role: "img", "aria-label": `${title}: ${edges}` },
    draw(ground, "ground"),
    draw(rows, "rows"),
  );
};

/**
 * @param {Positions} line
 * @param {number} squeeze
 * @param {number} dot
 */
const pathOf = (line, squeeze, dot) => {
  const [first] = line;
  if (first && line.length === 1) return `M${first[0] * squeeze - dot / 2} ${-first[1]}h${dot}`;
  return `M${line.map(([lon, lat]) => `${lon * squeeze} ${-lat}`).join("L")}`;
};
