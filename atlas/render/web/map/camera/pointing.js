/* What lies at a place of the map: pointed at, clicked on, picked. */
import { paintOrder } from "../answer/paint_order.js";
import { symbolicAt } from "../canvas/paint.js";
import { toWorld, WORLD } from "../geometry/projection.js";

/**
 * @import { Found, Place } from "../rows"
 * @import { LargeLayer } from "../layers/large_layer.js"
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 */

/* Pixels within which something is met. */
const REACH = 6;

export class Pointing {
  /**
   * What is pointed at now.
   *
   * @type {object | null}
   */
  pointed = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
  }

  listen() {
    const { page } = this,
      { map } = page;
    map.on("click", (event) => {
      if (!page.draw.shape) page.pick(event.latlng.lat, event.latlng.lng);
    });
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout movestart", () => {
      this.pointed = null;
      clearTimeout(this.waiting);
      page.controls.hint(null);
    });
  }

  /**
   * @param {L.LatLng} latlng
   * @returns {Place}
   */
  place(latlng) {
    return toWorld(latlng.lat, L.Util.wrapNum(latlng.lng, [-180, 180], true));
  }

  /**
   * The topmost row at a place.
   *
   * @param {L.LatLng} latlng
   * @param {(Layer | LargeLayer)[]} [layers]
   * @returns {Found | null}
   */
  find(latlng, layers = paintOrder(this.page)) {
    const [x, y] = this.place(latlng),
      zoom = this.page.map.getZoom();
    const reach = (REACH * WORLD) / (256 * 2 ** zoom),
      symbolic = symbolicAt(zoom);
    for (const layer of [...layers].reverse()) {
      if (layer.large) continue;
      const i = layer.at(x, y, reach, symbolic);
      if (i >= 0) return { layer, i };
    }
    return null;
  }

  /**
   * As `find`; a large layer is queried at the server.
   *
   * @param {L.LatLng} latlng
   */
  async seek(latlng) {
    for (const layer of paintOrder(this.page).reverse()) {
      const found = layer.large ? await layer.hit(this.place(latlng)) : this.find(latlng, [layer]);
      if (found) return found;
    }
    return null;
  }

  /** @param {L.LeafletMouseEvent} event */
  hover(event) {
    const { page } = this;
    if (page.draw.shape) return;
    /** @param {Found | null} found */
    const point = (found) => {
      page.map.getContainer().style.cursor = found ? "pointer" : "";
      page.controls.hint(found, event.containerPoint);
    };
    clearTimeout(this.waiting);
    const request = {};
    this.pointed = request;
    if (!page.drawn.some((layer) => layer.large)) {
      point(this.find(event.latlng));
      return;
    }
    /* A pointer that passes requests nothing. */
    this.waiting = setTimeout(async () => {
      try {
        const found = await this.seek(event.latlng);
        if (this.pointed === request) point(found);
      } catch {
        /* Without an answer nothing is pointed at. */
      }
    }, 40);
  }
}
