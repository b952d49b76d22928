/* What lies under the layers, and the names of places: quiet, and clear of the symbols. */

/**
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 * @import { Label, Named } from "../rows"
 * @import { Sheet } from "./sheet.js"
 */

/**
 * What a row of the basemap is: country, lake, river, place.
 *
 * @param {Layer} layer
 * @param {number} i
 */
const kindOf = (layer, i) => layer.sheet.symbols[layer.symbol[i] ?? 0]?.code;

/**
 * @param {Sheet} sheet
 * @param {MapPage} page
 */
export const paintGround = (sheet, { backdrop, look }) => {
  const g = sheet.g;
  g.fillStyle = look.sea;
  g.fillRect(0, 0, sheet.width, sheet.height);
  for (const layer of backdrop) {
    sheet.rows(layer, (i, copy) => {
      const kind = layer.id === "basemap" ? kindOf(layer, i) : "hairline";
      if (kind === "place" || sheet.zoom + 1.5 < (layer.from_zoom[i] ?? 0)) return;
      g.beginPath();
      sheet.trace(layer, i, copy);
      if (kind === "country") {
        g.fillStyle = look.land;
        g.fill("evenodd");
        g.strokeStyle = look.border;
        g.lineWidth = 1;
        g.stroke();
      } else if (kind === "lake") {
        g.fillStyle = look.sea;
        g.fill("evenodd");
        g.strokeStyle = look.water;
        g.lineWidth = 0.6;
        g.stroke();
      } else if (kind === "river") {
        g.strokeStyle = look.water;
        g.lineWidth = Math.min(1.8, 0.5 + sheet.zoom * 0.09);
        g.stroke();
      } else if (sheet.zoom >= 9) {
        g.strokeStyle = look.hairline;
        g.lineWidth = sheet.zoom >= 11 ? 1 : 0.6;
        g.stroke();
      }
    });
  }
};

/**
 * @param {Sheet} sheet
 * @param {MapPage} page
 */
export const placeNames = (sheet, { backdrop, drawn, background, presentation }) => {
  /** @type {Label[]} */
  const labels = [];
  const seen = new Set();
  for (const layer of background.covered ? [] : backdrop) {
    const places = layer.id === "basemap";
    sheet.rows(layer, (i, copy) => {
      const kind = places ? kindOf(layer, i) : "place",
        text = layer.names[i],
        radius = layer.radius[i] ?? 0;
      /* Of the basin's communes the populous ones are named first. */
      const from = places ? (layer.from_zoom[i] ?? 0) : 13.2 - radius * 0.35;
      if (!text || sheet.zoom < from) return;
      /* Shown to a room, a map of the world names countries: its towns would stand over the story. */
      if (presentation && kind === "place" && sheet.zoom < 4) return;
      const [x, y] = sheet.anchor(layer, i, copy),
        at = { text, x, y };
      if (kind === "country" && sheet.zoom <= 6 && sheet.widest(layer, i) > text.length * 7)
        labels.push({ ...at, text: text.toUpperCase(), size: 11, style: "600", dot: false, rank: 0 });
      if (kind === "place" && !seen.has(text + copy)) {
        seen.add(text + copy);
        labels.push({
          ...at,
          size: radius > 6 ? 14 : 12.5,
          style: radius > 6 ? "600" : "400",
          dot: true,
          rank: 20 - radius,
        });
      }
    });
  }
  for (const layer of drawn) {
    const [from, to] = layer.sheet.labels || [99, 99];
    if (sheet.zoom < from || sheet.zoom > to) continue;
    /** @type {Named} */
    const named = layer.large ? layer.named : layer;
    sheet.rows(named, (i, copy) => {
      const text = named.names[i]?.toUpperCase(),
        [x, y] = sheet.anchor(named, i, copy);
      if (text) labels.push({ text, x, y, size: 11.5, style: "600", dot: false, rank: -1 });
    });
  }
  return labels.sort((a, b) => a.rank - b.rank || a.text.localeCompare(b.text)).slice(0, 400);
};
