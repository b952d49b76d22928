/* One canvas for the ground, one for the layers: repainted whole, clipped to what is in sight. */
import { WORLD } from "./projection.js";
import { Sheet } from "./sheet.js";

export const Painter = L.Layer.extend({
  initialize(paint, pane) {
    this.paint = paint;
    this.pane = pane;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "atlas-canvas leaflet-zoom-animated");
    this.canvas.setAttribute("aria-hidden", "true");
    map.getPane(this.pane).appendChild(this.canvas);
    map.on("moveend resize", this.redraw, this);
    map.on("zoomanim", this.follow, this);
    this.redraw();
  },

  onRemove(map) {
    this.canvas.remove();
    map.off("moveend resize", this.redraw, this);
    map.off("zoomanim", this.follow, this);
  },

  follow(event) {
    const scale = this._map.getZoomScale(event.zoom, this.zoom);
    L.DomUtil.setTransform(
      this.canvas,
      this._map._latLngToNewLayerPoint(this.corner, event.zoom, event.center),
      scale,
    );
  },

  redraw() {
    const map = this._map,
      size = map.getSize(),
      pad = 96,
      ratio = Math.min(2, window.devicePixelRatio || 1);
    const w = size.x + 2 * pad,
      h = size.y + 2 * pad;
    const origin = map.containerPointToLayerPoint([-pad, -pad]);
    this.zoom = map.getZoom();
    this.corner = map.layerPointToLatLng(origin);
    if (this.canvas.width !== w * ratio || this.canvas.height !== h * ratio) {
      this.canvas.width = w * ratio;
      this.canvas.height = h * ratio;
      this.canvas.style.width = `${w}px`;
      this.canvas.style.height = `${h}px`;
    }
    L.DomUtil.setTransform(this.canvas, origin, 1);
    const g = this.canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, w, h);
    const scale = (256 * 2 ** this.zoom) / WORLD;
    const top = map.getPixelOrigin().add(origin);
    this.paint(new Sheet(g, scale, top.x, top.y, w, h, this.zoom));
  },
});
