/* What the page has of a layer: all of it, or what is in sight. */
import { LargeLayer } from "./large_layer.js";
import { Layer } from "./layer.js";
import { unpack } from "./packed.js";

export const openLayer = (page, id, buffer) => {
  const { head } = unpack(buffer);
  return head.large ? new LargeLayer(page, id, head) : new Layer(id, buffer);
};
