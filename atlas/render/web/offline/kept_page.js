/* The page without its server: the last views and the stories, from what the service worker has kept. */
import { element } from "../shell/dom.js";
import { writeTime } from "../shell/formats.js";
import { holdLegend, mapFrame, narrow, place } from "../shell/layout.js";
import { ALERT, STATUS } from "../shell/patterns/live_region.js";
import { ask } from "../shell/server.js";
import { fill } from "../shell/words.js";

/**
 * @import { ModePage, PageState, Query } from "../types"
 * @import { OfflineWords } from "../words"
 * @import { KeptView } from "./worker_scope"
 */

const PANEL = 460,
  VIEWS = "/atlas/views/kept";

/**
 * A link after a change, as the app makes it.
 *
 * @param {string} link
 * @param {Query} query
 */
const changed = (link, query) => {
  const next = new URLSearchParams(link);
  for (const [key, values] of Object.entries(query)) {
    next.delete(key);
    for (const value of values) next.append(key, String(value));
  }
  return next.toString();
};

class KeptPage {
  link = location.search.slice(1);
  /** @type {ModePage | null} */
  stories = null;

  /**
   * @param {ShadowRoot} root
   * @param {OfflineWords} words
   * @param {KeptView[]} views
   */
  constructor(root, words, views) {
    this.words = words;
    this.views = views;
    this.lang = mapFrame().lang;
    this.said = element("p", { class: "offline", ...STATUS });
    this.content = element("div");
    const head = element(
      "header",
      { class: "bar" },
      element("h1", { text: words.title }),
      element("nav", {}, this.mode("explore", words.views), this.mode("present", words.stories)),
      this.said,
    );
    root.append(element("div", { class: "atlas", lang: this.lang }, head, this.content));
  }

  get presents() {
    return new URLSearchParams(this.link).get("mode") === "present";
  }

  /**
   * @param {string} mode
   * @param {string} text
   */
  mode(mode, text) {
    const current = (mode === "present") === this.presents;
    return element("a", {
      class: "mode",
      "aria-current": current ? "page" : null,
      href: `/?mode=${mode}&lang=${this.lang}`,
      text,
    });
  }

  async draw() {
    const { words, lang, link } = this,
      [last] = this.views;
    if (!this.presents) {
      place({ left: narrow() ? 0 : PANEL });
      holdLegend(false);
      const shown = this.views.find((view) => view.link === link) ?? last;
      this.said.textContent = shown ? fill(words.view_of, this.when(shown)) : words.none;
      this.content.replaceChildren(this.list());
      return;
    }
    this.said.textContent = words.told;
    if (!this.stories) {
      const [{ mount }, texts] = await Promise.all([
        import("../present/present.js"),
        ask("words/present", `lang=${lang}`),
      ]);
      this.texts = texts;
      this.stories = /** @type {ModePage} */ (mount(this.content));
    }
    const theme = new URLSearchParams(link).get("theme") ?? "light",
      state = { lang, link, theme, words: this.texts, act: this.act };
    await this.stories.update(/** @type {PageState<object>} */ (/** @type {unknown} */ (state)));
  }

  /* What the app would do: the link follows, and the page with it. */
  act = (/** @type {{ query?: Query }} */ { query }) => {
    this.link = changed(this.link, query ?? {});
    const lang = new URLSearchParams(this.link).get("lang");
    history.replaceState(null, "", `/?${this.link}`);
    if (!this.presents || (lang && lang !== this.lang)) location.reload();
    else this.draw();
  };

  /** @param {KeptView} view */
  when({ kept }) {
    const day = kept.slice(0, 10);
    return {
      day: this.lang === "en" ? day : day.split("-").reverse().join("/"),
      time: writeTime(new Date(kept), this.lang),
    };
  }

  list() {
    const { words, views } = this;
    const rows = views.map((view) =>
      element(
        "article",
        {},
        element("h3", {}, element("a", { href: `/?${view.link}`, text: view.title || view.link })),
        element("p", { class: "meta", text: fill(words.kept, this.when(view)) }),
      ),
    );
    return element(
      "aside",
      { class: "panel present", "aria-label": words.views },
      element(
        "section",
        {},
        element("h2", { text: words.views }),
        element("p", { class: "about", text: words.about }),
        ...rows,
      ),
    );
  }
}

/** @param {ShadowRoot} root */
const loadStyles = (root) => {
  for (const name of ["../shell/shell.css", "../present/present.css"])
    root.append(element("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href }));
};

const start = async () => {
  const host = element("div", { id: "atlas-kept" }),
    root = host.attachShadow({ mode: "open" }),
    frame = mapFrame();
  document.documentElement.insertBefore(host, frame);
  loadStyles(root);
  /** @type {[OfflineWords, KeptView[]]} */
  const [words, views] = await Promise.all([
    ask("words/offline", `lang=${frame.lang}`),
    caches.match(VIEWS).then((found) => found?.json() ?? []),
  ]);
  const page = new KeptPage(root, words, views);
  window.addEventListener("online", () => {
    const back = element("a", { href: location.href, text: words.back });
    page.said.replaceChildren(back);
  });
  await page.draw();
};

start().catch((problem) => {
  document.documentElement.append(element("p", { ...ALERT, text: String(problem) }));
});
