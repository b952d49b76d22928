/* Draws a rectangle, a polygon or a circle on the map and tells the app its outline; the app chooses what
   lies in it. By keyboard a pen is moved by the arrows, from the middle of the map; the space bar places a
   corner. */
import { element } from "../shell/dom.js";
import { encodeRing } from "./polyline.js";

export const ARROWS = { ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowLeft: [-1, 0] };
/* Pixels of a step of the pen, of one with Shift, and between it and the edge of the map, which moves on
   before. */
export const PEN = { step: 10, stride: 60, edge: 40 };

export class Draw {
  constructor(page) {
    this.page = page;
    this.shape = null;
    this.box = page.map.getContainer();
    this.pen = element("span", { class: "pen", "aria-hidden": "true", hidden: true });
    this.box.append(this.pen);
    this.box.addEventListener("pointerdown", (event) => this.press(event), true);
    this.box.addEventListener("pointermove", (event) => this.move(event), true);
    this.box.addEventListener("pointerup", (event) => this.release(event), true);
    this.box.addEventListener(
      "dblclick",
      (event) => {
        if (this.shape) {
          event.stopPropagation();
          this.finish();
        }
      },
      true,
    );
    document.addEventListener("keydown", (event) => this.key(event), true);
  }

  start(shape) {
    const again = this.shape === shape;
    this.stop();
    if (again) return;
    this.shape = shape;
    this.corners = [];
    this.page.map.dragging.disable();
    this.page.map.doubleClickZoom.disable();
    this.box.classList.add("drawing");
    this.tool(shape)?.setAttribute("aria-pressed", "true");
    this.box.focus({ preventScroll: true });
    this.page.say(this.page.words[`drawing_${shape}`]);
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
    this.page.furniture.hint(null, {});
    this.page.say(null);
    this.page.repaint();
  }

  tool(shape) {
    return this.page.furniture.drawing?.querySelector(`[data-tool="${shape}"]`);
  }

  at(event) {
    return this.page.map.mouseEventToLatLng(event).wrap();
  }

  /* A press on a control is not one on the map. */
  press(event) {
    if (!this.shape || event.target.closest(".leaflet-control")) return;
    event.stopPropagation();
    if (this.shape === "polygon") return;
    this.corners = [this.at(event)];
    this.box.setPointerCapture?.(event.pointerId);
  }

  move(event) {
    if (!this.shape || !this.corners.length) return;
    this.end = this.at(event);
    const about = this.shape === "circle" ? this.length(this.corners[0].distanceTo(this.end)) : null;
    if (about) this.page.furniture.hint(null, this.page.map.mouseEventToContainerPoint(event), about);
    this.page.preview = this.outline();
    this.page.repaint();
  }

  release(event) {
    if (!this.shape || event.target.closest(".leaflet-control")) return;
    event.stopPropagation();
    this.end = this.at(event);
    if (this.shape !== "polygon") {
      if (this.corners.length) this.finish();
      return;
    }
    const first = this.corners[0] && this.page.map.latLngToContainerPoint(this.corners[0]);
    if (this.corners.length > 2 && first.distanceTo(this.page.map.mouseEventToContainerPoint(event)) < 10) {
      this.finish();
      return;
    }
    this.corners.push(this.end);
    this.page.preview = this.outline();
    this.page.repaint();
  }

  /* Before Leaflet, which pans with the same keys, and before the travel from object to object. */
  key(event) {
    if (!this.shape) return;
    const polygon = this.shape === "polygon",
      here = event.target === this.box,
      way = here && ARROWS[event.key];
    if (event.key === "Escape") this.stop();
    else if (event.key === "Enter" && polygon) this.finish();
    else if (way) this.steer(way, event.shiftKey ? PEN.stride : PEN.step);
    else if (here && (event.key === " " || event.key === "Enter")) this.place();
    else return;
    event.stopPropagation();
    event.preventDefault();
  }

  /* Where the pen is: in the middle of the map, until it is moved. */
  nib() {
    const { map } = this.page;
    return this.pen.hidden ? map.getSize().divideBy(2) : map.latLngToContainerPoint(this.end);
  }

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

  /* Places a corner; the second one of a rectangle, or the edge of a circle, ends the drawing. */
  place() {
    const at = this.nib();
    if (this.shape !== "polygon" && this.corners.length) {
      this.finish();
      return;
    }
    this.corners.push(this.page.map.containerPointToLatLng(at).wrap());
    this.lead(at);
  }

  lead(at) {
    const { page } = this,
      about = this.corners.at(-1);
    this.end = page.map.containerPointToLatLng(at).wrap();
    this.pen.hidden = false;
    this.pen.style.translate = `${at.x}px ${at.y}px`;
    const number = new Intl.NumberFormat(page.lang, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
    const where = page.words.pen_at
      .replace("{lat}", number.format(this.end.lat))
      .replace("{lon}", number.format(this.end.lng));
    page.travel.said.textContent = about ? `${where}, ${this.length(about.distanceTo(this.end))}` : where;
    page.preview = this.corners.length ? this.outline() : null;
    page.repaint();
  }

  finish() {
    const asked = this.text();
    this.stop();
    if (asked) this.page.tell({ kind: "set", query: { select: [asked] } });
  }

  /* What a link carries: `circle:lat,lon,m` or an encoded polyline; null for what is no shape. */
  text() {
    const { shape, corners, end } = this;
    if (shape === "circle") {
      const metres = Math.round(corners[0].distanceTo(end));
      return metres > 0
        ? `circle:${corners[0].lat.toFixed(5)},${corners[0].lng.toFixed(5)},${metres}`
        : null;
    }
    const ring =
      shape === "rectangle" ? this.rectangle() : corners.filter((c, k) => !k || !c.equals(corners[k - 1]));
    return ring.length > 2 &&
      (shape === "polygon" || (ring[0].lat !== ring[2].lat && ring[0].lng !== ring[2].lng))
      ? encodeRing(ring)
      : null;
  }

  rectangle() {
    const [a] = this.corners,
      b = this.end;
    return [a, L.latLng(a.lat, b.lng), b, L.latLng(b.lat, a.lng)];
  }

  outline() {
    if (this.shape === "rectangle") return [this.rectangle()];
    if (this.shape === "polygon") return [[...this.corners, this.end]];
    const centre = this.corners[0],
      metres = centre.distanceTo(this.end),
      ring = [];
    for (let k = 0; k < 64; k++) {
      const angle = (2 * Math.PI * k) / 64,
        north = (metres * Math.cos(angle)) / 111320,
        east = (metres * Math.sin(angle)) / 111320 / Math.cos((centre.lat * Math.PI) / 180);
      ring.push(L.latLng(centre.lat + north, centre.lng + east));
    }
    return [ring];
  }

  length(metres) {
    const [value, unit] = metres < 1000 ? [Math.round(metres), "meter"] : [metres / 1000, "kilometer"];
    return new Intl.NumberFormat(this.page.lang, {
      style: "unit",
      unit,
      maximumFractionDigits: value < 10 && unit === "kilometer" ? 2 : 1,
    }).format(value);
  }
}
