/* The notes of a reader: those that the link holds and the others, which is chosen, and where they are on the
   map, above all layers. */
import { drawNote, letterNote, placesOn, readShades } from "./note_paint.js";
import { HIGH } from "./note_parts.js";
import { noteLink } from "./note_text.js";

/**
 * @import { NoteState, SceneState } from "../messages"
 * @import { MapPage } from "../map_page.js"
 * @import { Place } from "../rows"
 * @import { Occupied } from "../canvas/occupied.js"
 * @import { Sheet } from "../canvas/sheet.js"
 * @import { Lettered, Mark } from "./note_at.js"
 */

export class Notes {
  /** @type {NoteState[]} */
  shown = [];
  /**
   * What no link holds: in this window, and in the files that it asks for.
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
  /** Which of them is chosen, -1 for none. */
  chosen = -1;
  /**
   * The chosen note while it is on its way.
   *
   * @type {NoteState | null}
   */
  moving = null;
  /**
   * Where the notes are on the map, in the order of drawing.
   *
   * @type {Mark[]}
   */
  marks = [];
  /**
   * Where texts stand on the map.
   *
   * @type {Lettered[]}
   */
  texts = [];
  /** Told when another note is chosen. */
  onchoose = () => {};
  /**
   * Writes notes as a file, where they may be changed.
   *
   * @type {((notes: NoteState[]) => string) | null}
   */
  toFile = null;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {SceneState} state */
  take({ notes }) {
    if (this.before !== null && JSON.stringify(notes) === this.before) return;
    this.before = null;
    const other = JSON.stringify(notes) !== JSON.stringify(this.shown);
    this.shown = notes;
    if (other) this.choose(-1);
  }

  get all() {
    return [...this.shown, ...this.rest];
  }

  /** Pixels from the tip of a pin to the middle of its head. */
  get high() {
    return HIGH * this.page.look.scale ** 0.6;
  }

  /** Notes as parameters of a link: those that it holds, or others. */
  links(notes = this.shown) {
    return notes.map(noteLink);
  }

  /** All notes as a file, where the link does not hold them; else null. */
  file() {
    return this.rest.length && this.toFile ? this.toFile(this.all) : null;
  }

  /**
   * Chooses a note, which comes into sight.
   *
   * @param {number} k -1: none
   */
  choose(k) {
    const { page } = this,
      note = this.all[k];
    this.moving = null;
    if (k === this.chosen) return;
    this.chosen = k;
    if (note) {
      const around = L.latLngBounds(note.points);
      if (!page.map.getBounds().intersects(around))
        page.map.panTo(around.getCenter(), { animate: !page.still() });
    }
    this.onchoose();
    page.repaint();
  }

  /**
   * Shows the chosen note at another place.
   *
   * @param {NoteState} note
   */
  show(note) {
    this.moving = note;
    this.page.repaint();
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
    const { look, presentation, root } = this.page,
      own = presentation ? this.shown : this.all,
      chosen = presentation ? -1 : this.chosen,
      shade = readShades(root);
    const seen = [...own, ...(this.draft ? [this.draft] : [])].flatMap((given, k) => {
      const note = (k === chosen && this.moving) || given,
        look = { k, note, draft: given === this.draft, chosen: k === chosen, color: shade(note.colour) };
      return placesOn(sheet, note).map((places) => ({ ...look, places }));
    });
    seen.sort((a, b) => Number(b.note.kind === "area") - Number(a.note.kind === "area"));
    for (const one of seen) drawNote(sheet, look, one, occupied);
    const { edge } = sheet,
      known = seen.filter(({ draft }) => !draft);
    this.marks = known.map(({ note, k, places }) => ({
      note,
      k,
      places: places.map(([x, y]) => /** @type {Place} */ ([x - edge, y - edge])),
    }));
    this.texts = [];
    if (this.page.flying) return;
    for (const one of seen) {
      if (!one.note.text) continue;
      const [x0, y0, x1, y1] = letterNote(sheet, look, one, occupied);
      this.texts.push({ k: one.k, box: [x0 - edge, y0 - edge, x1 - edge, y1 - edge] });
    }
  }
}

/** @param {MapPage} page */
export const makeNotes = (page) => new Notes(page);
