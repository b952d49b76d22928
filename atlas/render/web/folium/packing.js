/* Reads what atlas/render/folium_map/packing.py packs. */
import { TYPES, unpack } from "../map/geometry/packed.js";

/**
 * @import { Numbers } from "../map/rows"
 * @import { Type } from "../map/geometry/packed.js"
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
    let value = 0,
      shift = 1,
      byte = 0;
    do {
      byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 127) * shift;
      shift *= 128;
    } while (byte & 128);
    const step = value % 2 ? -(value + 1) / 2 : value / 2;
    numbers[k] = step * grain + (k < stride ? 0 : (numbers[k - stride] ?? 0));
  }
  return numbers;
};

/**
 * A layer as the server sends it, from its packed form.
 *
 * @param {Uint8Array} packed
 * @returns {ArrayBuffer}
 */
export const unpackRows = (packed) => {
  const { head, arrays } = unpack(/** @type {ArrayBuffer} */ (packed.slice().buffer)),
    { steps, ...rest } = head;
  const plain = (/** @type {string} */ name) => /** @type {Numbers} */ (arrays[name]);
  for (const [name, how] of Object.entries(steps)) arrays[name] = fromSteps(plain(name), how);
  const all = head.arrays.map(([name, type]) => ({
    name,
    type: /** @type {Type} */ (steps[name]?.[2] ?? type),
    array: plain(name),
  }));
  const named = all.map(({ name, type, array }) => [name, type, array.length]);
  let text = new TextEncoder().encode(JSON.stringify({ ...rest, arrays: named }));
  const pad = (8 - ((text.length + 4) % 8)) % 8;
  text = Uint8Array.from([...text, ...new Array(pad).fill(32)]);
  const sizes = all.map(
      ({ type, array }) => Math.ceil((array.length * TYPES[type].BYTES_PER_ELEMENT) / 8) * 8,
    ),
    buffer = new ArrayBuffer(4 + text.length + sizes.reduce((sum, size) => sum + size, 0));
  new DataView(buffer).setUint32(0, text.length, true);
  new Uint8Array(buffer, 4).set(text);
  let at = 4 + text.length;
  for (const [k, { type, array }] of all.entries()) {
    new TYPES[type](buffer, at, array.length).set(array);
    at += sizes[k] ?? 0;
  }
  return buffer;
};

/**
 * What a page packs: layers by id, and what stands beside them.
 *
 * @param {Uint8Array} bytes
 */
export const unpackPage = async (bytes) => {
  const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream();
  const buffer = await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  const { head, arrays } = unpack(buffer);
  return { beside: head, rows: arrays };
};
