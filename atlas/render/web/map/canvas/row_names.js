/* The names of the rows of layers that ask for them at a zoom: beside their symbols, or over their ground. */
import { symbolicAt, symbolRadius } from "./paint.js";
import { SYMBOL_PATHS } from "./symbol_paths.js";

/**
 * @import { LargeLayer } from "../layers/large_layer.js"
 * @import { Layer } from "../layers/layer.js"
 * @import { Label, Named } from "../rows"
 * @import { Sheet } from "./sheet.js"
 */
const { size: SIZE } = SYMBOL_PATHS.label;
const { rows_beside_to, row_spread, tolerance, few } = SYMBOL_PATHS.names;

/**
 * @param {Sheet} sheet
 * @param {Layer | LargeLayer} layer
 * @returns {Label[]}
 */
export const namesOfRows = (sheet, layer) => {
  const [from, to] = layer.sheet.labels || [99, 99],
    asked = sheet.zoom >= from && sheet.zoom <= to;
  if (!layer.large && (layer.sheet.symbol_below !== null || layer.sheet.geometry === "point"))
    return asked || areFew(layer) ? namesBeside(sheet, layer) : [];
  if (!asked) return [];
  /** @type {Label[]} */
  const labels = [];
  /** @type {Named} */
  const named = layer.large ? layer.named : layer;
  sheet.rows(named, (i, copy) => {
    const text = named.names[i]?.toUpperCase(),
      [x, y] = sheet.anchor(named, i, copy);
    if (!text) return;
    const spots = [0, -SIZE.caps * 1.5, SIZE.caps * 1.5].map(
      (up) => /** @type {[number, number, number]} */ ([x, y + up, 0.5]),
    );
    labels.push({ text, x, y, size: SIZE.caps, style: "600", ink: "muted", spaced: true, rank: -1, spots });
  });
  return labels;
};

/**
 * Of a layer that shows few rows each is what the map is about.
 *
 * @param {Layer} layer
 */
const areFew = (layer) => {
  let shown = 0;
  for (let i = 0; i < layer.length && shown <= few; i++) shown += layer.shown(i) ? 1 : 0;
  return shown <= few;
};

/**
 * Beside a symbol, or beside the box of an area; over an area that is larger than names are.
 *
 * @param {Sheet} sheet
 * @param {Layer} layer
 * @returns {Label[]}
 */
const namesBeside = (sheet, layer) => {
  const symbolic = symbolicAt(sheet.zoom),
    /** @type {Label[]} */
    labels = [];
  sheet.rows(layer, (i, copy) => {
    const text = layer.names[i];
    if (!text) return;
    const [x, y] = sheet.anchor(layer, i, copy),
      radius = layer.radius[i] ?? 0,
      rank = 21 - radius / 100;
    /** @type {Label} */
    const label = {
      ...{ text, x, y, size: SIZE.small, style: "400", ink: "ink", rank },
      ...{ spread: row_spread, tolerance: tolerance.ground },
    };
    if (symbolic(layer, i)) {
      const r = symbolRadius(radius, sheet.zoom);
      labels.push({ ...label, beside: [r, r] });
      return;
    }
    const { middle, half } = sheet.box(layer, i, copy);
    if (Math.max(...half) > rows_beside_to) labels.push({ ...label, spots: [[x, y, 0.5]] });
    else labels.push({ ...label, x: middle[0], y: middle[1], beside: half });
  });
  return labels;
};
