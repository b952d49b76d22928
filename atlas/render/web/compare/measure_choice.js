/* The measures by theme; the parts of an indicator lie folded below it. */
import { element } from "../shell/dom.js";
import { fill, word } from "../shell/words.js";

/**
 * @import { IndicatorOption, LineMessage, MeasureOption } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/**
 * A measure as a link has it, with its weight unless that is 1.
 *
 * @param {string} id
 * @param {number} weight
 */
export const weighted = (id, weight) => (weight === 1 ? id : `${id}:${weight}`);

/**
 * What compares territories of different size in place of an amount; null where there is nothing.
 *
 * @param {Compare} page
 * @param {LineMessage} line
 */
export const insteadButton = (page, line) => {
  const { data, words } = page,
    { instead } = line;
  const button = (/** @type {string} */ text, /** @type {() => void} */ onclick) =>
    element("button", { type: "button", class: "small", "data-key": `instead.${line.id}`, text, onclick });
  if (!instead) return line.extensive ? button(words.instead_norm, () => page.set({ norm: [] })) : null;
  const named = (/** @type {string} */ id) => (id === line.id ? instead.id : id);
  const others = data.lines.filter((other) => other.id !== instead.id);
  return button(fill(words.instead, { title: instead.title }), () =>
    page.set({
      ind: others.map((other) => weighted(named(other.id), other.weight)),
      detail: [...page.detail].map(([name, value]) => `${name}:${named(value)}`),
    }),
  );
};

export class MeasureChoice {
  /**
   * Themes that are open.
   *
   * @type {Set<string>}
   */
  unfolded = new Set();

  /** @param {Compare} page */
  constructor(page) {
    this.page = page;
  }

  draw() {
    /** @type {Map<string, IndicatorOption[]>} */
    const themes = new Map();
    for (const indicator of this.page.offered.indicators)
      themes.set(indicator.theme, [...(themes.get(indicator.theme) ?? []), indicator]);
    return [...themes].map(([theme, indicators]) => this.theme(theme, indicators));
  }

  /**
   * @param {string} theme
   * @param {IndicatorOption[]} indicators
   */
  theme(theme, indicators) {
    const { unfolded } = this,
      { data, words } = this.page,
      shown = new Set(data.lines.map(({ id }) => id)),
      measures = indicators.flatMap((indicator) => indicator.measures),
      count = measures.filter(({ id }) => shown.has(id)).length;
    const rows = indicators.map((indicator) =>
      element(
        "div",
        { class: "indicator", title: indicator.definition },
        ...indicator.measures.map((measure) => this.line(measure, shown)),
      ),
    );
    return element(
      "details",
      {
        class: "theme",
        open: unfolded.has(theme),
        ontoggle: ({ target }) => (target.open ? unfolded.add(theme) : unfolded.delete(theme)),
      },
      element(
        "summary",
        { "data-key": `theme.${theme}` },
        element("span", { class: "title", text: word(words, `theme_${theme}`) }),
        element("span", { class: "count", text: count || "" }),
      ),
      ...rows,
    );
  }

  /**
   * @param {MeasureOption} measure
   * @param {Set<string>} shown
   */
  line({ id, title }, shown) {
    const { lines } = this.page.data,
      on = shown.has(id);
    const onchange = () => {
      const kept = lines.filter((line) => line.id !== id),
        ind = kept.map((line) => weighted(line.id, line.weight));
      this.page.set({ ind: on ? ind : [...lines.map((line) => weighted(line.id, line.weight)), id] });
    };
    return element(
      "label",
      { class: "option" },
      element("input", {
        type: "checkbox",
        "data-key": `ind.${id}`,
        checked: on,
        disabled: on && shown.size === 1,
        onchange,
      }),
      element("span", { text: title }),
    );
  }
}
