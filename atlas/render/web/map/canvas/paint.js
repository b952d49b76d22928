/* Paints layers, what is chosen and outlines on a sheet. */
import { toWorld } from "../geometry/projection.js";
import { copiesOf } from "../geometry/world_copies.js";
import { SYMBOL_PATHS } from "./symbol_paths.js";
import { drawSymbol, fillArea, strokeLine, thinned } from "./symbols.js";

/**
 * @import { LatLng, Look, PaintLayer, Rows } from "../rows"
 * @import { LargeLayer } from "../layers/large_layer.js"
 * @import { Layer } from "../layers/layer.js"
 * @import { Occupied } from "./occupied.js"
 * @import { Sheet } from "./sheet.js"
 */

const { smallest: SMALLEST, faded_opacity } = SYMBOL_PATHS.symbol;
/* What may not have stood in the year asked for is pale. */
export const PALE = faded_opacity;
/* What is chosen: a ground, a line in the colour of a choice, a light core. */
/** @type {["halo" | "picked", number][]} */
const CASING = [
  ["halo", 8],
  ["picked", 5.5],
  ["halo", 1.6],
];

/**
 * @param {number} zoom
 * @returns {(layer: Rows, i: number) => boolean}
 */
export const symbolicAt = (zoom) => (layer, i) => {
  if (layer.kind[i] === 1) return true;
  return layer.kind[i] === 3 && zoom < (layer.sheet.symbol_below ?? -1);
};

/**
 * Draws one layer; says to `occupied` where symbols stand, so that no name is written over one.
 *
 * @param {Sheet} sheet
 * @param {Rows | Layer | LargeLayer} layer
 * @param {Look} look
 * @param {Occupied | null} occupied
 */
export const paintLayer = (sheet, layer, look, occupied) => {
  if ("paint" in layer) {
    layer.paint(sheet, look, occupied);
    return;
  }
  const symbolic = symbolicAt(sheet.zoom),
    dot = SMALLEST * look.scale ** 1.5;
  /** @type {[i: number, copy: number][]} */
  const points = [];
  sheet.rows(layer, (i, copy) => {
    if (symbolic(layer, i)) points.push([i, copy]);
    else if (layer.kind[i] === 3 && sheet.extent(layer, i) < dot) paintDot(sheet, layer, i, copy, look);
    else paintShape(sheet, layer, i, copy, look);
  });
  /* Large symbols first: a small one on top of them stays visible. */
  const { radius } = layer;
  points.sort((a, b) => (radius[b[0]] ?? 0) - (radius[a[0]] ?? 0));
  for (const [i, copy] of points) paintSymbol(sheet, layer, i, copy, look, occupied);
};

/**
 * How a row is drawn, and in which colour.
 *
 * @param {Rows} layer
 * @param {number} i
 * @param {Look} look
 */
export const styleOf = (layer, i, look) => {
  const symbol = layer.sheet.symbols[layer.symbol[i] ?? 0];
  if (!symbol) throw new Error(`${layer.sheet.title}: no symbol of row ${i}`);
  return { symbol, color: symbol.color[look.dark ? 1 : 0] };
};

/**
 * How much of its colour a row keeps: less where the reader has made the layer paler.
 *
 * @param {Rows} layer
 * @param {number} i
 */
export const fadeOf = (layer, i) => (layer.fade ?? 1) * (layer.doubtful(i) ? PALE : 1);

/**
 * An area of a few pixels.
 *
 * @param {Sheet} sheet
 * @param {Rows} layer
 * @param {number} i
 * @param {number} copy
 * @param {Look} look
 */
export const paintDot = (sheet, layer, i, copy, look) => {
  const { g } = sheet,
    dot = SMALLEST * look.scale ** 1.5,
    [x, y] = sheet.anchor(layer, i, copy);
  g.globalAlpha = fadeOf(layer, i);
  g.fillStyle = styleOf(layer, i, look).color;
  g.fillRect(x - dot / 2, y - dot / 2, dot, dot);
  g.globalAlpha = 1;
};

/**
 * A line or an area.
 *
 * @param {Sheet} sheet
 * @param {Rows} layer
 * @param {number} i
 * @param {number} copy
 * @param {Look} look
 */
export const paintShape = (sheet, layer, i, copy, look) => {
  const { g } = sheet,
    { opacity, width } = layer.sheet,
    { symbol, color } = styleOf(layer, i, look),
    sure = fadeOf(layer, i);
  g.beginPath();
  sheet.trace(layer, i, copy);
  if (layer.kind[i] === 3) fillArea(g, symbol, color, opacity, sure);
  g.globalAlpha = (layer.kind[i] === 2 ? opacity : 1) * sure;
  const line = layer.hollow[i] ? { line: "dashed" } : symbol;
  strokeLine(g, line, color, thinned(width, sheet.zoom) * look.scale ** 0.6, look.ground, sheet.zoom);
  g.globalAlpha = 1;
};

/**
 * Symbols grow with the zoom.
 *
 * @param {number} radius
 * @param {number} zoom
 */
export const symbolRadius = (radius, zoom) =>
  Math.max(2.4, radius * Math.max(0.5, Math.min(1, 0.5 + (zoom - 8) * 0.12)));

/**
 * A point, or an area that stands for one.
 *
 * @param {Sheet} sheet
 * @param {Rows} layer
 * @param {number} i
 * @param {number} copy
 * @param {Look} look
 * @param {Occupied | null} occupied
 */
const paintSymbol = (sheet, layer, i, copy, look, occupied) => {
  const { g, zoom } = sheet,
    { symbol, color } = styleOf(layer, i, look),
    r = symbolRadius(layer.radius[i] ?? 0, zoom) * look.scale ** 0.5,
    [x, y] = sheet.anchor(layer, i, copy);
  g.globalAlpha = fadeOf(layer, i);
  drawSymbol(g, symbol, x, y, r, color, layer.hollow[i] === 1, look.ground);
  g.globalAlpha = 1;
  occupied?.add(x - r - 1, y - r - 1, x + r + 1, y + r + 1);
};

/**
 * The chosen row: a wide cased line in the colour of a choice, unlike the thin ink of a territory.
 *
 * @param {Sheet} sheet
 * @param {Layer} layer
 * @param {number} i
 * @param {Look} look
 */
export const paintChosen = (sheet, layer, i, look) => {
  const g = sheet.g;
  for (let copy = sheet.first; copy <= sheet.last; copy++) {
    const [x, y] = sheet.anchor(layer, i, copy);
    g.beginPath();
    if (symbolicAt(sheet.zoom)(layer, i) || sheet.extent(layer, i) < 8)
      g.arc(x, y, (layer.radius[i] || 5) + 6, 0, 7);
    else sheet.trace(layer, i, copy);
    g.setLineDash([]);
    g.lineJoin = "round";
    for (const [colour, width] of CASING) {
      g.strokeStyle = look[colour];
      g.lineWidth = width * look.scale ** 0.6;
      g.stroke();
    }
  }
};

/**
 * An outline that the reader asked about: the ring in ink with a soft shadow; a shape being drawn is dashed
 * and filled.
 *
 * @param {Sheet} sheet
 * @param {LatLng[]} ring
 * @param {Look} look
 * @param {boolean} drawing
 */
export const paintOutline = (sheet, ring, look, drawing) => {
  const g = sheet.g;
  for (const copy of copiesOf(ring, sheet)) {
    g.beginPath();
    for (const { lat, lng } of ring) {
      const [x, y] = toWorld(lat, lng);
      g.lineTo(sheet.x(x, copy), sheet.y(y));
    }
    g.closePath();
    g.lineJoin = "round";
    g.setLineDash([]);
    g.strokeStyle = look.halo;
    g.lineWidth = 5 * look.scale;
    g.stroke();
    if (drawing) {
      g.globalAlpha = 0.12;
      g.fillStyle = look.chosen;
      g.fill();
      g.globalAlpha = 1;
      g.setLineDash([7, 5]);
    }
    g.strokeStyle = look.chosen;
    g.lineWidth = 2 * look.scale;
    g.stroke();
  }
  g.setLineDash([]);
};
