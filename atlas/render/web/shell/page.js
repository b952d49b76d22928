/* The page around the map: the bar, and below it the mode the reader is in.

   A mode is a script `<mode>/<mode>.js` (and a style `<mode>/<mode>.css`) that exports `mount(root)`; `root`
   is an empty element of its own below the bar, kept as long as the mode is on. What it returns has:
     update(state)  draws; called after every act. `state`: mode, lang, theme, title, link (the permalink's
                    query without "?"), words (its section of the locale tables), act, layers, messages, …;
     remove()       optional: takes back what it put outside its root;
     says           optional: false while it does not show `messages` itself.
   `state.act({ kind: "set", query: { key: [values] } })` changes the view as a link does (an empty list: the
   default); the other acts are those of atlas/scene/query/actions.py. */

import { act, shown } from "./actions.js";
import { drawBar, tools } from "./bar.js";
import { element } from "./dom.js";
import { Keys } from "./keys.js";
import { late } from "./late.js";
import { map, mapFrame, narrow } from "./layout.js";
import { setOpen } from "./patterns/disclosure.js";
import { ALERT } from "./patterns/live_region.js";
import { activeInside, keyed } from "./rerender.js";
import { ask, away, setAway, setUnanswered } from "./server.js";
import { orderPage, watchConnection } from "./streamlit_seam.js";
import { word } from "./words.js";

/**
 * @import { PanelWords } from "../words"
 * @import { ModePage, PageData, PageProps, PageState, Query } from "../types"
 */

setAway(() => import("./connection/away.js"));

class Page {
  /** @type {number} */
  serial = 0;
  /** @type {PanelWords} */
  words = late;
  /** @type {string} */
  lang = late;
  /** @type {PageState<PanelWords>} */
  state = late;
  /** @type {Record<string, string>} */
  basemaps = late;
  /** @type {{id: string, lang: string, words: PanelWords, page: ModePage} | null} */
  mode = null;
  /** @type {Element | null} */
  away = null;
  /** @type {number} */
  drawing = 0;
  told = false;
  /** @type {Promise<void | null> | null} */
  printing = null;

  /** @param {ShadowRoot} root */
  constructor(root) {
    this.root = root;
    this.styled = this.style("./shell.css");
    this.atlas = element("div", { class: "atlas" });
    this.head = element("header", { class: "bar" });
    this.content = element("div");
    this.atlas.append(this.head, this.content);
    /* What is downloaded stands in parts that the reader opens first. */
    import("./downloads.js").then(
      ({ watchDownloads }) => watchDownloads(root, () => map()?.notes),
      () => null,
    );
    orderPage(mapFrame());
    watchConnection(() => this.lost(true));
    window.addEventListener("atlas:run", () => this.lost(false));
    let isNarrow = narrow();
    window.addEventListener("resize", () => {
      if (narrow() === isNarrow) return;
      isNarrow = !isNarrow;
      if (this.state) this.draw();
    });
    window.addEventListener("atlas:folded", () => {
      const button = keyed(this.head, "fold");
      if (button) setOpen(button, !this.folded);
      this.tell();
    });
    window.addEventListener("atlas:said", () => this.tell());
    mapFrame().addEventListener("load", () => this.keepFocus());
    window.addEventListener("atlas:answered", ({ detail }) => this.update(detail));
    this.keys = new Keys(
      this.atlas,
      () => this.mode?.page,
      () => this.words,
      () => (narrow() ? tools(this.state, this.words) : []),
      () => ({ lang: this.state.lang, theme: this.state.theme }),
    );
  }

  /** @param {boolean} away */
  lost(away) {
    if (!this.words) return;
    this.away?.remove();
    this.away = away ? element("p", { class: "failed", ...ALERT, text: this.words.lost }) : null;
    if (this.away) this.atlas.append(this.away);
  }

  /**
   * @param {string} name
   * @returns {Promise<unknown>}
   */
  style(name) {
    return new Promise((resolve) => {
      const link = element("link", {
        rel: "stylesheet",
        href: new URL(name, import.meta.url).href,
        onload: resolve,
        onerror: async () => {
          link.remove();
          resolve((await (await away()).waited()) ? this.style(name) : null);
        },
      });
      this.root.append(link);
    });
  }

  /** @param {PageData} data */
  async update(data) {
    this.serial = (this.serial || 0) + 1;
    const { serial } = this;
    document.documentElement.dataset.theme = data.theme;
    document.documentElement.lang = data.lang;
    if (this.lang !== data.lang) {
      const language = `lang=${data.lang}`;
      [this.words, this.basemaps] = await Promise.all([
        /** @type {Promise<PanelWords>} */ (ask("words/panel", language)),
        /** @type {Promise<Record<string, string>>} */ (ask("basemaps", language)),
      ]);
      this.lang = data.lang;
      setUnanswered(this.words.no_answer);
    }
    await this.styled;
    if (this.mode?.id !== data.mode || this.mode.lang !== data.lang) {
      const [words, { mount }] = await this.load(data);
      if (serial !== this.serial) return;
      const kept = this.mode?.id === data.mode ? this.mode : null;
      if (!kept) {
        this.mode?.page.remove?.();
        this.content.replaceChildren();
      }
      this.mode = { id: data.mode, lang: data.lang, words, page: kept ? kept.page : mount(this.content) };
    }
    if (serial !== this.serial) return;
    this.state = { ...data, act, words: this.mode.words, basemaps: this.basemaps };
    if (!this.atlas.isConnected) this.root.append(this.atlas);
    /* The map paints first: the page follows in the next turn. */
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => setTimeout(() => this.draw()));
  }

  /**
   * The words of a mode, and what makes its page.
   *
   * @param {PageData} data
   * @returns {Promise<[PanelWords, { mount: (root: HTMLElement) => ModePage }]>}
   */
  async load(data) {
    const { lang, mode } = data;
    try {
      const [words, script] = await Promise.all([
        mode === "explore" ? this.words : ask(`words/${mode}`, `lang=${lang}`),
        import(`../${mode}/${mode}.js`),
        mode === "explore" || this.mode?.id === mode ? null : this.style(`../${mode}/${mode}.css`),
      ]);
      return [words, script];
    } catch {
      if (await (await away()).waited()) return this.load(data);
      return [this.words, { mount: (root) => new Failed(root, this.words.mode_failed) }];
    }
  }

  /** Says what of the link could not be used, where the mode does not. */
  tell() {
    const { messages } = this.state,
      says = this.mode?.page.says !== false;
    if (!messages.length && !this.told) return;
    this.told = true;
    import("./patterns/unused.js").then(
      ({ showUnused, hideUnused }) =>
        says ? hideUnused() : showUnused(this.atlas, this.state, this.words),
      () => null,
    );
  }

  /** Folds the panel of the mode, or opens it. */
  fold() {
    this.mode?.page.fold?.();
  }

  /** What has the focus may be drawn again, here and in the page of the map (anew in each language). */
  keepFocus() {
    const inside = () => mapFrame().contentDocument;
    import("./patterns/focus_keeper.js").then(
      ({ keepFocus }) => {
        keepFocus(this.atlas, () => this.content.querySelector(".panel, article, [role=tabpanel]"));
        const container = () =>
          /** @type {HTMLElement | null} */ (inside()?.querySelector(".leaflet-container") ?? null);
        keepFocus(inside()?.body, container);
        if (document.activeElement === mapFrame() && inside()?.activeElement === inside()?.body)
          container()?.focus({ preventScroll: true });
      },
      () => null,
    );
  }

  get folded() {
    return this.mode?.page.folded ?? false;
  }

  draw() {
    const key = activeInside(this.atlas)?.dataset.key;
    this.atlas.dataset.theme = this.state.theme;
    this.atlas.dataset.mode = this.state.mode;
    document.title =
      this.state.mode === "explore"
        ? this.state.title
        : `${word(this.words, `mode_${this.state.mode}`)} · ${this.state.title}`;
    this.head.replaceChildren(...drawBar(this.state, this.words, this));
    if (key && !this.root.activeElement) keyed(this.head, key)?.focus({ preventScroll: true });
    /* Where the bar is short, the mode one is in stays in sight. */
    this.head.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.mode?.page.update(this.state);
    this.tell();
    this.keepFocus();
    /* Nobody prints a page that is not drawn: the part of printing comes after it. */
    this.printing ??= import("../print/print.js")
      .then(({ watchPrint }) => watchPrint(this))
      .catch(() => null);
    /* Inside the page of another site: that page learns how high this one wants to be. */
    if (window.parent !== window)
      import("../map/embedded.js").then(({ tellPage }) => tellPage(this.content)).catch(() => null);
  }
}

/* What stands where a mode could not be loaded: the server is away, or another version of it answers. */
class Failed {
  /**
   * @param {Element} root
   * @param {string} text
   */
  constructor(root, text) {
    root.append(element("p", { class: "failed", ...ALERT, text }));
  }

  update() {
    /* There is nothing to show. */
  }
}

/**
 * What the route `act` has answered already, or has answered since, is not drawn again.
 *
 * @param {PageProps} props
 */
export function mount({ parentElement, data }) {
  const { done = 0 } = shown.page ?? {};
  if (!data.known && data.done >= done) shown.page = data;
  else if (parentElement.atlasPage) return;
  parentElement.atlasPage ||= new Page(parentElement);
  parentElement.atlasPage.update(shown.page ?? data);
}
