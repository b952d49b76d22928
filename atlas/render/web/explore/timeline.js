/* The map as it stood in a year: a slider and a play button over what began and ended, unknown years said.
 */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { icon } from "../shell/icons.js";
import { late } from "../shell/late.js";
import { mapFrame } from "../shell/layout.js";
import { LiveRegion } from "../shell/patterns/live_region.js";
import { setSlider, slider } from "../shell/patterns/slider.js";
import { ask, messageOf, rowQuery } from "../shell/server.js";
import { fill } from "../shell/words.js";
import { histogram, scaleYears } from "./year_histogram.js";

/**
 * @import { ExploreState, YearsAnswer } from "./answers"
 * @import { SceneState } from "../messages"
 */

const STEP = 110;

/** @typedef {YearsAnswer & { first: number, last: number }} Years */

export class Time {
  /** @type {ExploreState} */
  state = late;
  /** @type {Years} */
  data = late;
  /** @type {string | undefined} */
  link = undefined;
  /** @type {boolean} */
  playing = false;
  /** @type {boolean} */
  dragging = false;
  /** @type {number | null} */
  year = null;
  /** @type {[title: string, count: number, unsure: number][] | null} */
  seen = null;
  /**
   * @type {Record<"play" | "now" | "clear", HTMLElement>
   *   & { counts: LiveRegion, years: HTMLInputElement } | null}
   */
  parts = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** @param {ExploreState} state */
  update(state) {
    this.state = state;
    const query = rowQuery(state.link),
      year = query.get("year");
    if (!this.playing && !this.dragging) this.year = year ? Number(year) : null;
    query.delete("year");
    const link = query.toString();
    if (link === this.link) {
      this.mark();
      return;
    }
    this.link = link;
    this.fetch();
  }

  async fetch() {
    const { link } = this,
      { words } = this.state;
    /** @type {YearsAnswer} */
    let data;
    try {
      data = await ask("years", link);
    } catch (problem) {
      this.root.replaceChildren(
        element("p", { class: "none", text: fill(words.failed, { problem: messageOf(problem) }) }),
      );
      return;
    }
    if (link !== this.link) return;
    const { first, last, layers } = data;
    if (first === null || last === null) {
      this.parts = null;
      this.root.replaceChildren(element("p", { class: "none", text: words.time_none }));
      return;
    }
    this.data = { first, last, layers };
    this.draw();
  }

  draw() {
    const { data, state } = this,
      { words } = state;
    const play = element("button", {
      type: "button",
      class: "plain",
      "data-key": "play",
      onclick: () => (this.playing ? this.pause() : this.run()),
    });
    const years = slider({
      label: words.time_year,
      min: data.first,
      max: data.last,
      value: this.year ?? data.last,
      key: "year",
      input: (year) => {
        this.dragging = true;
        this.show(year);
      },
      change: () => {
        this.dragging = false;
        this.settle();
      },
    });
    const now = element("output", { class: "year" }),
      counts = new LiveRegion({ class: "told" });
    const clear = element("button", {
      type: "button",
      class: "small",
      "data-key": "every",
      text: words.time_every,
      onclick: () => {
        this.pause(false);
        state.act({ kind: "set", query: { year: [] } });
      },
    });
    this.parts = { play, now, counts, clear, years };
    this.root.replaceChildren(
      element("div", { class: "tools" }, play, now, counts.node, clear),
      element("div", { class: "years" }, histogram(data, words.time_about), years, this.scale()),
      this.unknown(),
    );
    this.mark();
  }

  /** Years below the bars: as many as the width has room for, now and after it has changed. */
  scale() {
    const { first, last } = this.data,
      node = element("div", { class: "scale", "aria-hidden": "true" });
    const write = () =>
      node.replaceChildren(
        ...scaleYears(first, last, node.clientWidth).map(({ year, share, known }) =>
          element("span", {
            style: `left:${100 * share}%`,
            class: known ? "known" : null,
            text: year,
          }),
        ),
      );
    new ResizeObserver(write).observe(node);
    return node;
  }

  unknown() {
    const { words, lang } = this.state,
      number = numberFormat(lang);
    const lines = this.data.layers
      .filter((layer) => layer.unknown_start || layer.unknown_end)
      .map((layer) =>
        fill(words.time_unknown, {
          layer: layer.title,
          n: number.format(layer.unknown_start),
          ends: layer.unknown_end === null ? "–" : number.format(layer.unknown_end),
          total: number.format(layer.total),
        }),
      );
    return lines.length
      ? element(
          "details",
          { class: "note" },
          element("summary", { text: words.time_unknowns }),
          element("ul", {}, ...lines.map((text) => element("li", { text }))),
        )
      : element("span");
  }

  mark() {
    if (!this.parts) return;
    const { words, lang } = this.state,
      { play, now, counts, clear, years } = this.parts,
      shown = String(this.year ?? words.time_all);
    now.textContent = shown;
    clear.hidden = this.year === null;
    setSlider(years, this.dragging ? Number(years.value) : (this.year ?? this.data.last), () => shown);
    /* Nothing moves by itself where less motion is asked for: the slider does the same by hand. */
    play.hidden = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    play.replaceChildren(
      icon(this.playing ? "pause" : "play"),
      element("span", { text: this.playing ? words.time_pause : words.time_play }),
    );
    const number = numberFormat(lang),
      seen = this.year === null || !this.seen ? [] : this.seen;
    const lines = seen.map(([layer, count, unsure]) =>
      fill(unsure ? words.time_told_unsure : words.time_told, {
        layer,
        n: number.format(count),
        unsure: number.format(unsure),
      }),
    );
    counts.show(lines.join(" · "));
  }

  /**
   * The map follows the hand at once: its state comes by HTTP, as the link with that year would open.
   *
   * @param {number} year
   */
  async show(year) {
    this.year = year;
    this.mark();
    const query = new URLSearchParams(this.state.link);
    query.set("year", String(year));
    query.delete("card");
    /** @type {SceneState} */
    let state;
    try {
      state = await ask("state", query);
    } catch (problem) {
      this.parts?.counts.announce(fill(this.state.words.failed, { problem: messageOf(problem) }));
      return;
    }
    if (year !== this.year) return;
    const titles = Object.fromEntries(this.data.layers.map((layer) => [layer.layer, layer.title]));
    const counts = Object.fromEntries([
      ...state.layers.map((layer) => [layer.id, layer.count]),
      ...Object.entries(state.tables),
    ]);
    this.seen = Object.entries(state.uncertain).map(([id, [unsure]]) => [
      titles[id] || id,
      (counts[id] ?? 0) - unsure,
      unsure,
    ]);
    const shown = { ...state, camera: null, bounds: null };
    mapFrame().contentWindow.postMessage({ atlasState: shown }, location.origin);
    this.mark();
  }

  settle() {
    if (this.year !== null) this.state.act({ kind: "set", query: { year: [this.year] } });
  }

  async run() {
    this.playing = true;
    const { first, last } = this.data;
    let year = this.year === null || this.year >= last ? first - 1 : this.year;
    while (this.playing && year < last && this.root.isConnected) {
      const began = performance.now();
      year += 1;
      await this.show(year);
      await new Promise((resolve) => {
        setTimeout(resolve, Math.max(0, STEP - (performance.now() - began)));
      });
    }
    if (this.playing) this.pause();
  }

  /** @param {boolean} [settle] */
  pause(settle = true) {
    this.playing = false;
    this.mark();
    if (settle) this.settle();
  }
}
