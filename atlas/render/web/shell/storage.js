/* What this browser keeps for the atlas. A browser may forbid it, or have no room: nothing here throws, and
   whoever writes hears what became of it. */

/**
 * Why nothing was kept.
 *
 * @typedef {"full" | "forbidden"} Refusal
 */

/* The very name of a storage throws where it is forbidden. */
const areas = { local: () => localStorage, session: () => sessionStorage };

/** @typedef {keyof typeof areas} Area */

/**
 * @param {Area} area
 * @param {string} key
 */
export const readKept = (area, key) => {
  try {
    return areas[area]().getItem(key);
  } catch {
    return null;
  }
};

/**
 * Keeps a text; returns null, or why it could not. What was kept before stays then.
 *
 * @param {Area} area
 * @param {string} key
 * @param {string} text
 * @returns {Refusal | null}
 */
export const writeKept = (area, key, text) => {
  try {
    const storage = areas[area]();
    storage.setItem(key, text);
    /* Some browsers accept and keep nothing. */
    return storage.getItem(key) === text ? null : "forbidden";
  } catch (problem) {
    const name = problem instanceof Error || problem instanceof DOMException ? problem.name : "";
    return name.includes("QUOTA") || name === "QuotaExceededError" ? "full" : "forbidden";
  }
};

/**
 * @param {Area} area
 * @param {string} key
 */
export const dropKept = (area, key) => {
  try {
    areas[area]().removeItem(key);
  } catch {
    /* Nothing was kept. */
  }
};

/**
 * The keys that begin so.
 *
 * @param {Area} area
 * @param {string} start
 */
export const keptKeys = (area, start) => {
  try {
    return Object.keys(areas[area]()).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
};

/** Whether a browser keeps anything: null, or why not. */
export const probeStorage = () => {
  const refusal = writeKept("local", "atlas.probe", "1");
  dropKept("local", "atlas.probe");
  return refusal;
};

/**
 * The value that a text holds as JSON; undefined where it is none.
 *
 * @param {string | null} text
 * @returns {unknown}
 */
export const parseKept = (text) => {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A short name for something to keep, that nothing else has. */
export const freshId = () => Math.random().toString(36).slice(2, 10);
