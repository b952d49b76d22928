/* What lies on the ground: layers, names, what is asked about, what is chosen. */
import { answering, paintOrder } from "../answer/paint_order.js";
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
const OVER = ".legend, .credits, .card, .past, .story, .answer, .answers, .leaflet-control";
/* Pixels of the sheet beyond the edges of the map. */
const PAD = 96;
/* Pixels that a name keeps from the edge of the map. */
const EDGE = 5;

/**
 * @param {Sheet} sheet
 * @param {MapPage} page
 */
export const paintMarks = (sheet, page) => {
  const { look } = page,
    occupied = new Occupied(sheet.width, sheet.height, PAD + EDGE);
  const { x, y } = page.map.getContainer().getBoundingClientRect();
  for (const node of page.root.querySelectorAll(OVER)) {
    const { width, left, top, right, bottom } = node.getBoundingClientRect(),
      [dx, dy] = [PAD - x, PAD - y];
    if (width) occupied.add(left + dx, top + dy, right + dx, bottom + dy, HELD);
  }
  const front = answering(page);
  for (const layer of paintOrder(page)) {
    if (layer === front[0]) {
      page.answer?.veil(sheet);
      paintArea(sheet, page);
      page.answer?.halo(sheet);
    }
    (page.painting?.(layer) ?? paintLayer)(sheet, layer, look, occupied);
  }
  if (!front.length) paintArea(sheet, page);
  if (page.chosen) paintChosen(sheet, page.chosen.layer, page.chosen.i, look);
  if (!page.flying) {
    page.answer?.name(sheet, occupied);
    markLines(sheet, page, occupied);
    page.notes?.paint(sheet, occupied);
    page.labels = paintLabels(sheet, mapNames(sheet, page), occupied, look);
  } else page.notes?.paint(sheet, occupied);
  for (const ring of page.preview ?? []) paintOutline(sheet, ring, look, true);
};

/**
 * The area that is asked about: what lies around it is veiled, its outline lies below the answers.
 *
 * @param {Sheet} sheet
 * @param {MapPage} page
 */
const paintArea = (sheet, page) => {
  page.answer?.veilAround(sheet);
  for (const ring of page.around) paintOutline(sheet, ring, page.look, false);
};
