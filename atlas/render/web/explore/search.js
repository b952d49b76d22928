/* Search as one types, over every layer; a found object is shown on the map with its card. */

import { element } from "../shell/dom.js";
import { icon } from "../shell/icons.js";
import { late } from "../shell/late.js";
import { map } from "../shell/layout.js";
import { Combobox } from "../shell/patterns/combobox.js";
import { LiveRegion } from "../shell/patterns/live_region.js";
import { ask, messageOf } from "../shell/server.js";
import { plural } from "../shell/words.js";

/**
 * @import { Child } from "../shell/elements"
 * @import { ExploreState, FoundRow, SearchAnswer } from "./answers"
 */

const WAIT = 60;

export class Search {
  /** @type {ExploreState["words"]} */
  words = late;
  /** @type {string} */
  lang = late;
  /** @type {FoundRow[]} */
  found = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined;
  serial = 0;
  /** What makes room for the card of an object that is chosen: on a phone the panel lies over the map. */
  clear = () => {};

  /** @param {string} [id] of the list of results, one a page */
  constructor(id = "found") {
    this.box = new Combobox({
      id,
      key: "search",
      type: () => this.type(),
      choose: (position) => this.take(position),
    });
    const { input, list } = this.box;
    this.input = input;
    /* How many there are: who does not see the list hears it. */
    this.count = new LiveRegion({ class: "hidden" });
    this.node = element(
      "div",
      { class: "search", role: "search" },
      icon("search"),
      input,
      list,
      this.count.node,
    );
  }

  /**
   * The same node stays in the panel: what is typed is never lost.
   *
   * @param {ExploreState} state
   */
  draw({ words, lang }) {
    this.words = words;
    this.lang = lang;
    this.box.name(words.search, words.results);
    return this.node;
  }

  type() {
    clearTimeout(this.waiting);
    const text = this.input.value.trim(),
      serial = ++this.serial;
    if (!text) {
      this.found = [];
      this.box.clear();
      this.count.clear();
      return;
    }
    this.waiting = setTimeout(async () => {
      let answer;
      try {
        answer = await ask("search", new URLSearchParams({ q: text, lang: this.lang }));
      } catch (problem) {
        answer = { found: [], problem: messageOf(problem) };
      }
      if (serial !== this.serial) return;
      this.found = answer.found;
      const none = answer.problem || this.words.no_result,
        options = [
          ...this.before(),
          ...this.found.map((row) => [
            element("span", { class: "name", text: row.name }),
            " ",
            element("span", { class: "kind", text: row.title }),
            " ",
            row.about ? element("span", { class: "about", text: row.about }) : null,
          ]),
        ],
        n = options.length;
      this.box.suggest(options, none);
      this.count.announce(n ? plural(this.words.results_said, this.lang, n, { n }) : none);
    }, WAIT);
  }

  /**
   * What else is suggested, before all that is found.
   *
   * @returns {Child[][]}
   */
  before() {
    return [];
  }

  /** @param {number} position */
  take(position) {
    const row = this.found[position];
    if (!row) return;
    this.clear();
    map()?.go(row.layer, row.id, row.bounds);
  }
}
