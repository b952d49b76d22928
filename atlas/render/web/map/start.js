/* Makes the page of the Leaflet map that folium has put there before. */
import { MapPage } from "./map_page.js";

export const start = () => {
  const settings = JSON.parse(document.getElementById("atlas-settings")?.textContent ?? "");
  const page = new MapPage(window.map_atlas, settings);
  window.atlas = page;
  return page;
};
