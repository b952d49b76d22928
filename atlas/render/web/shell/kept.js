/* What a reader has settled, kept in this browser; where nothing can be kept, it is as at first. */

/** Whether single keys do something: who speaks to the machine, or whose hand slips, may do without. */
export const SINGLE_KEYS = { key: "atlas.keys", off: "off" };

/**
 * Whether something is as at first.
 *
 * @param {{ key: string, off: string }} setting
 */
export const isOn = ({ key, off }) => {
  try {
    return localStorage.getItem(key) !== off;
  } catch {
    return true;
  }
};

/**
 * @param {{ key: string, off: string }} setting
 * @param {boolean} on
 */
export const keep = ({ key, off }, on) => {
  try {
    if (on) localStorage.removeItem(key);
    else localStorage.setItem(key, off);
  } catch {
    /* It holds until the page is closed. */
  }
};
