/* Brings one object in sight, and opens its card. */
import { rowBounds } from "../geometry/row_bounds.js";
import { boundsBeside, turns } from "../geometry/world_copies.js";
import { toLatLngBounds } from "./camera.js";

/**
 * @import { Bounds } from "../../messages"
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 */

/**
 * Shows one object of any layer and opens its card; a layer that is off is switched on where the object lies
 * (bounds).
 *
 * @param {MapPage} page
 * @param {string} layer
 * @param {string} id
 * @param {Bounds | null} bounds
 */
export const showObject = async (page, layer, id, bounds) => {
  const found = [...page.drawn, ...page.backdrop].find((candidate) => candidate.id === layer);
  page.wanted = null;
  if (found?.large) {
    const row = await found.row(id).catch(() => null);
    if (row) showRow(page, row.layer, row.i);
    else page.panel.openRow(layer, id);
    return;
  }
  const i = found ? found.ids.indexOf(id) : -1;
  if (found && i >= 0) {
    showRow(page, found, i);
    return;
  }
  if (bounds)
    page.map.fitBounds(toLatLngBounds(bounds), { ...page.camera.margins(), maxZoom: 14, animate: false });
  if (!found && page.live && bounds) {
    page.wanted = [layer, id];
    page.app.held.push({ kind: "layer", layer, on: true });
  }
  page.panel.openRow(layer, id);
};

/**
 * @param {MapPage} page
 * @param {Layer} layer
 * @param {number} i
 */
const showRow = (page, layer, i) => {
  if (layer.kind[i]) page.camera.show(rowBounds(layer, i));
  page.panel.open(layer, i);
};

/**
 * Moves the map to a row that is out of sight, on the copy of the world that lies nearest.
 *
 * @param {MapPage} page
 * @param {Layer} layer
 * @param {number} i
 */
export const reachRow = (page, layer, i) => {
  const { map } = page,
    { lng } = map.getCenter(),
    [lat, at] = layer.place(i);
  if (!map.getBounds().intersects(boundsBeside(rowBounds(layer, i), lng)))
    map.panTo([lat, at + turns(at, lng)], { animate: !page.still() });
};
