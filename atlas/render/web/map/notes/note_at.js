/* Which note lies at a point of the map. */

/**
 * @import { NoteState } from "../messages"
 * @import { Place } from "../rows"
 *
 * @typedef {{ note: NoteState, k: number, places: Place[] }} Mark `k`: which of the notes it is
 * @typedef {[x0: number, y0: number, x1: number, y1: number]} Box
 * @typedef {{ k: number, box: Box }} Lettered where a text stands
 */

/**
 * The note that a point meets, -1 for none: texts lie above shapes, and what was drawn last above the rest.
 *
 * @param {Mark[]} marks in the order of drawing
 * @param {Lettered[]} texts
 * @param {Place} at
 * @param {number} reach pixels
 * @param {number} high pixels from the tip of a pin to the middle of its head
 */
export const noteAt = (marks, texts, [x, y], reach, high) => {
  const text = texts.findLast(
    ({ box: [x0, y0, x1, y1] }) => x >= x0 - 2 && x <= x1 + 2 && y >= y0 - 2 && y <= y1 + 2,
  );
  if (text) return text.k;
  const met = marks.findLast(({ note, places }) => {
    const [first = [NaN, NaN]] = places;
    if (note.kind === "text") return false;
    if (note.kind === "pin") return distance([x, y], first, [first[0], first[1] - high]) <= reach;
    const ends = note.kind === "area" ? [...places, first] : places;
    return ends.slice(1).some((to, k) => distance([x, y], /** @type {Place} */ (ends[k]), to) <= reach);
  });
  return met?.k ?? -1;
};

/**
 * The area that a point lies in, -1 for none.
 *
 * @param {Mark[]} marks
 * @param {Place} at
 */
export const areaAt = (marks, [x, y]) =>
  marks.findLast(({ note, places }) => {
    if (note.kind !== "area") return false;
    let inside = false;
    for (const [k, [x0, y0]] of places.entries()) {
      const [x1, y1] = places[(k + 1) % places.length] ?? [x0, y0];
      if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
    }
    return inside;
  })?.k ?? -1;

/**
 * Pixels between a point and a stretch.
 *
 * @param {Place} at
 * @param {Place} from
 * @param {Place} to
 */
const distance = ([x, y], [x0, y0], [x1, y1]) => {
  const [dx, dy] = [x1 - x0, y1 - y0],
    long = dx * dx + dy * dy,
    along = long ? Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / long)) : 0;
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
};
