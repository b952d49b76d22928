/* What every sheet of the network is made of. Every text is set as text; what is not known is said. */
import { element, link } from "../shell/dom.js";
import { late } from "../shell/late.js";
import { fill } from "../shell/words.js";

/**
 * @import { Child } from "../shell/elements"
 * @import { DoAct } from "../types"
 * @import { NetworkWords } from "../words"
 * @import { ArcRow, Document, Fact, Light, Partner, Titled, Twin } from "./answers"
 *
 * @typedef {object} Does
 * @property {(layer: string, id: string) => void} open another sheet
 * @property {(theme: string) => void} need the partners for a theme
 * @property {(light: Light) => void} hover brings arcs out
 * @property {() => void} back
 */

export class SheetParts {
  /** @type {NetworkWords} */
  words = late;
  lang = "";
  /** @type {DoAct} */
  act = late;

  /** @param {Does} does */
  constructor(does) {
    this.does = does;
  }

  /**
   * A way to another sheet; what it is about is brought out while it is pointed at.
   *
   * @param {string} text
   * @param {string} layer
   * @param {string} id
   * @param {string | null} [note]
   */
  step(text, layer, id, note = null) {
    const { does } = this,
      arc =
        layer === "projects"
          ? (/** @type {ArcRow} */ row) => row.projects.includes(id)
          : (/** @type {ArcRow} */ row) => row.place === id;
    return element(
      "button",
      {
        type: "button",
        class: "step",
        "data-key": `${layer}.${id}.${text}`,
        onclick: () => does.open(layer, id),
        onpointerenter: () => does.hover({ arc }),
        onpointerleave: () => does.hover(null),
      },
      element("span", { text }),
      note ? element("span", { class: "note", text: note }) : null,
    );
  }

  /**
   * @param {string} title
   * @param {(Child | Child[])[]} items
   * @param {string | null} [note]
   */
  section(title, items, note = null) {
    if (!items.length) return null;
    return element(
      "section",
      {},
      element("h3", { text: items.length > 1 ? `${title} · ${items.length}` : title }),
      note ? element("p", { class: "note", text: note }) : null,
      element("ul", {}, ...items.map((item) => element("li", {}, ...[item].flat()))),
    );
  }

  /** @param {string[]} list */
  doubts(list) {
    return list.length ? element("span", { class: "doubt", text: list.join(" · ") }) : null;
  }

  /**
   * @param {string} kicker
   * @param {string} title
   * @param {string[]} [under]
   */
  head(kicker, title, under = []) {
    return [
      element("button", {
        type: "button",
        class: "small back",
        "data-key": "back",
        text: this.words.back,
        onclick: () => this.does.back(),
      }),
      element("p", { class: "kicker", text: kicker }),
      element("h2", { tabindex: "-1", text: title }),
      ...under.filter(Boolean).map((text) => element("p", { class: "under", text })),
    ];
  }

  /** @param {Fact[]} rows */
  facts(rows) {
    const list = element("dl");
    for (const [title, text] of rows)
      list.append(
        element("dt", { text: title }),
        element("dd", { class: text ? null : "unknown", text: text || this.words.not_stated }),
      );
    return list;
  }

  /**
   * @param {Document[]} documents
   * @param {string | null} section
   */
  sources(documents, section) {
    const { words } = this;
    return element(
      "section",
      { class: "source" },
      element("h3", { text: words.source }),
      element("ul", {}, ...documents.map(({ title, url }) => element("li", {}, link(url, title)))),
      element("p", { class: "note", text: section ? fill(words.section, { section }) : words.no_section }),
    );
  }

  /**
   * Themes as ways to those who worked on them.
   *
   * @param {string} title
   * @param {Titled[]} themes
   * @param {string | null} [note]
   */
  themes(title, themes, note = null) {
    const items = themes.map((theme) =>
      element(
        "button",
        {
          type: "button",
          class: "step",
          "data-key": `need.${theme.id}`,
          onclick: () => this.does.need(theme.id),
        },
        element("span", { text: theme.title }),
        note ? element("span", { class: "note", text: note }) : null,
      ),
    );
    return this.section(title, items);
  }

  /** @param {Pick<Partner, "name" | "where" | "place" | "doubts"> & Partial<Partner>} partner */
  partner({ name, where, place, doubts, kind }) {
    const note = [kind, where].filter(Boolean).join(", ");
    return [
      place
        ? this.step(name, "partner_cities", place, note)
        : this.still(name, `${note} · ${this.words.no_place}`),
      this.doubts(doubts),
    ];
  }

  /**
   * What leads nowhere: it has no place of its own.
   *
   * @param {string} text
   * @param {string} note
   */
  still(text, note) {
    return element(
      "span",
      { class: "step still" },
      element("span", { text }),
      element("span", { class: "note", text: note }),
    );
  }

  /**
   * @param {Twin} twin
   * @param {string} name
   * @param {string} layer
   * @param {string} id
   */
  twin(twin, name, layer, id) {
    const { words } = this,
      since = twin.year ? fill(words.since, { year: twin.year }) : words.year_unknown;
    return [
      this.step(name, layer, id, [since, twin.status].join(" · ")),
      this.doubts(twin.doubts),
      element("span", { class: "note" }, link(twin.url, twin.source)),
    ];
  }
}
