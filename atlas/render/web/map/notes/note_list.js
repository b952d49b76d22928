/* The notes one by one: their texts, colours and places, what was before, and the file of them. */
import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { fill, plural, word } from "../../shell/words.js";
import { notesFile, readNotesFile } from "./note_file.js";
import {
  digits,
  isNote,
  MOST_CHARACTERS,
  MOST_LETTERS,
  MOST_NOTES,
  noteLink,
  SHADES,
  shortText,
  splitNotes,
} from "./note_text.js";

/**
 * @import { NoteState } from "../messages"
 * @import { Tools } from "./tools.js"
 */

/* Megabytes of a file of notes at most. */
const MOST_MB = 1;

export class NoteList {
  /** @type {NoteState[][]} */
  past = [];

  /** @param {Tools} tools */
  constructor(tools) {
    this.tools = tools;
    this.node = element("div", { class: "note-list" });
  }

  get all() {
    const { notes } = this.tools;
    return [...notes.shown, ...notes.rest];
  }

  /**
   * Shows other notes: as many as a link holds go into it.
   *
   * @param {NoteState[]} next
   * @param {boolean} [keep] whether there is a way back
   */
  set(next, keep = true) {
    if (keep) this.past.push(this.all);
    const { held, rest } = splitNotes(next),
      { notes, page } = this.tools;
    notes.lead(held, rest);
    page.send({ kind: "set", query: { note: held.map(noteLink) } });
    this.draw();
  }

  /** @param {NoteState} note */
  add(note) {
    const { tools } = this;
    if (!isNote(note)) return;
    this.set([...this.all, note]);
    /** @type {HTMLInputElement | null} */
    const input = this.node.querySelector("li:last-child input");
    input?.focus();
    input?.select();
    tools.said.announce(
      fill(tools.words.added, { kind: word(tools.words, `kind_${note.kind}`), text: note.text }),
    );
  }

  undo() {
    const before = this.past.pop();
    if (before) this.set(before, false);
    /** @type {HTMLElement | null} */
    const button =
      this.node.querySelector('[data-key="note.undo"]:enabled') ??
      this.tools.buttons.querySelector("button");
    button?.focus();
  }

  draw() {
    const { words, page } = this.tools,
      { all } = this,
      { held, left } = splitNotes(all),
      number = numberFormat(page.lang);
    const limit = { most: MOST_NOTES, letters: number.format(MOST_CHARACTERS) },
      state = { n: number.format(held.length), left: number.format(left) };
    this.node.replaceChildren(
      all.length
        ? element(
            "ol",
            { "aria-label": words.listed },
            ...all.map((note, k) => this.row(note, k, k >= held.length)),
          )
        : element("p", { class: "none", text: words.none }),
      element(
        "p",
        { class: "buttons" },
        this.button("note.undo", words.undo, () => this.undo(), !this.past.length),
        this.button("note.save", words.save, () => this.save(), !all.length),
        this.loader(),
      ),
      element("p", {
        class: all.length > held.length ? "limit over" : "limit",
        title: fill(words.rest, limit),
        text:
          all.length > held.length
            ? fill(words.rest, limit)
            : plural(words.in_link, page.lang, held.length, state),
      }),
    );
  }

  /**
   * @param {string} key
   * @param {string} text
   * @param {() => void} onclick
   * @param {boolean} [disabled]
   */
  button(key, text, onclick, disabled = false) {
    return element("button", { type: "button", class: "small", "data-key": key, text, disabled, onclick });
  }

  /**
   * @param {NoteState} note
   * @param {number} k
   * @param {boolean} outside no link holds it
   */
  row(note, k, outside) {
    const { words } = this.tools,
      kind = word(words, `kind_${note.kind}`);
    const change = (/** @type {Partial<NoteState> | null} */ more) =>
      this.set(this.all.flatMap((one, n) => (n !== k ? [one] : more ? [{ ...one, ...more }] : [])));
    return element(
      "li",
      { style: `--own:var(--${SHADES[note.colour]})` },
      element("span", { class: "what", text: outside ? `${kind} · ${words.outside}` : kind }),
      element("input", {
        type: "text",
        value: note.text,
        maxlength: MOST_LETTERS,
        placeholder: words.untitled,
        "aria-label": `${words.text}, ${kind} ${k + 1}`,
        "data-key": `note.text.${k}`,
        onchange: ({ target }) => {
          const text = shortText(target.value);
          if (text === note.text || (note.kind === "text" && !text)) target.value = note.text;
          else change({ text });
        },
      }),
      this.button(`note.move.${k}`, words.move, () => this.move(note, k)),
      this.button(`note.remove.${k}`, words.remove, () => {
        change(null);
        /** @type {HTMLElement | null} */
        const undo = this.node.querySelector('[data-key="note.undo"]');
        undo?.focus();
      }),
    );
  }

  /**
   * Moves a note: its first point goes to the new place, the others with it.
   *
   * @param {NoteState} note
   * @param {number} k
   */
  move(note, k) {
    const { tools } = this,
      [[lat, lon] = [0, 0]] = note.points;
    const moved = (/** @type {L.LatLng} */ to) => ({
      ...note,
      points: note.points.map(
        ([y, x]) =>
          /** @type {[number, number]} */ ([+digits(y + to.lat - lat), +digits(x + to.lng - lon)]),
      ),
    });
    tools.pen.start({
      most: 1,
      show: () => undefined,
      finish: ([to]) => {
        tools.end();
        const next = to && moved(to);
        if (next && isNote(next)) this.set(this.all.map((one, n) => (n === k ? next : one)));
      },
      cancel: () => tools.end(),
    });
    tools.said.announce(tools.words.how_place);
  }

  save() {
    const link = element("a", {
      href: URL.createObjectURL(new Blob([notesFile(this.all)], { type: "application/geo+json" })),
      download: "notes.geojson",
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  loader() {
    const { words } = this.tools,
      input = element("input", {
        type: "file",
        accept: ".geojson,.json,application/geo+json",
        "data-key": "note.load",
        onchange: ({ target }) => {
          const [file] = target.files ?? [];
          if (file) this.load(file);
          target.value = "";
        },
      });
    return element("label", { class: "small file" }, words.load, input);
  }

  /** @param {File} file */
  async load(file) {
    const { page, said, words } = this.tools;
    if (file.size > MOST_MB * 1e6) {
      said.announce(fill(words.file_large, { mb: MOST_MB }));
      return;
    }
    const found = readNotesFile(await file.text());
    if (!found) {
      said.announce(words.file_wrong);
      return;
    }
    const { notes, left } = found;
    this.set([...this.all, ...notes]);
    const read = plural(words.file_read, page.lang, notes.length, { n: notes.length }),
      aside = left ? `, ${plural(words.file_left, page.lang, left, { n: left })}` : "";
    said.announce(`${read}${aside}.`);
  }
}
