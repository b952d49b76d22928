/* A canvas with the world on it: draws rows of a layer at every copy of the world in sight. */
import { WORLD } from "./projection.js";

export class Sheet {
  constructor(g, scale, left, top, width, height, zoom) {
    Object.assign(this, { g, scale, left, top, width, height, zoom });
    this.size = WORLD * scale;
    this.first = Math.floor(left / this.size);
    this.last = Math.floor((left + width) / this.size);
  }

  x(x, copy) {
    return x * this.scale - this.left + copy * this.size;
  }

  y(y) {
    return y * this.scale - this.top;
  }

  /* Calls back for each row in sight, once for each copy of the world that shows it. */
  rows(layer, draw, margin = 16) {
    for (let copy = this.first; copy <= this.last; copy++) {
      const shift = this.left - copy * this.size;
      const west = (shift - margin) / this.scale,
        east = (shift + this.width + margin) / this.scale;
      const north = (this.top - margin) / this.scale,
        south = (this.top + this.height + margin) / this.scale;
      for (let i = 0; i < layer.length; i++) {
        if (!layer.shown(i)) continue;
        const b = 4 * i;
        if (
          layer.boxes[b] > east ||
          layer.boxes[b + 2] < west ||
          layer.boxes[b + 1] > south ||
          layer.boxes[b + 3] < north
        )
          continue;
        draw(i, copy);
      }
    }
  }

  /* Traces a row; vertices closer than half a pixel to the one before are left out, ends never. */
  trace(layer, i, copy) {
    const g = this.g,
      closed = layer.kind[i] === 3;
    for (let r = layer.rings[i]; r < layer.rings[i + 1]; r++) {
      let px = NaN,
        py = NaN;
      const end = layer.vertices[r + 1];
      for (let v = layer.vertices[r]; v < end; v++) {
        const x = this.x(layer.xy[2 * v], copy),
          y = this.y(layer.xy[2 * v + 1]);
        if (Math.abs(x - px) + Math.abs(y - py) < 0.5 && v + 1 < end) continue;
        if (Number.isNaN(px)) g.moveTo(x, y);
        else g.lineTo(x, y);
        px = x;
        py = y;
      }
      if (closed) g.closePath();
    }
  }

  /* Pixels that the widest ring of a row spans: scattered islands do not make a large country. */
  widest(layer, i) {
    let widest = 0;
    for (let r = layer.rings[i]; r < layer.rings[i + 1]; r++) {
      let west = Infinity,
        east = -Infinity;
      for (let v = layer.vertices[r]; v < layer.vertices[r + 1]; v++) {
        west = Math.min(west, layer.xy[2 * v]);
        east = Math.max(east, layer.xy[2 * v]);
      }
      widest = Math.max(widest, east - west);
    }
    return widest * this.scale;
  }

  extent(layer, i) {
    const b = 4 * i;
    return (
      Math.max(layer.boxes[b + 2] - layer.boxes[b], layer.boxes[b + 3] - layer.boxes[b + 1]) * this.scale
    );
  }
}
