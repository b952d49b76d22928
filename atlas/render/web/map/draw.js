/* Draws a rectangle, a polygon or a circle on the map and tells the app its outline; the app chooses what
   lies in it. By keyboard a pen is moved by the arrows, from the middle of the map; the space bar places a
   corner. */

import { element } from "../shell/dom.js";
import { numberFormat, writeLength } from "../shell/formats.js";
import { fill, word } from "../shell/words.js";
import { circle, linkText, rectangle } from "./geometry/drawn_shape.js";

/**
 * @import { Shape } from "./geometry/drawn_shape.js"
 * @import { MapPage } from "./map_page.js"
 * @import { LatLng } from "./rows"
 */

/** @type {Record<string, [east: number, south: number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowLeft: [-1, 0] };
/* Pixels of a step of the pen, of one with Shift, and between it and the edge of the map, which moves on
   before. */
const PEN = { step: 10, stride: 60, edge: 40 };
/* Pixels within which the first corner closes a polygon. */
const CLOSE = 10;

/**
 * A press on a control is not one on the map.
 *
 * @param {Event} event
 */
const onControl = ({ target }) => target instanceof Element && target.closest(".leaflet-control") !== null;

export class Draw {
  /** @type {Shape | null} */
  shape = null;
  /** @type {L.LatLng[]} */
  corners = [];
  end = L.latLng(0, 0);

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    this.box = page.map.getContainer();
    this.pen = element("span", { class: "pen", "aria-hidden": "true", hidden: true });
    this.box.append(this.pen);
    this.box.addEventListener("pointerdown", (event) => this.press(event), true);
    this.box.addEventListener("pointermove", (event) => this.move(event), true);
    this.box.addEventListener("pointerup", (event) => this.release(event), true);
    this.box.addEventListener("dblclick", (event) => this.twice(event), true);
    document.addEventListener("keydown", (event) => this.key(event), true);
  }

  /** @param {Shape} shape */
  start(shape) {
    const again = this.shape === shape;
    this.stop();
    if (again) return;
    this.shape = shape;
    this.page.map.dragging.disable();
    this.page.map.doubleClickZoom.disable();
    this.box.classList.add("drawing");
    this.tool(shape)?.setAttribute("aria-pressed", "true");
    this.box.focus({ preventScroll: true });
    this.page.say(word(this.page.words, `drawing_${shape}`));
  }

  stop() {
    this.tool(this.shape)?.setAttribute("aria-pressed", "false");
    this.shape = null;
    this.corners = [];
    this.pen.hidden = true;
    this.page.preview = null;
    this.page.map.dragging.enable();
    this.page.map.doubleClickZoom.enable();
    this.box.classList.remove("drawing");
    this.page.controls.hint(null);
    this.page.say(null);
    this.page.repaint();
  }

  /** @param {Shape | null} shape */
  tool(shape) {
    return this.page.controls.drawing?.querySelector(`[data-tool="${shape}"]`);
  }

  /**
   * The map goes on beyond the 180th meridian, and so does what is drawn on it.
   *
   * @param {PointerEvent} event
   */
  at(event) {
    return this.page.map.mouseEventToLatLng(event);
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (!this.shape || onControl(event)) return;
    event.stopPropagation();
    if (this.shape === "polygon") return;
    this.corners = [this.at(event)];
    this.box.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const [first] = this.corners;
    if (!this.shape || !first) return;
    this.end = this.at(event);
    if (this.shape === "circle") {
      const about = writeLength(first.distanceTo(this.end), this.page.lang);
      this.page.controls.hint(null, this.page.map.mouseEventToContainerPoint(event), about);
    }
    this.show();
  }

  /** @param {PointerEvent} event */
  release(event) {
    if (!this.shape || onControl(event)) return;
    event.stopPropagation();
    this.end = this.at(event);
    const { map } = this.page,
      [first] = this.corners;
    if (this.shape !== "polygon") {
      if (first) this.finish();
      return;
    }
    if (first && this.corners.length > 2) {
      const far = map.latLngToContainerPoint(first).distanceTo(map.mouseEventToContainerPoint(event));
      if (far < CLOSE) {
        this.finish();
        return;
      }
    }
    this.corners.push(this.end);
    this.show();
  }

  /** @param {MouseEvent} event */
  twice(event) {
    if (!this.shape) return;
    event.stopPropagation();
    this.finish();
  }

  /**
   * Before Leaflet, which pans with the same keys, and before the travel from object to object.
   *
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (!this.shape) return;
    const polygon = this.shape === "polygon",
      here = event.target === this.box,
      way = here ? ARROWS[event.key] : undefined;
    if (event.key === "Escape") this.stop();
    else if (event.key === "Enter" && polygon) this.finish();
    else if (way) this.steer(way, event.shiftKey ? PEN.stride : PEN.step);
    else if (here && (event.key === " " || event.key === "Enter")) this.place();
    else return;
    event.stopPropagation();
    event.preventDefault();
  }

  /** Where the pen is: in the middle of the map, until it is moved. */
  nib() {
    const { map } = this.page;
    return this.pen.hidden ? map.getSize().divideBy(2) : map.latLngToContainerPoint(this.end);
  }

  /**
   * @param {[east: number, south: number]} way
   * @param {number} step
   */
  steer([east, south], step) {
    const { map } = this.page,
      size = map.getSize(),
      { edge } = PEN,
      to = this.nib().add([east * step, south * step]);
    const over = L.point(
      to.x < edge || to.x > size.x - edge ? (east * size.x) / 3 : 0,
      to.y < edge || to.y > size.y - edge ? (south * size.y) / 3 : 0,
    );
    if (over.x || over.y) map.panBy(over, { animate: false });
    this.lead(to.subtract(over));
  }

  /** Places a corner; the second one of a rectangle, or the edge of a circle, ends the drawing. */
  place() {
    const at = this.nib();
    if (this.shape !== "polygon" && this.corners.length) {
      this.finish();
      return;
    }
    this.corners.push(this.page.map.containerPointToLatLng(at));
    this.lead(at);
  }

  /** @param {L.Point} at */
  lead(at) {
    const { page } = this,
      about = this.corners.at(-1);
    this.end = page.map.containerPointToLatLng(at);
    this.pen.hidden = false;
    this.pen.style.translate = `${at.x}px ${at.y}px`;
    const degrees = { minimumFractionDigits: 4, maximumFractionDigits: 4 },
      number = numberFormat(page.lang, degrees);
    const where = fill(page.words.pen_at, {
      lat: number.format(this.end.lat),
      lon: number.format(this.end.wrap().lng),
    });
    const length = about ? `, ${writeLength(about.distanceTo(this.end), page.lang)}` : "";
    page.travel.said.announce(where + length);
    this.show();
  }

  /** What is being drawn, on the map. */
  show() {
    this.page.preview = this.outline();
    this.page.repaint();
  }

  finish() {
    const { corners, end, shape } = this,
      metres = corners[0]?.distanceTo(end) ?? 0,
      shapeLink = shape ? linkText(shape, corners, end, metres) : null;
    this.stop();
    if (shapeLink) this.page.send({ kind: "set", query: { select: [shapeLink] } });
  }

  /** @returns {LatLng[][] | null} */
  outline() {
    const { corners, end, shape } = this,
      [first] = corners;
    if (!first) return null;
    if (shape === "rectangle") return [rectangle(first, end)];
    if (shape === "polygon") return [[...corners, end]];
    return [circle(first, first.distanceTo(end))];
  }
}
