/* Reads what atlas/render/folium_map/packing.py packs. */
import { unpack } from "../map/geometry/packed.js";

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
