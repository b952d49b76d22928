/* The ground of the map: the basemap, which the first picture has, and what makes it a landscape (waterways,
   parks, wetlands), which comes after it. */
import { Ground } from "./canvas/ground.js";

/**
 * @import { LargeLayer } from "./layers/large_layer.js"
 * @import { Layer } from "./layers/layer.js"
 * @import { MapPage } from "./map_page.js"
 */

/* The zoom from which there is more to see than the basemap has. */
const FROM = 8;
/* What lies on what, the lowest first. */
const ORDER = ["", "park", "commune", "wetland", "water"];

/** @param {Ground} ground */
const order = ({ layer }) => {
  if (layer.id === "basemap") return 0;
  return ORDER.indexOf(layer.sheet.ground ?? "commune");
};

export class Landscape {
  /** @type {(Layer | LargeLayer)[]} */
  later = [];
  loading = false;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    page.map.on("moveend", () => this.complete());
  }

  /**
   * The layers of the ground, the lowest first; one that is shown as a layer is no ground meanwhile.
   *
   * @returns {Ground[]}
   */
  grounds() {
    const { backdrop, drawn, state } = this.page;
    const layers = [...backdrop, ...this.later].filter(
      (layer) =>
        !layer.large &&
        (backdrop.includes(layer) || (state.ground.includes(layer.id) && !drawn.includes(layer))),
    );
    return layers
      .map((layer) => new Ground(/** @type {Layer} */ (layer)))
      .sort((a, b) => order(a) - order(b));
  }

  /** Loads what the ground still lacks, when the first picture is there and the map is near enough. */
  async complete() {
    const { page } = this,
      missing = () => page.state.ground.filter((id) => !this.later.some((layer) => layer.id === id));
    if (this.loading || !page.painted || page.map.getZoom() < FROM || !missing().length) return;
    this.loading = true;
    try {
      await page.settled();
      const loaded = await Promise.all(missing().map((id) => page.source.load(id)));
      this.later = [...this.later, ...loaded];
      page.ground.redraw();
      page.repaint();
    } catch {
      page.say(page.words.load_failed);
    } finally {
      this.loading = false;
    }
  }
}
