/* Reads what atlas/render/mark_encoding.py and viewport_encoding.py write. */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

export const TYPES = {
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  f4: Float32Array,
};

/* A JSON head and the arrays that it names. */
export const unpack = (buffer) => {
  const size = new DataView(buffer).getUint32(0, true),
    head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size))),
    arrays = {};
  let at = 4 + size;
  for (const [name, type, length] of head.arrays) {
    arrays[name] = new TYPES[type](buffer, at, length);
    at += Math.ceil(arrays[name].byteLength / 8) * 8;
  }
  return { head, arrays };
};
