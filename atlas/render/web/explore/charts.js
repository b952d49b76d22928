/* Charts that filter: a bar is a class or a range, its number what a click on it would show. */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { late } from "../shell/late.js";
import { rerender } from "../shell/rerender.js";
import { ask, messageOf, rowQuery } from "../shell/server.js";
import { fill } from "../shell/words.js";
import { about, choice } from "./layer_choice.js";

/** @import { Bar, Chart, ChartsAnswer, ExploreState } from "./answers" */

const FEW = 14;

export class Charts {
  /** @type {ExploreState} */
  state = late;
  /** @type {ChartsAnswer} */
  data = late;
  /** @type {string | null} */
  requested = null;
  /** @type {string | undefined} */
  layer = undefined;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.wide = new Set();
  }

  /** @param {ExploreState} state */
  update(state) {
    this.state = state;
    const layer = about(state, this.layer),
      query = rowQuery(state.link);
    query.set("lang", state.lang);
    query.set("chart", layer);
    if (query.toString() === this.requested) return;
    this.requested = query.toString();
    this.fetch(this.requested);
  }

  /** @param {string} query */
  async fetch(query) {
    const { words } = this.state;
    let data;
    try {
      data = await ask("charts", query);
    } catch (problem) {
      this.root.replaceChildren(
        element("p", { class: "none", text: fill(words.failed, { problem: messageOf(problem) }) }),
      );
      return;
    }
    if (query !== this.requested) return;
    this.data = data;
    this.draw();
  }

  draw() {
    const { data, state } = this;
    rerender(this.root, ".plots", () => [
      element(
        "div",
        { class: "tools" },
        choice(state, data.layer, (id) => {
          this.layer = id;
          this.update(state);
        }),
      ),
      data.charts.length
        ? element(
            "div",
            { class: "plots", style: `--chart:${this.color()}` },
            ...data.charts.map((chart) => this.chart(chart)),
          )
        : element("p", { class: "none", text: state.words.charts_none }),
    ]);
  }

  color() {
    const layer = this.state.themes
      .flatMap((theme) => theme.layers)
      .find((candidate) => candidate.id === this.data.layer);
    return layer?.swatch ? `light-dark(${layer.swatch.symbol.color})` : "var(--accent)";
  }

  /** @param {Chart} chart */
  chart(chart) {
    const { words, lang } = this.state,
      number = numberFormat(lang),
      key = `${this.data.layer}.${chart.field}`;
    const most = Math.max(1, ...chart.bars.map((bar) => bar.count)),
      flat = chart.kind === "bars",
      parts = chart.by?.parts || [];
    /* The largest first; a chosen one always in sight. */
    const ordered =
      flat && chart.bars.length > FEW ? [...chart.bars].sort((a, b) => b.count - a.count) : chart.bars;
    const shown = !flat || this.wide.has(key) ? ordered : ordered.filter((bar, k) => k < FEW || bar.chosen),
      rest = ordered.length - shown.length;
    /** @param {Bar} bar */
    const act = (bar) =>
      this.state.act(
        chart.chosen && bar.chosen && bar.act.kind === "filter"
          ? { kind: "filter", layer: this.data.layer, field: chart.field }
          : { ...bar.act },
      );
    const bars = shown.map((bar) =>
      element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            class: chart.chosen && !bar.chosen ? "bar-row off" : "bar-row",
            "aria-pressed": String(bar.chosen),
            "data-key": `bar.${key}.${bar.title}`,
            title: this.barTitle(bar, parts, number),
            onclick: () => act(bar),
          },
          element("span", { class: "name", text: bar.title }),
          element(
            "span",
            { class: "track" },
            ...(parts.length && bar.count
              ? bar.parts.map((count, k) =>
                  element("i", { class: `part-${k}`, style: `--share:${count / most}` }),
                )
              : [
                  element("i", {
                    class: bar.act.missing || bar.act.code === null ? "unknown" : null,
                    style: `--share:${bar.count / most}`,
                  }),
                ]),
          ),
          element("span", { class: "count", text: number.format(bar.count) }),
        ),
      ),
    );
    return element(
      "figure",
      { class: flat ? "flat" : "upright" },
      element(
        "figcaption",
        {},
        element("strong", { text: chart.unit ? `${chart.title} (${chart.unit})` : chart.title }),
        parts.length
          ? element(
              "span",
              { class: "parts" },
              element("span", { text: chart.by?.title }),
              ...parts.map((text, k) =>
                element("span", {}, element("i", { class: `part-${k}` }), element("span", { text })),
              ),
            )
          : null,
      ),
      element("ul", { "aria-label": chart.title }, ...bars),
      rest > 0 || this.wide.has(key)
        ? element("button", {
            type: "button",
            class: "small",
            "data-key": `widen.${key}`,
            text: rest > 0 ? fill(words.more, { n: rest }) : words.less,
            onclick: () => {
              if (this.wide.has(key)) this.wide.delete(key);
              else this.wide.add(key);
              this.draw();
            },
          })
        : null,
    );
  }

  /**
   * @param {Bar} bar
   * @param {string[]} parts
   * @param {Intl.NumberFormat} number
   */
  barTitle(bar, parts, number) {
    return [
      `${bar.title}: ${number.format(bar.count)}`,
      ...parts.map((text, k) => `${text}: ${number.format(bar.parts[k] ?? 0)}`),
    ].join("\n");
  }
}
