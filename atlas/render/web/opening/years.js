/* The histogram of shafts: what was sunk above the line, what was closed below it; it plays the
   years again, and its slider shows any of them. */
import { binYears } from "../explore/year_histogram.js";
import { element, svgElement } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { icon } from "../shell/icons.js";
import { setSlider, slider } from "../shell/patterns/slider.js";
import { fill, plural } from "../shell/words.js";
import { countOpen, yearSpan } from "./timeline.js";

/** @import { OpeningData } from "./message.js" */

/* Years of a bar, and years that are written below. */
const WIDE = 3;
const WRITTEN = [1720, 1800, 1850, 1900, 1950, 1990];
/* Of a hundred, what stands above the line. */
const UP = 66,
  DOWN = 32;

/**
 * Pairs of a year and a count, as the histogram takes them.
 *
 * @param {ArrayLike<number>} years
 * @returns {[year: number, count: number][]}
 */
const each = (years) => Array.from(years, (year) => [year, 1]);

export class Years {
  /* The year that is marked. */
  marked = 0;

  /**
   * @param {OpeningData} data
   * @param {{ replay: () => void, show: (year: number | null) => void, still: boolean }} way
   */
  constructor(data, { replay, show, still }) {
    this.data = data;
    this.span = yearSpan(data.sunk, data.closed);
    const { words } = data,
      { first, last } = this.span;
    this.shade = element("div", { class: "to-come" });
    this.slider = slider({
      label: words.years,
      min: first,
      max: last,
      value: last,
      key: "opening.year",
      write: (year) => this.say(year),
      input: (year) => {
        this.mark(year);
        show(year >= last ? null : year);
      },
    });
    this.now = element("output", { class: "now", "aria-hidden": "true" });
    this.node = element(
      "section",
      { class: "years", "aria-label": words.years },
      still
        ? null
        : element(
            "button",
            { type: "button", class: "replay", "data-key": "replay", onclick: replay },
            icon("play"),
            element("span", { text: words.replay }),
          ),
      element("div", { class: "bars" }, this.bars(), this.shade, this.slider, this.scale(), this.now),
    );
  }

  /** @param {number} year */
  say(year) {
    const { sunk, closed, words, lang } = this.data,
      count = countOpen(sunk, closed, year);
    return plural(words.year_open, lang, count, { year, n: numberFormat(lang).format(count) });
  }

  bars() {
    const { first, last } = this.span,
      bins = Math.ceil((last - first + 1) / WIDE),
      scale = { first, last, wide: WIDE, bins },
      up = binYears(each(this.data.sunk), scale),
      down = binYears(each(this.data.closed), scale),
      most = Math.max(1, ...up, ...down);
    /**
     * @param {string} name
     * @param {number} k
     * @param {number} y
     * @param {number} height
     */
    const bar = (name, k, y, height) =>
      height ? svgElement("rect", { class: name, x: k * 10 + 1, y, width: 8, height }) : null;
    return svgElement(
      "svg",
      {
        viewBox: `0 0 ${bins * 10} 100`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": fill(this.data.words.years_about, { first, last }),
      },
      ...up.map((count, k) => bar("sunk", k, UP - (UP * count) / most, (UP * count) / most)),
      ...down.map((count, k) => bar("closed", k, UP + 2, (DOWN * count) / most)),
    );
  }

  scale() {
    const { first, last } = this.span;
    return element(
      "div",
      { class: "scale", "aria-hidden": "true" },
      ...WRITTEN.map((year) =>
        element("span", { style: `left:${(100 * (year - first)) / (last - first)}%`, text: year }),
      ),
    );
  }

  /**
   * Shows a year: what is yet to come is dim.
   *
   * @param {number} year with its part of a year
   * @param {boolean} [told] whether the slider and its words follow
   */
  mark(year, told = true) {
    const { first, last } = this.span;
    if (this.marked === year && !told) return;
    this.marked = year;
    this.shade.style.transform = `scaleX(${(last - year) / (last - first)})`;
    this.now.textContent = year >= last ? "" : this.say(Math.floor(year));
    if (told) setSlider(this.slider, Math.floor(year), (value) => this.say(value));
  }
}
