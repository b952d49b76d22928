/* What markers and popups of folium need, without the libraries that folium loads from other hosts. */

/** The colours of `folium.Icon`. @type {Record<string, string>} */
const COLOURS = {
  red: "firebrick",
  darkred: "darkred",
  lightred: "salmon",
  orange: "darkorange",
  beige: "burlywood",
  green: "olivedrab",
  darkgreen: "darkolivegreen",
  lightgreen: "yellowgreen",
  blue: "steelblue",
  darkblue: "midnightblue",
  cadetblue: "cadetblue",
  lightblue: "skyblue",
  purple: "mediumorchid",
  darkpurple: "indigo",
  pink: "hotpink",
  white: "whitesmoke",
  gray: "dimgray",
  lightgray: "darkgray",
  black: "black",
};
const PIN = "M12.5 1C6 1 1 6 1 12.5c0 8 11.5 27 11.5 27S24 20.5 24 12.5C24 6 19 1 12.5 1z";

/**
 * @param {string} colour
 * @param {string} core
 */
const pin = (colour, core) => {
  const drawing =
    `<svg xmlns="http://www.w3.org/2000/svg" width="25" height="41">` +
    `<path d="${PIN}" fill="${colour}" stroke="white" stroke-opacity=".8"/>` +
    `<circle cx="12.5" cy="12.5" r="4.5" fill="${core}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
};

/**
 * @param {string | undefined} name
 * @param {string} other
 */
const colourOf = (name, other) =>
  COLOURS[name ?? ""] ?? (CSS.supports("color", name ?? "") ? name : other) ?? other;

/** @type {L.IconOptions} */
const PLACED = {
  iconUrl: "",
  iconSize: [25, 41],
  iconAnchor: [12, 41],
  popupAnchor: [1, -34],
  tooltipAnchor: [14, -26],
};

/** The standard marker, drawn: its pictures lie beside Leaflet's style on other hosts. */
const drawMarkers = () => {
  const url = pin(COLOURS.blue ?? "", "white");
  L.Icon.Default.imagePath = "";
  L.Icon.Default.mergeOptions({
    iconUrl: url,
    iconRetinaUrl: url,
    shadowUrl: "data:,",
    shadowSize: [0, 0],
  });
};

/**
 * `folium.Icon`: a pin of that colour, with a dot in the colour of the sign, whose font is not here.
 *
 * @param {{ markerColor?: string, iconColor?: string }} [options]
 */
const icon = ({ markerColor, iconColor } = {}) =>
  L.icon({ ...PLACED, iconUrl: pin(colourOf(markerColor, "steelblue"), colourOf(iconColor, "white")) });

/**
 * What popups of folium take from jQuery: the elements of a text, and a function run when the page is there.
 *
 * @param {string | Document} asked
 */
const select = (asked) => {
  if (typeof asked !== "string") return { ready: (/** @type {() => void} */ run) => setTimeout(run) };
  if (!asked.trimStart().startsWith("<")) return [...document.querySelectorAll(asked)];
  return [...new DOMParser().parseFromString(asked, "text/html").body.children];
};

export const prepareElements = () => {
  const page = /** @type {{ $?: unknown }} */ (/** @type {unknown} */ (globalThis)),
    leaflet = /** @type {{ AwesomeMarkers?: unknown }} */ (/** @type {unknown} */ (L));
  drawMarkers();
  page.$ ??= select;
  leaflet.AwesomeMarkers ??= { icon };
};
