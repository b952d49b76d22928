/* The notes one by one: their texts, colours and places, what was before, and the file of them. */
import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { activeInside, keyed } from "../../shell/rerender.js";
import { fill, plural, word } from "../../shell/words.js";
import { MOST_IN_FILE, MOST_MB, notesFile, readNotesFile } from "./note_file.js";
import {
  isNote,
  MOST_CHARACTERS,
  MOST_LETTERS,
  MOST_NOTES,
  noteLink,
  SHADES,
  shifted,
  shortText,
  splitNotes,
} from "./note_text.js";

/**
 * @import { NoteState } from "../messages"
 * @import { Tools } from "./tools.js"
 */

/* Steps back that are kept. */
const MOST_STEPS = 100;

export class NoteList {
  /** @type {NoteState[][]} */
  past = [];

  /** @param {Tools} tools */
  constructor(tools) {
    this.tools = tools;
    const { words } = tools;
    this.rows = element("div", {});
    this.undoing = this.button("note.undo", words.undo, () => this.undo());
    this.saving = this.button("note.save", words.save, () => this.save());
    this.limit = element("p", { class: "limit" });
    this.hint = element("p", { class: "none", text: words.pick, hidden: true });
    this.node = element(
      "div",
      { class: "note-list" },
      this.rows,
      this.hint,
      element("p", { class: "buttons" }, this.undoing, this.saving, this.loader()),
      this.limit,
    );
  }

  get all() {
    return this.tools.notes.all;
  }

  /**
   * Shows other notes: as many as a link holds go into it.
   *
   * @param {NoteState[]} next
   * @param {{ keep?: boolean, chosen?: number, written?: boolean }} [options] `keep`: whether there is a way
   *   back; `chosen`: the note that is chosen then; `written`: only a text is another one
   */
  set(next, { keep = true, chosen = -1, written = false } = {}) {
    if (keep) this.past = [...this.past, this.all].slice(-MOST_STEPS);
    const { held, rest } = splitNotes(next),
      { notes, page } = this.tools;
    notes.lead(held, rest);
    page.send({ kind: "set", query: { note: held.map(noteLink) } });
    if (written) this.update();
    else this.draw();
    notes.choose(chosen);
  }

  /** @param {NoteState} note */
  add(note) {
    const { all, tools } = this;
    if (!isNote(note)) return;
    this.set([...all, note], { chosen: all.length });
    this.focus(all.length, true);
    tools.said.announce(
      fill(tools.words.added, { kind: word(tools.words, `kind_${note.kind}`), text: note.text }),
    );
  }

  /**
   * @param {number} k
   * @param {NoteState} next
   * @param {string} said what is announced
   * @param {boolean} [written] only the text is another one, and stands there already
   */
  change(k, next, said, written = false) {
    const { tools } = this;
    this.set(
      this.all.map((one, n) => (n === k ? next : one)),
      { chosen: k, written },
    );
    tools.say(said);
  }

  /** @param {number} k */
  remove(k) {
    const { tools } = this;
    this.set(this.all.filter((_, n) => n !== k));
    if (this.node.contains(document.activeElement) || document.activeElement === document.body)
      this.undoing.focus();
    tools.say(tools.words.removed);
  }

  /** @param {boolean} [focused] whether the focus stays in the list */
  undo(focused = true) {
    const before = this.past.pop(),
      { tools } = this;
    if (!before) return;
    this.set(before, { keep: false });
    if (focused && this.undoing.disabled) tools.buttons.querySelector("button")?.focus();
    else if (focused) this.undoing.focus();
    tools.say(tools.words.undone);
  }

  /**
   * @param {number} k
   * @param {boolean} [selected]
   */
  focus(k, selected = false) {
    /** @type {HTMLInputElement | null} */
    const input = this.node.querySelector(`[data-key="note.text.${k}"]`);
    input?.focus();
    if (selected) input?.select();
  }

  /** The row of the chosen note is marked. */
  mark() {
    const { chosen } = this.tools.notes;
    for (const [k, row] of this.node.querySelectorAll("li").entries())
      if (k === chosen) {
        row.setAttribute("aria-current", "true");
        row.scrollIntoView({ block: "nearest" });
      } else row.removeAttribute("aria-current");
  }

  draw() {
    const { words } = this.tools,
      { all } = this,
      key = activeInside(this.rows)?.dataset.key;
    this.rows.replaceChildren(
      all.length
        ? element("ol", { "aria-label": words.listed }, ...all.map((note, k) => this.row(note, k)))
        : element("p", { class: "none", text: words.none }),
    );
    if (key) keyed(this.rows, key)?.focus();
    this.update();
  }

  /** What is said of the notes: which are in the link, and how much room is left. */
  update() {
    const { page, words } = this.tools,
      { all } = this,
      { held, left } = splitNotes(all),
      number = numberFormat(page.lang),
      limit = { most: MOST_NOTES, letters: number.format(MOST_CHARACTERS) },
      over = all.length > held.length;
    for (const [k, what] of this.rows.querySelectorAll(".what").entries()) {
      const kind = word(words, `kind_${all[k]?.kind}`);
      what.textContent = k < held.length ? kind : `${kind} · ${words.outside}`;
    }
    this.undoing.disabled = !this.past.length;
    this.saving.disabled = !all.length;
    this.limit.classList.toggle("over", over);
    this.limit.title = fill(words.rest, limit);
    this.limit.textContent = over
      ? fill(words.rest, limit)
      : plural(words.in_link, page.lang, held.length, {
          n: number.format(held.length),
          left: number.format(left),
        });
    this.hint.hidden = !all.length;
    this.mark();
  }

  /**
   * @param {string} key
   * @param {string} text
   * @param {() => void} onclick
   */
  button(key, text, onclick) {
    return element("button", { type: "button", class: "small", "data-key": key, text, onclick });
  }

  /**
   * @param {NoteState} note
   * @param {number} k
   */
  row(note, k) {
    const { notes, words } = this.tools,
      kind = word(words, `kind_${note.kind}`);
    return element(
      "li",
      {
        style: `--own:var(--${SHADES[note.colour]})`,
        onfocusin: () => notes.choose(k),
      },
      element("span", { class: "what" }),
      element("input", {
        type: "text",
        value: note.text,
        maxlength: MOST_LETTERS,
        placeholder: words.untitled,
        "aria-label": `${words.text}, ${kind} ${k + 1}`,
        "data-key": `note.text.${k}`,
        onchange: ({ target }) => {
          const now = this.all[k] ?? note,
            text = shortText(target.value);
          if (text === now.text || (now.kind === "text" && !text)) target.value = now.text;
          else this.change(k, { ...now, text }, fill(words.rewritten, { text }), true);
        },
      }),
      this.button(`note.move.${k}`, words.move, () => this.move(k)),
      this.button(`note.remove.${k}`, words.remove, () => this.remove(k)),
    );
  }

  /**
   * Moves a note: its first point goes to the new place, the others with it.
   *
   * @param {number} k
   */
  move(k) {
    const { tools } = this,
      note = this.all[k],
      [[lat, lon] = [0, 0]] = note?.points ?? [];
    if (!note) return;
    tools.pen.start({
      most: 1,
      show: () => undefined,
      finish: ([to]) => {
        tools.end();
        const next = to && shifted(note, to.lat - lat, to.lng - lon);
        if (next && isNote(next)) this.change(k, next, tools.words.moved);
      },
      cancel: () => tools.end(),
    });
    tools.say(tools.words.how_place);
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
    return element("label", { class: "small file", title: words.drop }, words.load, input);
  }

  /** @param {File} file */
  async load(file) {
    const { page, said, words } = this.tools;
    if (file.size > MOST_MB * 1e6) {
      said.announce(fill(words.file_large, { mb: MOST_MB }));
      return;
    }
    const found = await file.text().then(readNotesFile, () => null);
    if (!found) {
      said.announce(words.file_wrong);
      return;
    }
    /* A file that is opened twice has each note once. */
    const known = new Set(this.all.map(noteLink)),
      fresh = found.notes.filter((note) => !known.has(noteLink(note))),
      room = Math.max(0, MOST_IN_FILE - this.all.length),
      left = found.left + Math.max(0, fresh.length - room);
    if (fresh.length) this.set([...this.all, ...fresh.slice(0, room)]);
    const count = found.notes.length - Math.max(0, fresh.length - room),
      read = plural(words.file_read, page.lang, count, { n: count }),
      aside = left ? `, ${plural(words.file_left, page.lang, left, { n: left })}` : "";
    said.announce(`${read}${aside}.`);
  }
}
