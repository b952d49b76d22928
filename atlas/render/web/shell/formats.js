/* Numbers, lengths and times as a language writes them: the one place where they are formatted. */

/** @type {Map<string, Intl.NumberFormat>} */
const made = new Map();

/* Portuguese is that of Portugal. */
const REGION = new Map([["pt", "pt-PT"]]);

/**
 * The locale of a language, for every function of `Intl`.
 *
 * @param {string} [lang]
 */
export const localeOf = (lang) => REGION.get(lang ?? "") ?? lang;

/**
 * How a language writes numbers, thousands always apart as on a card; each form is made once.
 *
 * @param {string} [lang]
 * @param {Intl.NumberFormatOptions} [options]
 */
export const numberFormat = (lang, options = {}) => {
  const key = JSON.stringify([lang, options]),
    format = made.get(key) ?? new Intl.NumberFormat(localeOf(lang), { useGrouping: "always", ...options });
  made.set(key, format);
  return format;
};

/**
 * Whether a language writes a count in the singular, by the rules of CLDR: in French also 0 and 1.5.
 *
 * @param {number} count
 * @param {string} lang
 */
export const isSingular = (count, lang) => new Intl.PluralRules(localeOf(lang)).select(count) === "one";

/**
 * A length, in metres below a kilometre.
 *
 * @param {number} metres
 * @param {string} lang
 */
export const writeLength = (metres, lang) => {
  const near = metres < 1000,
    value = near && metres >= 1 ? Math.round(metres) : near ? metres : metres / 1000;
  return numberFormat(lang, {
    style: "unit",
    unit: near ? "meter" : "kilometer",
    ...(near && metres < 1
      ? { maximumSignificantDigits: 1 }
      : { maximumFractionDigits: value < 10 && !near ? 2 : 1 }),
  }).format(value);
};

/**
 * The time of day.
 *
 * @param {Date} date
 * @param {string} lang
 */
export const writeTime = (date, lang) =>
  new Intl.DateTimeFormat(localeOf(lang), {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(date);

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
    const [factor = "", power = ""] = number.toExponential(2).split("e"),
      raised = [...String(Number(power))].map((sign) => RAISED.get(sign)).join("");
    const written = numberFormat(lang, { maximumFractionDigits: 2 }).format(Number(factor));
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
