/* Search as one types, over every layer; a found object is shown on the map with its card. */

import { element } from "../shell/dom.js";
import { icon } from "../shell/icons.js";
import { late } from "../shell/late.js";
import { map } from "../shell/layout.js";
import { ask, messageOf } from "../shell/server.js";

/** @import { ExploreState, FoundRow, SearchAnswer } from "./answers" */

const WAIT = 60;

export class Search {
  /** @type {ExploreState["words"]} */
  words = late;
  /** @type {string} */
  lang = late;
  /** @type {FoundRow[]} */
  found = [];
  /** @type {string | undefined} */
  problem = undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined;

  constructor() {
    this.asked = 0;
    this.found = [];
    this.at = -1;
    this.input = element("input", {
      type: "search",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-controls": "found",
      "aria-expanded": "false",
      "data-key": "search",
      oninput: () => this.type(),
      onkeydown: (event) => this.key(event),
      onfocus: () => {
        if (this.found.length) this.show();
      },
      onblur: () => setTimeout(() => this.hide(), 150),
    });
    this.list = element("ul", { role: "listbox", id: "found", hidden: true });
    this.node = element("div", { class: "search", role: "search" }, icon("search"), this.input, this.list);
  }

  /**
   * The same node stays in the panel: what is typed is never lost.
   *
   * @param {ExploreState} state
   */
  draw({ words, lang }) {
    this.words = words;
    this.lang = lang;
    this.input.placeholder = words.search;
    this.input.setAttribute("aria-label", words.search);
    this.list.setAttribute("aria-label", words.results);
    return this.node;
  }

  type() {
    clearTimeout(this.waiting);
    const text = this.input.value.trim(),
      asked = ++this.asked;
    if (!text) {
      this.found = [];
      this.hide();
      return;
    }
    this.waiting = setTimeout(async () => {
      let answer;
      try {
        answer = await ask("search", new URLSearchParams({ q: text, lang: this.lang }));
      } catch (problem) {
        answer = { found: [], problem: messageOf(problem) };
      }
      if (asked !== this.asked) return;
      this.found = answer.found;
      this.at = this.found.length ? 0 : -1;
      this.problem = answer.problem;
      this.show();
    }, WAIT);
  }

  show() {
    const options = this.found.map((row, k) =>
      element(
        "li",
        {
          role: "option",
          id: `found-${k}`,
          "aria-selected": String(k === this.at),
          onpointerdown: (event) => event.preventDefault(),
          onclick: () => this.take(k),
        },
        element("span", { class: "name", text: row.name }),
        element("span", { class: "kind", text: row.title }),
        row.about ? element("span", { class: "about", text: row.about }) : null,
      ),
    );
    if (!options.length)
      options.push(element("li", { class: "none", text: this.problem || this.words.no_result }));
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  mark() {
    this.list.querySelectorAll("[role=option]").forEach((node, k) => {
      node.setAttribute("aria-selected", String(k === this.at));
      if (k === this.at) node.scrollIntoView({ block: "nearest" });
    });
    if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `found-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  hide() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key],
      { length } = this.found;
    if (step && length) {
      event.preventDefault();
      if (this.list.hidden) this.show();
      this.at = (this.at + step + length) % length;
      this.mark();
    } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) this.take(this.at);
    else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.hide();
    }
  }

  /** @param {number} k */
  take(k) {
    const row = this.found[k];
    this.hide();
    if (row) map()?.go(row.layer, row.id, row.bounds);
  }
}
