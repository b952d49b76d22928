/* Explore: what the map shows (its legend) and what can be added, what to keep of it (filters, places,
   distances), and what to take away. */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { late } from "../shell/late.js";
import { holdLegend, mapFrame, measure, narrow, place } from "../shell/layout.js";
import { ALERT, LiveRegion } from "../shell/patterns/live_region.js";
import { rerender } from "../shell/rerender.js";
import { ask } from "../shell/server.js";
import { fill, plural } from "../shell/words.js";
import { Shelf } from "./dock.js";
import { Catalogue } from "./layers/catalogue.js";
import { LayersShown } from "./layers/layers_shown.js";
import { start } from "./questions.js";
import { Search } from "./search.js";
import { Where } from "./spatial_filters.js";

/**
 * @import { ExploreState, Tab, TreeTheme } from "./answers"
 * @import { PageState } from "../types"
 * @import { MapWords, PanelWords } from "../words"
 */

class Explore {
  /** @type {ExploreState} */
  state = late;
  /** @type {string | null} */
  lang = null;
  /** @type {Promise<unknown> | null} */
  loaded = null;
  /**
   * Those of the legend, which the map has too.
   *
   * @type {MapWords}
   */
  mapWords = late;
  /** @type {Record<string, string> | null} */
  counts = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {TreeTheme[]} */
    this.themes = [];
    this.shown = new LayersShown(() => this.draw());
    this.catalogue = new Catalogue((id) => this.shelf.table(id));
    this.where = new Where(() => this.draw());
    this.search = new Search();
    this.search.clear = () => narrow() && !this.folded && this.fold();
    this.shelf = new Shelf(() => this.opened());
    /* Set into another page, the map comes first. */
    const first = new URLSearchParams(location.search).get("embed") === "true";
    let isNarrow = narrow();
    this.folded = isNarrow || first;
    this.side = element("div");
    /* What changed, for who does not see it. */
    this.news = new LiveRegion({ class: "hidden" });
    root.append(this.news.node, this.side, this.shelf.node);
    /* A window that has become narrow, or wide, is as one that was opened so. */
    this.resized = () => {
      if (narrow() !== isNarrow) {
        isNarrow = !isNarrow;
        this.folded = isNarrow || first;
        if (this.state) this.draw();
      } else this.lay();
    };
    /* The strip of answers shows the first ones: the table has all. */
    this.listed = (/** @type {CustomEvent<string>} */ event) => this.shelf.table(event.detail);
    window.addEventListener("resize", this.resized);
    window.addEventListener("atlas:table", this.listed);
  }

  get says() {
    return !this.folded;
  }

  remove() {
    window.removeEventListener("resize", this.resized);
    this.shown.remove();
    holdLegend(false);
    window.removeEventListener("atlas:table", this.listed);
  }

  /** @param {PageState<PanelWords>} given */
  async update(given) {
    const state = { ...given, themes: this.themes };
    this.state = state;
    /* One load of a language, whatever runs meanwhile: nothing is drawn of a half of it. */
    if (this.lang !== state.lang) {
      this.lang = state.lang;
      this.loaded = Promise.all([this.load(state.lang), this.where.load(state.lang)]).catch(() => {
        this.lang = null;
      });
    }
    await Promise.all([this.loaded, this.where.hold(state)]);
    state.themes = this.themes;
    if (state !== this.state) return;
    this.announce(state);
    this.openAsked();
    this.draw();
  }

  /** @param {string} lang */
  async load(lang) {
    [this.themes, this.mapWords] = await Promise.all([
      ask("tree", `lang=${lang}`),
      ask("words/map", `lang=${lang}`),
    ]);
  }

  /* The tab that a question of the opening asks for, once. */
  openAsked() {
    const frame = mapFrame(),
      tab = /** @type {Tab | null | undefined} */ (frame.tab);
    frame.tab = null;
    if (tab && this.shelf.open !== tab) this.shelf.open = tab;
  }

  /** @param {ExploreState} state */
  announce({ layers, words, lang, themes }) {
    const number = numberFormat(lang),
      titles = Object.fromEntries(
        themes.flatMap((theme) => theme.layers).map((layer) => [layer.id, layer.title]),
      );
    const now = Object.fromEntries(
      Object.entries(layers)
        .filter(([, [on]]) => on)
        .map(([id, [, count, total]]) => [
          id,
          fill(words.rows_of, { n: number.format(count ?? 0), total: number.format(total ?? 0) }),
        ]),
    );
    const before = this.counts;
    const changed = before && Object.keys(now).filter((id) => now[id] !== before[id]);
    if (changed?.length)
      this.news.announce(changed.map((id) => `${titles[id] || id}: ${now[id]}`).join("; "));
    this.counts = now;
  }

  /* On a phone the panel lies over the map and over what is open below it: one of them at a time. */
  fold() {
    this.folded = !this.folded;
    if (narrow() && !this.folded) this.shelf.open = null;
    this.draw();
  }

  opened() {
    if (!narrow() || !this.shelf.open || this.folded) {
      this.lay();
      return;
    }
    this.folded = true;
    this.draw();
  }

  /* The dialog that takes a file of the reader's own, loaded when it is first asked for. */
  async bring() {
    const { openUpload } = await import("../data/upload.js");
    openUpload({ root: this.root, lang: this.state.lang });
  }

  lay() {
    place({
      left: this.folded || narrow() ? 0 : measure("panel-width"),
      below: this.shelf.height(),
      hidden: narrow() && !this.folded,
    });
    holdLegend(!this.folded);
  }

  draw() {
    this.lay();
    rerender(this.side, ".panel", () => [this.folded ? null : this.panel()]);
    window.dispatchEvent(new Event("atlas:folded"));
    this.shelf.update(this.state);
  }

  panel() {
    const { words, messages, conditions, lang, theme, act } = this.state;
    return element(
      "aside",
      { class: "panel", id: "panel", "aria-label": words.panel },
      this.search.draw(this.state),
      messages.length > 1
        ? element(
            "details",
            { class: "message" },
            element(
              "summary",
              {},
              element("span", {
                ...ALERT,
                text: plural(words.unused, lang, messages.length, { n: messages.length }),
              }),
            ),
            ...messages.map((text) => element("p", { text })),
          )
        : element("div", {}, ...messages.map((text) => element("p", { class: "message", ...ALERT, text }))),
      conditions.length
        ? element(
            "ul",
            { class: "conditions", "aria-label": words.conditions },
            ...conditions.map(({ text, without }) =>
              element(
                "li",
                {},
                element(
                  "button",
                  {
                    type: "button",
                    "data-key": `without.${text}`,
                    "aria-label": fill(words.remove, { text }),
                    title: fill(words.remove, { text }),
                    onclick: () => act({ kind: "set", query: without }),
                  },
                  element("span", { text }),
                  element("span", { class: "x", "aria-hidden": "true", text: "×" }),
                ),
              ),
            ),
            element(
              "li",
              {},
              element("button", {
                type: "button",
                class: "small",
                "data-key": "clear",
                text: words.clear_all,
                onclick: () => act({ kind: "clear" }),
              }),
            ),
          )
        : null,
      ...this.where.draw(this.state),
      this.shown.draw(this.state, this.mapWords),
      this.catalogue.draw(this.state),
      element(
        "p",
        { class: "bring" },
        element("button", {
          type: "button",
          class: "small",
          "data-key": "bring",
          text: words.bring,
          onclick: () => this.bring(),
        }),
      ),
      element(
        "div",
        { class: "start-again" },
        element("p", { class: "intro", text: words.intro }),
        conditions.length ? null : start(this.state, (tab) => this.shelf.toggle(tab)),
      ),
      element(
        "p",
        { class: "bring" },
        element("a", {
          href: `/atlas/accessibility?${new URLSearchParams({ lang, theme })}`,
          target: "_blank",
          rel: "noopener",
          "data-key": "accessibility",
          text: words.accessibility,
        }),
      ),
    );
  }
}

/** @param {HTMLElement} root */
export const mount = (root) => new Explore(root);
