/* How a symbol is drawn: one shape a kind, one pattern a status. */
import { SHAPES } from "./shapes.js";

/** @import { LayerSheet, MapSymbol } from "../../messages" */

/** @type {Record<string, number[]>} */
export const DASHES = { dashed: [7, 4], dotted: [0.1, 4.5] };

/**
 * A tile of each pattern, in CSS pixels.
 *
 * @type {Record<string, [size: number, draw: (g: CanvasRenderingContext2D, n: number) => void]>}
 */
export const PATTERNS = {
  hatch: [
    7,
    (g, n) => {
      g.moveTo(-1, n + 1);
      g.lineTo(n + 1, -1);
      g.moveTo(-n / 2, n / 2);
      g.lineTo(n / 2, -n / 2);
      g.moveTo(n / 2, n * 1.5);
      g.lineTo(n * 1.5, n / 2);
    },
  ],
  diagonal: [
    10,
    (g, n) => {
      g.moveTo(-1, -1);
      g.lineTo(n + 1, n + 1);
      g.moveTo(-n / 2, n / 2);
      g.lineTo(n / 2, n * 1.5);
      g.moveTo(n / 2, -n / 2);
      g.lineTo(n * 1.5, n / 2);
    },
  ],
  cross_hatch: [
    6,
    (g, n) => {
      g.moveTo(0, n / 2);
      g.lineTo(n, n / 2);
      g.moveTo(n / 2, 0);
      g.lineTo(n / 2, n);
    },
  ],
  waves: [
    12,
    (g, n) => {
      g.moveTo(0, n / 2);
      g.quadraticCurveTo(n / 4, n / 4, n / 2, n / 2);
      g.quadraticCurveTo(n * 0.75, n * 0.75, n, n / 2);
    },
  ],
  dots: [
    7,
    (g, n) => {
      g.moveTo(n / 2, n / 2);
      g.lineTo(n / 2 + 0.1, n / 2);
    },
  ],
};

/* Pixels of a small canvas a CSS pixel. */
const RATIO = 2;

/**
 * A canvas to draw on.
 *
 * @param {number} width
 * @param {number} height
 */
export const makeCanvas = (width, height) => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
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
  const [n, draw] = PATTERNS[name] ?? none(name);
  const { canvas, g } = makeCanvas(n * RATIO, n * RATIO);
  g.scale(RATIO, RATIO);
  g.strokeStyle = color;
  g.lineWidth = name === "dots" ? 2 : 1.1;
  g.lineCap = name === "dots" ? "round" : "butt";
  g.beginPath();
  draw(g, n);
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
  g.strokeStyle = color;
  g.setLineDash(DASHES[symbol.line] || []);
  g.lineCap = symbol.line === "dotted" ? "round" : "butt";
  g.lineJoin = "round";
  g.lineWidth = symbol.line === "double" ? width * 2.6 : width;
  g.stroke();
  if (symbol.line === "double") {
    g.strokeStyle = ground;
    g.lineWidth = width * 1.1;
    g.stroke();
  }
  if (symbol.line === "ticks" && zoom >= 10.5) {
    g.setLineDash([1.2, 8]);
    g.lineWidth = width + (zoom < 12 ? 3 : 5);
    g.stroke();
  }
  g.setLineDash([]);
};

/**
 * @param {CanvasRenderingContext2D} g
 * @param {{pattern: string}} symbol
 * @param {string} color
 * @param {number} opacity
 */
export const fillArea = (g, symbol, color, opacity) => {
  if (symbol.pattern === "none") return;
  g.globalAlpha = symbol.pattern === "solid" ? opacity : 0.14;
  g.fillStyle = color;
  g.fill("evenodd");
  if (symbol.pattern !== "solid") {
    g.globalAlpha = 0.9;
    g.fillStyle = patternOf(symbol.pattern, color);
    g.fill("evenodd");
  }
  g.globalAlpha = 1;
};

/**
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
  g.beginPath();
  (SHAPES[symbol.shape] ?? none(symbol.shape))(g, x, y, r);
  g.lineJoin = "round";
  g.setLineDash([]);
  if (hollow) {
    g.fillStyle = ground;
    g.globalAlpha = 0.75;
    g.fill("evenodd");
    g.globalAlpha = 1;
    g.strokeStyle = color;
    g.lineWidth = 1.4;
    g.stroke();
  } else {
    g.strokeStyle = ground;
    g.lineWidth = 1.6;
    g.stroke();
    g.fillStyle = color;
    g.fill("evenodd");
  }
};

/**
 * The same drawing in a small canvas, for legend, tree and card.
 *
 * @param {Pick<LayerSheet, "width" | "opacity" | "symbol_below">} sheet
 * @param {Pick<MapSymbol, "kind" | "color" | "shape" | "pattern" | "line">} symbol
 * @param {boolean} dark
 * @param {string} ground
 */
export const swatch = (sheet, symbol, dark, ground) => {
  const w = 24,
    h = 16,
    { canvas, g } = makeCanvas(w * RATIO, h * RATIO);
  canvas.style.width = `${w}px`;
  canvas.style.height = `${h}px`;
  canvas.setAttribute("aria-hidden", "true");
  canvas.className = "swatch";
  const color = symbol.color[dark ? 1 : 0];
  g.scale(RATIO, RATIO);
  if (symbol.kind === "line") {
    g.beginPath();
    g.moveTo(1, h / 2);
    g.lineTo(w - 1, h / 2);
    strokeLine(g, symbol, color, Math.max(1.4, sheet.width), ground);
  } else if (isSymbolic(sheet, symbol)) {
    drawSymbol(g, symbol, w / 2, h / 2, 6, color, false, ground);
  } else {
    g.beginPath();
    g.rect(2, 2, w - 4, h - 4);
    fillArea(g, symbol, color, sheet.opacity);
    strokeLine(g, symbol, color, 1.4, ground);
  }
  return canvas;
};

/**
 * Areas with a shape of their own are drawn as that shape until they are large enough to be seen as areas.
 *
 * @param {Pick<LayerSheet, "symbol_below">} sheet
 * @param {Pick<MapSymbol, "kind">} symbol
 */
export const isSymbolic = (sheet, symbol) => symbol.kind === "point" || sheet.symbol_below !== null;
