/* A symbol drawn once, to be stamped many times. */
import { PALE } from "./paint.js";
import { drawSymbol, makeCanvas } from "./symbols.js";

/** @import { MapSymbol } from "../../messages" */

/* The flags of a row: its place is not exact, it is doubtful, it is an area. */
export const HOLLOW = 1;
export const DOUBTFUL = 2;
export const AREA = 4;

/**
 * @param {MapSymbol} symbol
 * @param {number} r
 * @param {string} color
 * @param {number} flag
 * @param {string} ground
 * @param {number} ratio
 */
export const makeStamp = (symbol, r, color, flag, ground, ratio) => {
  const half = Math.ceil(1.4 * r + 2),
    { canvas, g } = makeCanvas(2 * half * ratio, 2 * half * ratio);
  g.scale(ratio, ratio);
  g.globalAlpha = flag & DOUBTFUL ? PALE : 1;
  drawSymbol(g, symbol, half, half, r, color, (flag & HOLLOW) !== 0, ground);
  return canvas;
};

/**
 * The channels of a colour (#rrggbb), red in the lowest byte.
 *
 * @param {string} color
 */
export const channels = (color) => {
  const value = Number.parseInt(color.slice(1, 7), 16);
  return (value >> 16) | (value & 0xff00) | ((value & 0xff) << 16);
};
