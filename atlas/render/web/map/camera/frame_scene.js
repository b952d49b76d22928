/* Where the camera of a scene stands: what the scene shows lies in what the prose and the legend leave. */

import { toDegrees, toWorld, WORLD } from "../geometry/projection.js";
import { toLatLngBounds } from "./camera.js";

/**
 * @import { MapPage } from "../map_page.js"
 * @import { Bounds } from "../../messages"
 * @import { Place } from "../rows"
 *
 * @typedef {{ paddingTopLeft: Place, paddingBottomRight: Place }} Margins
 * @typedef {{ bounds: L.LatLngBounds, options: Margins & { maxZoom?: number } }} Framing
 * @typedef {[x0: number, y0: number, x1: number, y1: number]} Box
 */

/* Pixels between what is shown and the legend. */
const AIR = 10;

/**
 * @param {Place} place
 * @param {Box} box
 */
const lies = ([x, y], [x0, y0, x1, y1]) => x >= x0 && x <= x1 && y >= y0 && y <= y1;

/**
 * Vertices of what a scene shows within its frame: rows, and the outline that it asks about.
 *
 * @param {MapPage} page
 * @param {Box} frame
 * @returns {Place[]}
 */
const shownPlaces = ({ drawn, around }, frame) => {
  /** @type {Place[]} */
  const found = around.flatMap((ring) => ring.map(({ lat, lng }) => toWorld(lat, lng)));
  for (const layer of drawn) {
    if (layer.large) continue;
    const { rings, vertices, xy } = layer;
    for (let i = 0; i < layer.length; i++) {
      if (!layer.shown(i) || !layer.kind[i]) continue;
      const last = vertices[rings[i + 1] ?? 0] ?? 0;
      for (let v = vertices[rings[i] ?? 0] ?? 0; v < last; v++)
        found.push([xy[2 * v] ?? 0, xy[2 * v + 1] ?? 0]);
    }
  }
  return found.filter((place) => lies(place, frame));
};

/**
 * How the map is turned to a scene: as its frame says, unless the legend would lie over what is shown; then
 * to that, beside or above the legend, whichever shows it larger.
 *
 * @param {MapPage} page
 * @param {Bounds} frame
 * @param {Margins} margins what lies over the map but for the legend
 * @returns {Framing}
 */
export const frameScene = (page, frame, margins) => {
  const { map, legend } = page,
    bounds = toLatLngBounds(frame),
    usual = { bounds, options: margins },
    over = legend.node.hidden ? null : legend.node.getBoundingClientRect();
  if (!over?.width) return usual;
  const [left, top] = margins.paddingTopLeft,
    [right, bottom] = margins.paddingBottomRight,
    { x: wide, y: high } = map.getSize(),
    zoom = map.getBoundsZoom(bounds, false, L.point(left + right, top + bottom)),
    unit = (256 * 2 ** zoom) / WORLD,
    [west, south, east, north] = frame,
    [x0, y0] = toWorld(north, west),
    [x1, y1] = toWorld(south, east),
    places = shownPlaces(page, [x0, y0, x1, y1]);
  /** @type {Box} */
  const covered = [over.left - AIR, over.top - AIR, over.right + AIR, over.bottom + AIR];
  const hides = places.some(([x, y]) =>
    lies(
      [
        (x - (x0 + x1) / 2) * unit + (left + wide - right) / 2,
        (y - (y0 + y1) / 2) * unit + (top + high - bottom) / 2,
      ],
      covered,
    ),
  );
  if (!hides) return usual;
  const xs = places.map(([x]) => x),
    ys = places.map(([, y]) => y),
    low = toDegrees(least(xs), most(ys)),
    up = toDegrees(most(xs), least(ys)),
    content = L.latLngBounds(low, up);
  /** @type {Margins[]} */
  const ways = [
    { ...margins, paddingTopLeft: [Math.max(left, over.right + 2 * AIR), top + 2 * AIR] },
    { ...margins, paddingBottomRight: [right, Math.max(bottom, high - over.top + 2 * AIR)] },
  ];
  const zooms = ways.map(({ paddingTopLeft: [l, t], paddingBottomRight: [r, b] }) =>
      map.getBoundsZoom(content, false, L.point(l + r, t + b)),
    ),
    way = ways[(zooms[1] ?? 0) > (zooms[0] ?? 0) ? 1 : 0] ?? margins;
  return { bounds: content, options: { ...way, maxZoom: zoom } };
};

/** @param {number[]} numbers */
const least = (numbers) => numbers.reduce((a, b) => Math.min(a, b), Infinity);

/** @param {number[]} numbers */
const most = (numbers) => numbers.reduce((a, b) => Math.max(a, b), -Infinity);
