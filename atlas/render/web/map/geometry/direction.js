/* The next object in a direction. */
import { WORLD } from "./projection.js";

/** @import { Layer } from "../layers/layer.js" */

/** @typedef {{ layer: Layer, i: number, east: number, south: number }} Next */

/* How far to either side of a direction something may lie. */
const HALF = 45;
const COMPASS = /** @type {const} */ (["n", "ne", "e", "se", "s", "sw", "w", "nw"]);

/**
 * The direction of a step on the map, in degrees from north, clockwise.
 *
 * @param {number} east
 * @param {number} south
 */
const bearing = (east, south) => (Math.atan2(east, -south) * 180) / Math.PI;

/**
 * The point of the compass of a step on the map.
 *
 * @param {number} east
 * @param {number} south
 */
export const compassPoint = (east, south) =>
  COMPASS[Math.round(((bearing(east, south) + 360) % 360) / 45) % 8] ?? "n";

/**
 * Degrees between a step on the map and a direction.
 *
 * @param {number} east
 * @param {number} south
 * @param {number} direction
 */
export const turnTo = (east, south, direction) =>
  Math.abs(((bearing(east, south) - direction + 540) % 360) - 180);

/**
 * The nearest object shown within 45° of a direction; of several layers the one nearest wins.
 *
 * @param {Layer[]} layers
 * @param {[x: number, y: number]} from
 * @param {number} direction
 * @param {(layer: Layer, i: number) => boolean} but what is passed over
 * @returns {Next | null}
 */
export const nearestIn = (layers, [x, y], direction, but) => {
  /** @type {Next | null} */
  let best = null;
  let least = Infinity;
  for (const layer of layers) {
    for (let i = 0; i < layer.length; i++) {
      if (!layer.shown(i) || but(layer, i)) continue;
      const south = (layer.anchor[2 * i + 1] ?? 0) - y;
      let east = (layer.anchor[2 * i] ?? 0) - x;
      /* The short way round the world. */
      if (Math.abs(east) > WORLD / 2) east -= Math.sign(east) * WORLD;
      const far = Math.hypot(east, south);
      if (!far || far >= least || turnTo(east, south, direction) > HALF) continue;
      best = { layer, i, east, south };
      least = far;
    }
  }
  return best;
};
