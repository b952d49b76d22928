/* Draws notes above all layers, and writes their texts where they hide nothing. As print/map/notes.py. */
import { placeLabels } from "../canvas/label_places.js";
import { HELD, LINE, NAMED } from "../canvas/occupied.js";
import { toWorld } from "../geometry/projection.js";
import { copiesOf } from "../geometry/world_copies.js";
import { circle, dot, HEAD, HIGH, head, pin } from "./note_parts.js";
import { SHADES } from "./note_text.js";
import { middleOf, textSpots, wrapText } from "./text_places.js";

/**
 * @import { NoteState } from "../messages"
 * @import { Look, Place, Spot } from "../rows"
 * @import { Occupied } from "../canvas/occupied.js"
 * @import { Sheet } from "../canvas/sheet.js"
 * @import { Lettered, Mark } from "./note_at.js"
 *
 * @typedef {Mark & { draft: boolean, chosen: boolean, color: string }} Seen
 */

/* In pixels: letters, their lines, the widest line. */
const SIZE = 13,
  LEADING = 1.2,
  WIDE = 190;
const STROKE = 3,
  CASING = 6,
  ARROW = 13,
  FILL = 0.18;
/* Farther off than this a text is tied to its place by a hairline. */
const NEAR = 18;
/* What the lines may weigh that are interrupted for a text beside its note, and wherever it stands. */
const BESIDE = 150,
  ANY = 1_000_000;

/**
 * The colours of notes in a look.
 *
 * @param {Element} root
 */
export const readShades = (root) => {
  const style = getComputedStyle(root);
  return (/** @type {NoteState["colour"]} */ colour) =>
    style.getPropertyValue(`--${SHADES[colour]}`).trim();
};

/**
 * Where a note is on the sheet, on each copy of the world in sight.
 *
 * @param {Sheet} sheet
 * @param {NoteState} note
 * @returns {Place[][]}
 */
export const placesOn = (sheet, note) => {
  const ring = note.points.map(([lat, lng]) => ({ lat, lng }));
  return copiesOf(ring, sheet).flatMap((copy) => {
    const places = ring.map(({ lat, lng }) => {
      const [x, y] = toWorld(lat, lng);
      return /** @type {Place} */ ([sheet.x(x, copy), sheet.y(y)]);
    });
    const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)],
      inside =
        Math.min(...xs) <= sheet.width &&
        Math.max(...xs) >= 0 &&
        Math.min(...ys) <= sheet.height &&
        Math.max(...ys) >= 0;
    return inside ? [places] : [];
  });
};

/**
 * @param {Sheet} sheet
 * @param {Look} look
 * @param {Seen} seen
 * @param {Occupied} occupied
 */
export const drawNote = ({ g }, look, { note, places, draft, chosen, color }, occupied) => {
  const grown = look.scale ** 0.6;
  g.lineJoin = "round";
  g.lineCap = "round";
  if (note.kind === "pin")
    for (const [x, y] of places) {
      pin(g, x, y, color, look.halo, grown);
      occupied.add(x - (HEAD + 1) * grown, y - (HIGH + HEAD) * grown, x + (HEAD + 1) * grown, y + 2, HELD);
      if (chosen) circle(g, x, y - HIGH * grown, (HEAD + 5) * grown, look.ink, look.halo);
    }
  if (note.kind === "text" || note.kind === "pin") return;
  const closed = note.kind === "area";
  g.beginPath();
  for (const [k, [x, y]] of places.entries()) k ? g.lineTo(x, y) : g.moveTo(x, y);
  if (closed) {
    g.closePath();
    g.globalAlpha = FILL;
    g.fillStyle = color;
    g.fill("evenodd");
  }
  g.globalAlpha = 0.8;
  g.strokeStyle = look.halo;
  g.lineWidth = CASING * grown;
  g.setLineDash([]);
  g.stroke();
  g.globalAlpha = 1;
  if (draft) g.setLineDash([7, 6]);
  g.strokeStyle = color;
  g.lineWidth = STROKE * grown;
  g.stroke();
  g.setLineDash([]);
  g.lineCap = "butt";
  if (note.kind === "arrow") head(g, places, ARROW * grown, color);
  const ends = closed ? [...places, ...places.slice(0, 1)] : places;
  for (const [k, [x, y]] of ends.entries()) {
    const [px, py] = ends[Math.max(0, k - 1)] ?? [x, y];
    occupied.line(px, py, x, y, LINE);
    if (draft || chosen) dot(g, x, y, color, look.halo);
  }
};

/**
 * Writes the text of a note; where there is no free place, at its own.
 *
 * @param {Sheet} sheet
 * @param {Look} look
 * @param {Seen} seen
 * @param {Occupied} occupied
 * @returns {Lettered["box"]} where it stands
 */
export const letterNote = ({ g }, look, { note, places, chosen, color }, occupied) => {
  const bold = look.scale ** 0.8,
    size = SIZE * bold;
  g.font = `700 ${size}px "Atlas Sans", "Source Sans", "Segoe UI", sans-serif`;
  g.letterSpacing = "0px";
  g.textBaseline = "middle";
  const rows = wrapText(note.text, WIDE * bold, (text) => g.measureText(text).width),
    width = Math.max(...rows.map((row) => g.measureText(row).width)),
    height = size * LEADING * rows.length,
    at = middleOf(note.kind, places, HIGH * look.scale ** 0.6),
    rings = textSpots(note.kind, at, height, look.scale ** 0.6),
    [x, up] = [at.x, at.up],
    own = { text: note.text, x, y: up, size, style: "700", ink: /** @type {const} */ ("ink"), rank: 0 },
    place = (/** @type {Spot[]} */ some, /** @type {number} */ tolerance) =>
      placeLabels([{ ...own, width, height, spots: some, tolerance }], occupied)[0];
  /** @type {import("../canvas/label_places.js").PlacedLabel | undefined} */
  let placed;
  /* Close by before far off. */
  for (const ring of rings) placed ??= place(ring, BESIDE);
  placed ??= place(rings.flat(), ANY);
  const [first = [x, up, 0]] = rings.flat(),
    left = placed?.left ?? first[0] - width * first[2],
    middle = placed?.middle ?? first[1],
    top = middle - height / 2;
  if (placed && Math.hypot(left + width / 2 - x, middle - up) > NEAR + Math.max(width, height) / 2 + 4) {
    g.beginPath();
    g.moveTo(x, up);
    g.lineTo(Math.max(left, Math.min(x, left + width)), middle);
    g.lineWidth = 0.8;
    g.strokeStyle = look.muted;
    g.stroke();
  }
  /* No place is named whose dot would stand on the text. */
  occupied.add(left, top, left + width, top + height, NAMED);
  if (chosen) {
    g.lineWidth = 2;
    g.strokeStyle = look.ink;
    g.strokeRect(left - 5, top - 3, width + 10, height + 6);
  }
  g.lineWidth = 4 * bold;
  g.strokeStyle = look.halo;
  g.fillStyle = color;
  for (const [k, row] of rows.entries()) {
    const y = top + size * LEADING * (k + 0.5);
    g.strokeText(row, left, y);
    g.fillText(row, left, y);
  }
  return [left, top, left + width, top + height];
};
