/* The scale of a measure: where it starts, which numbers are written. */
import { svgElement } from "../shell/dom.js";
import { writeNumber } from "../shell/numbers/write_number.js";

/** @import { CellMessage, Comparison, LineMessage } from "./answers" */

/** @typedef {[low: number, high: number]} Span */

/* The parts of a power of ten that numbers on an axis stand at. */
const STEPS = [1, 2, 2.5, 5, 10];
/* Pixels between the ends of a strip and its edges. */
const EDGE = 8;

/**
 * Round numbers that divide a range into about `count` parts.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} [count]
 */
export const ticks = (low, high, count = 4) => {
  const rough = (high - low || 1) / count,
    power = 10 ** Math.floor(Math.log10(rough)),
    step = (STEPS.find((factor) => factor * power >= rough) ?? 10) * power;
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step)
    found.push(Math.abs(at) < step * 1e-9 ? 0 : at);
  return found;
};

/**
 * Amounts start at zero; years and decades where they begin.
 *
 * @param {Pick<LineMessage, "unit" | "cells" | "reference">} line
 * @returns {Span | null}
 */
export const range = ({ unit, cells, reference }) => {
  const values = [...cells, reference].flatMap(({ value }) => (value === null ? [] : [value]));
  if (!values.length) return null;
  const low = Math.min(...values),
    high = Math.max(...values);
  if (unit === "decade") return [low - 10, high + 10];
  return [Math.min(0, low), high > 0 ? high : 0.0001];
};

/**
 * From values to pixels.
 *
 * @param {Span} span
 * @param {number} from
 * @param {number} to
 * @returns {(value: number) => number}
 */
export const linear =
  ([low, high], from, to) =>
  (value) =>
    from + ((value - low) / (high - low)) * (to - from);

/**
 * How the numbers of an axis are written: with the digits that tell each from the next.
 *
 * @param {{ share: boolean, year?: boolean, lang: string }} kind
 * @param {number[]} marks
 * @returns {(at: number) => string}
 */
export const writer =
  ({ share, year = false, lang }, marks) =>
  (at) => {
    if (year) return String(at);
    const percent = share ? 100 : 1,
      [first = 0, second = first] = marks,
      spread = percent * (second - first);
    return writeNumber(percent * at, lang, { decimals: 0, digits: 3, spread }) + (share ? "\u00a0%" : "");
  };

/**
 * A value of a layer that is not complete there is a ring: it does not compare.
 *
 * @param {Pick<CellMessage, "completeness">} cell
 */
export const dotClass = ({ completeness }) => (completeness === "complete" ? "dot" : "dot partial");

/**
 * The dots of one measure in one line, for the table.
 *
 * @param {Comparison} data
 * @param {LineMessage} line
 * @param {number} width
 * @param {number} height
 */
export const strip = ({ territories }, line, width, height) => {
  const span = range(line),
    middle = height / 2,
    frame = { class: "dots", width, height, viewBox: `0 0 ${width} ${height}` },
    axis = svgElement("line", { class: "axis", x1: EDGE, x2: width - EDGE, y1: middle, y2: middle });
  if (!span) return svgElement("svg", frame, axis);
  const x = linear(span, EDGE, width - EDGE),
    { value } = line.reference;
  const at = value === null ? null : x(value);
  const beside =
    at === null ? null : svgElement("line", { class: "beside", x1: at, x2: at, y1: 2, y2: height - 2 });
  const dots = line.cells.map((cell, k) =>
    cell.value === null
      ? null
      : svgElement(
          "circle",
          { class: dotClass(cell), cx: x(cell.value), cy: middle, r: 4 },
          svgElement("title", { text: `${territories[k]?.name}: ${cell.text}` }),
        ),
  );
  return svgElement("svg", frame, axis, beside, ...dots);
};
