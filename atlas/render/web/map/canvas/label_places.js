/* Where names stand: beside what they name, clear of symbols and lines, and never as if they named something
   else. Pure functions, as print/map/label_places.py: a test compares the places. */
import { HELD, LINE } from "./occupied.js";

/**
 * @import { Label, Place } from "../rows"
 * @import { Occupied } from "./occupied.js"
 *
 * @typedef {Label & { width: number, height: number }} MeasuredLabel
 * @typedef {{ label: MeasuredLabel, left: number, middle: number, crossed: number }} PlacedLabel `left`:
 *   where the name begins, `middle`: the height of its middle, `crossed`: what the lines under it weigh
 * @typedef {[x0: number, y0: number, x1: number, y1: number]} LabelBox
 */

/* Pixels between a name and what it names, and by how many another place must be farther off. */
const GAP = 3;
const APART = 4;
/* How much farther off a name may stand where something lies beside its place. */
const RINGS = [0, 6];
/* For a large town, whose name is missed. */
const LARGE_RINGS = [0, 6, 13];
/* Cells of symbols that its name may cover at the edges, and more of them that of a town which everybody
   looks for; what each of them weighs. */
const EDGES = 5;
const MAIN_EDGES = 44;
const SYMBOL = 64;
/* What the lines may weigh that are interrupted for the name of such a town. */
const MAIN = 100_000;
/* Pixels around a name that stay free of other names. */
const AIR = [7, 3];
/* Pixels from the middle of a dot to its edge, halo included. */
const DOT = 3;

/**
 * Places for a name around a symbol that reaches `rx` and `ry` from its middle, the best first.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @param {[across: number, up: number]} reach
 * @param {number[]} [rings]
 * @returns {Place[]}
 */
export const placesBeside = (x, y, w, h, [rx, ry], rings = RINGS) =>
  rings.flatMap((far) => {
    const gap = rx + GAP + far,
      up = ry + GAP - 1 + far + h / 2,
      slant = (rx + far) * 0.7 + 1;
    /** @type {Place[]} */
    const ring = [
      [x + gap, y],
      [x - gap - w, y],
      [x - w / 2, y - up],
      [x - w / 2, y + up],
      [x + slant, y - up + 1],
      [x + slant, y + up - 1],
      [x - w - slant, y - up + 1],
      [x - w - slant, y + up - 1],
    ];
    return ring;
  });

/**
 * How far off the name of a place may stand, and how many cells of symbols it may cover.
 *
 * @param {number} tolerance
 * @returns {[rings: number[], edges: number]}
 */
const roomOf = (tolerance) => {
  if (tolerance >= MAIN) return [LARGE_RINGS, MAIN_EDGES];
  return tolerance >= LINE * LINE ? [LARGE_RINGS, EDGES] : [RINGS, 0];
};

/**
 * @param {MeasuredLabel} label
 * @returns {Place[]}
 */
const placesOf = ({ x, y, width, height, beside, spots, tolerance = 0 }) => {
  if (beside) return placesBeside(x, y, width, height, beside, roomOf(tolerance)[0]);
  return (spots ?? [[x, y, 0.5]]).map(([at, middle, share]) => [at - width * share, middle]);
};

/**
 * Pixels from a box to a place.
 *
 * @param {LabelBox} box
 * @param {number} x
 * @param {number} y
 */
const distance = ([x0, y0, x1, y1], x, y) => {
  const dx = Math.max(x0 - x, 0, x - x1),
    dy = Math.max(y0 - y, 0, y - y1);
  return Math.sqrt(dx * dx + dy * dy);
};

/**
 * @param {MeasuredLabel} label
 * @param {number} left
 * @param {number} middle
 * @returns {LabelBox}
 */
const boxOf = ({ width, height }, left, middle) => [
  left,
  middle - height / 2,
  left + width,
  middle + height / 2,
];

/**
 * Whether a name at a place would seem to name another place, or take the name of another for its own.
 *
 * @param {MeasuredLabel} label
 * @param {LabelBox} box
 * @param {{ box: LabelBox, label: MeasuredLabel }[]} others names that stand beside their places
 */
const mistaken = (label, box, others) => {
  const own = distance(box, label.x, label.y);
  return others.some(
    (other) =>
      distance(box, other.label.x, other.label.y) < own + APART ||
      distance(other.box, label.x, label.y) < distance(other.box, other.label.x, other.label.y) + APART,
  );
};

/**
 * @param {MeasuredLabel} label
 * @param {Occupied} occupied
 * @param {{ box: LabelBox, label: MeasuredLabel }[]} others
 * @returns {PlacedLabel | null}
 */
const placeLabel = (label, occupied, others) => {
  const { x, y, beside, dot, spread = 0, tolerance = LINE - 1 } = label;
  const near = others.some(
    ({ label: other }) => Math.abs(other.x - x) < spread && Math.abs(other.y - y) < spread,
  );
  if ((beside && near) || (dot && occupied.named(x, y, DOT))) return null;
  /** @type {PlacedLabel | null} */
  let best = null;
  const [, edges] = roomOf(tolerance);
  for (const [left, middle] of placesOf(label)) {
    const box = boxOf(label, left, middle);
    const symbols = occupied.covered(box[0] - 2, box[1], box[2] + 2, box[3]);
    if (symbols > edges) continue;
    if (beside && mistaken(label, box, others)) continue;
    const crossed = occupied.crossing(box[0] - 3, box[1] - 2, box[2] + 3, box[3] + 2) + symbols * SYMBOL;
    if (!best || crossed < best.crossed) best = { label, left, middle, crossed };
    if (!crossed) break;
  }
  /* A name that may be left out is left out rather than struck through. */
  return best && best.crossed <= tolerance ? best : null;
};

/**
 * Finds places for names in order of importance; one that finds none is left out.
 *
 * @param {MeasuredLabel[]} labels
 * @param {Occupied} occupied
 * @returns {PlacedLabel[]}
 */
export const placeLabels = (labels, occupied) => {
  /** @type {PlacedLabel[]} */
  const placed = [];
  /** @type {{ box: LabelBox, label: MeasuredLabel }[]} */
  const others = [];
  for (const label of labels) {
    const found = placeLabel(label, occupied, others);
    if (!found) continue;
    const box = boxOf(label, found.left, found.middle),
      [wide = 0, high = 0] = AIR;
    occupied.add(box[0] - wide, box[1] - high, box[2] + wide, box[3] + high, HELD);
    if (label.dot) occupied.add(label.x - DOT, label.y - DOT, label.x + DOT, label.y + DOT, HELD);
    if (label.beside) others.push({ box, label });
    placed.push(found);
  }
  return placed;
};
