/* A canvas with the world on it: draws rows of a layer at every copy of the world in sight. */
import { WORLD } from "../geometry/projection.js";

/** @import { Boxed, Shapes } from "../rows" */

/* Pixels that a line must go on before it is drawn on. */
const LEAST = 0.5;

export class Sheet {
  /**
   * @param {CanvasRenderingContext2D | null} g null: a sheet that is only looked through
   * @param {number} scale pixels a world unit
   * @param {number} left
   * @param {number} top
   * @param {number} width
   * @param {number} height
   * @param {number} zoom
   * @param {number} [edge]
   */
  constructor(g, scale, left, top, width, height, zoom, edge = 0) {
    this.canvas = g;
    this.scale = scale;
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
    this.zoom = zoom;
    /** Pixels beyond the edges of the map: what lies there is not in sight. */
    this.edge = edge;
    this.size = WORLD * scale;
    this.first = Math.floor(left / this.size);
    this.last = Math.floor((left + width) / this.size);
  }

  get g() {
    if (!this.canvas) throw new Error("a sheet without a canvas");
    return this.canvas;
  }

  /**
   * @param {number} x
   * @param {number} copy
   */
  x(x, copy) {
    return x * this.scale - this.left + copy * this.size;
  }

  /** @param {number} y */
  y(y) {
    return y * this.scale - this.top;
  }

  /**
   * Where the point on a row's shape is.
   *
   * @param {{ anchor: Int32Array }} layer
   * @param {number} i
   * @param {number} copy
   * @returns {[x: number, y: number]}
   */
  anchor({ anchor }, i, copy) {
    return [this.x(anchor[2 * i] ?? 0, copy), this.y(anchor[2 * i + 1] ?? 0)];
  }

  /**
   * Calls back for each row in sight, once for each copy of the world that shows it.
   *
   * @param {Boxed} layer
   * @param {(i: number, copy: number) => void} draw
   * @param {number} [margin]
   */
  rows(layer, draw, margin = 16) {
    const { boxes, length } = layer;
    const north = (this.top - margin) / this.scale,
      south = (this.top + this.height + margin) / this.scale;
    for (let copy = this.first; copy <= this.last; copy++) {
      const shift = this.left - copy * this.size,
        west = (shift - margin) / this.scale,
        east = (shift + this.width + margin) / this.scale;
      for (let i = 0; i < length; i++) {
        if (!layer.shown(i)) continue;
        const b = 4 * i;
        if ((boxes[b] ?? 0) > east || (boxes[b + 2] ?? 0) < west) continue;
        if ((boxes[b + 1] ?? 0) > south || (boxes[b + 3] ?? 0) < north) continue;
        draw(i, copy);
      }
    }
  }

  /**
   * Traces a row; vertices closer than half a pixel to the one before are left out, ends never.
   *
   * @param {Pick<Shapes, "kind" | "rings" | "vertices" | "xy">} layer
   * @param {number} i
   * @param {number} copy
   */
  trace({ kind, rings, vertices, xy }, i, copy) {
    const { g } = this,
      closed = kind[i] === 3,
      last = rings[i + 1] ?? 0;
    for (let r = rings[i] ?? 0; r < last; r++) {
      const start = vertices[r] ?? 0,
        end = vertices[r + 1] ?? 0;
      let px = 0,
        py = 0;
      for (let v = start; v < end; v++) {
        const x = this.x(xy[2 * v] ?? 0, copy),
          y = this.y(xy[2 * v + 1] ?? 0);
        if (v === start) g.moveTo(x, y);
        else if (v + 1 < end && Math.abs(x - px) + Math.abs(y - py) < LEAST) continue;
        else g.lineTo(x, y);
        px = x;
        py = y;
      }
      if (closed) g.closePath();
    }
  }

  /**
   * Pixels that the widest ring of a row spans: scattered islands do not make a large country.
   *
   * @param {Pick<Shapes, "rings" | "vertices" | "xy">} layer
   * @param {number} i
   */
  widest({ rings, vertices, xy }, i) {
    let widest = 0;
    for (let r = rings[i] ?? 0; r < (rings[i + 1] ?? 0); r++) {
      let west = Infinity,
        east = -Infinity;
      for (let v = vertices[r] ?? 0; v < (vertices[r + 1] ?? 0); v++) {
        const x = xy[2 * v] ?? 0;
        west = Math.min(west, x);
        east = Math.max(east, x);
      }
      widest = Math.max(widest, east - west);
    }
    return widest * this.scale;
  }

  /**
   * Whether a place is on the sheet.
   *
   * @param {number} x
   * @param {number} y
   */
  holds(x, y) {
    const { edge } = this;
    return x >= edge && y >= edge && x <= this.width - edge && y <= this.height - edge;
  }

  /**
   * The middle of a row's box, and half its sides, in pixels.
   *
   * @param {Pick<Shapes, "boxes">} layer
   * @param {number} i
   * @param {number} copy
   * @returns {{ middle: [x: number, y: number], half: [x: number, y: number] }}
   */
  box({ boxes }, i, copy) {
    const b = 4 * i,
      [x0, y0] = [this.x(boxes[b] ?? 0, copy), this.y(boxes[b + 1] ?? 0)],
      [x1, y1] = [this.x(boxes[b + 2] ?? 0, copy), this.y(boxes[b + 3] ?? 0)];
    return { middle: [(x0 + x1) / 2, (y0 + y1) / 2], half: [(x1 - x0) / 2, (y1 - y0) / 2] };
  }

  /**
   * Pixels of the longer side of a row's box.
   *
   * @param {Pick<Shapes, "boxes">} layer
   * @param {number} i
   */
  extent({ boxes }, i) {
    const b = 4 * i,
      wide = (boxes[b + 2] ?? 0) - (boxes[b] ?? 0),
      high = (boxes[b + 3] ?? 0) - (boxes[b + 1] ?? 0);
    return Math.max(wide, high) * this.scale;
  }
}
