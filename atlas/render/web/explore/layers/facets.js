/* The filters of one layer: values with their counts, bounds of numbers, what is unknown. */

import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { late } from "../../shell/late.js";
import { writeNumber } from "../../shell/numbers/write_number.js";
import { wideButton } from "../../shell/patterns/disclosure.js";
import { fill, plural } from "../../shell/words.js";

/**
 * @import { Facet, Filter } from "../../types"
 * @import { ExploreState, TreeField, TreeLayer } from "../answers"
 */

/* Values that are in sight at once. */
const FEW = 8;

/** @typedef {{ layer: string, name: string, field: TreeField, facet: Facet, set: Filter }} FilteredField */

export class Facets {
  /**
   * Fields whose values are all in sight.
   *
   * @type {Set<string>}
   */
  wide = new Set();
  /** @type {ExploreState} */
  state = late;
  number = numberFormat();

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /**
   * @param {ExploreState} state
   * @param {TreeLayer} layer
   * @param {Element} about
   */
  draw(state, layer, about) {
    this.state = state;
    this.number = numberFormat(state.lang);
    const { act, facets, filters, words } = state,
      chosen = filters[layer.id] ?? {};
    const fields = Object.entries(layer.fields).map(([name, field]) => {
      const facet = facets[name],
        filter = chosen[name] ?? { values: [], missing: false };
      return facet ? this.fieldset({ layer: layer.id, name, field, facet, set: filter }) : null;
    });
    return element(
      "div",
      { class: "facets" },
      about,
      Object.keys(chosen).length
        ? element("button", {
            type: "button",
            class: "small",
            "data-key": `clear.${layer.id}`,
            text: words.clear,
            onclick: () => act({ kind: "clear", layer: layer.id }),
          })
        : null,
      ...fields,
    );
  }

  /** @param {FilteredField} filtered */
  fieldset(filtered) {
    const { about, range, title, unit } = filtered.field;
    return element(
      "fieldset",
      {},
      element("legend", { title: about, text: unit ? `${title} (${unit})` : title }),
      ...(range ? this.range(filtered) : this.values(filtered)),
      this.unknown(filtered),
    );
  }

  /**
   * The title of a value.
   *
   * @param {TreeField} field
   * @param {string} value
   */
  title({ codes }, value) {
    const { words } = this.state;
    return codes[value] || { true: words.yes, false: words.no }[value] || value;
  }

  /** @param {FilteredField} filtered */
  values({ layer, name, field, facet, set }) {
    const { act, lang, words } = this.state,
      key = `${layer}.${name}`,
      wide = this.wide.has(key);
    const all = Object.entries(facet.counts)
      .map(([value, count]) => ({ value, count, title: this.title(field, value) }))
      .sort((a, b) => b.count - a.count || a.title.localeCompare(b.title, lang));
    const shown = wide
      ? all
      : all.filter(({ value, count }, k) => (k < FEW && count) || set.values.includes(value));
    const rows = shown.map(({ value, count, title }) => {
      const others = set.values.filter((other) => other !== value),
        chosen = set.values.includes(value);
      return this.option(`${key}=${value}`, title, count, chosen, (on) => {
        const values = on ? [...others, value] : others;
        act({ kind: "filter", layer, field: name, values, missing: set.missing });
      });
    });
    const rest = all.length - shown.length;
    /** @type {HTMLElement[]} */
    const more =
      rest || wide ? [wideButton(this, key, wide ? words.less : fill(words.more, { n: rest }))] : [];
    return [...rows, ...more];
  }

  /** @param {FilteredField} filtered */
  unknown({ layer, name, facet, set }) {
    const { act, words } = this.state;
    if (!facet.unknown && !set.missing) return null;
    return this.option(`${layer}.${name}__missing`, words.unknown, facet.unknown, set.missing, (on) =>
      act({ kind: "filter", layer, field: name, ...set, missing: on }),
    );
  }

  /**
   * @param {string} key
   * @param {string} title
   * @param {number} count
   * @param {boolean} checked
   * @param {(on: boolean) => void} change
   */
  option(key, title, count, checked, change) {
    return element(
      "label",
      { class: count || checked ? "option" : "option none" },
      element("input", {
        type: "checkbox",
        "data-key": key,
        checked,
        onchange: (event) => change(event.target.checked),
      }),
      element("span", { class: "title", text: title }),
      element("span", { class: "count", text: this.number.format(count) }),
    );
  }

  /** @param {FilteredField} filtered */
  range(filtered) {
    const { field, facet } = filtered,
      { lang, words } = this.state,
      known = plural(words.known, lang, facet.known, { n: this.number.format(facet.known) });
    if (facet.low === null || facet.high === null) return [];
    const { low, high } = facet,
      spread = high - low,
      write = (/** @type {number} */ edge) =>
        field.year ? `${edge}` : writeNumber(edge, lang, { spread });
    return [
      element(
        "div",
        { class: "bounds" },
        this.bound(filtered, "gte", words.from, write(low)),
        this.bound(filtered, "lte", words.to, write(high)),
      ),
      element("p", { class: "known", text: known }),
    ];
  }

  /**
   * @param {FilteredField} filtered
   * @param {"gte" | "lte"} bound
   * @param {string} title
   * @param {string} edge
   */
  bound({ layer, name, field, set }, bound, title, edge) {
    const { act } = this.state;
    return element(
      "label",
      { class: "bound" },
      element("span", { text: title }),
      element("input", {
        type: "number",
        step: field.year ? 1 : "any",
        "data-key": `${layer}.${name}__${bound}`,
        placeholder: edge,
        value: set[bound] ?? null,
        onchange: ({ target }) => {
          const value = target.value === "" ? null : Number(target.value);
          act({ kind: "filter", layer, field: name, ...set, [bound]: value });
        },
      }),
    );
  }
}
