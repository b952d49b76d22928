/* One canvas for the ground, one for the layers: repainted whole, clipped to what is in sight. */
import { element } from "../../shell/dom.js";
import { WORLD } from "../geometry/projection.js";
import { Sheet } from "./sheet.js";

/** @import { LeafletInside } from "../rows" */

/* Pixels of the canvas beyond the edges of the map. */
const PAD = 96;

/**
 * Carries a canvas along while the map zooms.
 *
 * @param {L.Map} map
 * @param {{ canvas: HTMLCanvasElement, corner: L.LatLng, zoom: number }} painted
 * @param {{ center: L.LatLng, zoom: number }} to
 */
export const carryAlong = (map, { canvas, corner, zoom }, to) => {
  const inside = /** @type {LeafletInside} */ (/** @type {unknown} */ (map));
  const offset = inside._latLngToNewLayerPoint(corner, to.zoom, to.center);
  L.DomUtil.setTransform(canvas, offset, map.getZoomScale(to.zoom, zoom));
};

export class Painter extends L.Layer {
  zoom = 0;
  corner = L.latLng(0, 0);
  /** More is to change before it is painted. */
  waits = false;

  /**
   * @param {(sheet: Sheet) => void} paint
   * @param {string} pane
   */
  constructor(paint, pane) {
    super();
    this.paint = paint;
    this.pane = pane;
    this.canvas = element("canvas", {
      class: "atlas-canvas leaflet-zoom-animated",
      "aria-hidden": "true",
    });
    this.g = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
  }

  /**
   * @param {L.Map} map
   * @returns {this}
   */
  onAdd(map) {
    map.getPane(this.pane)?.appendChild(this.canvas);
    map.on("moveend resize", this.redraw, this);
    map.on("zoomanim", this.follow, this);
    this.redraw();
    return this;
  }

  /**
   * @param {L.Map} map
   * @returns {this}
   */
  onRemove(map) {
    this.canvas.remove();
    map.off("moveend resize", this.redraw, this);
    map.off("zoomanim", this.follow, this);
    return this;
  }

  /** @param {L.ZoomAnimEvent} event */
  follow(event) {
    carryAlong(this._map, this, event);
  }

  redraw() {
    if (this.waits) return;
    const map = this._map,
      { canvas, g } = this,
      size = map.getSize(),
      ratio = Math.min(2, window.devicePixelRatio || 1);
    const w = size.x + 2 * PAD,
      h = size.y + 2 * PAD,
      origin = map.containerPointToLayerPoint([-PAD, -PAD]);
    this.zoom = map.getZoom();
    this.corner = map.layerPointToLatLng(origin);
    if (canvas.width !== w * ratio || canvas.height !== h * ratio) {
      canvas.width = w * ratio;
      canvas.height = h * ratio;
      canvas.style.width = `${w}px`;
      canvas.style.height = `${h}px`;
    }
    L.DomUtil.setTransform(canvas, origin, 1);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, w, h);
    const scale = (256 * 2 ** this.zoom) / WORLD,
      top = map.getPixelOrigin().add(origin);
    this.paint(new Sheet(g, scale, top.x, top.y, w, h, this.zoom, PAD));
  }
}
