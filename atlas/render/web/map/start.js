/* Makes the page of the Leaflet map that folium has put there before. */
import { MapPage } from "./map_page.js";

export const start = () => {
  /** @param {string} id */
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
  const page = new MapPage(window.map_atlas, { ...read("atlas-settings"), file: read("atlas-data") });
  window.atlas = page;
  return page;
};
