/* All rows of a window of a large layer: a filter then asks the server which of them are kept, and for no
   picture. Painted as `paint_specks` of atlas/analysis/spatial/viewport.py paints them. */
import { ViewportPicture } from "./viewport_picture.js";

/** @import { Numbers } from "../rows" */

/* Pixels of the side of the longest speck, and of the part that every speck takes. */
const LONGEST = 4,
  SHORTEST = 2;

/**
 * @param {Uint8Array | null} bits
 * @param {number} k
 */
const isSet = (bits, k) => !bits || (((bits[k >> 3] ?? 0) >> (k & 7)) & 1) === 1;

export class HeldRows {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    this.picture = new ViewportPicture(buffer);
    const { speckSteps, speckSizes, speckValues } =
        /** @type {Record<"speckSteps" | "speckSizes" | "speckValues", Numbers>} */ (
          /** @type {unknown} */ (this.picture.arrays)
        ),
      count = speckValues.length;
    this.values = speckValues;
    this.sizes = speckSizes;
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
    picture.kept = bits && Uint8Array.from({ length }, (_, i) => Number(isSet(bits, i)));
    picture.arrays = { ...arrays, specks: this.specks(bits) };
    return picture;
  }

  /**
   * The specks of the rows kept: each pixel holds the value of the last row there, or 0.
   *
   * @param {Uint8Array | null} bits
   */
  specks(bits) {
    const { columns, corners, sizes, values } = this,
      { length, width, height } = this.picture,
      kept = new Uint32Array(corners.length),
      larger = [];
    let count = 0;
    for (let k = 0; k < corners.length; k++) {
      if (!isSet(bits, length + k)) continue;
      kept[count++] = k;
      const size = sizes[k] ?? 0;
      if (size >> 3 > SHORTEST || (size & 7) > SHORTEST) larger.push(k);
    }
    const pixels = new Uint8Array(columns * (height + 2 * LONGEST));
    for (let down = 0; down < LONGEST; down++)
      for (let along = 0; along < LONGEST; along++) {
        const step = down * columns + along;
        if (Math.max(down, along) < SHORTEST)
          for (let n = 0; n < count; n++) {
            const k = kept[n] ?? 0;
            pixels[(corners[k] ?? 0) + step] = values[k] ?? 0;
          }
        else
          for (const k of larger) {
            const size = sizes[k] ?? 0;
            if (size >> 3 > along && (size & 7) > down) pixels[(corners[k] ?? 0) + step] = values[k] ?? 0;
          }
      }
    const image = new Uint8Array(width * height);
    for (let line = 0; line < height; line++) {
      const from = (line + LONGEST) * columns + LONGEST;
      image.set(pixels.subarray(from, from + width), line * width);
    }
    return image;
  }
}
