/* Words of the interface with what is put into them. */

import { isSingular } from "./formats.js";

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
 * A category of CLDR without a form of its own is written as `other`, as Python does (atlas/i18n.py).
 *
 * @param {import("../words").PluralForms} forms
 * @param {string} lang
 * @param {number} count what decides the form
 * @param {Record<string, string | number>} values
 */
export const plural = (forms, lang, count, values) =>
  fill(isSingular(count, lang) ? forms.one : forms.other, values);

/**
 * A sentence with its values: `{name}` stands for each.
 *
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
