/* What atlas/render/viewport_encoding.py writes: one window of a layer. Its shapes are rows as those of
   a layer that is here. */

import { PALE } from "../canvas/paint.js";
import { Sheet } from "../canvas/sheet.js";
import { paintPicture } from "../canvas/small_areas.js";
import { AREA, channels, DOUBTFUL, HOLLOW, makeStamp } from "../canvas/stamp.js";
import { drawSymbol, makeCanvas } from "../canvas/symbols.js";
import { unpack } from "../geometry/packed.js";
import { WORLD } from "../geometry/projection.js";
import { traceShapes } from "./picture_shapes.js";

/**
 * @import { LayerSheet, MapSymbol } from "../../messages"
 * @import { Occupied } from "../canvas/occupied.js"
 * @import { Look, Named, Numbers } from "../rows"
 *
 * @typedef {Record<"specks" | "symbol" | "flags" | "rings" | "corners" | "first" | "steps" | "far" | "nameAt"
 *   | "symbolSymbol" | "symbolFlags" | "symbolRadius" | "symbolAt", Numbers>} Arrays
 */

/**
 * The image that is painted into, kept: a new one of a few megabytes each time is much to be collected.
 *
 * @type {ImageData | null}
 */
let blank = null;

/**
 * @param {number} width
 * @param {number} height
 */
const blankImage = (width, height) => {
  if (blank?.width !== width || blank.height !== height) blank = new ImageData(width, height);
  else blank.data.fill(0);
  return blank;
};

/* Of more symbols than this each kind is drawn once and stamped. */
const MANY = 1000;

export class ViewportPicture {
  /** @type {{ key: string, style: LayerSheet, canvas: HTMLCanvasElement } | null} */
  painted = null;
  /** @type {LayerSheet | null} */
  style = null;
  /**
   * Which rows are kept; null: all that are here.
   *
   * @type {Uint8Array | null}
   */
  kept = null;

  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    const { head, arrays } = unpack(buffer);
    this.arrays = /** @type {Arrays} */ (arrays);
    /** @type {number} */
    this.zoom = head.zoom;
    /** @type {[west: number, north: number]} */
    this.window = head.window;
    /** @type {number} */
    this.width = head.size[0];
    /** @type {number} */
    this.height = head.size[1];
    this.unit = WORLD / 256 / 2 ** this.zoom;
    const { symbol, flags } = this.arrays;
    this.symbol = Uint8Array.from(symbol);
    this.length = symbol.length;
    this.kind = Uint8Array.from(flags, (flag) => (flag & AREA ? 3 : 2));
    this.hollow = Uint8Array.from(flags, (flag) => flag & HOLLOW);
    this.radius = new Float32Array(symbol.length);
    const shapes = traceShapes(this.arrays, this.length, this.unit / 4, this.window);
    this.xy = shapes.xy;
    this.vertices = shapes.vertices;
    this.rings = shapes.rings;
    this.boxes = shapes.boxes;
    this.anchor = shapes.anchor;
    this.turns = shapes.turns;
    this.named = this.labels(head.names, this.arrays.nameAt);
  }

  /** How the layer is painted, once it is. */
  get sheet() {
    if (!this.style) throw new Error("painted without its style");
    return this.style;
  }

  /** @param {number} i */
  shown(i) {
    return !this.kept || this.kept[i] === 1;
  }

  /** @param {number} i */
  doubtful(i) {
    return ((this.arrays.flags[i] ?? 0) & DOUBTFUL) !== 0;
  }

  /**
   * Names that may be written, in the shape of a layer.
   *
   * @param {string[]} names
   * @param {Numbers} at
   * @returns {Named}
   */
  labels(names, at) {
    const quarter = this.unit / 4,
      [west, north] = this.window,
      anchor = Int32Array.from(at, (q, k) => Math.round((k % 2 ? north : west) + q * quarter));
    return {
      length: names.length,
      names,
      anchor,
      shown: () => true,
      boxes: Int32Array.from({ length: 4 * names.length }, (_, k) => anchor[2 * (k >> 2) + (k & 1)] ?? 0),
    };
  }

  /**
   * @param {Sheet} sheet
   * @param {number} copy
   * @param {Look} look
   * @param {LayerSheet} style
   */
  draw(sheet, copy, look, style) {
    const x = sheet.x(this.window[0], copy),
      y = sheet.y(this.window[1]),
      zoomed = 2 ** (sheet.zoom - this.zoom),
      raster = this.raster(look, style);
    if (zoomed === 1) sheet.g.drawImage(raster, Math.round(x), Math.round(y), this.width, this.height);
    else sheet.g.drawImage(raster, x, y, this.width * zoomed, this.height * zoomed);
  }

  /**
   * The picture as pixels, painted once for each look.
   *
   * @param {Look} look
   * @param {LayerSheet} style
   */
  raster(look, style) {
    const key = JSON.stringify([look.dark, look.scale, look.ground]);
    if (this.painted?.key === key && this.painted.style === style) return this.painted.canvas;
    const ratio = Math.min(2, window.devicePixelRatio || 1),
      { canvas, g } = makeCanvas(this.width * ratio, this.height * ratio);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.style = style;
    if (this.arrays.specks.length) this.specks(g, look, style.symbols);
    const { unit } = this,
      [west, north] = this.window;
    const sheet = new Sheet(g, 1 / unit, west / unit, north / unit, this.width, this.height, this.zoom);
    sheet.first = sheet.last = 0;
    paintPicture(sheet, this, look);
    this.symbols(g, look, style.symbols, ratio);
    this.painted = { key, style, canvas };
    return canvas;
  }

  /**
   * A pixel each, as the server has painted them: only the colours are chosen here.
   *
   * @param {CanvasRenderingContext2D} g
   * @param {Look} look
   * @param {MapSymbol[]} symbols
   */
  specks(g, look, symbols) {
    const { specks } = this.arrays,
      image = blankImage(this.width, this.height),
      pixels = new Uint32Array(image.data.buffer),
      colours = new Uint32Array(2 * symbols.length + 1);
    for (const [k, symbol] of symbols.entries()) {
      const rgb = channels(symbol.color[look.dark ? 1 : 0]);
      colours[k + 1] = rgb | (255 << 24);
      colours[k + 1 + symbols.length] = rgb | (Math.round(255 * PALE) << 24);
    }
    for (let k = 0; k < specks.length; k++) {
      const speck = specks[k];
      if (speck) pixels[k] = colours[speck] ?? 0;
    }
    if (g.canvas.width === this.width && g.canvas.height === this.height) {
      g.putImageData(image, 0, 0);
      return;
    }
    const small = makeCanvas(this.width, this.height);
    small.g.putImageData(image, 0, 0);
    g.imageSmoothingEnabled = false;
    g.drawImage(small.canvas, 0, 0);
    g.imageSmoothingEnabled = true;
  }

  /**
   * Few symbols are drawn as any other layer's; of many each kind is drawn once and stamped.
   *
   * @param {CanvasRenderingContext2D} g
   * @param {Look} look
   * @param {MapSymbol[]} symbols
   * @param {number} ratio
   */
  symbols(g, look, symbols, ratio) {
    const { symbolSymbol, symbolFlags, symbolRadius, symbolAt } = this.arrays,
      stamped = symbolSymbol.length > MANY;
    /** @type {Map<number, HTMLCanvasElement>} */
    const stamps = new Map();
    for (let k = 0; k < symbolSymbol.length; k++) {
      const r = this.reach(symbolRadius[k] ?? 0, look),
        x = (symbolAt[2 * k] ?? 0) / 4,
        y = (symbolAt[2 * k + 1] ?? 0) / 4,
        flag = symbolFlags[k] ?? 0,
        position = symbolSymbol[k] ?? 0,
        symbol = symbols[position];
      if (!symbol) continue;
      const color = symbol.color[look.dark ? 1 : 0];
      if (!stamped) {
        g.globalAlpha = flag & DOUBTFUL ? PALE : 1;
        drawSymbol(g, symbol, x, y, r, color, (flag & HOLLOW) !== 0, look.ground);
        continue;
      }
      const kind = (position * 4 + flag) * 4096 + Math.round(r * 8),
        stamp = stamps.get(kind) ?? makeStamp(symbol, r, color, flag, look.ground, ratio),
        half = stamp.width / 2 / ratio;
      stamps.set(kind, stamp);
      const left = Math.round((x - half) * ratio) / ratio,
        top = Math.round((y - half) * ratio) / ratio;
      g.drawImage(stamp, left, top, 2 * half, 2 * half);
    }
    g.globalAlpha = 1;
  }

  /**
   * @param {number} radius
   * @param {Look} look
   */
  reach(radius, look) {
    const grown = Math.max(0.5, Math.min(1, 0.5 + (this.zoom - 8) * 0.12));
    return Math.max(2.4, radius * grown) * look.scale ** 0.5;
  }

  /**
   * Where few symbols stand no name is written; where there are very many, names stand over them.
   *
   * @param {Sheet} sheet
   * @param {Occupied | null} occupied
   * @param {Look} look
   */
  occupy(sheet, occupied, look) {
    const { symbolRadius, symbolAt } = this.arrays;
    if (!occupied || symbolRadius.length > MANY || sheet.zoom !== this.zoom) return;
    const left = sheet.x(this.window[0], 0),
      top = sheet.y(this.window[1]);
    for (let k = 0; k < symbolRadius.length; k++) {
      const r = this.reach(symbolRadius[k] ?? 0, look) + 1,
        x = left + (symbolAt[2 * k] ?? 0) / 4,
        y = top + (symbolAt[2 * k + 1] ?? 0) / 4;
      occupied.add(x - r, y - r, x + r, y + r);
    }
  }
}
