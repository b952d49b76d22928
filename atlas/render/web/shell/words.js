/* Words of the interface with what is put into them. */

/**
 * The word of a key that is put together: of the kind of an answer, of a tab.
 *
 * @param {object} words
 * @param {string} key
 * @returns {string}
 */
export const word = (words, key) => /** @type {Record<string, string>} */ (words)[key] ?? key;

/**
 * A sentence that contains a count, in the plural form of its language, with its values.
 *
 * The rules are those of CLDR, as Python applies them (atlas/i18n.py): Portuguese is that of Portugal, and a
 * category without a form of its own is written as `other`.
 *
 * @param {import("../words").PluralForms} forms
 * @param {string} lang
 * @param {number} count what decides the form
 * @param {Record<string, string | number>} values
 */
export const plural = (forms, lang, count, values) => {
  const rules = new Intl.PluralRules(lang === "pt" ? "pt-PT" : lang);
  return fill(rules.select(count) === "one" ? forms.one : forms.other, values);
};

/**
 * A sentence with its values: `{name}` stands for each.
 *
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
