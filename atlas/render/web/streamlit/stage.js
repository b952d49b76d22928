/* The page in the frame of a map in an app of Streamlit: shows what the app sends, tells what is done. */
import { Drawing } from "../folium/drawing.js";
import { prepareElements } from "../folium/elements.js";
import { circle } from "../map/geometry/drawn_shape.js";
import { decodeRing } from "../map/geometry/polyline.js";

/** @import { Shown } from "../folium/drawing.js" */

/** @param {unknown} message */
const tell = (message) => window.parent.postMessage({ atlas: message }, "*");

class Stage {
  /** @type {Drawing | null} */
  drawing = null;
  /** @type {{ layer: string, id: string, name: string } | null} */
  clicked = null;
  /** @type {string | null} */
  shape = null;

  constructor() {
    const options = { zoomControl: false, minZoom: 2, maxZoom: 18, zoomSnap: 0.5, worldCopyJump: true };
    this.map = L.map("map", { center: [50.43, 2.95], zoom: 9, ...options });
    this.map.on("moveend", () => this.see());
  }

  /**
   * @param {Shown} shown
   * @param {Uint8Array | null} rows
   */
  show(shown, rows) {
    if (!this.drawing) this.draw(shown, rows ?? new Uint8Array());
    else this.drawing.change(shown, rows);
    this.drawing?.turnAll(shown.state.layers.map((layer) => layer.id));
  }

  /**
   * @param {Shown} shown
   * @param {Uint8Array} rows
   */
  draw(shown, rows) {
    this.drawing = new Drawing(this.map, { ...shown, live: true }, rows);
    const { page } = this.drawing;
    window.atlas = page;
    /* The app answers no acts of the legend: it is told what its reader has clicked, drawn and sees. */
    page.live = false;
    page.app.carded = (card) => {
      page.app.expecting = false;
      this.choose(card);
    };
    page.app.send = (message) => {
      if (message?.kind === "set") this.select(/** @type {Record<string, string[]>} */ (message.query));
    };
  }

  /** @param {string | null} card */
  choose(card) {
    const { page } = /** @type {Drawing} */ (this.drawing),
      [layer, id] = card ? card.split(/:(.*)/s) : [],
      rows = page.drawn.find((own) => own.id === layer);
    const name = rows && !rows.large ? (rows.names[rows.ids.indexOf(id ?? "")] ?? "") : "";
    this.clicked = layer && id !== undefined ? { layer, id, name } : null;
    this.see();
  }

  /** @param {Record<string, string[]>} query */
  select({ select }) {
    const [text] = select ?? [];
    if (!text) return;
    this.shape = text;
    const { page } = /** @type {Drawing} */ (this.drawing),
      [lat = 0, lon = 0, metres = 0] = text.startsWith("circle:")
        ? text.slice(7).split(",").map(Number)
        : [];
    page.around = [metres ? circle(L.latLng(lat, lon), metres) : decodeRing(text)];
    page.repaint();
    this.see();
  }

  see() {
    if (!this.drawing) return;
    const box = this.map.getBounds(),
      bounds = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map(
        (edge) => Math.round(edge * 1e5) / 1e5,
      );
    const { clicked, shape } = this;
    tell({ kind: "seen", seen: { clicked, shape, bounds, zoom: this.map.getZoom() } });
  }
}

prepareElements();
const stage = new Stage();
window.addEventListener("message", ({ source, data }) => {
  if (source === window.parent && data?.atlasState) stage.show(data.atlasState, data.atlasRows ?? null);
});
tell({ kind: "hello" });
