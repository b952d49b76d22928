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
 * A sentence with its values: `{name}` stands for each.
 *
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
