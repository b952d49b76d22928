/* Notes and measures: a panel over the map, loaded when its button is pressed. */
import { element } from "../../shell/dom.js";
import { setOpen } from "../../shell/patterns/disclosure.js";
import { LiveRegion } from "../../shell/patterns/live_region.js";
import { ask } from "../../shell/server.js";
import { word } from "../../shell/words.js";
import { Measure } from "./measure.js";
import { NoteList } from "./note_list.js";
import { COLOURS, KINDS, POINTS, roundPlaces, SHADES, shortText } from "./note_text.js";
import { makeNotes as makeOnes } from "./notes.js";
import { Pen } from "./pen.js";

/**
 * @import { NoteState } from "../messages"
 * @import { ToolsWords } from "../../words"
 * @import { Notes } from "./notes.js"
 * @import { MapPage } from "../map_page.js"
 */

/* The drawing of notes comes with what changes them. */
export const makeNotes = makeOnes;

/** @type {Promise<Tools> | null} */
let made = null;

/**
 * Opens the panel, or closes it.
 *
 * @param {MapPage} page
 */
export const openTools = async (page) => {
  made ??= make(page);
  const tools = await made.catch((problem) => {
    made = null;
    throw problem;
  });
  tools.toggle();
};

/** @param {MapPage} page */
const make = async (page) => {
  /** @type {[ToolsWords, unknown]} */
  const [words] = await Promise.all([ask("words/tools", `lang=${page.lang}`), loadStyle()]);
  page.notes ??= makeOnes(page);
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
  /** The tool in use. */
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
      this.swatches,
      this.list.node,
      element("h3", { text: words.measure }),
      this.measure.node,
    );
    L.DomEvent.disableClickPropagation(this.node);
    L.DomEvent.disableScrollPropagation(this.node);
    page.box.append(this.node);
    this.draw();
  }

  get button() {
    /** @type {HTMLElement | null} */
    const found = this.page.map.getContainer().querySelector('[data-tool="notes"]');
    return found;
  }

  toggle() {
    this.node.hidden = !this.node.hidden;
    if (this.button) setOpen(this.button, !this.node.hidden);
    if (this.node.hidden) {
      this.pen.stop();
      this.button?.focus();
      return;
    }
    this.list.draw();
    /** @type {HTMLElement | null} */
    const first = this.buttons.querySelector("button");
    first?.focus({ preventScroll: true });
  }

  draw() {
    const { words } = this;
    this.buttons.replaceChildren(
      ...KINDS.map((kind) => this.tool(kind, word(words, `kind_${kind}`), () => this.begin(kind))),
    );
    this.swatches.replaceChildren(
      ...COLOURS.map((colour) =>
        element("button", {
          type: "button",
          class: "swatch",
          "data-key": `colour.${colour}`,
          "aria-pressed": String(colour === this.colour),
          "aria-label": word(words, `colour_${colour}`),
          title: word(words, `colour_${colour}`),
          style: `--own:var(--${SHADES[colour]})`,
          onclick: () => {
            this.colour = colour;
            this.draw();
            /** @type {HTMLElement | null} */
            const again = this.swatches.querySelector(`[data-key="colour.${colour}"]`);
            again?.focus();
          },
        }),
      ),
    );
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
      how = most === 1 ? words.how_one : most === 2 ? words.how_two : words.how_many;
    this.pen.start({
      most,
      show: (points, end) => {
        const places = end ? [...points, end] : points;
        notes.draft = places.length ? { kind, colour, points: roundPlaces(places), text: "" } : null;
        page.repaint();
      },
      finish: (points) => {
        this.end();
        const text = kind === "text" ? words.kind_text : "";
        this.list.add({ kind, colour, points: roundPlaces(points), text: shortText(text) });
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
    if (!wanted) return;
    const button = element("button", {
      type: "button",
      class: "finish",
      "data-key": "tool.finish",
      text: this.words.done,
      onclick: () => this.pen.finish(),
    });
    this.said.node.after(button);
  }

  end() {
    this.notes.draft = null;
    this.finishing(false);
    this.use("");
    this.said.announce("");
    this.page.repaint();
  }
}
