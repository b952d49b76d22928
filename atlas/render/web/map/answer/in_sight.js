/* Whether all answers are in sight, and what they span. */
import { rowBounds } from "../geometry/row_bounds.js";
import { boundsBeside, turns } from "../geometry/world_copies.js";
import { answering } from "./paint_order.js";

/**
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 */

/**
 * Those of them whose rows are here.
 *
 * @param {Pick<MapPage, "state" | "drawn">} page
 */
export const answeringLayers = (page) => answering(page).flatMap((layer) => (layer.large ? [] : [layer]));

/**
 * The rows that answer, with a position.
 *
 * @param {Layer} layer
 */
export const answers = (layer) => {
  const rows = [];
  for (let i = 0; i < layer.length; i++) if (layer.shown(i)) rows.push(i);
  return rows;
};

/**
 * What all answers span, null without one on the map.
 *
 * @param {MapPage} page
 */
export const answerBounds = (page) => {
  const bounds = L.latLngBounds([]);
  for (const layer of answeringLayers(page))
    for (const i of answers(layer)) {
      const box = rowBounds(layer, i);
      bounds.extend(bounds.isValid() ? boundsBeside(box, bounds.getCenter().lng) : box);
    }
  return bounds.isValid() ? bounds : null;
};

/**
 * The part of the map that headline and strip leave.
 *
 * @param {MapPage} page
 */
const clearOf = (page) => {
  const { answer, map } = page,
    size = map.getSize(),
    above = answer?.above() ?? 0;
  return L.latLngBounds(
    map.containerPointToLatLng([4, Math.min(above, 0.45 * size.y)]),
    map.containerPointToLatLng([size.x - 4, size.y - (answer?.below() ?? 0)]),
  );
};

/**
 * @param {L.LatLngBounds} bounds
 * @param {[lat: number, lng: number]} place
 */
const isIn = (bounds, [lat, lng]) => bounds.contains([lat, lng + turns(lng, bounds.getCenter().lng)]);

/**
 * Whether every answer stands in the part of the map that nothing lies over.
 *
 * @param {MapPage} page
 */
export const areInSight = (page) => {
  const clear = clearOf(page);
  return answeringLayers(page).every((layer) => answers(layer).every((i) => isIn(clear, layer.place(i))));
};

/**
 * Each answer on the map: whether it stands clear in sight, and whether its name is written.
 *
 * @param {MapPage} page
 */
export const answerStates = (page) => {
  const clear = clearOf(page),
    named = page.answer?.named,
    /* Of a layer that the server draws those that are listed. */
    listed = answering(page).flatMap(({ id, large }) =>
      (large ? (page.answer?.listed.get(id) ?? []) : []).map((row) => ({
        ...{ layer: id, id: row.id, name: row.name, sight: row.at !== null && clear.contains(row.at) },
        named: named?.has(`${id}:${row.id}`) ?? false,
      })),
    );
  const held = answeringLayers(page).flatMap((layer) =>
    answers(layer).map((i) => ({
      layer: layer.id,
      id: layer.ids[i],
      name: layer.names[i],
      sight: isIn(clear, layer.place(i)),
      named: page.answer?.named.has(`${layer.id}:${layer.ids[i]}`) ?? false,
    })),
  );
  return [...held, ...listed];
};
