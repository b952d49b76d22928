/* Numbers as cards, sheets and files write them. Apart from formats.js: the first map needs none. */
import { numberFormat } from "../formats.js";

/* From here on only whole numbers are written, unless the column lies close together. */
const WHOLE = 10000;
/* Digits of a double, and of the distance between the values of a column. */
const SIGNIFICANT = 15,
  SPREAD_DIGITS = 3;
/* What is larger, or smaller, is written with a power of ten. */
const LARGE = 1e15,
  SMALL = 1e-6;
const RAISED = new Map([..."-0123456789"].map((sign, k) => [sign, [..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"][k] ?? ""]));

/** @param {number} number */
const powerOf = (number) => Number(number.toExponential().split("e")[1]);

/**
 * A number with its unit, and as many digits as tell it from others: the rule of write_number of
 * atlas/scene/query/formatting.py, which tests/golden/numbers.json holds for both.
 *
 * @param {number} number
 * @param {string} lang
 * @param {{ unit?: string, decimals?: number, digits?: number, spread?: number }} [options] `decimals`:
 * how many at most; `digits`: what a small number keeps all the same; `spread`: the distance between the
 * values of the column, of which three digits are kept
 */
export const writeNumber = (number, lang, { unit = "", decimals = 2, digits = 2, spread = 0 } = {}) => {
  const size = Math.abs(number),
    after = unit && `\u00a0${unit}`;
  if (size >= LARGE || (size > 0 && size < SMALL)) {
    const apart = spread > 0 && spread < LARGE ? powerOf(size) - powerOf(spread) : 0,
      kept = Math.min(Math.max(0, apart) + SPREAD_DIGITS - 1, SIGNIFICANT - 1),
      [factor = "", power = ""] = number.toExponential(kept).split("e"),
      raised = [...String(Number(power))].map((sign) => RAISED.get(sign)).join("");
    const written = numberFormat(lang, { maximumFractionDigits: kept }).format(Number(factor));
    return `${written}\u00a0×\u00a010${raised}${after}`;
  }
  let most = size < WHOLE ? decimals : 0;
  if (size) {
    const own = size < WHOLE ? digits - 1 - powerOf(size) : 0,
      kept = spread > 0 ? SPREAD_DIGITS - 1 - powerOf(spread) : 0;
    most = Math.max(most, Math.min(Math.max(own, kept), SIGNIFICANT - 1 - powerOf(size)));
  }
  /* As a text it is rounded by its shortest decimal form: 1.005 is 1.01. */
  const text = /** @type {number} */ (/** @type {unknown} */ (String(number || 0)));
  return numberFormat(lang, { maximumFractionDigits: most }).format(text) + after;
};
