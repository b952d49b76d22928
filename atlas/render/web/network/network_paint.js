/* Arcs as wide as their projects are many, in the colour of their family of themes; towns as discs, twin
   towns as rings, regions and countries as regions and countries. */
import { paintLabels } from "../map/canvas/labels.js";
import { drawSymbol } from "../map/canvas/symbols.js";

/**
 * @import { Occupied } from "../map/canvas/occupied.js"
 * @import { Layer } from "../map/layers/layer.js"
 * @import { Label, Look } from "../map/rows"
 * @import { Sheet } from "../map/canvas/sheet.js"
 * @import { PlaceRow } from "./answers"
 * @import { Arc, NetworkMap } from "./network_map.js"
 */

/* What stands for a partner that is no town. */
/** @type {Record<string, string>} */
const SHAPES = { country: "ring", region: "square", site: "diamond" };
/* From which zoom a place of so many projects is named. */
const NAMED = [5.5, 5.5, 4.5];

/**
 * Pixels: an arc of one project can be seen, one of five does not hide what is below it.
 *
 * @param {number} count
 */
const width = (count) => 0.5 + count * 0.9;

/**
 * @param {Sheet} sheet
 * @param {NetworkMap} network
 * @param {Look} look
 */
export const paintArcs = (sheet, network, look) => {
  const { g } = sheet,
    { arcs, hot } = network,
    some = hot.size > 0;
  g.lineCap = "round";
  g.lineJoin = "round";
  g.setLineDash([]);
  for (const pass of some ? [false, true] : [false])
    for (const arc of arcs) {
      const lit = hot.has(arc.place);
      if (some && lit !== pass) continue;
      g.globalAlpha = lit ? 1 : some ? 0.18 : 0.78;
      g.strokeStyle = lit ? look.chosen : network.color(arc.family, look);
      g.lineWidth = width(arc.projects.length) * look.scale ** 0.6 + (lit ? 0.8 : 0);
      strokeArc(sheet, arc);
    }
  g.globalAlpha = 1;
  paintTwins(sheet, network, look);
};

/**
 * @param {Sheet} sheet
 * @param {Arc} arc
 */
const strokeArc = (sheet, { xy }) => {
  const { g } = sheet;
  for (let copy = sheet.first; copy <= sheet.last; copy++) {
    g.beginPath();
    for (const line of xy)
      for (const [k, [x, y]] of line.entries()) {
        if (k) g.lineTo(sheet.x(x, copy), sheet.y(y));
        else g.moveTo(sheet.x(x, copy), sheet.y(y));
      }
    g.stroke();
  }
};

/**
 * @param {Sheet} sheet
 * @param {NetworkMap} network
 * @param {Look} look
 */
const paintTwins = (sheet, { lines, twins }, look) => {
  if (!lines || !twins.length) return;
  const { g } = sheet;
  g.strokeStyle = look.chosen;
  g.lineWidth = 1.4 * look.scale ** 0.6;
  for (const id of twins) {
    const i = lines.ids.indexOf(id);
    if (i < 0) continue;
    for (let copy = sheet.first; copy <= sheet.last; copy++) {
      g.beginPath();
      sheet.trace(lines, i, copy);
      g.stroke();
    }
  }
};

/**
 * A country is a halo, a region an outline: neither is a town.
 *
 * @param {Sheet} sheet
 * @param {Layer} layer
 * @param {NetworkMap} network
 * @param {Look} look
 */
export const paintAreas = (sheet, layer, network, look) => {
  const { g } = sheet;
  sheet.rows(layer, (i, copy) => {
    const place = network.places.get(layer.ids[i] ?? "");
    if (!place) return;
    const color = network.color(place.family, look),
      lit = network.hot.has(place.id),
      country = place.kind === "country";
    g.beginPath();
    sheet.trace(layer, i, copy);
    g.fillStyle = color;
    g.globalAlpha = lit ? 0.22 : country ? 0.07 : 0.13;
    g.fill("evenodd");
    g.globalAlpha = lit ? 1 : country ? 0.45 : 0.8;
    g.strokeStyle = color;
    g.lineWidth = lit ? 1.8 : 1;
    g.setLineDash(country ? [1, 3.5] : []);
    g.stroke();
  });
  g.setLineDash([]);
  g.globalAlpha = 1;
};

/**
 * @param {Sheet} sheet
 * @param {Layer} layer
 * @param {NetworkMap} network
 * @param {Look} look
 * @param {Occupied | null} occupied
 */
export const paintPlaces = (sheet, layer, network, look, occupied) => {
  const grow = Math.max(0.7, Math.min(1.3, 0.45 + sheet.zoom * 0.11)) * look.scale ** 0.5;
  /** @type {[place: PlaceRow, x: number, y: number][]} */
  const rows = [];
  /** @type {Label[]} */
  const names = [];
  sheet.rows(layer, (i, copy) => {
    const place = network.places.get(layer.ids[i] ?? "");
    if (place) rows.push([place, ...sheet.anchor(layer, i, copy)]);
  });
  rows.sort(([a], [b]) => a.projects - b.projects || b.twinnings - a.twinnings);
  for (const [place, x, y] of rows) {
    const { id, name, projects } = place,
      lit = network.hot.has(id),
      r = (projects ? 2.6 + projects * 0.8 : 2.6) * grow;
    paintPlace(sheet.g, network, place, x, y, r, look);
    occupied?.add(x - r - 1, y - r - 1, x + r + 1, y + r + 1);
    if (network.hot.size ? lit : sheet.zoom >= namedFrom(place))
      names.push({
        ...{ text: name, x, y, size: 12, style: lit ? "600" : "400", ink: "ink", rank: -projects },
        ...{ beside: [r, r], tolerance: lit ? 100000 : 40 },
      });
  }
  names.sort((a, b) => a.rank - b.rank || a.text.localeCompare(b.text));
  if (occupied) paintLabels(sheet, names, occupied, look);
};

/** @param {PlaceRow} place */
const namedFrom = ({ kind, projects }) => {
  if (!projects) return 7.5;
  return kind === "country" ? 99 : (NAMED[projects] ?? 3.5);
};

/**
 * A town that is a partner and a twin is both: a disc in a ring.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {NetworkMap} network
 * @param {PlaceRow} place
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {Look} look
 */
const paintPlace = (g, network, { family, id, kind, projects, twinnings }, x, y, r, look) => {
  if (network.hot.size && !network.hot.has(id)) g.globalAlpha = 0.35;
  const ring = (/** @type {number} */ radius, /** @type {number} */ line) => {
    g.beginPath();
    g.arc(x, y, radius, 0, 7);
    g.strokeStyle = look.muted;
    g.lineWidth = line;
  };
  if (projects) {
    const shape = SHAPES[kind] ?? "circle";
    drawSymbol(g, { shape }, x, y, r, network.color(family, look), false, look.ground);
    if (twinnings) {
      ring(r + 2.4, 1.1);
      g.stroke();
    }
  } else {
    ring(r, 1.2);
    g.fillStyle = look.land;
    g.fill();
    g.stroke();
  }
  g.globalAlpha = 1;
};
