/* Places points on the map: by clicks, taps, or a pen that arrows move and the space bar puts down. */
import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { fill } from "../../shell/words.js";

/**
 * @import { ToolsWords } from "../../words"
 * @import { MapPage } from "../map_page.js"
 *
 * @typedef {object} Task
 * @property {number} most points after which it is finished by itself
 * @property {(points: L.LatLng[], end: L.LatLng | null) => void} show what is there so far
 * @property {(points: L.LatLng[]) => void} finish
 * @property {() => void} [cancel]
 * @property {() => string} [told] what is read out with the place of the pen
 */

/** @type {Record<string, [east: number, south: number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowLeft: [-1, 0] };
/* Pixels of a step, of one with Shift, and between the pen and the edge of the map, which moves on before. */
const STEP = 10,
  STRIDE = 60,
  EDGE = 40;
/* Pixels within which a press is no drag of the map. */
const STILL = 6;

export class Pen {
  /** @type {Task | null} */
  task = null;
  /** @type {L.LatLng[]} */
  points = [];
  /** @type {L.LatLng | null} */
  end = null;
  /** Where the pointer went down. */
  down = { x: 0, y: 0 };

  /**
   * @param {MapPage} page
   * @param {ToolsWords} words
   */
  constructor(page, words) {
    this.page = page;
    this.words = words;
    this.box = page.map.getContainer();
    this.mark = element("span", { class: "pen", "aria-hidden": "true", hidden: true });
    this.box.append(this.mark);
    const { box } = this;
    box.addEventListener(
      "pointerdown",
      ({ clientX, clientY }) => {
        this.down = { x: clientX, y: clientY };
      },
      true,
    );
    box.addEventListener("pointermove", (event) => this.moved(event), true);
    box.addEventListener("click", (event) => this.clicked(event), true);
    box.addEventListener("dblclick", (event) => this.twice(event), true);
    document.addEventListener("keydown", (event) => this.task && this.pressed(event), true);
  }

  /** @param {Task} task */
  start(task) {
    this.stop();
    this.page.draw.stop();
    this.task = task;
    this.page.map.doubleClickZoom.disable();
    this.box.classList.add("drawing");
    this.box.focus({ preventScroll: true });
  }

  stop() {
    const { task } = this;
    this.task = null;
    this.points = [];
    this.end = null;
    this.mark.hidden = true;
    this.box.classList.remove("drawing");
    this.page.map.doubleClickZoom.enable();
    task?.cancel?.();
  }

  finish() {
    const { points, task } = this;
    if (!task) return;
    task.cancel = undefined;
    this.stop();
    task.finish(points);
  }

  /** @param {PointerEvent} event */
  moved(event) {
    if (!this.points.length || event.pointerType === "touch") return;
    this.end = this.page.map.mouseEventToLatLng(event);
    this.task?.show(this.points, this.end);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    if (!this.task || onControl(event)) return;
    event.stopPropagation();
    event.preventDefault();
    /* The second click of a double one places no point: the double click ends what is drawn. */
    if (event.detail > 1) return;
    if (Math.hypot(event.clientX - this.down.x, event.clientY - this.down.y) > STILL) return;
    this.place(this.page.map.mouseEventToLatLng(event));
  }

  /** @param {MouseEvent} event */
  twice(event) {
    if (!this.task || onControl(event)) return;
    event.stopPropagation();
    this.finish();
  }

  /** @param {L.LatLng} at */
  place(at) {
    this.points = [...this.points, at];
    if (this.points.length >= (this.task?.most ?? 1)) this.finish();
    else this.task?.show(this.points, this.end);
  }

  /** Takes the last point back. */
  back() {
    this.points = this.points.slice(0, -1);
    this.task?.show(this.points, null);
  }

  /**
   * Before Leaflet, which pans with the same keys, and before the travel from object to object.
   *
   * @param {KeyboardEvent} event
   */
  pressed(event) {
    const here = event.target === this.box,
      way = here ? ARROWS[event.key] : undefined;
    if (event.key === "Escape") this.stop();
    else if (way) this.steer(way, event.shiftKey ? STRIDE : STEP);
    else if (here && event.key === " ") this.place(this.page.map.containerPointToLatLng(this.nib()));
    else if (here && event.key === "Backspace") this.back();
    else if (here && event.key === "Enter") {
      if ((this.task?.most ?? 1) < 3) this.place(this.page.map.containerPointToLatLng(this.nib()));
      else this.finish();
    } else return;
    event.stopPropagation();
    event.preventDefault();
  }

  /** Where the pen is: in the middle of the map, until it is moved. */
  nib() {
    const { map } = this.page;
    return this.mark.hidden || !this.end ? map.getSize().divideBy(2) : map.latLngToContainerPoint(this.end);
  }

  /**
   * @param {[east: number, south: number]} way
   * @param {number} step
   */
  steer([east, south], step) {
    const { map } = this.page,
      size = map.getSize(),
      to = this.nib().add([east * step, south * step]);
    const over = L.point(
      to.x < EDGE || to.x > size.x - EDGE ? (east * size.x) / 3 : 0,
      to.y < EDGE || to.y > size.y - EDGE ? (south * size.y) / 3 : 0,
    );
    if (over.x || over.y) map.panBy(over, { animate: false });
    const at = to.subtract(over),
      number = numberFormat(this.page.lang, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
    this.end = map.containerPointToLatLng(at);
    this.mark.hidden = false;
    this.mark.style.translate = `${at.x}px ${at.y}px`;
    const { lat, lng } = this.end.wrap();
    this.task?.show(this.points, this.points.length ? this.end : null);
    const place = fill(this.words.pen_at, { lat: number.format(lat), lon: number.format(lng) }),
      told = this.points.length ? this.task?.told?.() : "";
    this.page.travel.said.announce(told ? `${place}; ${told}` : place);
  }
}

/**
 * A press on a control is not one on the map.
 *
 * @param {Event} event
 */
const onControl = ({ target }) =>
  target instanceof Element && target.closest(".leaflet-control, .map-tools") !== null;
