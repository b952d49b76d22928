// @ts-nocheck
/* The map as it stood in a year: a slider and a play button over what began and ended, unknown years said.
 */
import { element, svgElement } from "../shell/dom.js";
import { icon } from "../shell/icons.js";
import { ask, asked } from "../shell/server.js";

/* Years that everyone looks for in this basin: the first coal, the last. */
const MARKS = [1720, 1990];
const BARS = 130,
  STEP = 110;

export class Time {
  constructor(root) {
    this.root = root;
    this.year = null;
  }

  update(state) {
    this.state = state;
    const query = asked(state.link),
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
    let data;
    try {
      data = await ask("years", link);
    } catch (problem) {
      this.root.replaceChildren(
        element("p", { class: "none", text: words.failed.replace("{problem}", problem.message) }),
      );
      return;
    }
    if (link !== this.link) return;
    this.data = data;
    this.draw();
  }

  draw() {
    const { data, state } = this,
      { words } = state;
    if (data.first === null) {
      this.root.replaceChildren(element("p", { class: "none", text: words.time_none }));
      return;
    }
    this.play = element("button", {
      type: "button",
      class: "plain",
      "data-key": "play",
      onclick: () => (this.playing ? this.pause() : this.run()),
    });
    this.slider = element("input", {
      type: "range",
      min: data.first,
      max: data.last,
      step: 1,
      value: this.year ?? data.last,
      "aria-label": words.time_year,
      "data-key": "year",
      oninput: () => {
        this.dragging = true;
        this.show(Number(this.slider.value));
      },
      onchange: () => {
        this.dragging = false;
        this.settle();
      },
    });
    this.now = element("output", { class: "year" });
    this.told = element("p", { class: "told", role: "status" });
    this.clear = element("button", {
      type: "button",
      class: "small",
      "data-key": "every",
      text: words.time_every,
      onclick: () => {
        this.pause(false);
        state.act({ kind: "set", query: { year: [] } });
      },
    });
    this.root.replaceChildren(
      element("div", { class: "tools" }, this.play, this.now, this.told, this.clear),
      element("div", { class: "years" }, this.histogram(), this.slider, this.scale()),
      this.unknown(),
    );
    this.mark();
  }

  /* Beginnings stand above the line, ends hang below it. */
  histogram() {
    const { first, last, layers } = this.data,
      years = last - first + 1,
      wide = Math.max(1, Math.ceil(years / BARS)),
      bins = Math.ceil(years / wide);
    const up = new Array(bins).fill(0),
      down = new Array(bins).fill(0);
    for (const layer of layers) {
      for (const [year, count] of layer.starts)
        if (year >= first && year <= last) up[Math.floor((year - first) / wide)] += count;
      for (const [year, count] of layer.ends)
        if (year >= first && year <= last) down[Math.floor((year - first) / wide)] += count;
    }
    const most = Math.max(1, ...up, ...down);
    const bar = (name, k, y, height) =>
      height ? svgElement("rect", { class: name, x: k * 10 + 1, y, width: 8, height }) : null;
    return svgElement(
      "svg",
      {
        viewBox: `0 0 ${bins * 10} 100`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": this.state.words.time_about,
      },
      ...up.map((count, k) => bar("up", k, 60 - (58 * count) / most, (58 * count) / most)),
      ...down.map((count, k) => bar("down", k, 62, (38 * count) / most)),
    );
  }

  scale() {
    const { first, last } = this.data,
      known = MARKS.filter((year) => year > first && year < last);
    /* The ends give way to a year that everyone looks for. */
    const marks = [
      ...[first, last].filter((end) => known.every((year) => Math.abs(year - end) > (last - first) * 0.06)),
      ...known,
    ];
    return element(
      "div",
      { class: "scale", "aria-hidden": "true" },
      ...marks.map((year) =>
        element("span", {
          style: `left:${(100 * (year - first)) / Math.max(1, last - first)}%`,
          class: MARKS.includes(year) ? "known" : null,
          text: year,
        }),
      ),
    );
  }

  unknown() {
    const { words, lang } = this.state,
      number = new Intl.NumberFormat(lang);
    const lines = this.data.layers
      .filter((layer) => layer.unknown_start || layer.unknown_end)
      .map((layer) =>
        words.time_unknown
          .replace("{layer}", layer.title)
          .replace("{n}", number.format(layer.unknown_start))
          .replace("{ends}", layer.unknown_end === null ? "–" : number.format(layer.unknown_end))
          .replace("{total}", number.format(layer.total)),
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
    if (!this.slider) return;
    const { words, lang } = this.state;
    this.now.textContent = this.year ?? words.time_all;
    this.clear.hidden = this.year === null;
    if (!this.dragging) this.slider.value = this.year ?? this.data.last;
    this.slider.setAttribute("aria-valuetext", String(this.year ?? words.time_all));
    /* Nothing moves by itself where less motion is asked for: the slider does the same by hand. */
    this.play.hidden = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.play.replaceChildren(
      icon(this.playing ? "pause" : "play"),
      element("span", { text: this.playing ? words.time_pause : words.time_play }),
    );
    const layers = this.seen,
      number = new Intl.NumberFormat(lang);
    this.told.textContent =
      this.year === null || !layers
        ? ""
        : layers
            .map(([title, count, unsure]) =>
              (unsure ? words.time_told_unsure : words.time_told)
                .replace("{layer}", title)
                .replace("{n}", number.format(count))
                .replace("{unsure}", number.format(unsure)),
            )
            .join(" · ");
  }

  /* The map follows the hand at once: its state comes by HTTP, as the link with that year would open. */
  async show(year) {
    this.year = year;
    this.mark();
    const query = new URLSearchParams(this.state.link);
    query.set("year", year);
    query.delete("card");
    let state;
    try {
      state = await ask("state", query);
    } catch (problem) {
      this.told.textContent = this.state.words.failed.replace("{problem}", problem.message);
      return;
    }
    if (year !== this.year) return;
    const titles = Object.fromEntries(this.data.layers.map((layer) => [layer.layer, layer.title]));
    const counts = Object.fromEntries([
      ...state.layers.map((layer) => [layer.id, layer.count]),
      ...Object.entries(state.tables),
    ]);
    this.seen = Object.keys(state.unsure).map((id) => [
      titles[id] || id,
      counts[id] - state.unsure[id][0],
      state.unsure[id][0],
    ]);
    document
      .getElementById("atlas-map")
      .contentWindow.postMessage({ atlasState: { ...state, camera: null, bounds: null } }, location.origin);
    this.mark();
  }

  settle() {
    if (this.year !== null) this.state.act({ kind: "set", query: { year: [this.year] } });
  }

  async run() {
    this.playing = true;
    if (this.year === null || this.year >= this.data.last) this.year = this.data.first - 1;
    while (this.playing && this.year < this.data.last && this.root.isConnected) {
      const began = performance.now();
      await this.show(this.year + 1);
      await new Promise((resolve) => {
        setTimeout(resolve, Math.max(0, STEP - (performance.now() - began)));
      });
    }
    if (this.playing) this.pause();
  }

  pause(settle = true) {
    this.playing = false;
    this.mark();
    if (settle) this.settle();
  }
}
