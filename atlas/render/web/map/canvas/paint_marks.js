/* What lies on the ground: layers, names, what is asked about, what is chosen. */
import { paintLabels } from "./labels.js";
import { markLines } from "./lines.js";
import { mapNames } from "./names.js";
import { HELD, Occupied } from "./occupied.js";
import { paintChosen, paintLayer, paintOutline } from "./paint.js";

/**
 * @import { MapPage } from "../map_page.js"
 * @import { Sheet } from "./sheet.js"
 */

/* What names on the map keep clear of. */
const OVER = ".legend, .credits, .card, .past, .story, .leaflet-control";
/* Pixels of the sheet beyond the edges of the map. */
const PAD = 96;

/**
 * @param {Sheet} sheet
 * @param {MapPage} page
 */
export const paintMarks = (sheet, page) => {
  const { look } = page,
    occupied = new Occupied(sheet.width, sheet.height, PAD);
  for (const node of document.querySelectorAll(OVER)) {
    const { width, left, top, right, bottom } = node.getBoundingClientRect();
    if (width) occupied.add(left + PAD, top + PAD, right + PAD, bottom + PAD, HELD);
  }
  for (const layer of page.drawn) (page.painting?.(layer) ?? paintLayer)(sheet, layer, look, occupied);
  for (const ring of page.around) paintOutline(sheet, ring, look, false);
  if (page.chosen) paintChosen(sheet, page.chosen.layer, page.chosen.i, look);
  if (!page.flying) {
    markLines(sheet, page, occupied);
    page.labels = paintLabels(sheet, mapNames(sheet, page), occupied, look);
  }
  for (const ring of page.preview ?? []) paintOutline(sheet, ring, look, true);
};
