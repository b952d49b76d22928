/* How a symbol is drawn: one shape a kind, one pattern a status. */
import { element } from "../../shell/dom.js";
import { parsePath, tracePath } from "./path_data.js";
import { SYMBOL_PATHS } from "./symbol_paths.js";

/** @import { LayerSheet, MapSymbol } from "../../messages" */

const { symbol: SYMBOL, pattern: PATTERN, double: DOUBLE, ticks: TICKS, swatch: SWATCH } = SYMBOL_PATHS,
  { thin: THIN } = SYMBOL_PATHS;

/* The steps of every shape and of every pattern's tile. */
const SHAPES = new Map(Object.entries(SYMBOL_PATHS.shapes).map(([name, path]) => [name, parsePath(path)]));
const TILES = new Map(
  Object.entries(SYMBOL_PATHS.patterns).map(([name, { path }]) => [name, parsePath(path)]),
);

/* Pixels of a small canvas a CSS pixel. */
const RATIO = 2;

/**
 * A canvas to draw on.
 *
 * @param {number} width
 * @param {number} height
 */
export const makeCanvas = (width, height) => {
  const canvas = element("canvas", { width, height });
  return { canvas, g: /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")) };
};

/**
 * @param {string} name
 * @returns {never}
 */
const none = (name) => {
  throw new Error(`no symbol ${name}`);
};

/** @type {Map<string, CanvasPattern>} */
export const patterns = new Map();

/**
 * @param {string} name
 * @param {string} color
 */
export const patternOf = (name, color) => {
  const key = name + color,
    kept = patterns.get(key);
  if (kept) return kept;
  const { tile, width, cap } = SYMBOL_PATHS.patterns[name] ?? none(name),
    steps = TILES.get(name) ?? none(name),
    { canvas, g } = makeCanvas(tile * RATIO, tile * RATIO);
  g.scale(RATIO, RATIO);
  g.strokeStyle = color;
  g.lineWidth = width;
  g.lineCap = cap;
  g.beginPath();
  /* With its neighbours, whose lines reach into it. */
  for (const x of [-tile, 0, tile]) for (const y of [-tile, 0, tile]) tracePath(g, steps, x, y, 1);
  g.stroke();
  const pattern = /** @type {CanvasPattern} */ (g.createPattern(canvas, "repeat"));
  pattern.setTransform(new DOMMatrix().scale(1 / RATIO));
  patterns.set(key, pattern);
  return pattern;
};

/**
 * @param {CanvasRenderingContext2D} g
 * @param {{line: string}} symbol
 * @param {string} color
 * @param {number} width
 * @param {string} ground
 * @param {number} [zoom]
 */
export const strokeLine = (g, symbol, color, width, ground, zoom = 14) => {
  const { dash, cap } = SYMBOL_PATHS.lines[symbol.line] ?? none(symbol.line),
    double = symbol.line === "double";
  g.strokeStyle = color;
  g.setLineDash(dash);
  g.lineCap = cap;
  g.lineJoin = "round";
  g.lineWidth = double ? width * DOUBLE.outer : width;
  g.stroke();
  if (double) {
    g.strokeStyle = ground;
    g.lineWidth = width * DOUBLE.inner;
    g.stroke();
  }
  if (symbol.line === "ticks" && zoom >= TICKS.from_zoom) {
    g.setLineDash(TICKS.dash);
    g.lineWidth = width + (zoom < TICKS.longer_from_zoom ? TICKS.extra : TICKS.longer_extra);
    g.stroke();
  }
  g.setLineDash([]);
};

/**
 * Fills the path of an area.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {{pattern: string}} symbol
 * @param {string} color
 * @param {number} opacity of a fill without a pattern
 * @param {number} [fade] how much of its colour any fill keeps
 */
export const fillArea = (g, symbol, color, opacity, fade = 1) => {
  if (symbol.pattern === "none") return;
  const solid = symbol.pattern === "solid";
  g.globalAlpha = fade * (solid ? opacity : PATTERN.ground_opacity);
  g.fillStyle = color;
  g.fill("evenodd");
  if (!solid) {
    g.globalAlpha = fade * PATTERN.line_opacity;
    g.fillStyle = patternOf(symbol.pattern, color);
    g.fill("evenodd");
  }
  g.globalAlpha = 1;
};

/**
 * Draws a point; what the canvas lets through of a colour, it lets through of every part of it.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {{shape: string}} symbol
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {string} color
 * @param {boolean} hollow
 * @param {string} ground
 */
export const drawSymbol = (g, symbol, x, y, r, color, hollow, ground) => {
  const alpha = g.globalAlpha;
  g.beginPath();
  tracePath(g, SHAPES.get(symbol.shape) ?? none(symbol.shape), x, y, r);
  g.lineJoin = "round";
  g.setLineDash([]);
  if (hollow) {
    g.fillStyle = ground;
    g.globalAlpha = alpha * SYMBOL.hollow_opacity;
    g.fill("evenodd");
    g.globalAlpha = alpha;
    g.strokeStyle = color;
    g.lineWidth = SYMBOL.hollow_width;
    g.stroke();
  } else {
    g.strokeStyle = ground;
    g.lineWidth = SYMBOL.halo_width;
    g.stroke();
    g.fillStyle = color;
    g.fill("evenodd");
  }
};

/**
 * Lines are thinner where the map is small.
 *
 * @param {number} width
 * @param {number} zoom
 */
export const thinned = (width, zoom) =>
  width * Math.max(THIN.least, Math.min(1, 1 - (THIN.full_from - zoom) * THIN.by_zoom));

/**
 * The same drawing in a small canvas, for legend, catalogue and card: what the map draws of a class.
 *
 * @typedef {object} Drawn
 * @property {number} [zoom] of the map: areas with a shape of their own are drawn as that shape below one
 * @property {boolean} [hollow] of a position that is approximate
 * @property {number} [fade] how much of its colour the layer keeps
 *
 * @param {Pick<LayerSheet, "width" | "opacity" | "symbol_below">} sheet
 * @param {Pick<MapSymbol, "kind" | "color" | "shape" | "pattern" | "line">} symbol
 * @param {boolean} dark
 * @param {string} ground
 * @param {Drawn} [drawn]
 */
export const swatch = (sheet, symbol, dark, ground, { zoom = 0, hollow = false, fade = 1 } = {}) => {
  const { width: w, height: h, inset, radius } = SWATCH,
    { canvas, g } = makeCanvas(w * RATIO, h * RATIO);
  canvas.style.width = `${w}px`;
  canvas.style.height = `${h}px`;
  canvas.setAttribute("aria-hidden", "true");
  canvas.className = "swatch";
  const color = symbol.color[dark ? 1 : 0],
    area = symbol.kind !== "line";
  g.scale(RATIO, RATIO);
  g.globalAlpha = fade;
  if (isSymbolic(sheet, symbol, zoom)) {
    drawSymbol(g, symbol, w / 2, h / 2, radius, color, hollow, ground);
    return canvas;
  }
  g.beginPath();
  if (area) {
    g.rect(inset, inset, w - 2 * inset, h - 2 * inset);
    fillArea(g, symbol, color, sheet.opacity, fade);
  } else {
    g.moveTo(inset - 1, h / 2);
    g.lineTo(w - inset + 1, h / 2);
  }
  g.globalAlpha = (area ? 1 : sheet.opacity) * fade;
  strokeLine(g, hollow ? { line: "dashed" } : symbol, color, thinned(sheet.width, zoom), ground, zoom);
  return canvas;
};

/**
 * Areas with a shape of their own are drawn as that shape until they are large enough to be seen as areas.
 *
 * @param {Pick<LayerSheet, "symbol_below">} sheet
 * @param {Pick<MapSymbol, "kind">} symbol
 * @param {number} zoom
 */
export const isSymbolic = (sheet, symbol, zoom) =>
  symbol.kind === "point" || (symbol.kind === "polygon" && zoom < (sheet.symbol_below ?? -1));
