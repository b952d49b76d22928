/* Take away: what is shown as files for the desk, a sheet for the wall, a link to send, words to cite. */

import { append } from "../present/drafts.js";
import { element } from "../shell/dom.js";
import { late } from "../shell/late.js";
import { STATUS } from "../shell/patterns/live_region.js";
import { keyed } from "../shell/rerender.js";
import { ask, messageOf } from "../shell/server.js";
import { fill } from "../shell/words.js";
import { copyLine } from "./copy_line.js";
import { DataFiles } from "./export_data.js";
import { shownLayers } from "./layer_choice.js";
import { seriesChoice } from "./series.js";
import { embedCode, shortLink } from "./share_link.js";

/** @import { Citation, ExploreState, SharingMessage } from "./answers" */

/** @type {[size: string, format: string, title: string][]} */
const SHEETS = [
  ["A4", "pdf", "A4 PDF"],
  ["A3", "pdf", "A3 PDF"],
  ["A4", "png", "A4 PNG"],
  ["A3", "png", "A3 PNG"],
];

/** @type {["bibtex" | "ris", title: string, ending: string][]} */
const CITED = [
  ["bibtex", "BibTeX", "bib"],
  ["ris", "RIS", "ris"],
];

export class Take {
  /** @type {ExploreState} */
  state = late;
  /** @type {string | null} */
  requested = null;
  /** @type {SharingMessage | null} */
  held = null;
  /** @type {boolean} */
  included = false;
  /** @type {HTMLElement} */
  embed = late;
  data = new DataFiles();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** @param {ExploreState} state */
  async update(state) {
    this.state = state;
    const request = `${state.link}|${state.lang}|${state.themes.length}`;
    if (request === this.requested) return;
    this.requested = request;
    const held = state.private.length ? await ask("share", this.query()).catch(() => null) : null;
    if (request !== this.requested) return;
    /* Who asked for one private layer has not asked for the next one. */
    if (`${held?.layers}` !== `${this.held?.layers}`) this.included = false;
    this.held = held;
    this.draw();
  }

  /** @param {Record<string, string | number>} [more] */
  query(more = {}) {
    const query = new URLSearchParams(this.state.link);
    query.set("lang", this.state.lang);
    for (const [key, value] of Object.entries({ ...more, ...(this.included ? { private: 1 } : {}) }))
      query.set(key, String(value));
    return query;
  }

  /* What has no licence stays with its reader: it is named, and may be asked for. */
  withheld() {
    const { words } = this.state,
      { held, included } = this;
    if (!held?.layers.length && !held?.problem) return null;
    const include = element("input", {
      type: "checkbox",
      "data-key": "private",
      checked: Boolean(included),
      onchange: () => {
        this.included = include.checked;
        this.draw();
        keyed(this.root, "private")?.focus();
      },
    });
    const said =
      !included && held.problem
        ? held.problem
        : fill(included ? words.take_private_in : words.take_private, {
            layers: held.layers.map(([, title]) => title).join(", "),
          });
    return element(
      "section",
      { class: "withheld" },
      element("p", { ...STATUS, text: said }),
      element("label", { class: "option" }, include, element("span", { text: words.take_include })),
    );
  }

  /**
   * The layers that go into files.
   *
   * @returns {[id: string, title: string][]}
   */
  shown() {
    const out = new Set(this.included ? [] : this.held?.layers.map(([id]) => id));
    return shownLayers(this.state).filter(([id]) => !out.has(id));
  }

  draw() {
    const { words } = this.state;
    /**
     * @param {string} path
     * @param {string} text
     * @param {Record<string, string>} more
     */
    const file = (path, text, more) =>
      element("a", { class: "file", href: `/atlas/${path}?${this.query(more)}`, download: "", text });
    if (this.held?.problem && !this.included) {
      this.root.replaceChildren(element("div", { class: "takes" }, this.withheld()));
      return;
    }
    this.data.update(this.state, this.shown(), (more) => this.query(more));
    this.root.replaceChildren(
      element(
        "div",
        { class: "takes" },
        this.withheld(),
        this.data.node,
        element(
          "section",
          {},
          element("h2", { text: words.take_sheet }),
          element("p", { text: words.take_sheet_about }),
          element(
            "p",
            { class: "files" },
            ...SHEETS.map(([size, format, text]) =>
              file("sheet", text, { size, format, orientation: "landscape", url: this.address() }),
            ),
            file("file", words.take_html, {}),
          ),
          seriesChoice(this.state, this.shown(), (more) => this.query({ ...more, url: this.address() })),
        ),
        this.share(),
        this.cite(),
      ),
    );
  }

  address() {
    return `${location.origin}${location.pathname}`;
  }

  share() {
    this.embed = element("div");
    const { words } = this.state,
      link = this.included ? this.state.link : (this.held?.link ?? this.state.link),
      url = `${this.address()}${link ? `?${link}` : ""}`;
    const code = element("img", {
      class: "qr",
      alt: words.take_qr,
      src: `/atlas/qr?text=${encodeURIComponent(url)}`,
      width: 112,
      height: 112,
    });
    return element(
      "section",
      {},
      element("h2", { text: words.take_share }),
      element(
        "div",
        { class: "shared" },
        element("div", {}, copyLine(words, words.share, url), this.short(link), this.embed, this.story()),
        code,
      ),
    );
  }

  /**
   * A short link is for others: there is none with a private layer.
   *
   * @param {string} link
   */
  short(link) {
    return this.included ? null : shortLink(this.state, link);
  }

  /* The view as a scene of a story in the making. */
  story() {
    const { words, link, lang, act } = this.state;
    return element("button", {
      type: "button",
      class: "small",
      text: words.take_story,
      onclick: () => {
        append(link, lang);
        act({ kind: "set", query: { mode: ["present"], story: [] } });
      },
    });
  }

  cite() {
    const { words } = this.state,
      body = element("div"),
      { embed, requested } = this;
    /** @param {Citation} cite */
    const known = (cite) => {
      embed.replaceChildren(embedCode(this.state, cite));
      const files = CITED.filter(([key]) => cite[key]);
      body.replaceChildren(
        ...Object.entries(cite.text).map(([lang, text]) =>
          copyLine(words, `${words.take_cite_copy} (${lang})`, text),
        ),
        element(
          "p",
          { class: "files" },
          ...files.map(([key, text, end]) =>
            element("a", {
              class: "file",
              download: `atlas.${end}`,
              href: `data:text/plain;charset=utf-8,${encodeURIComponent(cite[key])}`,
              text,
            }),
          ),
        ),
      );
    };
    ask("cite", this.query())
      .then((cite) => {
        if (requested === this.requested) known(cite);
      })
      .catch((problem) =>
        body.replaceChildren(
          element("p", { class: "none", text: fill(words.failed, { problem: messageOf(problem) }) }),
        ),
      );
    return element("section", {}, element("h2", { text: words.take_cite }), body);
  }
}
