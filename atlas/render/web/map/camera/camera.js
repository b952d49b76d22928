/* Where the map looks: at what a state is about, clear of what lies over the map. */

import { isView } from "../app_link.js";
import { Sheet } from "../canvas/sheet.js";
import { onEarth, rectangle } from "../geometry/drawn_shape.js";
import { encodeRing } from "../geometry/polyline.js";
import { WORLD } from "../geometry/projection.js";
import { boundsBeside } from "../geometry/world_copies.js";

/**
 * @import { Bounds, SceneState } from "../../messages"
 * @import { MapPage } from "../map_page.js"
 */

/* Pixels of the canvas beyond the edges of the map. */
const PAD = 96;
/* Leaflet ends a change of size 200 milliseconds later. */
const RESIZED_MS = 300;
/* The most of the map's height that is left clear for a legend, and for a card on a small screen. */
const LEGEND_SHARE = 0.42,
  CARD_SHARE = 0.62;

/**
 * Bounds as Leaflet takes them.
 *
 * @param {Bounds} bounds
 */
export const toLatLngBounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

export class Camera {
  /**
   * What was looked at last, as text.
   *
   * @type {string | null}
   */
  last = null;
  /** The map is turned by the atlas, not by the reader. */
  moving = false;
  /** The map has another size, and comes to rest in it. */
  sized = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  resting = undefined;
  kept = { at: L.latLng(0, 0), zoom: 0 };
  /**
   * What the map was turned to and the reader has not moved it from.
   *
   * @type {L.LatLngBounds | null}
   */
  framed = null;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {SceneState} state */
  lookAt(state) {
    const { page } = this,
      { map } = page,
      looked = JSON.stringify([state.camera, state.bounds && state.area_query]);
    if (page.app.isPast(state.camera)) return;
    if (looked === this.last || (!state.camera && !state.bounds)) {
      if (this.framed) this.page.answer?.refit();
      return;
    }
    this.last = looked;
    this.framed = null;
    this.moving = true;
    if (state.camera) {
      const [lat, lon, zoom] = state.camera;
      if (!isView(state.camera, page.view())) map.setView([lat, lon], zoom, { animate: false });
    } else if (state.bounds) this.frame(toLatLngBounds(state.bounds));
    this.moving = false;
    this.keep();
    this.page.answer?.rest();
  }

  /**
   * Fits an area into what lies clear of the legend, or of what shows answers.
   *
   * @param {L.LatLngBounds} bounds
   */
  frame(bounds) {
    const { answer, map } = this.page,
      { moving } = this;
    this.moving = true;
    this.framed = bounds;
    map.fitBounds(bounds, {
      paddingTopLeft: [24, 16],
      paddingBottomRight: [24, this.belowLegend()],
      ...answer?.padding(),
      maxZoom: 15,
      animate: false,
    });
    this.moving = moving;
  }

  /** The map has moved; a window that changes its size is not a reader who moves it. */
  moved() {
    this.page.finish();
    if (!this.moving && !this.sized) this.left();
    this.page.app.stopped();
  }

  /** The reader has moved the map: the link follows. */
  left() {
    this.framed = null;
    this.page.answer?.rest();
    this.page.app.settle();
  }

  resized() {
    const { answer, legend } = this.page;
    this.sized = true;
    legend.fit();
    answer?.refit();
    this.keep();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.sized = false;
      if (!this.framed && this.isElsewhere) this.left();
    }, RESIZED_MS);
  }

  /** Where the map looks while its size changes: a reader may move it meanwhile. */
  keep() {
    const { map } = this.page;
    this.kept = { at: map.getCenter(), zoom: map.getZoom() };
  }

  get isElsewhere() {
    const { map } = this.page,
      { at, zoom } = this.kept;
    return (
      zoom !== map.getZoom() || map.latLngToContainerPoint(at).distanceTo(map.getSize().divideBy(2)) > 2
    );
  }

  belowLegend() {
    const { legend, map } = this.page;
    const { height } = legend.node.getBoundingClientRect();
    return Math.min(height + 34, LEGEND_SHARE * map.getSize().y);
  }

  /** What an object is looked at in: the map without the card that opens over it and the legend. */
  margins() {
    const size = this.page.map.getSize(),
      wide = size.x > 760;
    return {
      paddingTopLeft: L.point(24, 24),
      paddingBottomRight: L.point(wide ? 440 : 24, wide ? this.belowLegend() : CARD_SHARE * size.y),
    };
  }

  /** The part of the map that nothing lies over. */
  clear() {
    const { map } = this.page,
      { paddingTopLeft: near, paddingBottomRight: far } = this.margins();
    return L.latLngBounds(
      map.containerPointToLatLng(near),
      map.containerPointToLatLng(map.getSize().subtract(far)),
    );
  }

  /**
   * Brings an area in sight, unless it stands clear there already.
   *
   * @param {L.LatLngBounds} bounds
   */
  show(bounds) {
    const { page } = this,
      { map } = page,
      box = boundsBeside(bounds, map.getCenter().lng);
    const zoom = Math.min(map.getBoundsZoom(box), Math.max(map.getZoom(), 13));
    if (this.clear().contains(box) && map.getZoom() >= zoom - 2) return;
    map.fitBounds(box, { ...this.margins(), maxZoom: zoom, animate: !page.still() && page.painted > 2 });
  }

  /** The whole atlas; without the territory that is its heart, all that is shown. */
  home() {
    const { map, state } = this.page,
      bounds = state?.home ?? state?.bounds;
    if (bounds) map.fitBounds(toLatLngBounds(bounds), { padding: [24, 24] });
  }

  /** What the map shows, as a drawn shape. */
  shape() {
    const box = this.page.map.getBounds();
    return encodeRing(onEarth(rectangle(box.getSouthWest(), box.getNorthEast())));
  }

  /** What the map shows, as a sheet that nothing is drawn on. */
  sheet() {
    const { map } = this.page,
      size = map.getSize(),
      zoom = map.getZoom(),
      top = L.point(map.getPixelBounds().min ?? [0, 0]).subtract([PAD, PAD]);
    const scale = (256 * 2 ** zoom) / WORLD;
    return new Sheet(null, scale, top.x, top.y, size.x + 2 * PAD, size.y + 2 * PAD, zoom);
  }
}
