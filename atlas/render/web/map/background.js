/* An online background over the atlas's own: what does not come leaves the atlas's own in sight. */
import { Past, tileLayer } from "./historical.js";

/**
 * @import { Tiles } from "../messages"
 * @import { MapPage } from "./map_page.js"
 */

export class Background {
  /** The atlas's own lies out of sight. */
  covered = false;
  /** @type {string | null} */
  shown = null;
  /** @type {L.TileLayer | null} */
  tiles = null;
  /** @type {Past | null} */
  past = null;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {Tiles | null} tiles */
  cover(tiles) {
    const key = JSON.stringify(tiles);
    if (key === this.shown) return;
    this.shown = key;
    this.tiles?.remove();
    this.tiles = null;
    this.covered = false;
    this.past?.leave();
    if (tiles) this.add(tiles);
  }

  /** @param {Tiles} tiles */
  add(tiles) {
    const { page } = this;
    /* An old photograph names no place: the atlas still does. */
    if (tiles.years) this.past ||= new Past(page);
    const layer = tileLayer(tiles, tiles.years ? { pane: "past" } : {});
    this.tiles = layer;
    let answered = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let failing;
    layer.on("tileload", () => {
      if (answered || this.tiles !== layer) return;
      answered = true;
      this.covered = !tiles.years;
      page.say(null);
      if (tiles.years) this.past?.enter(tiles, layer);
      page.repaint();
    });
    layer.on("tileerror", () => {
      if (answered || this.tiles !== layer) return;
      page.say(page.words.tiles_failed);
      clearTimeout(failing);
      failing = setTimeout(() => page.say(null), 8000);
    });
    layer.addTo(page.map);
  }
}
