/* Reads what atlas/render/opening_encoding.py writes. */
import { unpack } from "../map/geometry/packed.js";

/**
 * @import { OpeningMessage } from "../explore/messages"
 * @import { OpeningWords } from "../words"
 * @import { Numbers } from "../map/rows"
 *
 * @typedef {Int16Array[]} Lines each with x and y in turn
 * @typedef {OpeningMessage & {
 *   words: OpeningWords,
 *   lines: Record<"communes" | "outline" | "water" | "property" | "question", Lines>,
 *   shafts: Numbers, sunk: Numbers, closed: Numbers,
 *   heaps_at: Numbers, kinds: Numbers, areas: Numbers,
 *   towns_at: Numbers, partners: Numbers, place: Numbers,
 * }} OpeningData
 */

/* Steps of the grid across the basin. */
export const WIDE = 16384;
/* How a heap is drawn, as atlas/scene/explore/opening.py numbers it. */
export const INSCRIBED = 0;
export const NOT_VERIFIED = 2;

/**
 * Lines of which each vertex is written as the step from the one before.
 *
 * @param {ArrayLike<number>} steps
 * @param {ArrayLike<number>} sizes vertices of each line
 * @returns {Lines}
 */
export const readLines = (steps, sizes) => {
  let at = 0,
    x = 0,
    y = 0;
  return Array.from(sizes, (size) => {
    const line = new Int16Array(2 * size);
    for (let k = 0; k < size; k += 1, at += 2) {
      x += steps[at] ?? 0;
      y += steps[at + 1] ?? 0;
      line[2 * k] = x;
      line[2 * k + 1] = y;
    }
    return line;
  });
};

/**
 * @param {ArrayBuffer} buffer
 * @returns {OpeningData}
 */
export const readMessage = (buffer) => {
  const { head, arrays } = unpack(buffer);
  /** @param {string} name */
  const array = (name) => arrays[name] ?? new Int16Array(0);
  /** @param {string} name */
  const lines = (name) => readLines(array(name), array(`${name}_sizes`));
  const { arrays: _, ...message } = head;
  return {
    .../** @type {OpeningMessage & { words: OpeningWords }} */ (/** @type {unknown} */ (message)),
    lines: {
      communes: lines("communes"),
      outline: lines("outline"),
      water: lines("water"),
      property: lines("property"),
      question: lines("question"),
    },
    shafts: array("shafts"),
    sunk: array("sunk"),
    closed: array("closed"),
    heaps_at: array("heaps"),
    kinds: array("kinds"),
    areas: array("areas"),
    towns_at: array("towns"),
    partners: array("partners"),
    place: array("place"),
  };
};

/**
 * A place on the grid, of degrees.
 *
 * @param {OpeningData} data
 * @param {number} lat
 * @param {number} lon
 * @returns {[x: number, y: number]}
 */
export const toGrid = ({ place: [west = 0, east = 0, north = 0] }, lat, lon) => {
  /** @param {number} degrees */
  const down = (degrees) => -Math.asinh(Math.tan((degrees * Math.PI) / 180)),
    step = WIDE / ((east - west) / 1e6);
  return [(lon - west / 1e6) * step, ((down(lat) - down(north / 1e6)) * step * 180) / Math.PI];
};

/**
 * A place of the grid in degrees.
 *
 * @param {OpeningData} data
 * @param {number} x
 * @param {number} y
 * @returns {[lat: number, lon: number]}
 */
export const toDegrees = ({ place: [west = 0, east = 0, north = 0] }, x, y) => {
  const step = (east - west) / 1e6 / WIDE,
    down = -Math.asinh(Math.tan((north / 1e6) * (Math.PI / 180))) + (y * step * Math.PI) / 180;
  return [(Math.atan(Math.sinh(-down)) * 180) / Math.PI, west / 1e6 + x * step];
};

const EARTH_KM = 6371.0088;

/**
 * Kilometres between two places in degrees, on the sphere.
 *
 * @param {[lat: number, lon: number]} one
 * @param {[lat: number, lon: number]} other
 */
export const distanceKm = ([lat, lon], [lat2, lon2]) => {
  const rad = Math.PI / 180,
    a =
      Math.sin(((lat2 - lat) * rad) / 2) ** 2 +
      Math.cos(lat * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon) * rad) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(a));
};
