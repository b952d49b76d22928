/* What a deck shows beside the map: prose, ways on, notes, the black screen, the way back to the story. */
import { element } from "../shell/dom.js";
import { drawIcon } from "../shell/icons.js";
import { openDialog } from "../shell/patterns/dialog.js";
import { STATUS } from "../shell/patterns/live_region.js";
import { fill, plural, word } from "../shell/words.js";
import { prose } from "./prose.js";
import { fitWords } from "./scenes/fit_words.js";

/**
 * @import { MapPage } from "../map/map_page.js"
 * @import { Slide } from "../messages"
 * @import { IconName } from "../shell/icons.js"
 * @import { Deck } from "./deck.js"
 */

/* Names, symbols and lines are larger, and the more so on a screen wider than this. */
const LARGER = 1.5,
  WIDTH = 1280;

/**
 * @param {MapPage} page
 * @param {DeckView} view
 */
export const enlarge = (page, view) => {
  const { legend } = page,
    themed = page.setTheme.bind(page),
    filled = legend.fill.bind(legend),
    placed = legend.place.bind(legend);
  page.setTheme = (theme) => {
    themed(theme);
    if (page.presentation) page.look.scale *= LARGER * Math.max(1, window.innerWidth / WIDTH);
  };
  legend.fill = (state, drawn) => {
    filled(state, drawn);
    if (page.presentation) view.shorten(legend.body);
  };
  /* A legend that is folded, as on a small screen, is filled when the first scene stands. */
  legend.place = () => {
    const { undrawn } = legend,
      folded = page.presentation && !page.painted && !legend.node.open;
    if (folded) legend.undrawn = null;
    placed();
    if (folded) legend.undrawn = undrawn;
  };
};
/* Milliseconds that a pointer rests until the tools go. */
const RESTS = 3000;
/* Classes that a legend shows from afar. */
const LINES = 6;
/* What `?` lists. */
const KEYS = ["next", "back", "ends", "number", "full", "notes", "presenter", "black", "theme", "language"];

export class DeckView {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  resting = undefined;

  /** @param {Deck} deck */
  constructor(deck) {
    this.deck = deck;
    this.node = element("main", { class: "story" });
    this.kicker = element("p", { class: "kicker" });
    /* It stays while the scenes change: only then are they read out. */
    this.text = element("div", { class: "words", ...STATUS });
    this.foot = element("footer");
    this.node.append(this.kicker, this.text, this.foot);
    this.drawer = element("aside", { class: "notes", hidden: "" });
    this.black = element("div", { class: "black", hidden: "", onclick: () => deck.do("black") });
    this.pill = element("div", { class: "pill", hidden: "" });
    document.body.append(this.node, this.drawer, this.black, this.pill);
    window.addEventListener("resize", () => this.fit());
    /* Tools and hashes are seen while the pointer moves. */
    document.addEventListener("pointermove", () => {
      document.body.classList.add("pointing");
      clearTimeout(this.resting);
      this.resting = setTimeout(() => document.body.classList.remove("pointing"), RESTS);
    });
  }

  clear() {
    this.drawer.hidden = true;
    this.black.hidden = true;
  }

  toggleNotes() {
    this.drawer.hidden = !this.drawer.hidden;
  }

  /** Closes the notes; returns whether they were open. */
  closeNotes() {
    const open = !this.drawer.hidden;
    this.drawer.hidden = true;
    return open;
  }

  /**
   * A room reads few lines: of many classes those with the most rows, and how many others there are.
   *
   * @param {Element} legend
   */
  shorten(legend) {
    /** @param {Element} line */
    const count = (line) => Number(line.querySelector(".count")?.textContent?.replace(/\D/g, ""));
    for (const list of legend.querySelectorAll("ul")) {
      const lines = /** @type {HTMLElement[]} */ ([...list.children]);
      const rest = lines
        .filter((line) => !line.querySelector(".off, .zero"))
        .sort((a, b) => count(b) - count(a))
        .slice(LINES);
      if (rest.length < 2) continue;
      for (const line of rest) line.hidden = true;
      const { show, words } = this.deck,
        text = plural(words.others, show.lang, rest.length, { n: rest.length });
      list.append(element("li", { class: "others", text }));
    }
  }

  /**
   * The way back to a story that waits.
   *
   * @param {string} scene
   */
  offerReturn(scene) {
    const { deck } = this,
      { words } = deck;
    this.pill.replaceChildren(
      element(
        "button",
        { class: "back", onclick: () => deck.come_back() },
        element("strong", { text: words.back_to }),
        element("span", { text: scene }),
      ),
      element("button", {
        class: "end",
        "aria-label": words.end,
        title: words.end,
        text: "×",
        onclick: () => deck.end(),
      }),
    );
    this.pill.hidden = false;
  }

  /**
   * What lies over the map: the prose at its left, or below it on a small screen.
   *
   * @returns {{ paddingTopLeft: [number, number], paddingBottomRight: [number, number] }}
   */
  margins() {
    const box = this.node.getBoundingClientRect(),
      below = box.top > 1;
    return {
      paddingTopLeft: [below ? 8 : box.right + 8, 8],
      paddingBottomRight: [8, below ? window.innerHeight - box.top + 8 : 34],
    };
  }

  /** @param {Slide} slide */
  draw(slide) {
    const { deck, node } = this,
      { n, on, show } = deck,
      held = node.contains(document.activeElement) ? document.activeElement : null,
      does = held instanceof HTMLElement ? held.dataset.do : null,
      ask = on.ask ? (/** @type {string} */ link) => deck.ask(link) : null;
    node.setAttribute("aria-label", show.title);
    node.dataset.scene = String(n + 1);
    delete node.dataset.settled;
    this.kicker.textContent = show.title;
    this.kicker.lang = this.text.lang = show.spoken;
    this.text.replaceChildren(element("h1", { text: slide.title }), ...prose(slide.blocks, ask));
    this.foot.replaceChildren(...this.footer());
    if (does) {
      /** @type {HTMLElement | null} */
      const again = node.querySelector(`[data-do="${does}"]:not(:disabled)`);
      again?.focus();
    }
    this.note(slide);
    this.fit();
  }

  footer() {
    const { n, show, words } = this.deck,
      count = show.slides.length;
    const scenes = show.slides.map(({ title }, k) => {
      const name = `${k + 1}. ${title}`;
      return element("button", {
        class: "scene",
        "aria-current": k === n ? "step" : null,
        "aria-label": name,
        title: name,
        onclick: () => this.deck.go(k),
      });
    });
    return [
      element(
        "nav",
        { class: "scenes", "aria-label": words.scenes },
        this.button("back", n === 0),
        element("span", { class: "dots" }, ...scenes),
        element("span", { class: "count", text: `${n + 1} / ${count}` }),
        this.button("next", n + 1 === count),
      ),
      this.tools(),
      element("p", { class: "data", title: words.data_about, text: fill(words.data, { data: show.data }) }),
    ];
  }

  /**
   * @param {IconName} name
   * @param {boolean} [disabled]
   */
  button(name, disabled = false) {
    const title = word(this.deck.words, `do_${name}`);
    return element(
      "button",
      {
        type: "button",
        "data-do": name,
        title,
        "aria-label": title,
        disabled: disabled ? "" : null,
        onclick: () => this.deck.do(name),
      },
      drawIcon(name),
    );
  }

  tools() {
    const { languages, on, show, words } = this.deck;
    /** @type {(IconName | null)[]} */
    const names = ["notes", "presenter", "full", "theme", on.ask ? "ask" : null, on.close ? "close" : null];
    const buttons = names.flatMap((name) => {
      if (!name) return [];
      const button = this.button(name);
      button.append(element("span", { text: word(words, `short_${name}`) }));
      return [button];
    });
    const spoken = languages.map((code) =>
      element("button", {
        type: "button",
        lang: code,
        class: "language",
        "aria-pressed": String(code === show.lang),
        text: code.toUpperCase(),
        onclick: () => this.deck.speak(code),
      }),
    );
    return element(
      "div",
      { class: "actions", role: "group", "aria-label": words.tools },
      ...buttons,
      spoken.length > 1
        ? element("span", { class: "languages", role: "group", "aria-label": words.language }, ...spoken)
        : null,
    );
  }

  /** @param {Slide} slide */
  note({ notes }) {
    const { words } = this.deck;
    this.drawer.setAttribute("aria-label", words.short_notes);
    this.drawer.replaceChildren(
      element("h2", { text: words.short_notes }),
      ...(notes.length ? prose(notes) : [element("p", { text: words.no_notes })]),
    );
  }

  fit() {
    /** @type {HTMLElement | null} */
    const text = this.node.querySelector(".words");
    if (this.deck.n < 0 || this.deck.away || !text) return;
    /* On a small screen one scrolls: words stay as large as the rest of the page. */
    const scrolls = fitWords(this.node, text, window.innerWidth <= 760 ? 0.8 : 0.5);
    text.removeAttribute("tabindex");
    if (scrolls) text.tabIndex = 0;
  }

  help() {
    const { deck } = this,
      { words } = deck,
      list = [...KEYS, ...(deck.on.ask ? ["ask"] : []), "escape"];
    const lines = list.flatMap((name) => [
      element("dt", {}, element("kbd", { text: word(words, `sign_${name}`) })),
      element("dd", { text: word(words, `key_${name}`) }),
    ]);
    const dialog = element(
      "dialog",
      { class: "keys", "aria-label": words.help },
      element("h2", { text: words.help }),
      element("dl", {}, ...lines),
      element("form", { method: "dialog" }, element("button", { text: words.do_close })),
    );
    openDialog(document.body, dialog, { back: () => deck.focus() });
  }
}
