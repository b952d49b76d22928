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

/* Pixels within which something is met, and within which two clicks are at one place. */
const REACH = 6,
  SAME = 8;
/* Times the reach: the largest symbol is smaller. */
const EDGE = 8;
/* Milliseconds within which a second click makes a double click, and within which a browser may say so. */
const TWICE = 280,
  SLOWLY = 520;

/**
 * What a click has met, as text.
 *
 * @param {Found[]} found
 */
const named = (found) => found.map(({ layer, i }) => `${layer.id}:${layer.ids[i]}`).join();

export class Pointing {
  /**
   * What is pointed at now.
   *
   * @type {object | null}
   */
  pointed = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined;
  /** When the map was clicked last. */
  since = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  opening = undefined;
  /**
   * Where the map was clicked, what lies there, and which of it is open.
   *
   * @type {{ at: L.Point, found: Found[], step: number } | null}
   */
  last = null;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
  }

  listen() {
    const { page } = this,
      { map } = page;
    map.on("click", (event) => this.clicked(event));
    map.on("dblclick", () => this.twice());
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
   * A click opens what lies there, a second one at the same place the next; a double click does neither.
   *
   * @param {L.LeafletMouseEvent} event
   */
  clicked({ latlng, containerPoint, originalEvent }) {
    if (this.page.draw.shape) return;
    const now = performance.now(),
      again = originalEvent.detail > 1 || now - this.since < TWICE;
    this.since = now;
    clearTimeout(this.opening);
    if (!again) this.opening = setTimeout(() => this.open(latlng, containerPoint), TWICE);
  }

  /** The first of two slow clicks has asked for a card: nobody else did. */
  twice() {
    clearTimeout(this.opening);
    this.page.modules.card?.().then(({ takeBack }) => takeBack(this.page));
  }

  /** Milliseconds until a click can no longer become a double one. */
  patience() {
    return Math.max(0, this.since + SLOWLY - performance.now());
  }

  /**
   * @param {L.LatLng} latlng
   * @param {L.Point} at
   */
  async open(latlng, at) {
    const { page, since } = this,
      found = await this.all(latlng),
      { last } = this;
    if (since !== this.since) return;
    const again =
        last && page.chosen && last.at.distanceTo(at) < SAME && named(found) === named(last.found),
      step = again ? (last.step + 1) % found.length : 0;
    this.last = { at, found, step };
    page.picked(found[step] ?? null, found);
  }

  /**
   * The topmost row at a place.
   *
   * @param {L.LatLng} latlng
   * @returns {Found | null}
   */
  find(latlng) {
    return this.sort(latlng, paintOrder(this.page))[0] ?? null;
  }

  /**
   * All rows at a place, the topmost first; below them the areas without fill that lie around it.
   *
   * @param {L.LatLng} latlng
   */
  async all(latlng) {
    const layers = await Promise.all(
      paintOrder(this.page).map((layer) => (layer.large ? layer.hits(this.place(latlng)) : layer)),
    );
    return this.sort(latlng, layers);
  }

  /**
   * @param {L.LatLng} latlng
   * @param {(Layer | LargeLayer | null)[]} layers in the order in which they are drawn
   */
  sort(latlng, layers) {
    const [x, y] = this.place(latlng),
      zoom = this.page.map.getZoom();
    const reach = (REACH * WORLD) / (256 * 2 ** zoom),
      symbolic = symbolicAt(zoom),
      /* A symbol at the 180th meridian reaches over it. */
      copies = [x, x - WORLD, x + WORLD].filter(
        (at) => Math.abs(at - WORLD / 2) < WORLD / 2 + EDGE * reach,
      );
    /** @type {[met: Found[], around: Found[]]} */
    const [met, around] = [[], []];
    for (const layer of [...layers].reverse())
      if (layer && !layer.large) {
        const rows = copies.flatMap((at) => layer.all(at, y, reach, symbolic)),
          byRow = new Map(rows.map((row) => [row.i, row]));
        for (const row of byRow.values()) (row.around ? around : met).push({ layer, i: row.i });
      }
    return [...met, ...around];
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
        const [found = null] = await this.all(event.latlng);
        if (this.pointed === request) point(found);
      } catch {
        /* Without an answer nothing is pointed at. */
      }
    }, 40);
  }
}
