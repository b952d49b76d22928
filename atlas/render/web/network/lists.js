/* The lists of the network: projects, partners, twinnings, practices, each found by its words. */
import { element } from "../shell/dom.js";
import { late } from "../shell/late.js";
import { fill, plural, word } from "../shell/words.js";
import { listPanel } from "./tabs.js";

/**
 * @import { AskNow } from "../types"
 * @import { NetworkAnswer, NetworkState, PlaceRow, Practice, ProjectRow, Tab, TwinningRow } from "./answers"
 * @import { SheetParts } from "./sheets.js"
 *
 * @typedef {Exclude<Tab, "exchanges">} ListTab
 * @typedef {{ text: string, draw: () => HTMLElement }} Row
 */

/* Rows that are in sight at once. */
const MOST = 60;

/**
 * A text as it is compared: without accents and capitals.
 *
 * @param {string} text
 */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Whether every word that was typed stands in a text.
 *
 * @param {string} text
 * @param {string} typed
 */
export const matches = (text, typed) => {
  const whole = fold(text);
  return fold(typed)
    .split(/\s+/)
    .every((part) => whole.includes(part));
};

export class NetworkLists {
  /** @type {NetworkState} */
  state = late;
  /** @type {NetworkAnswer} */
  data = late;
  /** @type {Practice[]} */
  practices = [];
  typed = "";
  /** Only partners of several themes. */
  several = false;
  /** All rows of every list are in sight. */
  whole = false;
  /**
   * Lists whose rows are all in sight.
   *
   * @type {Set<Tab>}
   */
  wide = new Set();

  /**
   * @param {SheetParts} parts
   * @param {() => void} changed
   */
  constructor(parts, changed) {
    this.parts = parts;
    this.changed = changed;
    /* On paper are all rows of a list. */
    this.printed = (/** @type {CustomEvent<AskNow | null>} */ { detail }) => {
      this.whole = Boolean(detail);
      changed();
    };
    window.addEventListener("atlas:print", this.printed);
  }

  remove() {
    window.removeEventListener("atlas:print", this.printed);
  }

  /** @param {ListTab} tab */
  draw(tab) {
    const { words } = this.state,
      rows = element("ul", { class: "rows" }, ...this.rows(tab)),
      find = word(words, `find_${tab}`);
    const search = element("input", {
      type: "search",
      class: "find",
      "data-key": "find",
      placeholder: find,
      "aria-label": find,
      value: this.typed,
      oninput: ({ target }) => {
        this.typed = target.value;
        rows.replaceChildren(...this.rows(tab));
      },
    });
    const about = tab === "twinnings" ? element("p", { class: "note", text: words.twinnings_about }) : null;
    const partners = tab === "partners" ? this.partnersAbout() : [];
    return listPanel(tab, {}, search, ...partners, about, rows);
  }

  partnersAbout() {
    const { words } = this.state,
      count = this.data.places.filter((place) => place.themes > 1).length;
    const several = element("input", {
      type: "checkbox",
      "data-key": "several",
      checked: this.several,
      onchange: ({ target }) => {
        this.several = target.checked;
        this.changed();
      },
    });
    return [
      element("p", { class: "note", text: words.partners_about }),
      element(
        "label",
        { class: "option" },
        several,
        element("span", { text: words.several_themes }),
        element("span", { class: "count", text: String(count) }),
      ),
    ];
  }

  /** @param {ListTab} tab */
  rows(tab) {
    const { words } = this.state,
      all = this.all(tab),
      found = this.typed.trim() ? all.filter(({ text }) => matches(text, this.typed)) : all,
      most = this.whole || this.wide.has(tab) ? found.length : MOST;
    if (!found.length) {
      const text = all.length ? words.no_row : word(words, `none_${tab}`);
      return [element("li", { class: "note", text })];
    }
    const rows = found.slice(0, most).map(({ draw }) => draw());
    if (found.length <= most) return rows;
    const more = element("button", {
      type: "button",
      class: "small",
      "data-key": "rows.more",
      text: fill(words.more, { n: found.length - most }),
      onclick: () => {
        this.wide.add(tab);
        this.changed();
      },
    });
    return [...rows, element("li", {}, more)];
  }

  /**
   * @param {ListTab} tab
   * @returns {Row[]}
   */
  all(tab) {
    const { places, projects, twinnings } = this.data;
    if (tab === "projects")
      return projects.map((project) => row([project.find, project.name], () => this.project(project)));
    if (tab === "partners")
      return places
        .filter((place) => place.projects && (!this.several || place.themes > 1))
        .map((place) => row([place.find, place.name, place.country], () => this.partner(place)));
    if (tab === "twinnings")
      return twinnings.map((twinning) =>
        row([twinning.title, twinning.city, twinning.commune, twinning.country], () =>
          this.twinning(twinning),
        ),
      );
    return this.practices.map((practice) =>
      row([practice.name, practice.title, practice.text], () => this.practice(practice)),
    );
  }

  /**
   * The colour of a family of themes.
   *
   * @param {string | null} family
   */
  dot(family) {
    const found = this.data.families.find(({ id }) => id === family),
      style = found ? `background:light-dark(${found.color})` : null;
    return element("i", { class: "family", style, "aria-hidden": "true" });
  }

  /** @param {ProjectRow} one */
  project(one) {
    const step = this.parts.step(one.name, "projects", one.id, [one.years, one.kind].join(" · "));
    step.prepend(this.dot(one.family));
    const themes = element("span", { class: "note", text: one.themes.join(", ") });
    return element("li", {}, step, themes, this.parts.doubts(one.doubt));
  }

  /** @param {PlaceRow} one */
  partner(one) {
    const { lang, words } = this.state;
    const note = [
      one.kind === "country" ? words.only_country : one.country,
      one.projects ? plural(words.n_projects, lang, one.projects, { n: one.projects }) : null,
      one.twinnings ? plural(words.n_twinnings, lang, one.twinnings, { n: one.twinnings }) : null,
      one.themes > 1 ? plural(words.n_themes, lang, one.themes, { n: one.themes }) : null,
    ];
    const step = this.parts.step(one.name, "partner_cities", one.id, note.filter(Boolean).join(" · "));
    step.prepend(this.dot(one.family));
    return element("li", {}, step);
  }

  /** @param {TwinningRow} one */
  twinning(one) {
    const { words } = this.state,
      since = one.year ? fill(words.since, { year: one.year }) : words.year_unknown,
      note = [since, one.title].join(" · ");
    return element(
      "li",
      { class: "twin" },
      this.parts.step(one.commune, "communes", one.insee),
      this.parts.step(`${one.city}, ${one.country}`, "partner_cities", one.place, note),
      this.parts.doubts(one.doubt),
    );
  }

  /** @param {Practice} one */
  practice(one) {
    const { parts } = this,
      places = one.places.map(({ id, name }) => parts.step(name, "partner_cities", id)),
      titles = one.documents.map(({ title }) => title).join(" ; ");
    return element(
      "li",
      {},
      element("strong", { text: one.title }),
      element("p", { text: one.text }),
      parts.step(one.name, "projects", one.project, one.years),
      places.length ? element("span", { class: "inline" }, ...places) : null,
      one.sites.length ? element("span", { class: "note", text: one.sites.join(", ") }) : null,
      element("span", { class: "note", text: [titles, one.section].filter(Boolean).join(" · ") }),
    );
  }
}

/**
 * @param {(string | null)[]} texts what it is found by
 * @param {() => HTMLElement} draw
 * @returns {Row}
 */
const row = (texts, draw) => ({ text: texts.filter(Boolean).join(" "), draw });
