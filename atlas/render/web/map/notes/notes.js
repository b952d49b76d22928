/* The notes of a reader on the map, above all layers; their texts find places before all names. As
   print/map/notes.py. */
import { placeLabels } from "../canvas/label_places.js";
import { HELD, LINE, NAMED } from "../canvas/occupied.js";
import { toWorld } from "../geometry/projection.js";
import { copiesOf } from "../geometry/world_copies.js";
import { dot, HEAD, HIGH, head, pin } from "./note_parts.js";
import { SHADES } from "./note_text.js";
import { middleOf, textSpots, wrapText } from "./text_places.js";

/**
 * @import { NoteState, SceneState } from "../messages"
 * @import { MapPage } from "../map_page.js"
 * @import { Place, Spot } from "../rows"
 * @import { Occupied } from "../canvas/occupied.js"
 * @import { Sheet } from "../canvas/sheet.js"
 *
 * @typedef {{ note: NoteState, places: Place[], draft: boolean }} Seen
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

export class Notes {
  /** @type {NoteState[]} */
  shown = [];
  /**
   * What no link holds: in this window alone.
   *
   * @type {NoteState[]}
   */
  rest = [];
  /**
   * What is being drawn.
   *
   * @type {NoteState | null}
   */
  draft = null;
  /**
   * What the app showed when the reader changed the notes: until it shows others, the page is ahead of it.
   *
   * @type {string | null}
   */
  before = null;
  /**
   * Where texts stand.
   *
   * @type {[x0: number, y0: number, x1: number, y1: number][]}
   */
  boxes = [];

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {SceneState} state */
  take({ notes }) {
    if (this.before !== null && JSON.stringify(notes) === this.before) return;
    this.before = null;
    this.shown = notes;
  }

  /**
   * Shows notes that are on their way to the app.
   *
   * @param {NoteState[]} notes
   * @param {NoteState[]} rest
   */
  lead(notes, rest) {
    const now = JSON.stringify(this.page.state.notes);
    this.before = JSON.stringify(notes) === now ? null : now;
    this.shown = notes;
    this.rest = rest;
    this.page.repaint();
  }

  /**
   * @param {Sheet} sheet
   * @param {Occupied} occupied
   */
  paint(sheet, occupied) {
    const own = this.page.presentation ? [] : this.rest,
      all = [...this.shown, ...own, ...(this.draft ? [this.draft] : [])],
      seen = all.flatMap((note) => this.places(sheet, note));
    seen.sort((a, b) => Number(b.note.kind === "area") - Number(a.note.kind === "area"));
    for (const one of seen) this.draw(sheet, one, occupied);
    this.boxes = [];
    if (this.page.flying) return;
    for (const one of seen) if (one.note.text) this.letter(sheet, one, occupied);
  }

  /**
   * Where a note is on the sheet, on each copy of the world in sight.
   *
   * @param {Sheet} sheet
   * @param {NoteState} note
   * @returns {Seen[]}
   */
  places(sheet, note) {
    const ring = note.points.map(([lat, lng]) => ({ lat, lng })),
      draft = note === this.draft;
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
      return inside ? [{ note, places, draft }] : [];
    });
  }

  /** @param {NoteState} note */
  shade(note) {
    return getComputedStyle(this.page.root).getPropertyValue(`--${SHADES[note.colour]}`).trim();
  }

  /**
   * @param {Sheet} sheet
   * @param {Seen} seen
   * @param {Occupied} occupied
   */
  draw({ g }, { note, places, draft }, occupied) {
    const { look } = this.page,
      color = this.shade(note),
      grown = look.scale ** 0.6;
    g.lineJoin = "round";
    g.lineCap = "round";
    if (note.kind === "pin") for (const [x, y] of places) pin(g, x, y, color, look.halo, grown);
    for (const [x, y] of note.kind === "pin" ? places : [])
      occupied.add(x - (HEAD + 1) * grown, y - (HIGH + HEAD) * grown, x + (HEAD + 1) * grown, y + 2, HELD);
    if (note.kind === "text" || note.kind === "pin") return;
    const closed = note.kind === "area";
    g.beginPath();
    for (const [k, [x, y]] of places.entries()) k ? g.lineTo(x, y) : g.moveTo(x, y);
    if (closed) g.closePath();
    if (closed) {
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
      if (draft) dot(g, x, y, color, look.halo);
    }
  }

  /**
   * Writes a text where it hides nothing that is written already; where there is no such place, at its own.
   *
   * @param {Sheet} sheet
   * @param {Seen} seen
   * @param {Occupied} occupied
   */
  letter({ g }, { note, places }, occupied) {
    const { look } = this.page,
      bold = look.scale ** 0.8,
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
      middle = placed?.middle ?? first[1];
    if (placed && Math.hypot(left + width / 2 - x, middle - up) > NEAR + Math.max(width, height) / 2 + 4) {
      g.beginPath();
      g.moveTo(x, up);
      g.lineTo(Math.max(left, Math.min(x, left + width)), middle);
      g.lineWidth = 0.8;
      g.strokeStyle = look.muted;
      g.stroke();
    }
    this.boxes.push([left, middle - height / 2, left + width, middle + height / 2]);
    /* No place is named whose dot would stand on the text. */
    occupied.add(left, middle - height / 2, left + width, middle + height / 2, NAMED);
    g.lineWidth = 4 * bold;
    g.strokeStyle = look.halo;
    g.fillStyle = this.shade(note);
    for (const [k, row] of rows.entries()) {
      const y = middle - height / 2 + size * LEADING * (k + 0.5);
      g.strokeText(row, left, y);
      g.fillText(row, left, y);
    }
  }
}

/** @param {MapPage} page */
export const makeNotes = (page) => new Notes(page);
