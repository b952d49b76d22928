/* The colours of the look, as the style sheet has them (tokens.css), for what a canvas draws. */

/**
 * @import { Theme } from "../types"
 * @import { Look } from "./rows"
 */

/**
 * Reads the colours that the page has now.
 *
 * @param {Theme} theme
 * @param {Element} root
 * @returns {Look}
 */
export const readLook = (theme, root) => {
  const style = getComputedStyle(root);
  /** @param {string} name */
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  const land = read("land");
  return {
    dark: theme === "dark",
    scale: theme === "room" ? 1.5 : 1,
    ground: land,
    land,
    paper: read("paper"),
    sea: read("sea"),
    border: read("border"),
    hairline: read("hairline"),
    ink: read("ink"),
    muted: read("muted"),
    water: read("water"),
    inkwater: read("inkwater"),
    inkgreen: read("inkgreen"),
    halo: read("halo"),
    chosen: read("chosen"),
    picked: read("picked"),
    answer: read("answer"),
  };
};
