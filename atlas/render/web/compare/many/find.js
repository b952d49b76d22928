/* Finds territories by their names or codes, whatever their accents and hyphens. */

/** @param {string} text */
export const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/**
 * How well a territory answers a text: less is better, null is not at all.
 *
 * @param {{ id: string, name: string }} territory
 * @param {string} wanted folded
 */
const score = ({ id, name }, wanted) => {
  const folded = fold(name),
    code = fold(id),
    typed = wanted.split(" "),
    parts = folded.split(" ");
  if (code === wanted || folded === wanted) return 0;
  if (folded.startsWith(wanted)) return 1;
  if (code.startsWith(wanted)) return 2;
  if (typed.every((word) => parts.some((part) => part.startsWith(word)))) return 3;
  return typed.every((word) => folded.includes(word)) ? 4 : null;
};

/**
 * The territories that answer a text, the best first; all of them where there is no text.
 *
 * @template {{ id: string, name: string }} T
 * @param {T[]} territories
 * @param {string} text
 * @returns {T[]}
 */
export const findTerritories = (territories, text) => {
  const wanted = fold(text);
  if (!wanted) return territories;
  return territories
    .flatMap((territory) => {
      const found = score(territory, wanted);
      return found === null ? [] : [{ territory, found }];
    })
    .sort((a, b) => a.found - b.found)
    .map(({ territory }) => territory);
};
