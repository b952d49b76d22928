/* The filters of the network: the values of each field with the projects that each would keep. */
import { element } from "../shell/dom.js";
import { wideButton } from "../shell/patterns/disclosure.js";
import { fill } from "../shell/words.js";

/** @import { NetworkFacet, NetworkState } from "./answers" */

/* Values of a field that are in sight at once. */
const FEW = 8;

export class NetworkFilters {
  /**
   * Fields whose values are all in sight.
   *
   * @type {Set<string>}
   */
  wide = new Set();
  /** @type {Set<string>} */
  opened = new Set();

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /**
   * @param {NetworkState} state
   * @param {NetworkFacet[]} facets
   */
  draw(state, facets) {
    return element(
      "div",
      { class: "filters", role: "group", "aria-label": state.words.filters },
      ...facets.map((facet) => this.facet(state, facet)),
    );
  }

  /**
   * @param {NetworkState} state
   * @param {NetworkFacet} facet
   */
  facet({ act, words }, { key, title, values, unknown, missing }) {
    const picked = values.filter((value) => value.chosen).map((value) => value.value),
      wide = this.wide.has(key),
      shown = wide ? values : values.filter((one, k) => k < FEW || one.chosen),
      count = picked.length + Number(missing);
    /**
     * @param {string[]} next
     * @param {boolean} none
     */
    const set = (next, none) =>
      act({ kind: "set", query: { [key]: next, [`${key}__missing`]: none ? [1] : [] } });
    const options = shown.map((value) => {
      const others = picked.filter((other) => other !== value.value);
      return option(`${key}=${value.value}`, value.title, value.count, value.chosen, (on) =>
        set(on ? [...others, value.value] : others, missing),
      );
    });
    return element(
      "details",
      {
        class: "facet",
        open: this.opened.has(key),
        ontoggle: ({ target }) => (target.open ? this.opened.add(key) : this.opened.delete(key)),
      },
      element(
        "summary",
        { "data-key": `facet.${key}` },
        element("span", { text: title }),
        element("span", { class: "count", text: count ? String(count) : "" }),
      ),
      ...options,
      values.length > FEW
        ? wideButton(this, key, wide ? words.less : fill(words.more, { n: values.length - shown.length }))
        : null,
      unknown || missing
        ? option(`${key}__missing`, words.not_stated, unknown, missing, (on) => set(picked, on))
        : null,
    );
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} count
 * @param {boolean} on
 * @param {(on: boolean) => void} change
 */
const option = (name, text, count, on, change) =>
  element(
    "label",
    { class: count || on ? "option" : "option none" },
    element("input", {
      type: "checkbox",
      "data-key": name,
      checked: on,
      onchange: ({ target }) => change(target.checked),
    }),
    element("span", { class: "title", text }),
    element("span", { class: "count", text: String(count) }),
  );
