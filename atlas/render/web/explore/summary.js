/* What is selected, in numbers: counts, areas and lengths by layer and class. */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { late } from "../shell/late.js";
import { writeNumber } from "../shell/numbers/write_number.js";
import { ask, messageOf, rowQuery } from "../shell/server.js";
import { fill } from "../shell/words.js";

/** @import { ExploreState, LayerSummary, SummaryAnswer, SummaryTotals } from "./answers" */

export class Summary {
  /** @type {ExploreState} */
  state = late;
  /** @type {string | null} */
  requested = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.open = new Set();
  }

  /** @param {ExploreState} state */
  update(state) {
    this.state = state;
    const query = rowQuery(state.link);
    query.set("lang", state.lang);
    if (query.toString() === this.requested) return;
    this.requested = query.toString();
    this.fetch(this.requested);
  }

  /** @param {string} query */
  async fetch(query) {
    const { words } = this.state;
    let data, sentences;
    try {
      [data, sentences] = await Promise.all([ask("summary", query), ask("description", query)]);
    } catch (problem) {
      this.root.replaceChildren(
        element("p", { class: "none", text: fill(words.failed, { problem: messageOf(problem) }) }),
      );
      return;
    }
    if (query === this.requested) this.draw(data, sentences);
  }

  /**
   * @param {SummaryAnswer} data
   * @param {string[]} sentences
   */
  draw(data, sentences) {
    const { words, lang } = this.state,
      number = numberFormat(lang);
    /** @param {number | null} value */
    const write = (value) =>
      (value ?? null) === null ? "" : writeNumber(value ?? 0, lang, { decimals: 1 });
    /** @param {SummaryTotals & { of?: number, gaps?: string[] }} row */
    const counted = ({ count, of, gaps }) => {
      const n = `${gaps?.length ? "≥ " : ""}${number.format(count)}`;
      return of === undefined ? n : fill(words.rows_of, { n, total: number.format(of) });
    };
    /** @param {SummaryTotals & { of?: number, gaps?: string[] }} row */
    const cells = (row) => [
      element("td", { class: "number", text: counted(row) }),
      element("td", { class: "number", text: write(row.area_ha) }),
      element("td", { class: "number", text: write(row.length_km) }),
      element("td", { class: "number", text: row.unplaced ? number.format(row.unplaced) : "" }),
    ];
    /* With a gap in the layer the count is a bound, and the gap is named. */
    const heading = (/** @type {LayerSummary} */ layer) =>
      element(
        "th",
        { scope: "row" },
        element("span", { text: layer.title }),
        ...layer.gaps.map((gap) =>
          element("small", { class: "gap", text: `${words.sum_at_least} ${gap}` }),
        ),
      );
    const body = data.layers.flatMap((layer) => [
      element("tr", { class: "group" }, heading(layer), ...cells(layer)),
      ...layer.classes
        .filter((line) => line.count)
        .map((line) =>
          element("tr", {}, element("td", { class: "class", text: line.title }), ...cells(line)),
        ),
    ]);
    this.root.replaceChildren(
      element(
        "div",
        { class: "tools" },
        element("strong", {
          text: [
            ...data.territories,
            data.area_ha ? writeNumber(data.area_ha, lang, { decimals: 1, unit: "ha" }) : null,
          ]
            .filter(Boolean)
            .join(" · "),
        }),
        element("span", { class: "count", text: data.note }),
      ),
      element(
        "div",
        { class: "rows", tabindex: "0", role: "region", "aria-label": words.tab_summary },
        element(
          "table",
          { class: "plain-table" },
          element("caption", { class: "hidden", text: words.tab_summary }),
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              ...[words.layer, words.sum_count, words.sum_area, words.sum_length, words.sum_unplaced].map(
                (text, k) => element("th", { scope: "col", class: k ? "number" : null, text }),
              ),
            ),
          ),
          element("tbody", {}, ...body),
        ),
        element(
          "section",
          { class: "told" },
          element("h2", { text: words.sum_words }),
          ...sentences.map((text) => element("p", { text })),
        ),
      ),
    );
  }
}
