/* What the page has of a layer: all of it, or what is in sight. */

import { unpack } from "../geometry/packed.js";
import { Layer } from "./layer.js";

/** @import { MapPage } from "../map_page.js" */

/**
 * @param {MapPage} page
 * @param {string} id
 * @param {ArrayBuffer} buffer
 */
export const openLayer = async (page, id, buffer) => {
  const { head } = unpack(buffer);
  if (!head.large) return new Layer(id, buffer);
  if (!page.modules.largeLayer) throw new Error(`${id}: a layer that only a server can draw`);
  const { LargeLayer } = await page.modules.largeLayer();
  return new LargeLayer(page, id, { large: head.large, sheet: head.sheet });
};
