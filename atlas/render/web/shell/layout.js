/* Where the map and what surrounds it stand. */

/**
 * @import { MapPage } from "../map/map_page.js"
 * @import { MapFrame } from "../types"
 */

/**
 * A measure of the look (tokens.css), without its unit.
 *
 * @typedef {"bar-height" | "dock-height" | "dock-height-touch"} Height
 * @param {Height | "narrow-width" | "panel-width" | "room-zoom" | "room-map"} name
 */
export const measure = (name) =>
  Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(`--${name}`));

/* In a room, all that surrounds the map is larger. */
export const scale = () => (document.documentElement.dataset.theme === "room" ? measure("room-zoom") : 1);

/**
 * Gives the map its place: pixels that a panel takes at the left and a shelf below; `hidden` where a mode
 * needs none.
 *
 * @param {{ left?: number, below?: number, hidden?: boolean }} options
 */
export const place = ({ left = 0, below = 0, hidden = false }) => {
  const style = document.documentElement.style,
    zoom = scale();
  style.setProperty("--zoom", String(zoom));
  style.setProperty("--map-zoom", String(Math.max(1, zoom / measure("room-map"))));
  style.setProperty("--panel", `${left * zoom}px`);
  style.setProperty("--shelf", `${below * zoom}px`);
  style.setProperty("--map", hidden ? "hidden" : "visible");
};

/**
 * The frame of the map: boot.js makes it before anything else is there.
 *
 * @returns {MapFrame}
 */
export const mapFrame = () => /** @type {MapFrame} */ (document.getElementById("atlas-map"));

/**
 * The panel is the legend while it is open: none lies over the map.
 *
 * @param {boolean} held
 */
export const holdLegend = (held) => {
  mapFrame().dataset.legend = held ? "panel" : "map";
  map()?.legend.place();
};

/**
 * The map page's own `atlas` (counts, view, pick…), once it is there.
 *
 * @returns {MapPage | undefined}
 */
export const map = () => mapFrame()?.contentWindow?.atlas;

export const narrow = () => window.innerWidth <= measure("narrow-width");

/* A finger is broader than a pointer (the same condition as in the styles). */
export const touched = () => narrow() || window.matchMedia("(pointer: coarse)").matches;
