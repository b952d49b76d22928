/* The picture of the opening: three canvases, of which only the last moves. */
import { element } from "../shell/dom.js";
import { fitBasin, paintBasin, paintProperty, sizeCanvas } from "./ground.js";
import { Marks } from "./marks.js";
import { INSCRIBED } from "./message.js";
import { placeNames } from "./names.js";
import { isOver, RISE, YEARS, yearAt, yearSpan } from "./timeline.js";
import { DRAW_BACK, drawBack, paintWorld } from "./world.js";

/**
 * @import { Box } from "./ground.js"
 * @import { Frame } from "./frame.js"
 * @import { Name } from "./names.js"
 * @import { OpeningData } from "./message.js"
 * @import { OpeningLook } from "./look.js"
 */

/* Heaps that are named, at most; of the towns those that find a place. */
const NAMED = 6;
/* Tenths of a hectare: a name may lie over a heap no larger. */
const SMALL = 80;
/* A mark on a phone is no smaller. */
const LEAST = 0.5;

export class Stage {
  /** @type {{ data: OpeningData, frame: Frame, look: OpeningLook, marks: Marks } | null} */
  drawn = null;
  /** @type {CanvasRenderingContext2D | null} */
  context = null;
  /** Milliseconds since the years began; the last frame is after them. */
  ms = 0;
  /** A year that the slider shows, over the last frame.
   *
   * @type {number | null}
   */
  year = null;
  width = 0;
  height = 0;
  run = 0;

  /**
   * @param {HTMLElement} root
   * @param {() => void} done
   */
  constructor(root, done) {
    this.root = root;
    this.done = done;
    this.ground = element("canvas", { class: "ground" });
    this.glow = element("canvas", { class: "glow" });
    this.live = element("canvas", { class: "live" });
    this.node = element(
      "div",
      { class: "stage", "aria-hidden": "true" },
      this.ground,
      this.glow,
      this.live,
    );
  }

  /**
   * Takes the place that the page has for it, and paints all anew.
   *
   * @param {OpeningData} data
   * @param {Frame} frame
   * @param {OpeningLook} look
   */
  lay(data, frame, look) {
    const { root } = this,
      place = frame.boxOf(frame.place, root),
      unit = Math.max(LEAST, Math.min(root.clientWidth / 1280, root.clientHeight / 800));
    this.width = root.clientWidth;
    this.height = Math.max(root.clientHeight, place.y + place.height + 20);
    for (const canvas of [this.ground, this.glow, this.live])
      Object.assign(canvas.style, { width: `${this.width}px`, height: `${this.height}px` });
    const fit = fitBasin(data, place, unit);
    this.drawn = { data, frame, look, marks: new Marks(data, fit, look) };
    this.middle = /** @type {const} */ ([place.x + place.width / 2, place.y + place.height / 2]);
    paintBasin(sizeCanvas(this.ground, this.width, this.height), data, fit, look);
    paintProperty(sizeCanvas(this.glow, this.width, this.height), data, fit, look);
    this.context = sizeCanvas(this.live, this.width, this.height);
    frame.paint(data, look);
    frame.picked = (event) => this.pick(event);
    this.paint();
  }

  /* One picture of the moment. */
  paint() {
    const { drawn, context } = this;
    if (!drawn || !context) return;
    const { data, marks, frame } = drawn,
      span = yearSpan(data.sunk, data.closed);
    context.clearRect(0, 0, this.width, this.height);
    if (this.year !== null) {
      marks.shafts(context, this.year + 0.5);
      return;
    }
    const year = yearAt(this.ms, span),
      left = 1 - Math.min(1, Math.max(0, (this.ms - YEARS) / RISE));
    if (left) {
      marks.shafts(context, this.ms >= YEARS ? span.last + 20 : year, left);
      frame.count(Math.floor(year));
    }
    frame.years.mark(year, false);
    marks.heaps(context, this.ms);
    if (isOver(this.ms)) this.names(context);
  }

  play() {
    const serial = ++this.run;
    this.year = null;
    this.ms = 0;
    this.root.dataset.stage = "play";
    /** @type {number | null} */
    let began = null;
    /** @param {number} now */
    const step = (now) => {
      if (serial !== this.run) return;
      began ??= now;
      this.ms = now - began;
      if (isOver(this.ms)) {
        this.last();
        return;
      }
      this.paint();
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  /* The last frame, at once. */
  last() {
    this.run += 1;
    this.year = null;
    this.ms = YEARS + RISE;
    this.done();
    this.drawn?.frame.settle();
    this.paint();
  }

  /** @param {number | null} year */
  showYear(year) {
    this.year = year;
    this.root.toggleAttribute("data-year", year !== null);
    this.paint();
  }

  /* Draws back until the basin is a point in the world. */
  drawBack() {
    const serial = ++this.run,
      { width, height, context } = this;
    this.root.dataset.stage = "world";
    return new Promise((resolve) => {
      /** @type {number | null} */
      let began = null;
      /** @param {number} now */
      const step = (now) => {
        if (serial !== this.run || !this.drawn || !context) return;
        began ??= now;
        const share = Math.min(1, (now - began) / DRAW_BACK),
          { data, look } = this.drawn,
          middle = this.middle ?? [0, 0];
        for (const canvas of [this.ground, this.glow])
          Object.assign(canvas.style, drawBack({ share, width, height, middle }));
        paintWorld(context, { data, look, width, height, share });
        if (share < 1) requestAnimationFrame(step);
        else resolve(null);
      };
      requestAnimationFrame(step);
    });
  }

  /**
   * The heap below the pointer on the last frame, or -1.
   *
   * @param {MouseEvent} event
   */
  pick({ clientX, clientY }) {
    const { top } = this.root.getBoundingClientRect();
    return this.drawn?.marks.find(clientX, clientY - top + this.root.scrollTop) ?? -1;
  }

  /** Undoes the drawing back, for who returns. */
  restore() {
    for (const canvas of [this.ground, this.glow])
      Object.assign(canvas.style, { transform: "", opacity: "" });
  }

  /** @param {CanvasRenderingContext2D} context */
  names(context) {
    if (!this.drawn) return;
    const { data, look, marks, frame } = this.drawn,
      { unit, scale, dx, dy } = marks.fit,
      size = Math.max(12, 13.5 * unit),
      fonts = {
        town: `600 ${size}px "Atlas Sans", sans-serif`,
        heap: `400 ${Math.max(12, 12.5 * unit)}px "Atlas Sans", sans-serif`,
      };
    const towns = data.towns.map((text, i) => ({
      text,
      x: (data.towns_at[2 * i] ?? 0) * scale + dx,
      y: (data.towns_at[2 * i + 1] ?? 0) * scale + dy,
      gap: 6 * unit,
      kind: /** @type {const} */ ("town"),
    }));
    const heaps = data.heaps
      .map(([, text], i) => ({ text, i, area: data.kinds[i] === INSCRIBED ? (data.areas[i] ?? 0) : 0 }))
      .sort((one, other) => other.area - one.area)
      .filter(({ text }, k, all) => all.findIndex((other) => other.text === text) === k)
      .slice(0, NAMED)
      .map(({ text, i }) => {
        const [x, y] = marks.at(i);
        return { text, x, y, gap: marks.half(i) + 3 * unit, kind: /** @type {const} */ ("heap") };
      });
    const wide = this.width >= 700,
      names = [...towns.slice(0, wide ? 8 : 4), ...(wide ? heaps : []), ...(wide ? towns.slice(8) : [])],
      triangles = data.heaps.flatMap((_, i) =>
        data.kinds[i] === INSCRIBED && (data.areas[i] ?? 0) > SMALL ? [marks.box(i)] : [],
      );
    const placed = placeNames(/** @type {Name[]} */ (names), {
      height: size * 1.25,
      inside: { x: 8, y: 8, width: this.width - 16, height: this.height - 16 },
      taken: [...frame.taken(this.root), ...triangles],
      measure: ({ text, kind }) => {
        context.font = fonts[kind];
        return context.measureText(text).width;
      },
    });
    context.lineJoin = "round";
    for (const { text, kind, left, base, x, y } of placed) {
      context.font = fonts[kind];
      context.strokeStyle = look.night;
      context.lineWidth = 3.2 * unit;
      context.globalAlpha = 0.85;
      context.strokeText(text, left, base);
      context.globalAlpha = 1;
      context.fillStyle = kind === "town" ? look.words : look.amber;
      context.fillText(text, left, base);
      if (kind === "heap") continue;
      context.beginPath();
      context.arc(x, y, 2.3 * unit, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
