/* What the page has of a layer: all of it, or what is in sight. */

import { unpack } from "../geometry/packed.js";
import { LargeLayer } from "./large_layer.js";
import { Layer } from "./layer.js";

/** @import { MapPage } from "../map_page.js" */

/**
 * @param {MapPage} page
 * @param {string} id
 * @param {ArrayBuffer} buffer
 */
export const openLayer = (page, id, buffer) => {
  const { head } = unpack(buffer);
  return head.large
    ? new LargeLayer(page, id, { large: head.large, sheet: head.sheet })
    : new Layer(id, buffer);
};
