/* Reads rows whose numbers are packed in steps: atlas/render/mark_encoding.py. */
import { TYPES, unpack } from "./packed.js";

/**
 * @import { Numbers } from "../rows"
 * @import { Type, Unpacked } from "./packed.js"
 */

/**
 * Numbers from their steps, each in groups of seven bits.
 *
 * @param {Numbers} bytes
 * @param {[stride: number, grain: number, type: Type, length: number]} how
 */
const fromSteps = (bytes, [stride, grain, type, length]) => {
  const numbers = new TYPES[type](length);
  let at = 0;
  for (let k = 0; k < length; k++) {
    let byte = bytes[at++] ?? 0,
      value = byte & 127;
    /* Most steps take one byte. */
    for (let shift = 128; byte & 128; shift *= 128) {
      byte = bytes[at++] ?? 0;
      value += (byte & 127) * shift;
    }
    const step = value & 1 ? -(value + 1) / 2 : value / 2;
    numbers[k] = step * grain + (k < stride ? 0 : (numbers[k - stride] ?? 0));
  }
  return numbers;
};

/**
 * A layer as the server sends it, from its packed form.
 *
 * @param {Uint8Array} packed
 * @returns {Unpacked}
 */
export const unpackRows = (packed) => {
  const { head, arrays } = unpack(/** @type {ArrayBuffer} */ (packed.slice().buffer));
  for (const [name, how] of Object.entries(head.steps))
    arrays[name] = fromSteps(/** @type {Numbers} */ (arrays[name]), how);
  return { head, arrays };
};
