/* What is compared, against what, within what, and how it is written. */
import { choosing } from "../shell/choices.js";
import { element } from "../shell/dom.js";
import { fill, plural, word } from "../shell/words.js";
import { Picker } from "./many/picker.js";
import { MeasureChoice } from "./measure_choice.js";

/** @import { Compare } from "./compare.js" */

/* All territories of a level at once. */
const GROUPS = ["intercommunality", "basin", "commune"];

/** @typedef {[id: string, title: string]} Choice */

/**
 * @param {{ id: string, title: string }} option
 * @returns {Choice}
 */
const choiceOf = ({ id, title }) => [id, title];

export class Choices {
  /** @param {Compare} page */
  constructor(page) {
    this.page = page;
    this.measures = new MeasureChoice(page);
    this.picker = new Picker(page, (territory) => page.set({ compare: [...this.shown, territory] }));
  }

  /** What is compared, as the link or the usual has it. */
  get shown() {
    const { selection, data } = this.page;
    return selection.compare.length ? selection.compare : data.territories.map(({ id }) => id);
  }

  /** Every name, by its id. */
  get names() {
    const items = this.page.offered.territories.flatMap((level) => level.items);
    return new Map(items.map(({ id, name }) => [id, name]));
  }

  draw() {
    const { offered, words } = this.page,
      { shown } = this,
      full = shown.filter((chosen) => !GROUPS.includes(chosen)).length >= offered.most,
      add = full ? plural(words.full, this.page.lang, offered.most, { n: offered.most }) : words.add;
    return [
      element("h2", { text: words.territories }),
      element("ul", { class: "chips" }, ...shown.map((territory) => this.chip(territory))),
      element("div", { class: "field" }, element("span", { text: add }), this.picker.draw(shown, full)),
      element("p", { class: "presets" }, ...this.presets()),
      ...this.settings(),
      element("h2", { text: words.indicators }),
      ...this.measures.draw(),
      element("h2", { text: words.take }),
      element("p", { class: "files" }, ...this.files()),
    ];
  }

  /** @param {string} id */
  chip(id) {
    const { data, words } = this.page,
      { shown } = this,
      territory = data.territories.find((candidate) => candidate.id === id),
      name = this.names.get(id) || territory?.name || id,
      title = GROUPS.includes(id) ? word(words, `all_${id}`) : name;
    const drop = element("button", {
      type: "button",
      class: "x",
      "data-key": `drop.${id}`,
      "aria-label": fill(words.drop, { name: title }),
      text: "×",
      disabled: shown.length < 2,
      onclick: () => this.page.set({ compare: shown.filter((other) => other !== id) }),
    });
    return element(
      "li",
      {},
      element("span", { class: "letter", "aria-hidden": "true", text: territory?.letter ?? "" }),
      element("span", { text: title }),
      drop,
    );
  }

  presets() {
    const { selection, words } = this.page,
      { shown } = this;
    /**
     * @param {string} key
     * @param {string} text
     * @param {Record<string, string[]>} query
     */
    const button = (key, text, query) =>
      element("button", {
        type: "button",
        class: "small",
        "data-key": key,
        text,
        onclick: () => this.page.set(query),
      });
    return [
      ...GROUPS.map((group) => button(`all.${group}`, word(words, `all_${group}`), { compare: [group] })),
      selection.compare.length ? button("usual", words.usual, { compare: [], ref: [], ind: [] }) : null,
      selection.select && !shown.includes("drawn")
        ? button("drawn", words.add_drawn, { compare: [...shown, "drawn"] })
        : null,
    ];
  }

  settings() {
    const { selection, data, offered, words } = this.page,
      { id } = data.reference,
      own = data.territories.map((territory) => /** @type {Choice} */ ([territory.id, territory.name])),
      other = this.names.get(id);
    const references = [...offered.references.map(choiceOf), ...own];
    if (other && !own.some(([one]) => one === id)) references.push([id, other]);
    const perimeters = offered.perimeters.filter(
      (perimeter) => perimeter.id !== "drawn" || selection.select,
    );
    return [
      this.select("ref", words.reference, id, references),
      this.select("perimeter", words.perimeter, selection.perimeter, perimeters.map(choiceOf), "mbm"),
      this.select("norm", words.norm, selection.norm, offered.norms.map(choiceOf), "area"),
    ];
  }

  files() {
    const query = new URLSearchParams(this.page.link);
    query.set("url", location.origin + location.pathname);
    return ["csv", "xlsx", "pdf", "png"].map((kind) =>
      element("a", {
        class: "file",
        "data-key": `file.${kind}`,
        href: `/atlas/compare/file.${kind}?${query}`,
        download: "",
        text: kind.toUpperCase(),
      }),
    );
  }

  /**
   * @param {string} key
   * @param {string} title
   * @param {string} value
   * @param {Choice[]} options
   * @param {string | null} [usual]
   */
  select(key, title, value, options, usual = null) {
    const choice = element(
      "select",
      {
        "data-key": key,
        onchange: ({ target }) => this.page.set({ [key]: target.value === usual ? [] : [target.value] }),
      },
      ...options.map(([id, text]) => element("option", { value: id, selected: id === value, text })),
    );
    return element("label", { class: "field" }, element("span", { text: title }), choice);
  }

  /**
   * Every territory of every level.
   *
   * @param {string} key
   * @param {(id: string) => void} choose
   * @param {string} value
   */
  chooser(key, choose, value) {
    const { offered, words } = this.page;
    const groups = offered.territories.map((level) => {
      const options = level.items.map(({ id, name }) =>
        element("option", { value: id, selected: id === value, text: name }),
      );
      return element("optgroup", { label: level.title }, ...options);
    });
    return element(
      "select",
      { "data-key": key, ...choosing(choose) },
      element("option", { value: "", text: words.choose }),
      ...groups,
    );
  }
}
