/* Takes what the maps of a page share, each part once: the page in their frames, rows of layers. */

/**
 * @typedef {{ resolve?: (bytes: Uint8Array) => void, bytes: Promise<Uint8Array> }} Part
 * @typedef {{ atlasParts?: Map<string, Part> }} Shared
 */

/* Letters of the name that a part begins with. */
const NAME = 32;

/**
 * A part by its name, which may come later.
 *
 * @param {string} name
 * @returns {Part}
 */
export const partOf = (name) => {
  const shared = /** @type {Shared} */ (/** @type {unknown} */ (globalThis)),
    parts = shared.atlasParts ?? new Map(),
    known = parts.get(name);
  shared.atlasParts = parts;
  if (known) return known;
  /** @type {Part} */
  const part = { bytes: Promise.resolve(new Uint8Array()) };
  part.bytes = new Promise((resolve) => {
    part.resolve = resolve;
  });
  parts.set(name, part);
  return part;
};

/** @param {{ data: Uint8Array }} props */
export const takePart = ({ data }) => {
  const name = new TextDecoder().decode(data.subarray(0, NAME));
  partOf(name).resolve?.(data.slice(NAME));
};
