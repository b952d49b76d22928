/* How large the words of a scene are: few are large; many are a little smaller, and never out of sight. */

/* What each step takes off. */
const STEP = 0.06;

/**
 * Sets the largest size at which words need not scroll, or the least. Each try lays the page out: it is
 * found by halves.
 *
 * @param {HTMLElement} node bears the size
 * @param {Element} text
 * @param {number} least no size is as small
 * @returns {boolean} whether the words scroll
 */
export const fitWords = (node, text, least) => {
  const fits = (/** @type {number} */ step) => {
      node.style.setProperty("--fit", (1 - STEP * step).toFixed(2));
      return text.scrollHeight <= text.clientHeight + 1;
    },
    last = Math.ceil((1 - least) / STEP - 1e-9) - 1;
  if (fits(0)) return false;
  if (!fits(last)) return true;
  let small = last,
    large = 0;
  while (small - large > 1) {
    const step = (small + large) >> 1;
    if (fits(step)) small = step;
    else large = step;
  }
  return !fits(small);
};
