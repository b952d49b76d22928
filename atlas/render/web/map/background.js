/* An online background over the atlas's own: what does not come leaves the atlas's own in sight. */
import { tileLayer } from "./tile_layer.js";

/**
 * @import { Tiles } from "../messages"
 * @import { Past } from "./historical.js"
 * @import { MapPage } from "./map_page.js"
 */

export class Background {
  /** The atlas's own lies out of sight. */
  opaque = false;
  /** It bears names of its own. */
  named = false;
  /** @type {string | null} */
  shown = null;
  /** @type {L.TileLayer | null} */
  tiles = null;
  /**
   * What stands beside an old photograph or map, loaded with the first of them.
   *
   * @type {Past | null}
   */
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
    this.opaque = false;
    this.named = false;
    this.past?.leave();
    if (tiles) this.add(tiles);
  }

  /** @param {Tiles} tiles */
  add(tiles) {
    const { page } = this;
    if (tiles.relief && !page.map.getPane("relief")) page.map.createPane("relief");
    const pane = tiles.relief ? "relief" : "past",
      layer = tileLayer(tiles, tiles.years || tiles.relief ? { pane } : {});
    this.tiles = layer;
    let answered = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let failing;
    layer.on("tileload", () => {
      if (answered || this.tiles !== layer) return;
      answered = true;
      /* Relief shades the ground of the atlas; an old photograph names no place: the atlas still does. */
      this.opaque = !tiles.years && !tiles.relief;
      this.named = tiles.names;
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
