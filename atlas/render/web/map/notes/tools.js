/* Notes and measures: a panel over the map, loaded when its button is pressed. */
import { element } from "../../shell/dom.js";
import { setOpen } from "../../shell/patterns/disclosure.js";
import { LiveRegion } from "../../shell/patterns/live_region.js";
import { ask } from "../../shell/server.js";
import { fill, word } from "../../shell/words.js";
import { Measure } from "./measure.js";
import { notesFile } from "./note_file.js";
import { NoteList } from "./note_list.js";
import { NotePick } from "./note_pick.js";
import { COLOURS, KINDS, POINTS, roundPlaces } from "./note_text.js";
import { makeNotes as makeOnes } from "./notes.js";
import { Pen } from "./pen.js";
import { swatches } from "./swatches.js";

/**
 * @import { NoteState } from "../messages"
 * @import { ToolsWords } from "../../words"
 * @import { Notes } from "./notes.js"
 * @import { MapPage } from "../map_page.js"
 */

/**
 * The drawing of notes comes with what changes them.
 *
 * @param {MapPage} page
 */
export const makeNotes = (page) => {
  const notes = makeOnes(page);
  notes.toFile = notesFile;
  if (page.live) new NotePick(page, notes, () => toolsOf(page));
  return notes;
};

/** @type {Promise<Tools> | null} */
let made = null;

/**
 * The panel, open or not.
 *
 * @param {MapPage} page
 */
const toolsOf = (page) => {
  made ??= make(page).catch((problem) => {
    made = null;
    throw problem;
  });
  return made;
};

/**
 * Opens the panel, or closes it.
 *
 * @param {MapPage} page
 */
export const openTools = async (page) => (await toolsOf(page)).toggle();

/** @param {MapPage} page */
const make = async (page) => {
  /** @type {[ToolsWords, unknown]} */
  const [words] = await Promise.all([ask("words/tools", `lang=${page.lang}`), loadStyle()]);
  page.notes ??= makeNotes(page);
  page.notes.take(page.state);
  return new Tools(page, page.notes, words);
};

const loadStyle = () =>
  new Promise((resolve) => {
    const href = new URL("./tools.css", import.meta.url).href;
    document.head.append(element("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
  });

export class Tools {
  /** @type {NoteState["colour"]} */
  colour = COLOURS[0];
  used = "";

  /**
   * @param {MapPage} page
   * @param {Notes} notes
   * @param {ToolsWords} words
   */
  constructor(page, notes, words) {
    this.page = page;
    this.notes = notes;
    this.words = words;
    this.pen = new Pen(page, words);
    this.said = new LiveRegion({ class: "how" });
    this.list = new NoteList(this);
    this.measure = new Measure(this);
    this.of = element("p", { class: "none" });
    this.buttons = element("div", { class: "kinds", role: "group", "aria-label": words.notes });
    this.swatches = element("div", { class: "swatches", role: "group", "aria-label": words.colour });
    this.node = element(
      "aside",
      {
        class: "map-tools",
        "aria-label": words.tools,
        hidden: true,
        onkeydown: (event) => {
          if (event.key === "Escape") this.toggle();
          event.stopPropagation();
        },
      },
      element(
        "header",
        {},
        element("h2", { text: words.tools }),
        element("button", {
          type: "button",
          class: "close",
          "data-key": "tools.close",
          "aria-label": words.close,
          title: words.close,
          text: "×",
          onclick: () => this.toggle(),
        }),
      ),
      this.said.node,
      element("h3", { text: words.notes }),
      this.buttons,
      this.of,
      this.swatches,
      element("h3", { text: words.measure }),
      this.measure.node,
      element("h3", { text: words.listed }),
      this.list.node,
    );
    L.DomEvent.disableClickPropagation(this.node);
    L.DomEvent.disableScrollPropagation(this.node);
    /* What is dropped on the map while the panel is open is meant for it. */
    for (const box of [this.node, page.map.getContainer()]) {
      box.addEventListener("dragover", (event) => this.node.hidden || event.preventDefault());
      box.addEventListener("drop", (event) => this.node.hidden || this.dropped(event));
    }
    page.box.append(this.node);
    notes.onchoose = () => this.chose();
    this.draw();
  }

  get button() {
    /** @type {HTMLElement | null | undefined} */
    const found = this.page.controls.drawing?.querySelector("[data-tool=notes]");
    return found;
  }

  toggle() {
    this.node.hidden = !this.node.hidden;
    if (this.button) setOpen(this.button, !this.node.hidden);
    if (this.node.hidden) {
      this.pen.stop();
      this.notes.choose(-1);
      this.button?.focus();
      return;
    }
    this.list.draw();
    this.buttons.querySelector("button")?.focus({ preventScroll: true });
  }

  /** @param {DragEvent} event */
  dropped(event) {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) this.list.load(file);
  }

  /**
   * Opens the panel at a note.
   *
   * @param {number} k
   */
  edit(k) {
    if (this.node.hidden) this.toggle();
    this.notes.choose(k);
    this.list.focus(k);
  }

  /** The chosen note, whose colour the swatches change. */
  get chosen() {
    return this.notes.all[this.notes.chosen];
  }

  /** Another note is chosen. */
  chose() {
    const { chosen, words } = this;
    this.of.textContent = chosen ? words.colour_own : words.colour_new;
    for (const [k, swatch] of [...this.swatches.children].entries())
      swatch.setAttribute("aria-pressed", String(COLOURS[k] === (chosen?.colour ?? this.colour)));
    this.list.mark();
  }

  /**
   * Says what was done: in the panel, or on the map while it is closed.
   *
   * @param {string} text
   */
  say(text) {
    (this.node.hidden ? this.page.travel.said : this.said).announce(text);
  }

  /** @param {NoteState["colour"]} colour */
  recolour(colour) {
    const { chosen, words } = this,
      said = fill(words.recoloured, { colour: word(words, `colour_${colour}`) });
    this.colour = colour;
    if (chosen) this.list.change(this.notes.chosen, { ...chosen, colour }, said);
    this.chose();
  }

  draw() {
    const { words } = this;
    this.buttons.replaceChildren(
      ...KINDS.map((kind) => this.tool(kind, word(words, `kind_${kind}`), () => this.begin(kind))),
    );
    this.swatches.replaceChildren(...swatches(words, (colour) => this.recolour(colour)));
    this.chose();
  }

  /**
   * @param {string} id
   * @param {string} text
   * @param {() => void} onclick
   */
  tool(id, text, onclick) {
    return element("button", {
      type: "button",
      class: "kind",
      "data-key": `tool.${id}`,
      "aria-pressed": String(this.used === id),
      text,
      onclick,
    });
  }

  /** @param {string} id */
  use(id) {
    this.used = id;
    this.draw();
    this.measure.draw();
  }

  /** @param {NoteState["kind"]} kind */
  begin(kind) {
    const { colour, notes, page, words } = this,
      [, most] = POINTS[kind],
      how = [words.how_one, words.how_two][most - 1] ?? words.how_many;
    notes.choose(-1);
    this.pen.start({
      most,
      show: (points, end) => {
        const places = end ? [...points, end] : points;
        notes.draft = places.length ? { kind, colour, points: roundPlaces(places), text: "" } : null;
        page.repaint();
      },
      finish: (points) => {
        this.end();
        this.list.add({
          kind,
          colour,
          points: roundPlaces(points),
          text: kind === "text" ? words.kind_text : "",
        });
      },
      cancel: () => this.end(),
    });
    this.use(kind);
    this.said.announce(how);
    this.finishing(most > 2);
  }

  /**
   * A way to finish for who has no keyboard and no double click.
   *
   * @param {boolean} wanted
   */
  finishing(wanted) {
    this.node.querySelector(".finish")?.remove();
    if (wanted)
      this.said.node.after(
        element("button", {
          type: "button",
          class: "finish",
          "data-key": "tool.finish",
          text: this.words.done,
          onclick: () => this.pen.finish(),
        }),
      );
  }

  end() {
    this.notes.draft = null;
    this.finishing(false);
    this.use("");
    this.said.announce("");
    this.page.repaint();
  }
}
