/* What began and what ended, year by year. */
import { svgElement } from "../shell/dom.js";

/**
 * @import { YearsAnswer } from "./answers"
 *
 * @typedef {YearsAnswer & { first: number, last: number }} Years
 */

/* Bars at most; the heights of those above the line and below it, and where they start. */
const BARS = 130,
  UP = 58,
  DOWN = 38,
  LINE = 60;
/* Years that everyone looks for in this basin: the first coal, the last. */
const MARKS = [1720, 1990];
/* Pixels that a written year takes, with the air beside it. */
const WRITTEN = 42;
/* Years between two that are written. */
const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000];

/**
 * The years that are written below a span of some pixels, with their place in it (0 to 1): those that
 * everyone looks for, the ends, and round years between them, none over another.
 *
 * @param {number} first
 * @param {number} last
 * @param {number} width
 */
export const scaleYears = (first, last, width) => {
  const pixels = width / Math.max(1, last - first),
    step = STEPS.find((years) => years * pixels >= WRITTEN) ?? 10_000,
    known = MARKS.filter((year) => year > first && year < last),
    round = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) round.push(year);
  /** @type {number[]} */
  const written = [];
  for (const year of [...known, first, last, ...round])
    if (written.every((other) => Math.abs(year - other) * pixels >= WRITTEN)) written.push(year);
  return written
    .sort((a, b) => a - b)
    .map((year) => ({
      year,
      share: (year - first) / Math.max(1, last - first),
      known: MARKS.includes(year),
    }));
};

/**
 * The counts of years in bins of equal width.
 *
 * @param {[year: number, count: number][]} counts
 * @param {{ first: number, last: number, wide: number, bins: number }} scale
 */
export const binYears = (counts, { first, last, wide, bins }) => {
  const sums = new Array(bins).fill(0);
  for (const [year, count] of counts)
    if (year >= first && year <= last) sums[Math.floor((year - first) / wide)] += count;
  return /** @type {number[]} */ (sums);
};

/**
 * Bins of whole years that cover a span.
 *
 * @param {number} first
 * @param {number} last
 */
export const binScale = (first, last) => {
  const years = last - first + 1,
    wide = Math.max(1, Math.ceil(years / BARS));
  return { first, last, wide, bins: Math.ceil(years / wide) };
};

/**
 * Beginnings stand above the line, ends hang below it.
 *
 * @param {Years} years
 * @param {string} about
 */
export const histogram = ({ first, last, layers }, about) => {
  const scale = binScale(first, last),
    up = binYears(
      layers.flatMap(({ starts }) => starts),
      scale,
    ),
    down = binYears(
      layers.flatMap(({ ends }) => ends),
      scale,
    ),
    most = Math.max(1, ...up, ...down);
  /**
   * @param {string} name
   * @param {number} k
   * @param {number} y
   * @param {number} height
   */
  const bar = (name, k, y, height) =>
    height ? svgElement("rect", { class: name, x: k * 10 + 1, y, width: 8, height }) : null;
  return svgElement(
    "svg",
    {
      viewBox: `0 0 ${scale.bins * 10} 100`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": about,
    },
    ...up.map((count, k) => bar("up", k, LINE - (UP * count) / most, (UP * count) / most)),
    ...down.map((count, k) => bar("down", k, LINE + 2, (DOWN * count) / most)),
  );
};
