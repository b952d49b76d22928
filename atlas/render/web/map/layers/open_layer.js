/* What the page has of a layer: all of it, or what is in sight. */

import { unpackOnce } from "../geometry/packed.js";
import { Layer } from "./layer.js";

/**
 * @import { Unpacked } from "../geometry/packed.js"
 * @import { MapPage } from "../map_page.js"
 */

/**
 * @param {MapPage} page
 * @param {string} id
 * @param {ArrayBuffer | Unpacked} content
 */
export const openLayer = async (page, id, content) => {
  const rows = unpackOnce(content),
    { head } = rows;
  if (!head.large) return new Layer(id, rows);
  if (!page.modules.largeLayer) throw new Error(`${id}: a layer that only a server can draw`);
  const { LargeLayer } = await page.modules.largeLayer();
  return new LargeLayer(page, id, { large: head.large, sheet: head.sheet });
};
