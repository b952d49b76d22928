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

/**
 * The text of a number in a column that has the unit in its head.
 *
 * @param {string} text
 * @param {string | null | undefined} unit
 */
export const withoutUnit = (text, unit) =>
  unit && text.endsWith(unit) ? text.slice(0, -unit.length).trimEnd() : text;
