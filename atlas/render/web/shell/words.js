/* Words of the interface with what is put into them. */

import { isSingular } from "./formats.js";

/**
 * What a table has of its own under a key, not what every object has, such as `constructor`.
 *
 * @template T
 * @param {Record<string, T> | undefined} table
 * @param {string} key
 * @returns {T | undefined}
 */
export const own = (table, key) => (table && Object.hasOwn(table, key) ? table[key] : undefined);

/**
 * The word of a key that is put together: of the kind of an answer, of a tab.
 *
 * @param {object} words
 * @param {string} key
 * @returns {string}
 */
export const word = (words, key) => own(/** @type {Record<string, string>} */ (words), key) ?? key;

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
  sentence.replace(/\{(\w+)\}/g, (whole, name) => String(own(values, name) ?? whole));
