/* Projects and twinnings in time. Years are brushed with the pointer or typed; an end that nobody states
   fades out. */
import { element, svgElement } from "../shell/dom.js";
import { repaintWithFonts } from "../shell/fonts.js";
import { late } from "../shell/late.js";
import { narrow } from "../shell/layout.js";
import { rerender } from "../shell/rerender.js";
import { fill } from "../shell/words.js";
import { TimeScale, TURN } from "./time_scale.js";
import { timeHead } from "./timeline_head.js";

/**
 * @import { NetworkAnswer, Years } from "./answers"
 * @import { NetworkWords } from "../words"
 * @import { Bar } from "./time_scale.js"
 *
 * @typedef {object} Does
 * @property {(years: Years) => void} brush what the reader changes of the chosen years
 * @property {(id: string) => void} pick the project
 * @property {(id: string | null) => void} over the one pointed at
 * @property {() => void} fold
 *
 * @typedef {object} Shown
 * @property {NetworkWords} words
 * @property {string} lang
 * @property {[from: number | null, to: number | null]} years
 * @property {boolean} undated
 * @property {boolean} folded
 */

/* Pixels: of a lane at most and at least, from which a name is written, of the axis, of a year, of the
   twinnings. */
const LANE = 14,
  LOW = 5,
  WRITTEN = 11,
  AXIS = 20,
  LABEL = 34,
  TWINS = 26;
/* Pixels that a pointer moves before it brushes. */
const MOVED = 4;
/* Letters of a name that is cut short, at least. */
const STUMP = 5;

/**
 * Pixels that the years take below the map; on a phone the lists stand there.
 *
 * @param {boolean} folded
 */
export const yearsHeight = (folded) => {
  if (narrow()) return Math.round(window.innerHeight * 0.54);
  return folded ? 34 : Math.max(180, Math.min(300, Math.round(window.innerHeight * 0.33)));
};

/**
 * As much of a name as there is room for; null where that would be a stump.
 *
 * @param {string} text
 * @param {(part: string) => boolean} fits
 */
export const shorten = (text, fits) => {
  if (fits(text)) return text;
  let short = text;
  while (short.length > STUMP && !fits(`${short}…`)) short = short.slice(0, -1).trimEnd();
  return short.length > STUMP && fits(`${short}…`) ? `${short}…` : null;
};

export class NetworkTime {
  /** @type {Pick<NetworkAnswer, "time" | "span" | "families"> | null} */
  data = null;
  /** @type {Shown} */
  shown = late;
  /** @type {TimeScale} */
  scale = late;
  /** @type {Record<string, string>} */
  colors = {};
  seen = 0;

  /** @param {Does} does */
  constructor(does) {
    this.does = does;
    this.ruler = /** @type {CanvasRenderingContext2D} */ (element("canvas").getContext("2d"));
    this.node = element("section", { class: "network-time" });
    repaintWithFonts(() => this.data && this.draw(this.data));
    new ResizeObserver(() => {
      if (this.data && this.node.clientWidth !== this.seen) this.draw(this.data);
    }).observe(this.node);
  }

  /**
   * @param {NetworkAnswer} data
   * @param {Shown} shown
   */
  show(data, shown) {
    this.data = data;
    this.shown = shown;
    this.colors = Object.fromEntries(data.families.map(({ id, color }) => [id, `light-dark(${color})`]));
    this.draw(data);
  }

  /** @param {{ left: number, below: number, folded: boolean }} place */
  lay({ left, below, folded }) {
    this.node.style.left = `${left}px`;
    this.node.style.height = `${below}px`;
    this.node.hidden = narrow();
    this.node.classList.toggle("folded", folded);
  }

  /** @param {Pick<NetworkAnswer, "time" | "span">} data */
  draw({ time, span }) {
    this.seen = this.node.clientWidth;
    const width = Math.max(300, this.seen - 32),
      height = Math.max(90, this.node.clientHeight - 38);
    this.scale = new TimeScale(span, width);
    const lanes = this.scale.pack(time.projects, Object.keys(this.colors)),
      room = Math.floor((height - AXIS - TWINS) / Math.max(1, lanes.length)),
      lane = Math.max(LOW, Math.min(LANE, room));
    const bars = lanes.flatMap((items, k) =>
      items.map((bar, n) => {
        const free = (items[n + 1]?.from ?? width) - bar.to - 6;
        return this.bar(bar, { lane, k, free: lane < WRITTEN ? 0 : free });
      }),
    );
    const drawing = svgElement(
      "svg",
      { width, height, class: "network-years", role: "img", "aria-label": this.shown.words.time_about },
      this.definitions(),
      ...this.axis(height),
      ...this.window(height - AXIS, span),
      ...bars,
      ...this.twins(time.twinnings, height),
    );
    this.listen(drawing, height);
    rerender(this.node, "header", () => [timeHead({ time, span }, this.shown, this.does), drawing]);
  }

  /**
   * As much of a name as there is room for.
   *
   * @param {string} text
   * @param {number} free
   */
  fitting(text, free) {
    this.ruler.font = '11.5px "Atlas Sans", "Source Sans", sans-serif';
    return shorten(text, (part) => this.ruler.measureText(part).width <= free);
  }

  definitions() {
    const fades = [...Object.entries(this.colors), ["none", "currentColor"]].map(([family, color]) =>
      svgElement(
        "linearGradient",
        { id: `fade-${family}` },
        svgElement("stop", { offset: 0.25, "stop-color": color }),
        svgElement("stop", { offset: 1, "stop-color": color, "stop-opacity": 0 }),
      ),
    );
    return svgElement("defs", {}, ...fades);
  }

  /**
   * @param {Bar} bar
   * @param {{ lane: number, k: number, free: number }} place
   */
  bar({ project, from, to }, { lane, k, free }) {
    const { end, family, id, kept, name, start } = project,
      open = end === null,
      y = k * lane + 1;
    /* Beside its bar, or on it where the bar is long and solid. */
    const beside = this.fitting(name, free),
      on = lane >= WRITTEN && !open && beside !== name ? this.fitting(name, to - from - 8) : null,
      inside = on !== null && (!beside || on.length > beside.length),
      text = inside ? on : beside;
    const years = open
      ? fill(this.shown.words.time_open, { year: start ?? "" })
      : [...new Set([start, end])].join("–");
    const rect = svgElement("rect", {
      x: from,
      y: y + 1,
      width: to - from,
      height: Math.max(3, lane - 4),
      rx: open ? 0 : 2,
      fill: open ? `url(#fade-${family ?? "none"})` : (this.colors[family ?? ""] ?? "currentColor"),
    });
    const at = { x: inside ? from + 4 : to + 3, y: y + lane / 2 + 3.5, class: inside ? "inside" : "" };
    return svgElement(
      "g",
      { class: kept ? "item" : "item out", "data-id": id },
      rect,
      text ? svgElement("text", { ...at, text }) : null,
      svgElement("title", { text: `${name} · ${years}` }),
    );
  }

  /**
   * Twinnings stand on the axis, one ring each; those of one year are stacked.
   *
   * @param {NetworkAnswer["time"]["twinnings"]} twinnings
   * @param {number} height
   */
  twins(twinnings, height) {
    /** @type {Map<number, number>} */
    const seen = new Map();
    const rings = twinnings.map(({ name, year, active, kept }) => {
      if (year === null) return null;
      const n = seen.get(year) ?? 0;
      seen.set(year, n + 1);
      const place = { cx: this.scale.x(year + 0.5), cy: height - AXIS - 4 - n * 5.2, r: 2.2 };
      return svgElement(
        "circle",
        { class: kept ? "twin" : "twin out", ...place, "data-on": String(active) },
        svgElement("title", { text: `${name} · ${year}` }),
      );
    });
    const at = { class: "band", x: 0, y: height - AXIS - TWINS + 4 };
    return [svgElement("text", { ...at, text: this.shown.words.time_twinnings }), ...rings];
  }

  /** @param {number} height */
  axis(height) {
    const { scale } = this,
      y = height - AXIS;
    const ticks = scale.ticks().flatMap((year) => {
      const x = scale.x(year),
        /* At the end of the axis the year stands before its line. */
        late = x > scale.width - LABEL;
      return [
        svgElement("line", { x1: x, x2: x, y1: 0, y2: y, class: year === TURN ? "tick turn" : "tick" }),
        svgElement("text", {
          ...{ class: "year", x: late ? x - 2 : x + 2, y: height - 5, text: year },
          "text-anchor": late ? "end" : "start",
        }),
      ];
    });
    return [svgElement("line", { x1: 0, x2: scale.width, y1: y, y2: y, class: "axis" }), ...ticks];
  }

  /**
   * The chosen years, on the paper; the others in the shade.
   *
   * @param {number} height
   * @param {[first: number, last: number]} span
   */
  window(height, span) {
    const [from, to] = this.shown.years,
      { scale } = this;
    if (from === null && to === null) return [];
    const west = scale.x(from ?? span[0]),
      east = scale.x((to ?? span[1]) + 1);
    return [
      svgElement("rect", { class: "shade", x: 0, y: 0, width: Math.max(0, west), height }),
      svgElement("rect", { class: "shade", x: east, y: 0, width: Math.max(0, scale.width - east), height }),
    ];
  }

  /**
   * @param {SVGElement} drawing
   * @param {number} height
   */
  listen(drawing, height) {
    const { does, scale } = this,
      mark = svgElement("rect", { class: "brush", y: 0, height: height - AXIS, visibility: "hidden" });
    drawing.append(mark);
    /** @type {number | null} */
    let from = null;
    /** @type {string | null} */
    let pressed = null;
    const at = (/** @type {PointerEvent} */ event) => event.clientX - drawing.getBoundingClientRect().left;
    const item = (/** @type {PointerEvent} */ { target }) =>
      target instanceof Element ? (target.closest(".item")?.getAttribute("data-id") ?? null) : null;
    drawing.addEventListener("pointerdown", (event) => {
      from = at(event);
      pressed = item(event);
      drawing.setPointerCapture(event.pointerId);
    });
    drawing.addEventListener("pointermove", (event) => {
      does.over(item(event));
      if (from === null) return;
      const west = Math.min(from, at(event)),
        width = Math.abs(at(event) - from);
      if (width < MOVED) return;
      mark.setAttribute("visibility", "visible");
      mark.setAttribute("x", String(west));
      mark.setAttribute("width", String(width));
    });
    drawing.addEventListener("pointerup", (event) => {
      const start = from ?? at(event),
        [west, east] = [Math.min(start, at(event)), Math.max(start, at(event))];
      from = null;
      if (east - west >= MOVED) does.brush({ from: scale.year(west), to: scale.year(east) });
      else if (pressed) does.pick(pressed);
    });
    drawing.addEventListener("pointerleave", () => does.over(null));
  }
}
