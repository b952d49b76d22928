/* Reads what atlas/render/mark_encoding.py and viewport_encoding.py write. */
/**
 * @import { Numbers } from "../rows"
 *
 * @typedef {keyof typeof TYPES} Type
 * @typedef {{ arrays: [name: string, type: Type, length: number][], [key: string]: any }} Head Whatever its
 *   writer put there beside the arrays: JSON, checked by who reads it.
 * @typedef {{ head: Head, arrays: Record<string, Numbers> }} Unpacked
 */

/** @param {string} text */
export const fromBase64 = (text) => {
  const letters = atob(text),
    bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
};

export const TYPES = {
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  f4: Float32Array,
};

/**
 * A JSON head and the arrays that it names.
 *
 * @param {ArrayBuffer} buffer
 * @returns {Unpacked}
 */
export const unpack = (buffer) => {
  const size = new DataView(buffer).getUint32(0, true),
    /** @type {Head} */
    head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size))),
    /** @type {Record<string, Numbers>} */
    arrays = {};
  let at = 4 + size;
  for (const [name, type, length] of head.arrays) {
    const array = new TYPES[type](buffer, at, length);
    arrays[name] = array;
    at += Math.ceil(array.byteLength / 8) * 8;
  }
  return { head, arrays };
};

/**
 * Rows that may have been unpacked before.
 *
 * @param {ArrayBuffer | Unpacked} rows
 */
export const unpackOnce = (rows) => ("head" in rows ? rows : unpack(rows));
