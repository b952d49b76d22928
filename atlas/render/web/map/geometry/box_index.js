/* A static R-tree of boxes, packed along a Hilbert curve (as in flatbush): finds what touches a window
   without looking at all. */

/** @typedef {(boxes: Int32Array, k: number) => number} Side */

/** @type {Side} */
const x0 = (boxes, k) => boxes[4 * k] ?? 0;
/** @type {Side} */
const y0 = (boxes, k) => boxes[4 * k + 1] ?? 0;
/** @type {Side} */
const x1 = (boxes, k) => boxes[4 * k + 2] ?? 0;
/** @type {Side} */
const y1 = (boxes, k) => boxes[4 * k + 3] ?? 0;

/* Boxes of a node. */
const NODE = 16;
/* Bits of a side of the Hilbert curve, and the rows that fit a key beside it: 2 × 15 + 23 = 53 bits. */
const BITS = 15,
  ROWS = 2 ** 23;

/**
 * The distance along a Hilbert curve of 2^15 by 2^15 cells.
 *
 * @param {number} x
 * @param {number} y
 */
export const hilbert = (x, y) => {
  let d = 0;
  for (let s = 1 << (BITS - 1); s > 0; s >>= 1) {
    const rx = x & s ? 1 : 0,
      ry = y & s ? 1 : 0;
    d += s * s * ((3 * rx) ^ ry);
    if (ry) continue;
    const turned = rx ? s - 1 - (y & (s - 1)) : y & (s - 1);
    y = rx ? s - 1 - (x & (s - 1)) : x & (s - 1);
    x = turned;
  }
  return d;
};

/**
 * The box around each run of `NODE` boxes.
 *
 * @param {Int32Array} boxes
 */
const cover = (boxes) => {
  const count = boxes.length / 4,
    above = new Int32Array(4 * Math.ceil(count / NODE));
  for (let k = 0; k < count; k += NODE) {
    let west = Infinity,
      north = Infinity,
      east = -Infinity,
      south = -Infinity;
    for (let i = k; i < Math.min(count, k + NODE); i++) {
      west = Math.min(west, x0(boxes, i));
      north = Math.min(north, y0(boxes, i));
      east = Math.max(east, x1(boxes, i));
      south = Math.max(south, y1(boxes, i));
    }
    above.set([west, north, east, south], (4 * k) / NODE);
  }
  return above;
};

/**
 * The rows with a box, in the order of the curve through the middles of their boxes.
 *
 * @param {Int32Array} boxes
 */
const alongCurve = (boxes) => {
  const count = boxes.length / 4;
  if (count > ROWS) throw new RangeError(`${count} boxes: more than an index holds`);
  let west = Infinity,
    north = Infinity,
    east = -Infinity,
    south = -Infinity,
    held = 0;
  for (let i = 0; i < count; i++) {
    if (x0(boxes, i) > x1(boxes, i)) continue;
    held += 1;
    west = Math.min(west, x0(boxes, i));
    north = Math.min(north, y0(boxes, i));
    east = Math.max(east, x1(boxes, i));
    south = Math.max(south, y1(boxes, i));
  }
  /* A typed array sorts numbers fast: the row stands in the low bits of its key. */
  const keys = new Float64Array(held),
    cell = (2 ** BITS - 1) / Math.max(1, east - west, south - north);
  for (let i = 0, k = 0; i < count; i++) {
    if (x0(boxes, i) > x1(boxes, i)) continue;
    const x = (x0(boxes, i) + x1(boxes, i)) / 2 - west,
      y = (y0(boxes, i) + y1(boxes, i)) / 2 - north;
    keys[k++] = hilbert(x * cell, y * cell) * ROWS + i;
  }
  return Uint32Array.from(keys.sort(), (key) => key % ROWS);
};

export class BoxIndex {
  /** @param {Int32Array} boxes west, north, east, south of each row; a row without a box has west > east */
  constructor(boxes) {
    this.rows = alongCurve(boxes);
    let level = Int32Array.from({ length: 4 * this.rows.length }, (_, k) => {
      const row = this.rows[k >> 2] ?? 0;
      return boxes[4 * row + (k & 3)] ?? 0;
    });
    /** From the boxes of the rows up to a level of one node. */
    this.levels = [level];
    while (level.length > 4 * NODE) {
      level = cover(level);
      this.levels.push(level);
    }
  }

  /**
   * The rows whose boxes touch a window, in no order.
   *
   * @param {number} west
   * @param {number} north
   * @param {number} east
   * @param {number} south
   */
  search(west, north, east, south) {
    /** @type {number[]} */
    const found = [];
    /**
     * @param {number} depth
     * @param {number} node
     */
    const visit = (depth, node) => {
      const level = this.levels[depth] ?? new Int32Array(),
        end = Math.min(level.length / 4, (node + 1) * NODE);
      for (let k = node * NODE; k < end; k++) {
        if (x0(level, k) > east || x1(level, k) < west || y0(level, k) > south || y1(level, k) < north)
          continue;
        if (depth) visit(depth - 1, k);
        else found.push(this.rows[k] ?? 0);
      }
    };
    visit(this.levels.length - 1, 0);
    return found;
  }
}
