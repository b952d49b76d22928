/* Where something stands already, and where lines run: names find a free place clear of both. As
   print/map/collision_grid.py. */

/* Pixels of the side of a cell. */
const CELL = 4;
/* What a cell of a line weighs: names stay away from lines, and from hairlines where they can. */
export const LINE = 8;
export const HAIRLINE = 1;
/* What a cell is taken by. */
const SYMBOL = 1;
export const HELD = 2;
/* The name of an answer, on which no dot stands either. */
export const NAMED = 3;

export class Occupied {
  /**
   * `margin`: pixels of the canvas beyond the edges of the window, where no name may stand.
   *
   * @param {number} width
   * @param {number} height
   * @param {number} [margin]
   */
  constructor(width, height, margin = 0) {
    this.width = width;
    this.height = height;
    this.margin = margin;
    this.columns = Math.ceil(width / CELL);
    this.lines = Math.ceil(height / CELL);
    this.taken = new Uint8Array(this.columns * this.lines);
    this.crossed = new Uint8Array(this.columns * this.lines);
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   * @param {(cell: number) => unknown} visit
   */
  cells(x0, y0, x1, y1, visit) {
    const right = Math.min(this.columns - 1, Math.floor(x1 / CELL)),
      bottom = Math.min(this.lines - 1, Math.floor(y1 / CELL));
    for (let row = Math.max(0, Math.floor(y0 / CELL)); row <= bottom; row++) {
      for (let column = Math.max(0, Math.floor(x0 / CELL)); column <= right; column++) {
        if (visit(row * this.columns + column)) return true;
      }
    }
    return false;
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   * @param {number} [what] a symbol, or what nothing may cover
   */
  add(x0, y0, x1, y1, what = SYMBOL) {
    this.cells(x0, y0, x1, y1, (k) => {
      if ((this.taken[k] ?? 0) < what) this.taken[k] = what;
    });
  }

  /**
   * How many cells of symbols a box covers; beyond the edges, and where nothing may be covered, without end.
   *
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  covered(x0, y0, x1, y1) {
    const edge = this.margin;
    if (x0 < edge || y0 < edge || x1 > this.width - edge || y1 > this.height - edge) return Infinity;
    let symbols = 0;
    const held = this.cells(x0, y0, x1, y1, (k) => {
      if (this.taken[k] === SYMBOL) symbols += 1;
      return (this.taken[k] ?? 0) >= HELD;
    });
    return held ? Infinity : symbols;
  }

  /**
   * Whether the name of an answer stands on a dot.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} r
   */
  named(x, y, r) {
    return this.cells(x - r, y - r, x + r, y + r, (k) => this.taken[k] === NAMED);
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  free(x0, y0, x1, y1) {
    return this.covered(x0, y0, x1, y1) === 0;
  }

  /**
   * Marks the cells along a part of a line; a cell keeps the most that crosses it.
   *
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   * @param {number} weight
   */
  line(x0, y0, x1, y1, weight) {
    if (Math.max(x0, x1) < 0 || Math.min(x0, x1) >= this.width) return;
    if (Math.max(y0, y1) < 0 || Math.min(y0, y1) >= this.height) return;
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) / CELL));
    for (let k = 0; k <= steps; k++) {
      const column = Math.floor((x0 + ((x1 - x0) * k) / steps) / CELL),
        row = Math.floor((y0 + ((y1 - y0) * k) / steps) / CELL);
      if (column < 0 || row < 0 || column >= this.columns || row >= this.lines) continue;
      const cell = row * this.columns + column;
      if ((this.crossed[cell] ?? 0) < weight) this.crossed[cell] = weight;
    }
  }

  /**
   * What the lines under a box weigh.
   *
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  crossing(x0, y0, x1, y1) {
    let weight = 0;
    this.cells(x0, y0, x1, y1, (k) => {
      weight += this.crossed[k] ?? 0;
    });
    return weight;
  }
}
