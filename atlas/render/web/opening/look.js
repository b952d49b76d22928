/* The colours of the opening, as the style sheet has them (tokens.css), and what is kept of a reader's
   choice. */

const NAMES = /** @type {const} */ ([
  "night",
  "basin",
  "basin-line",
  "basin-hair",
  "stream",
  "glow",
  "aura",
  "flame",
  "spark",
  "ember",
  "amber",
  "amber-words",
  "stone",
  "words",
  "hush",
  "tie",
]);

/** @typedef {Record<(typeof NAMES)[number], string> & { dark: boolean }} OpeningLook */

/**
 * @param {Element} root
 * @returns {OpeningLook}
 */
export const readOpeningLook = (root) => {
  const style = getComputedStyle(root),
    colours = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  return {
    .../** @type {Record<(typeof NAMES)[number], string>} */ (colours),
    dark: root.getAttribute("data-look") !== "light",
  };
};

/** What a browser keeps of the opening: that it was played, the language and the light that were chosen. */
export const SEEN = "atlas.opening";
export const LANG = "atlas.opening.lang";
export const LOOK = "atlas.opening.look";

/**
 * What is kept under a key: null where nothing is, undefined where nothing can be.
 *
 * @param {string} key
 */
export const recall = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return undefined;
  }
};

/**
 * Keeps a choice; false where nothing can be kept.
 *
 * @param {string} key
 * @param {string} value
 */
export const store = (key, value) => {
  try {
    localStorage.setItem(key, value);
    return localStorage.getItem(key) === value;
  } catch {
    return false;
  }
};
