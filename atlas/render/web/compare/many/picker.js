/* Adds a territory that is found by its name or its code. */
import { element } from "../../shell/dom.js";
import { Combobox } from "../../shell/patterns/combobox.js";
import { findTerritories } from "./find.js";

/**
 * @import { Compare } from "../compare.js"
 *
 * @typedef {{ id: string, name: string, level: string }} Candidate
 */

/* Suggestions at most. */
const MOST = 12;

export class Picker {
  /** @type {Candidate[]} */
  candidates = [];
  /** @type {Candidate[]} */
  found = [];

  /**
   * @param {Compare} page
   * @param {(id: string) => void} choose
   */
  constructor(page, choose) {
    this.page = page;
    this.box = new Combobox({
      id: "compare-territories",
      key: "add",
      type: () => this.suggest(),
      choose: (position) => {
        const chosen = this.found[position];
        this.box.input.value = "";
        this.box.clear();
        if (chosen) choose(chosen.id);
      },
    });
    this.node = element("div", { class: "picker" }, this.box.input, this.box.list);
  }

  /**
   * Every territory of every level, but those in `without`.
   *
   * @param {string[]} without
   * @param {boolean} full
   */
  draw(without, full) {
    const { offered, words } = this.page,
      held = new Set(without);
    this.candidates = offered.territories.flatMap(({ title, items }) =>
      items.filter(({ id }) => !held.has(id)).map((item) => ({ ...item, level: title })),
    );
    this.box.name(words.pick, words.pick_results);
    this.box.input.disabled = full;
    return this.node;
  }

  suggest() {
    const text = this.box.input.value;
    this.found = text.trim() ? findTerritories(this.candidates, text).slice(0, MOST) : [];
    if (!text.trim()) {
      this.box.clear();
      return;
    }
    const options = this.found.map(({ id, name, level }) => [
      element("span", { class: "title", text: name }),
      element("small", { text: /^\d/.test(id) ? `${level} · ${id}` : level }),
    ]);
    this.box.suggest(options, this.page.words.pick_none);
  }
}
