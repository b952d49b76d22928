/* The shapes of a window of a large layer: from steps to places. */

/**
 * @import { Numbers } from "../rows"
 *
 * @typedef {Record<"rings" | "corners" | "first" | "steps" | "far" | "flags", Numbers>} StepArrays
 */

/* Pixels of the longer side below which areas of one look are painted together. */
export const SMALL = 16;
/* A step of this stands for two whole numbers in `far`. */
const FAR = -128;
/* The flag of a row that is an area. */
const AREA = 4;

/**
 * @param {StepArrays} arrays
 * @param {number} length
 * @param {number} quarter world units of a quarter of a pixel
 * @param {[west: number, north: number]} corner
 */
export const traceShapes = (
  { rings, corners, first, steps, far, flags },
  length,
  quarter,
  [west, north],
) => {
  let total = 0;
  for (let line = 0; line < corners.length; line++) total += corners[line] ?? 0;
  const xy = new Int32Array(2 * total),
    vertices = new Uint32Array(corners.length + 1),
    starts = new Uint32Array(length + 1),
    boxes = new Int32Array(4 * length),
    anchor = new Int32Array(2 * length),
    /* Of a small area of one ring, which way it turns: 1 or -1. */
    turns = new Int8Array(length);
  let line = 0,
    v = 0,
    s = 0,
    f = 0;
  for (let i = 0; i < length; i++) {
    let least = Infinity,
      top = Infinity,
      most = -Infinity,
      bottom = -Infinity,
      area = 0;
    starts[i] = line;
    for (const end = line + (rings[i] ?? 0); line < end; line++) {
      let x = first[2 * line] ?? 0,
        y = first[2 * line + 1] ?? 0;
      const count = corners[line] ?? 0,
        [x0, y0] = [x, y];
      vertices[line] = v;
      for (let k = 0; k < count; k++) {
        if (k) {
          const [px, py] = [x, y];
          if (steps[s] === FAR) {
            x += far[f] ?? 0;
            y += far[f + 1] ?? 0;
            f += 2;
          } else {
            x += steps[s] ?? 0;
            y += steps[s + 1] ?? 0;
          }
          s += 2;
          area += (px - x0) * (y - y0) - (x - x0) * (py - y0);
        }
        xy[2 * v] = Math.round(west + x * quarter);
        xy[2 * v + 1] = Math.round(north + y * quarter);
        v++;
        if (x < least) least = x;
        if (x > most) most = x;
        if (y < top) top = y;
        if (y > bottom) bottom = y;
      }
    }
    const small = Math.max(most - least, bottom - top) < 4 * SMALL;
    if (small && rings[i] === 1 && (flags[i] ?? 0) & AREA) turns[i] = area < 0 ? -1 : 1;
    const edge = [west + least * quarter, north + top * quarter];
    boxes.set([...edge, west + most * quarter, north + bottom * quarter], 4 * i);
    anchor.set(edge, 2 * i);
  }
  starts[length] = line;
  vertices[corners.length] = v;
  return { xy, vertices, rings: starts, boxes, anchor, turns };
};
