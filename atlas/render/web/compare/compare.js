/* The comparison: what is compared at the left, and beside it the same numbers in eleven ways. Every number
   comes from the routes below /atlas/compare, computed from the link alone. */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { late } from "../shell/late.js";
import { place } from "../shell/layout.js";
import { ALERT } from "../shell/patterns/live_region.js";
import { showTab, tabButton, tabList, tabPanel } from "../shell/patterns/tabs.js";
import { activeInside, keyed } from "../shell/rerender.js";
import { ask, messageOf, rowQuery } from "../shell/server.js";
import { word } from "../shell/words.js";
import { Choices } from "./choices.js";
import { clock } from "./closure_timeline.js";
import { register } from "./disagreements.js";
import { maps } from "./maps.js";
import { perimeters } from "./perimeters.js";
import { plots } from "./plots.js";
import { Evidence } from "./provenance.js";
import { ranks } from "./ranks.js";
import { scatter } from "./scatter.js";
import { twins } from "./similar.js";
import { moran } from "./statistics/moran.js";
import { typology } from "./statistics/typology.js";
import { table } from "./table.js";

/**
 * @import { Query } from "../types"
 * @import { Choices as Offered, CompareState, Comparison } from "./answers"
 *
 * @typedef {(page: Compare, node: HTMLElement) => unknown} Way draws into an element of its own
 * @typedef {Record<string, string | number | (string | number)[]>} More
 */

/** @type {Record<string, Way>} */
const WAYS = { table, plots, maps, scatter, clock, ranks, perimeters, twins, register, moran, typology };
/* The id of what the tabs show. */
const PANEL = "way";
/* Letters of the alphabet; of more territories each has a number. */
const LETTERS = 26;
/* Milliseconds after which it is said that an answer is on its way. */
const PATIENCE = 250;

/**
 * The part of a link that decides the numbers: not how they are shown.
 *
 * @param {string} link
 */
const figures = (link) => {
  const query = rowQuery(link);
  for (const key of ["way", "detail"]) query.delete(key);
  return query.toString();
};

/**
 * What a link selects for the comparison.
 *
 * @param {URLSearchParams} link
 */
const readLink = (link) => ({
  compare: link.getAll("compare"),
  perimeter: link.get("perimeter") || "mbm",
  norm: link.get("norm") || "area",
  select: link.get("select"),
});

export class Compare {
  /** @type {CompareState} */
  state = late;
  /** @type {CompareState["words"]} */
  words = late;
  /** @type {Comparison} */
  data = late;
  /** @type {Offered} */
  offered = late;
  /** @type {Promise<Offered>} */
  choices = late;
  /** @type {ReturnType<typeof readLink>} */
  selection = late;
  /**
   * What is chosen within the ways.
   *
   * @type {Map<string, string>}
   */
  detail = new Map();
  way = "table";
  link = "";
  lang = "";
  /** @type {string | null} */
  figures = null;
  number = numberFormat();
  serial = 0;
  shown = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.aside = element("aside", { class: "choices" });
    this.tabs = tabList({ class: "ways" });
    this.content = tabPanel({ id: PANEL, tab: "way.table", class: "way", tabindex: "0" });
    this.node = element(
      "div",
      { class: "compare" },
      this.aside,
      element("div", { class: "told" }, this.tabs, this.content),
    );
    root.append(this.node);
    this.evidence = new Evidence(this);
    this.panel = new Choices(this);
  }

  /** Messages stand above the figures, as soon as these are there. */
  get says() {
    return Boolean(this.data);
  }

  remove() {
    this.evidence.close();
  }

  /** @param {CompareState} state */
  async update(state) {
    place({ hidden: true });
    const link = new URLSearchParams(state.link),
      before = this.figures;
    this.state = state;
    this.words = state.words;
    this.link = state.link;
    this.way = link.get("way") || "table";
    this.detail = new Map(
      link.getAll("detail").map((pair) => {
        const [name = "", value = ""] = pair.split(/:(.*)/s);
        return [name, value];
      }),
    );
    this.figures = figures(state.link);
    this.selection = readLink(link);
    if (this.lang !== state.lang) {
      this.lang = state.lang;
      this.number = numberFormat(state.lang, { maximumFractionDigits: 2 });
      this.choices = ask("compare/choices", `lang=${state.lang}`);
    }
    if (before === this.figures && this.data) this.draw();
    else await this.load();
  }

  async load() {
    this.serial += 1;
    const { serial } = this;
    this.node.setAttribute("aria-busy", "true");
    try {
      /** @type {[Promise<Offered>, Promise<Comparison>]} */
      const answers = [this.choices, this.ask("compare")];
      const [offered, data] = await Promise.all(answers);
      if (serial !== this.serial) return;
      this.offered = offered;
      this.data = data;
      const many = data.territories.length > LETTERS;
      for (const [k, territory] of data.territories.entries())
        territory.letter = many ? String(k + 1) : String.fromCharCode(65 + k);
      this.draw();
      window.dispatchEvent(new Event("atlas:said"));
    } catch (problem) {
      if (serial === this.serial) this.content.replaceChildren(failure(problem));
    } finally {
      if (serial === this.serial) this.node.removeAttribute("aria-busy");
    }
  }

  /**
   * Asks a route with the link's own query.
   *
   * @template T
   * @param {string} path
   * @param {More} [more]
   * @returns {Promise<T>}
   */
  ask(path, more = {}) {
    const query = new URLSearchParams(this.link);
    query.set("lang", this.lang);
    for (const [key, values] of Object.entries(more))
      for (const value of [values].flat()) query.append(key, String(value));
    return ask(path, query.toString());
  }

  /**
   * What had the focus has it again; a list that is full gives it to what was chosen last.
   *
   * @param {string} key
   */
  refocus(key) {
    const found = keyed(this.root, key),
      full = found?.matches(":disabled");
    /** @type {NodeListOf<HTMLElement>} */
    const chips = this.aside.querySelectorAll(".chips button:enabled");
    (full ? [...chips].at(-1) : found)?.focus({ preventScroll: true });
  }

  /**
   * Changes the link: an empty list puts a key back to its default.
   *
   * @param {Query} query
   */
  set(query) {
    this.state.act({ kind: "set", query });
  }

  /**
   * What is chosen within a way, as the link has it.
   *
   * @param {string} name
   */
  chosen(name) {
    return this.detail.get(name);
  }

  /**
   * Chooses within a way: null is the usual.
   *
   * @param {Record<string, string | number | null>} changes
   */
  choose(changes) {
    for (const [name, value] of Object.entries(changes))
      if (value === null) this.detail.delete(name);
      else this.detail.set(name, String(value));
    this.set({ detail: [...this.detail].map((pair) => pair.join(":")) });
  }

  draw() {
    const key = activeInside(this.root)?.dataset.key,
      scroll = this.aside.scrollTop;
    const tabs = Object.keys(WAYS).map((way) =>
      tabButton({
        key: `way.${way}`,
        panel: PANEL,
        chosen: way === this.way,
        choose: () => this.set({ way: way === "table" ? [] : [way] }),
        content: [word(this.words, `way_${way}`)],
      }),
    );
    this.tabs.replaceChildren(...tabs);
    showTab(this.content, `way.${this.way}`);
    this.aside.replaceChildren(...this.panel.draw());
    this.aside.scrollTop = scroll;
    this.show();
    if (key) this.refocus(key);
  }

  async show() {
    this.shown += 1;
    const { way, shown } = this,
      node = element("div", { class: `in-${way}` });
    const waiting = setTimeout(() => {
      if (shown === this.shown)
        this.content.replaceChildren(element("p", { class: "wait", text: this.words.wait }));
    }, PATIENCE);
    try {
      await WAYS[way]?.(this, node);
    } catch (problem) {
      node.replaceChildren(failure(problem));
    }
    clearTimeout(waiting);
    if (shown !== this.shown) return;
    const key = activeInside(this.content)?.dataset.key;
    this.content.replaceChildren(...this.head(), node);
    if (key) keyed(this.content, key)?.focus({ preventScroll: true });
  }

  /** What every way says of itself: within what, how normalised, against what. */
  head() {
    const { words, data } = this,
      { messages } = this.state;
    /**
     * @param {string} title
     * @param {string} text
     */
    const fact = (title, text) => element("span", {}, element("b", { text: title }), ` ${text}`);
    const facts = element(
      "p",
      { class: "facts" },
      fact(words.perimeter, data.perimeter.title),
      fact(words.norm, data.norm.title),
      fact(words.reference, data.reference.name),
      ...data.versions.map((text) => fact(words.version, text)),
    );
    const warnings = data.warnings.map((text) => element("p", { class: "warning", text }));
    if (!messages.length) return [facts, ...warnings];
    return [element("p", { class: "problem", ...ALERT, text: messages.join(" ") }), facts, ...warnings];
  }
}

/** @param {unknown} problem */
const failure = (problem) => element("p", { class: "problem", text: messageOf(problem) });

/** @param {HTMLElement} root */
export const mount = (root) => new Compare(root);
