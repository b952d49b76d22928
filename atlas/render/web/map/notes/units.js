/* Lengths and areas in the units of a language: metres, kilometres, square metres, hectares… */
import { numberFormat } from "../../shell/formats.js";

/* Above these a larger unit is written. */
const KILOMETRE = 1000,
  HECTARE = 10_000,
  SQUARE_KM = 10_000_000;

/**
 * A length with its digits: to the decimetre below a hundred metres, to the metre below ten kilometres.
 *
 * @param {number} metres
 * @param {string} lang
 */
export const writeDistance = (metres, lang) => {
  const far = metres >= KILOMETRE,
    value = far ? metres / KILOMETRE : metres,
    digits = far ? (value < 10 ? 3 : value < 1000 ? 2 : 0) : value < 100 ? 1 : 0;
  return numberFormat(lang, {
    style: "unit",
    unit: far ? "kilometer" : "meter",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
};

/**
 * @param {number} squares metres
 * @param {string} lang
 */
export const writeArea = (squares, lang) => {
  const number = (/** @type {number} */ value) =>
    numberFormat(lang, { maximumFractionDigits: value < 100 ? 2 : value < 1000 ? 1 : 0 }).format(value);
  if (squares >= SQUARE_KM) return `${number(squares / 1e6)} km²`;
  if (squares >= HECTARE) return `${number(squares / HECTARE)} ha`;
  return `${number(squares)} m²`;
};
