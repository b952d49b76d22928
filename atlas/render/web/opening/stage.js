/* The picture of the opening: three canvases, of which only the last moves. */
import { element } from "../shell/dom.js";
import { fitBasin, paintBasin, paintProperty, placeCanvas, sizeCanvas } from "./ground.js";
import { Marks } from "./marks.js";
import { paintNames } from "./names.js";
import { isOver, RISE, YEARS, yearAt, yearSpan } from "./timeline.js";
import { DRAW_BACK, drawBack, paintWorld } from "./world.js";

/**
 * @import { Box } from "./ground.js"
 * @import { Frame } from "./frame.js"
 * @import { OpeningData } from "./message.js"
 * @import { OpeningLook } from "./look.js"
 */

/* Pixels around the basin that marks and their light need, and pixels in all while the picture moves. */
const EDGE = 64;
const MOVING = 9e6;
/* Milliseconds until what is not seen at first is painted. */
const LATER = 120;
/* A mark on a phone is no smaller. */
const LEAST = 0.5;

/**
 * Puts a canvas where its part of the picture is.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Box} box
 */
const putCanvas = ({ style }, { x, y, width, height }) =>
  Object.assign(style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });

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
  /** The part of the picture that is drawn anew, and the one that is now.
   *
   * @type {Box}
   */
  part = { x: 0, y: 0, width: 1, height: 1 };
  shown = this.part;
  /** The ground below what is played.
   *
   * @type {HTMLCanvasElement | null}
   */
  copy = null;
  /** Paints what only the last frame shows, once.
   *
   * @type {(() => void) | null}
   */
  complete = null;
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
    /* What is played has the ground of its part in it: nothing below it is put together again each time. */
    this.film = element("canvas", { class: "film" });
    this.node = element(
      "div",
      { class: "stage", "aria-hidden": "true" },
      this.ground,
      this.glow,
      this.live,
      this.film,
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
    for (const canvas of [this.ground, this.glow])
      Object.assign(canvas.style, { width: `${this.width}px`, height: `${this.height}px` });
    const edge = EDGE * unit;
    this.part = {
      x: Math.max(0, Math.floor(place.x - edge)),
      y: Math.max(0, Math.floor(place.y - edge)),
      width: 0,
      height: Math.ceil(place.height + 2 * edge),
    };
    this.part.width = Math.min(this.width - this.part.x, Math.ceil(place.width + 2 * edge));
    const fit = fitBasin(data, place, unit);
    this.drawn = { data, frame, look, marks: new Marks(data, fit, look) };
    this.middle = /** @type {const} */ ([place.x + place.width / 2, place.y + place.height / 2]);
    paintBasin(sizeCanvas(this.ground, this.width, this.height), data, fit, look);
    if (this.root.dataset.stage === "play") this.roll();
    else this.show(this.part, Infinity);
    this.complete = () => {
      this.complete = null;
      paintProperty(sizeCanvas(this.glow, this.width, this.height), data, fit, look);
      frame.paint(data, look);
    };
    /* What only the last frame shows does not hold back the first. */
    if (this.root.dataset.stage) this.complete();
    else setTimeout(() => this.complete?.(), LATER);
    frame.picked = (event) => this.pick(event);
    this.paint();
  }

  /**
   * What moves takes a part of the picture: fewer pixels are drawn anew.
   *
   * @param {Box} part
   * @param {number} most pixels
   */
  show(part, most) {
    putCanvas(this.live, part);
    this.shown = part;
    this.copy = null;
    this.context = placeCanvas(this.live, part, most);
  }

  /* The part that is played, with a copy of its ground. */
  roll() {
    const { drawn, part } = this;
    if (!drawn) return;
    putCanvas(this.film, part);
    this.shown = part;
    this.copy = element("canvas");
    const below = placeCanvas(this.copy, part, MOVING);
    below.fillStyle = drawn.look.night;
    below.fillRect(part.x, part.y, part.width, part.height);
    paintBasin(below, drawn.data, drawn.marks.fit, drawn.look);
    this.context = placeCanvas(this.film, part, MOVING, false);
  }

  /* One picture of the moment. */
  paint() {
    const { drawn, context } = this,
      { x, y, width, height } = this.shown;
    if (!drawn || !context) return;
    const { data, marks, frame } = drawn,
      span = yearSpan(data.sunk, data.closed);
    if (this.copy) context.drawImage(this.copy, x, y, width, height);
    else context.clearRect(x, y, width, height);
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
    frame.years.mark(Math.floor(year), false);
    marks.heaps(context, this.ms);
    if (isOver(this.ms))
      paintNames(context, drawn, { width: this.width, height: this.height, root: this.root });
  }

  play() {
    const serial = ++this.run;
    this.year = null;
    this.ms = 0;
    this.root.dataset.stage = "play";
    this.roll();
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
    this.show(this.part, Infinity);
    this.complete?.();
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
      { width, height } = this;
    this.root.dataset.stage = "world";
    this.show({ x: 0, y: 0, width, height }, MOVING);
    const { context } = this;
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
}
