/* What a row spans, wherever its parts lie. */
import { toDegrees, WORLD } from "./projection.js";

/** @import { Layer } from "../layers/layer.js" */

/**
 * The narrowest bounds of a row; east of 180° where its parts lie on both sides of the meridian.
 *
 * @param {Pick<Layer, "boxes" | "rings" | "vertices" | "xy">} layer
 * @param {number} i
 */
export const rowBounds = ({ boxes, rings, vertices, xy }, i) => {
  let [west = 0, north = 0, east = 0, south = 0] = boxes.subarray(4 * i, 4 * i + 4);
  if (east - west > WORLD / 2) {
    /** @type {[west: number, east: number][]} */
    const parts = [];
    for (let r = rings[i] ?? 0; r < (rings[i + 1] ?? 0); r++) {
      /** @type {[west: number, east: number]} */
      const part = [WORLD, 0];
      for (let v = vertices[r] ?? 0; v < (vertices[r + 1] ?? 0); v++) {
        part[0] = Math.min(part[0], xy[2 * v] ?? 0);
        part[1] = Math.max(part[1], xy[2 * v] ?? 0);
      }
      parts.push(part);
    }
    /* The widest gap between two parts is left out. */
    let gap = WORLD - east + west,
      reach = Infinity;
    for (const [from, to] of parts.sort(([a], [b]) => a - b)) {
      if (from - reach > gap) {
        gap = from - reach;
        west = from;
      }
      reach = reach < Infinity ? Math.max(reach, to) : to;
    }
    east = west + WORLD - gap;
  }
  return L.latLngBounds(toDegrees(west, south), toDegrees(east, north));
};
