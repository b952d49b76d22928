/* One layer of the map: its rows, which of them are kept, and what lies at a place. */
import { fromBase64, unpack } from "./packed.js";

export class Layer {
  constructor(id, buffer) {
    const { head, arrays } = unpack(buffer);
    Object.assign(this, arrays);
    this.id = id;
    this.sheet = head.sheet;
    this.ids = head.ids;
    this.names = head.names;
    this.mask = new Uint8Array(Math.ceil(this.ids.length / 8)).fill(255);
    this.boxes = this.measure();
  }

  /* What a state says of it: which rows are kept, how they are classed, which of them are doubtful. */
  take({ mask }, { classes, unsure }) {
    this.classed(classes?.[this.id]);
    this.mask = fromBase64(mask);
    this.unsure = unsure?.[this.id] && fromBase64(unsure[this.id][1]);
  }

  /* Another classification of the rows than the layer's own, or the layer's own again. */
  classed(classes) {
    this.own ||= { sheet: this.sheet, symbol: this.symbol };
    this.sheet = classes
      ? { ...this.own.sheet, field: classes.field, symbols: classes.symbols }
      : this.own.sheet;
    this.symbol = classes ? fromBase64(classes.of) : this.own.symbol;
  }

  get length() {
    return this.ids.length;
  }

  shown(i) {
    return this.kind[i] && (this.mask[i >> 3] >> (i & 7)) & 1;
  }

  /* Kept, but nobody knows whether it stood in the year asked for. */
  doubtful(i) {
    return this.unsure && (this.unsure[i >> 3] >> (i & 7)) & 1;
  }

  /* A box for each row, once: what is not in sight is not looked at again. */
  measure() {
    const boxes = new Int32Array(4 * this.length);
    for (let i = 0; i < this.length; i++) {
      let west = 2 ** 31 - 1,
        north = west,
        east = -west,
        south = -west;
      for (let v = this.vertices[this.rings[i]]; v < this.vertices[this.rings[i + 1]]; v++) {
        const x = this.xy[2 * v],
          y = this.xy[2 * v + 1];
        if (x < west) west = x;
        if (x > east) east = x;
        if (y < north) north = y;
        if (y > south) south = y;
      }
      boxes.set([west, north, east, south], 4 * i);
    }
    return boxes;
  }

  /* The row at a place (world units), within `reach` of it; -1 when there is none. The last drawn is on
     top. */
  at(x, y, reach, symbolic) {
    let best = -1,
      nearest = reach;
    for (let i = this.length - 1; i >= 0; i--) {
      if (!this.shown(i)) continue;
      const wide = symbolic(this, i) ? reach + (this.radius[i] * reach) / 6 : reach;
      if (x < this.boxes[4 * i] - wide || x > this.boxes[4 * i + 2] + wide) continue;
      if (y < this.boxes[4 * i + 1] - wide || y > this.boxes[4 * i + 3] + wide) continue;
      const far = symbolic(this, i)
        ? Math.max(
            0,
            Math.hypot(this.anchor[2 * i] - x, this.anchor[2 * i + 1] - y) - (this.radius[i] * reach) / 6,
          )
        : this.distance(i, x, y);
      if (far < nearest || (far === 0 && best < 0)) {
        nearest = far;
        best = i;
      }
    }
    return best;
  }

  /* World units from a place to a row: 0 inside a polygon. */
  distance(i, x, y) {
    let least = Infinity,
      inside = false;
    for (let r = this.rings[i]; r < this.rings[i + 1]; r++) {
      for (let v = this.vertices[r]; v < this.vertices[r + 1]; v++) {
        const ax = this.xy[2 * v],
          ay = this.xy[2 * v + 1];
        if (this.kind[i] === 1) {
          least = Math.min(least, Math.hypot(ax - x, ay - y));
          continue;
        }
        if (v + 1 === this.vertices[r + 1]) continue;
        const bx = this.xy[2 * v + 2],
          by = this.xy[2 * v + 3];
        if (this.kind[i] === 3 && ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax)
          inside = !inside;
        const long = (bx - ax) ** 2 + (by - ay) ** 2;
        const along = long
          ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long))
          : 0;
        least = Math.min(least, Math.hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y));
      }
    }
    /* An area without fill is met at its line only: what lies inside it can be met through it. */
    return inside && this.sheet.symbols[this.symbol[i]].pattern !== "none" ? 0 : least;
  }
}
