/* All rows of a window of a large layer: a filter then asks the server which of them are kept, and for no
   picture. Painted as `paint_specks` of atlas/analysis/spatial/viewport.py paints them. */
import { ViewportPicture } from "./viewport_picture.js";

/** @import { Numbers } from "../rows" */

/* Pixels of the side of the longest speck, and of the part that every speck takes. */
const LONGEST = 4,
  SHORTEST = 2;

/**
 * A byte for each row: whether it is kept.
 *
 * @param {Uint8Array} bits the first row in the lowest bit
 * @param {number} first
 * @param {number} count
 */
const unpackBits = (bits, first, count) => {
  const kept = new Uint8Array(count);
  for (let i = 0, k = first; i < count; i++, k++) kept[i] = ((bits[k >> 3] ?? 0) >> (k & 7)) & 1;
  return kept;
};

export class HeldRows {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    this.picture = new ViewportPicture(buffer);
    const { speckSteps, speckSizes, speckValues } =
        /** @type {Record<"speckSteps" | "speckSizes" | "speckValues", Numbers>} */ (
          /** @type {unknown} */ (this.picture.arrays)
        ),
      count = speckValues.length;
    /* Of one type each, whatever was the smallest to be sent. */
    this.values = Uint8Array.from(speckValues);
    /** Columns of a picture with a rim, on which rows beyond the window lie. */
    this.columns = this.picture.width + 2 * LONGEST;
    /** The pixel of the upper left corner of each speck. */
    this.corners = new Uint32Array(count);
    let left = LONGEST,
      top = LONGEST;
    for (let k = 0; k < count; k++) {
      left += speckSteps[2 * k] ?? 0;
      top += speckSteps[2 * k + 1] ?? 0;
      this.corners[k] = top * this.columns + left;
    }
    /** The specks that take each of their pixels, in the order in which pixels are painted. */
    this.passes = passesOf(speckSizes, this.columns);
  }

  /**
   * The picture of the rows kept.
   *
   * @param {Uint8Array | null} bits one for each row, shapes before specks; null: all are kept
   */
  keeping(bits) {
    const { arrays, length } = this.picture,
      /** @type {ViewportPicture} */
      picture = Object.assign(Object.create(ViewportPicture.prototype), this.picture);
    picture.painted = null;
    picture.kept = bits && unpackBits(bits, 0, length);
    picture.arrays = {
      ...arrays,
      specks: this.specks(bits && unpackBits(bits, length, this.values.length)),
    };
    return picture;
  }

  /**
   * The specks of the rows kept: each pixel holds the value of the last row there, or 0.
   *
   * @param {Uint8Array | null} kept
   */
  specks(kept) {
    const { columns, corners, passes, values } = this,
      { width, height } = this.picture,
      pixels = new Uint8Array(columns * (height + 2 * LONGEST));
    for (const { rows, step } of passes) paintPass(pixels, rows, step, corners, values, kept);
    const image = new Uint8Array(width * height);
    for (let line = 0; line < height; line++) {
      const from = (line + LONGEST) * columns + LONGEST;
      image.set(pixels.subarray(from, from + width), line * width);
    }
    return image;
  }
}

/**
 * Paints one pixel of each speck that has it and is kept.
 *
 * @param {Uint8Array} pixels
 * @param {Uint32Array} rows
 * @param {number} step from the upper left corner of a speck
 * @param {Uint32Array} corners
 * @param {Uint8Array} values
 * @param {Uint8Array | null} kept
 */
const paintPass = (pixels, rows, step, corners, values, kept) => {
  for (let n = 0; n < rows.length; n++) {
    const k = rows[n] ?? 0;
    if (!kept || kept[k]) pixels[(corners[k] ?? 0) + step] = values[k] ?? 0;
  }
};

/**
 * For each pixel that a speck may have, the rows whose specks have it.
 *
 * @param {Numbers} sizes of each speck: eight times its width, and its height
 * @param {number} columns
 */
const passesOf = (sizes, columns) => {
  const passes = [],
    found = new Uint32Array(sizes.length);
  for (let down = 0; down < LONGEST; down++)
    for (let along = 0; along < LONGEST; along++) {
      const always = Math.max(down, along) < SHORTEST;
      let count = 0;
      for (let k = 0; k < sizes.length; k++) {
        const size = sizes[k] ?? 0;
        if (always || (size >> 3 > along && (size & 7) > down)) found[count++] = k;
      }
      passes.push({ step: down * columns + along, rows: found.slice(0, count) });
    }
  return passes;
};
