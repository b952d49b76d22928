/* When what is seen: the years of the opening, the light of a shaft, the heaps that rise. Pure functions. */

/* Milliseconds: all the years, then the heaps that rise. Before them, what still loads has its time. */
export const YEARS = 6500;
export const RISE = 1200;
/* Years that a shaft flashes when it is sunk, and takes to light up and to go out. */
const FLASH = 16,
  LIGHT = 2,
  FADE = 7;
/* Of the rise, the part in which one heap comes; the others follow from west to east. */
const ONE = 0.45;

/** @param {number} value */
const clamp = (value) => Math.min(1, Math.max(0, value));

/** @param {number} share */
export const ease = (share) => {
  const t = clamp(share);
  return t * t * (3 - 2 * t);
};

/**
 * Whether the years are played: never where any parameter is in the link, where less motion is asked for,
 * where this browser has seen them, or where nothing can be kept and so nobody knows.
 *
 * @param {{ search: string, still: boolean, seen: boolean | null }} given
 * @returns {"skip" | "last" | "play"}
 */
export const decide = ({ search, still, seen }) => {
  if (search.replace(/^\?/, "")) return "skip";
  return still || seen !== false ? "last" : "play";
};

/**
 * The first and the last year of shafts; 0 is no year.
 *
 * @param {ArrayLike<number>} sunk
 * @param {ArrayLike<number>} closed
 */
export const yearSpan = (sunk, closed) => {
  let first = Infinity,
    last = 0;
  for (let i = 0; i < sunk.length; i += 1) {
    const year = sunk[i] ?? 0;
    if (!year) continue;
    first = Math.min(first, year);
    last = Math.max(last, closed[i] ?? 0);
  }
  return { first, last };
};

/**
 * The year, with its part of a year, after some milliseconds: nearly even, gently begun and ended.
 *
 * @param {number} ms
 * @param {{ first: number, last: number }} span
 */
export const yearAt = (ms, { first, last }) => {
  const t = clamp(ms / YEARS);
  return first + (last - first) * (0.75 * t + 0.25 * ease(t));
};

/**
 * How far a heap has risen, from 0 to 1.
 *
 * @param {number} ms
 * @param {number} east where it lies, from 0 in the west to 1 in the east
 */
export const riseAt = (ms, east) => ease((clamp((ms - YEARS) / RISE) - (1 - ONE) * east) / ONE);

/** @param {number} ms */
export const isOver = (ms) => ms >= YEARS + RISE;

/**
 * Whether a shaft was open in a year, as the map of that year counts it.
 *
 * @param {number} sunk
 * @param {number} closed
 * @param {number} year
 */
export const isOpen = (sunk, closed, year) => sunk > 0 && sunk <= year && year <= closed;

/**
 * How many shafts were open in a year.
 *
 * @param {ArrayLike<number>} sunk
 * @param {ArrayLike<number>} closed
 * @param {number} year
 */
export const countOpen = (sunk, closed, year) => {
  let count = 0;
  for (let i = 0; i < sunk.length; i += 1) if (isOpen(sunk[i] ?? 0, closed[i] ?? 0, year)) count += 1;
  return count;
};

/**
 * The light of a shaft, each from 0 to 1: its glow while it is open, the flash when it is sunk, and the ember
 * that is left. One of unknown years never lights.
 *
 * @param {number} sunk
 * @param {number} closed
 * @param {number} year with its part of a year
 */
export const shaftLight = (sunk, closed, year) => {
  if (!sunk || year < sunk) return { glow: 0, flash: 0, ember: 0 };
  const since = year - sunk,
    after = year - closed - 1,
    left = after <= 0 ? 1 : clamp(1 - after / FADE);
  return {
    glow: clamp((since + 1) / LIGHT) * left,
    flash: clamp(1 - since / FLASH) * left,
    ember: 1 - left,
  };
};
