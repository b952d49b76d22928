/* Line icons of one set, drawn for the atlas. */
import { element, svgElement } from "./dom.js";

/** @typedef {keyof typeof PATHS} IconName */

const PATHS = {
  play: "M8 5v14l11-7z",
  pause: "M8 5v14M16 5v14",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2 21 21",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  charts: "M5 20V11M12 20V4M19 20v-6M3 20h18",
  summary: "M17 5H7l6 7-6 7h10",
  time: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2",
  take: "M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14",
  panel: "M4 5h16v14H4zM10 5v14",
  filter: "M4 6h16M7 12h10M10 18h4",
  home: "M3 11 12 4l9 7M6 9.5V20h12V9.5M10 20v-6h4v6",
  list: "M4 6h16M4 12h16M4 18h16",
  rectangle: "M4 6h16v12H4z",
  polygon: "M12 3 21 10l-3.5 10h-11L3 10z",
  circle: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 12h8",
  back: "M15 5 8 12l7 7",
  next: "M9 5l7 7-7 7",
  notes: "M6 4h12v16H6zM9 9h6M9 13h6M9 17h3",
  presenter: "M3 5h13v10H3zM8 19h13V9",
  full: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  ask: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2 21 21",
  theme: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  close: "M6 6l12 12M18 6 6 18",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
};

/**
 * The drawing alone, as large as its style or `size` (pixels) says.
 *
 * @param {IconName} name
 * @param {number | null} [size]
 */
export const drawIcon = (name, size = null) =>
  svgElement(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" },
    svgElement("path", { d: PATHS[name] }),
  );

/**
 * For a button of the page.
 *
 * @param {IconName} name
 */
export const icon = (name) => element("span", { class: "icon", "aria-hidden": "true" }, drawIcon(name, 18));
