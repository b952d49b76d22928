/* One layer of the map: its rows, which of them are kept, and what lies at a place. */
import { BoxIndex } from "../geometry/box_index.js";
import { fromBase64, unpackOnce } from "../geometry/packed.js";
import { toDegrees } from "../geometry/projection.js";

/**
 * @import { LayerSheet, LayerState, SceneState } from "../../messages"
 * @import { Unpacked } from "../geometry/packed.js"
 * @import { Rows } from "../rows"
 */

/* Beyond every place: the box of a row without position. */
const NOWHERE = 2 ** 31 - 1;
/* The radius of a symbol is in pixels; what is within reach of a pointer, in world units, is six of them. */
const REACH_PIXELS = 6;

export class Layer {
  /** Its rows are all here. */
  large = /** @type {false} */ (false);
  /** Nothing of it is on its way. */
  pending = /** @type {null} */ (null);
  /** @type {Uint8Array | null} */
  uncertain = null;
  /** @type {BoxIndex | null} */
  made = null;

  /**
   * @param {string} id
   * @param {ArrayBuffer | Unpacked} content
   */
  constructor(id, content) {
    const { head, arrays } = unpackOnce(content),
      rows = /** @type {Omit<Rows, "boxes" | "length"> & { from_zoom: Float32Array }} */ (
        /** @type {unknown} */ (arrays)
      );
    this.id = id;
    /** @type {LayerSheet} */
    this.sheet = head.sheet;
    /** @type {string[]} */
    this.ids = head.ids;
    /** @type {(string | null)[]} */
    this.names = head.names;
    this.kind = rows.kind;
    this.symbol = rows.symbol;
    this.hollow = rows.hollow;
    this.radius = rows.radius;
    this.from_zoom = rows.from_zoom;
    this.anchor = rows.anchor;
    this.rings = rows.rings;
    this.vertices = rows.vertices;
    this.xy = rows.xy;
    /** @type {{ sheet: LayerSheet, symbol: Uint8Array } | null} */
    this.own = null;
    this.fade = 1;
    this.mask = new Uint8Array(Math.ceil(this.ids.length / 8)).fill(255);
    this.boxes = this.measure();
    /** The largest symbol, in pixels. */
    this.widest = this.radius.reduce((most, radius) => Math.max(most, radius), 0);
  }

  /** Made when something is pointed at for the first time: the first map need not wait for it. */
  get index() {
    this.made ??= new BoxIndex(this.boxes);
    return this.made;
  }

  /**
   * What a state says of it: which rows are kept, how they are classed, which of them are doubtful.
   *
   * @param {LayerState} own
   * @param {SceneState} state
   */
  take({ mask, opacity }, { classes, uncertain }) {
    this.classed(classes?.[this.id]);
    this.fade = opacity ?? 1;
    this.mask = fromBase64(mask ?? "");
    const doubtful = uncertain?.[this.id];
    this.uncertain = doubtful ? fromBase64(doubtful[1]) : null;
  }

  /**
   * Another classification of the rows than the layer's own, or the layer's own again.
   *
   * @param {SceneState["classes"][string]} [classes]
   */
  classed(classes) {
    this.own ||= { sheet: this.sheet, symbol: this.symbol };
    const { own } = this;
    this.sheet = classes ? { ...own.sheet, field: classes.field, symbols: classes.symbols } : own.sheet;
    this.symbol = classes ? fromBase64(classes.of) : own.symbol;
  }

  get length() {
    return this.ids.length;
  }

  /** @param {number} i */
  shown(i) {
    return this.kind[i] !== 0 && (((this.mask[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
  }

  /**
   * Kept, but nobody knows whether it stood in the year asked for.
   *
   * @param {number} i
   */
  doubtful(i) {
    return this.uncertain !== null && (((this.uncertain[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
  }

  /**
   * Where a row stands: latitude and longitude.
   *
   * @param {number} i
   */
  place(i) {
    return toDegrees(this.anchor[2 * i] ?? 0, this.anchor[2 * i + 1] ?? 0);
  }

  /** A box for each row, once: what is not in sight is not looked at again. */
  measure() {
    const boxes = new Int32Array(4 * this.length),
      { rings, vertices, xy } = this;
    for (let i = 0; i < this.length; i++) {
      let west = NOWHERE,
        north = NOWHERE,
        east = -NOWHERE,
        south = -NOWHERE;
      const end = vertices[rings[i + 1] ?? 0] ?? 0;
      for (let v = vertices[rings[i] ?? 0] ?? 0; v < end; v++) {
        const x = xy[2 * v] ?? 0,
          y = xy[2 * v + 1] ?? 0;
        if (x < west) west = x;
        if (x > east) east = x;
        if (y < north) north = y;
        if (y > south) south = y;
      }
      boxes[4 * i] = west;
      boxes[4 * i + 1] = north;
      boxes[4 * i + 2] = east;
      boxes[4 * i + 3] = south;
    }
    return boxes;
  }

  /**
   * All rows at a place (world units), within `reach` of it: the nearest first, of those as near the last
   * drawn; at the end the areas without fill that lie around it.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   * @param {(layer: Rows, i: number) => boolean} symbolic
   */
  all(x, y, reach, symbolic) {
    const { anchor, boxes, radius } = this,
      most = reach * (1 + this.widest / REACH_PIXELS),
      near = this.index.search(x - most, y - most, x + most, y + most);
    const found = [];
    for (const i of near) {
      if (!this.shown(i)) continue;
      const symbol = symbolic(this, i),
        own = symbol ? ((radius[i] ?? 0) * reach) / REACH_PIXELS : 0,
        wide = reach + own;
      if (x < (boxes[4 * i] ?? 0) - wide || x > (boxes[4 * i + 2] ?? 0) + wide) continue;
      if (y < (boxes[4 * i + 1] ?? 0) - wide || y > (boxes[4 * i + 3] ?? 0) + wide) continue;
      const [far, inside] = symbol
        ? [Math.max(0, Math.hypot((anchor[2 * i] ?? 0) - x, (anchor[2 * i + 1] ?? 0) - y) - own), false]
        : this.nearness(i, x, y);
      if (far < reach || far === 0 || inside) found.push({ i, far, around: far >= reach && far > 0 });
    }
    return found.sort((a, b) => Number(a.around) - Number(b.around) || a.far - b.far || b.i - a.i);
  }

  /**
   * World units from a place to a row: 0 inside a polygon.
   *
   * @param {number} i
   * @param {number} x
   * @param {number} y
   */
  distance(i, x, y) {
    return this.nearness(i, x, y)[0];
  }

  /**
   * How far a place is from a row, and whether it lies inside.
   *
   * @param {number} i
   * @param {number} x
   * @param {number} y
   * @returns {[far: number, inside: boolean]}
   */
  nearness(i, x, y) {
    const { rings, vertices, xy } = this,
      kind = this.kind[i];
    let least = Infinity,
      inside = false;
    for (let r = rings[i] ?? 0; r < (rings[i + 1] ?? 0); r++) {
      const end = vertices[r + 1] ?? 0;
      for (let v = vertices[r] ?? 0; v < end; v++) {
        const ax = xy[2 * v] ?? 0,
          ay = xy[2 * v + 1] ?? 0;
        if (kind === 1) {
          least = Math.min(least, Math.hypot(ax - x, ay - y));
          continue;
        }
        if (v + 1 === end) continue;
        const bx = xy[2 * v + 2] ?? 0,
          by = xy[2 * v + 3] ?? 0;
        if (kind === 3 && ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax)
          inside = !inside;
        least = Math.min(least, toSegment(x, y, ax, ay, bx, by));
      }
    }
    /* An area without fill is met at its line: what lies inside it is met before it. */
    const filled = this.sheet.symbols[this.symbol[i] ?? 0]?.pattern !== "none";
    return [inside && filled ? 0 : least, inside];
  }
}

/**
 * How far a place is from a segment.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 */
const toSegment = (x, y, ax, ay, bx, by) => {
  const long = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = long ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long)) : 0;
  return Math.hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y);
};
