/* Numbers, lengths and times as a language writes them: the one place where they are formatted. */

/** @type {Map<string, Intl.NumberFormat>} */
const made = new Map();

/**
 * How a language writes numbers; each form is made once.
 *
 * @param {string} [lang]
 * @param {Intl.NumberFormatOptions} [options]
 */
export const numberFormat = (lang, options = {}) => {
  const key = JSON.stringify([lang, options]),
    format = made.get(key) ?? new Intl.NumberFormat(lang, options);
  made.set(key, format);
  return format;
};

/**
 * Whether a language writes a count in the singular, by the rules of CLDR: in French also 0 and 1.5.
 * Portuguese is that of Portugal, where 0 is plural.
 *
 * @param {number} count
 * @param {string} lang
 */
export const isSingular = (count, lang) =>
  new Intl.PluralRules(lang === "pt" ? "pt-PT" : lang).select(count) === "one";

/**
 * A length, in metres below a kilometre.
 *
 * @param {number} metres
 * @param {string} lang
 */
export const writeLength = (metres, lang) => {
  const near = metres < 1000,
    value = near ? Math.round(metres) : metres / 1000;
  return numberFormat(lang, {
    style: "unit",
    unit: near ? "meter" : "kilometer",
    maximumFractionDigits: value < 10 && !near ? 2 : 1,
  }).format(value);
};

/**
 * The time of day.
 *
 * @param {Date} date
 * @param {string} lang
 */
export const writeTime = (date, lang) =>
  new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hour12: false }).format(date);
