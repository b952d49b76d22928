/* Paints the shapes of a picture with very many of them: small areas that look the same are one path, as far
   as they follow each other. What is larger, or has holes, is painted by itself. */
import { SMALL } from "../layers/picture_shapes.js";
import { fadeOf, paintDot, paintShape, styleOf } from "./paint.js";
import { SYMBOL_PATHS } from "./symbol_paths.js";
import { fillArea, strokeLine, thinned } from "./symbols.js";

/**
 * @import { ViewportPicture } from "../layers/viewport_picture.js"
 * @import { Look } from "../rows"
 * @import { Sheet } from "./sheet.js"
 */

/* Areas of one batch: they lie near each other, since rows follow a curve. */
const BATCH = 1000;
/* As `Sheet.trace`: pixels that a line must go on before it is drawn on. */
const LEAST = 0.5;

class Batch {
  /**
   * The rows that wait, by symbol and state.
   *
   * @type {number[][]}
   */
  waiting = [];
  count = 0;

  /**
   * @param {Sheet} sheet
   * @param {ViewportPicture} picture
   * @param {Look} look
   */
  constructor(sheet, picture, look) {
    this.sheet = sheet;
    this.picture = picture;
    this.look = look;
    this.dot = SYMBOL_PATHS.symbol.smallest * look.scale ** 1.5;
  }

  /** @param {number} i */
  add(i) {
    const { picture, waiting } = this,
      state = (picture.hollow[i] ? 2 : 0) + (picture.doubtful(i) ? 1 : 0),
      key = 4 * (picture.symbol[i] ?? 0) + state;
    const rows = waiting[key] ?? [];
    waiting[key] = rows;
    rows.push(i);
    this.count += 1;
    if (this.count === BATCH) this.flush();
  }

  flush() {
    if (!this.count) return;
    for (const rows of this.waiting) if (rows?.length) this.paint(rows);
    this.waiting = [];
    this.count = 0;
  }

  /** @param {number[]} rows that look the same */
  paint(rows) {
    const { look, picture, sheet } = this,
      { g } = sheet,
      [first = 0] = rows,
      { opacity, width } = picture.sheet,
      { symbol, color } = styleOf(picture, first, look),
      sure = fadeOf(picture, first);
    g.beginPath();
    for (const i of rows) this.trace(i);
    fillArea(g, symbol, color, opacity, sure);
    g.globalAlpha = sure;
    const line = picture.hollow[first] ? { line: "dashed" } : symbol;
    strokeLine(g, line, color, thinned(width, sheet.zoom) * look.scale ** 0.6, look.ground, sheet.zoom);
    g.globalAlpha = 1;
  }

  /**
   * All rings turn the same way, so that what two of them cover is filled.
   *
   * @param {number} i
   */
  trace(i) {
    const { picture, sheet } = this,
      { g, scale, left, top } = sheet,
      { rings, turns, vertices, xy } = picture,
      ring = rings[i] ?? 0,
      start = vertices[ring] ?? 0,
      end = vertices[ring + 1] ?? 0,
      step = (turns[i] ?? 0) < 0 ? -1 : 1;
    let v = step > 0 ? start : end - 1,
      px = 0,
      py = 0;
    for (let left_over = end - start; left_over > 0; left_over--, v += step) {
      const x = (xy[2 * v] ?? 0) * scale - left,
        y = (xy[2 * v + 1] ?? 0) * scale - top;
      if (left_over === end - start) g.moveTo(x, y);
      else if (left_over > 1 && Math.abs(x - px) + Math.abs(y - py) < LEAST) continue;
      else g.lineTo(x, y);
      px = x;
      py = y;
    }
    g.closePath();
  }
}

/**
 * Paints the shapes of a picture that are kept, in their order; areas of a batch by their symbols.
 *
 * @param {Sheet} sheet
 * @param {ViewportPicture} picture
 * @param {Look} look
 */
export const paintPicture = (sheet, picture, look) => {
  const batch = new Batch(sheet, picture, look),
    { kind, length, turns } = picture;
  for (let i = 0; i < length; i++) {
    if (!picture.shown(i)) continue;
    const extent = sheet.extent(picture, i);
    if (kind[i] === 3 && extent < batch.dot) paintDot(sheet, picture, i, 0, look);
    else if (turns[i]) batch.add(i);
    else {
      if (extent >= SMALL) batch.flush();
      paintShape(sheet, picture, i, 0, look);
    }
  }
  batch.flush();
};
