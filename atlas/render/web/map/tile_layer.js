/* Tiles of an online background, as their service is asked for them. */

/** @import { Tiles } from "../messages" */

/**
 * @param {Tiles} tiles
 * @param {L.TileLayerOptions} [options]
 */
export const tileLayer = (tiles, options = {}) => {
  const limits = { minZoom: tiles.min_zoom, maxNativeZoom: tiles.max_zoom, maxZoom: 18, ...options };
  if (!tiles.layer) return L.tileLayer(tiles.url, limits);
  /* Outside its ground a service that is asked for no transparency covers everything with white. */
  return L.tileLayer.wms(tiles.url, {
    ...limits,
    layers: tiles.layer,
    format: tiles.format,
    transparent: tiles.format === "image/png",
    version: "1.3.0",
  });
};
