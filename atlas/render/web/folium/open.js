/* What the script of a map of folium calls. */
import { fromBase64 } from "../map/geometry/packed.js";
import { Drawing } from "./drawing.js";
import { prepareElements } from "./elements.js";

/** @param {string} id */
const textOf = (id) => document.getElementById(id)?.textContent ?? "";

prepareElements();
window.atlasFolium = {
  /**
   * Draws a scene in a map that folium has made.
   *
   * @param {L.Map} map
   * @param {string} name
   */
  open(map, name) {
    const drawing = new Drawing(
      map,
      JSON.parse(textOf(`${name}_scene`)),
      fromBase64(textOf(`${name}_rows`)),
    );
    window.atlas ??= drawing.page;
    return drawing;
  },
};
