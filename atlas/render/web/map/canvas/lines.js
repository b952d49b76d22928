/* Where lines run on a sheet, so that names stay away from them. As print/map/lines.py. */
import { toWorld } from "../geometry/projection.js";
import { HAIRLINE, LINE } from "./occupied.js";
import { symbolicAt } from "./paint.js";
import { SYMBOL_PATHS } from "./symbol_paths.js";

/**
 * @import { MapPage } from "../map_page.js"
 * @import { Rows } from "../rows"
 * @import { Occupied } from "./occupied.js"
 * @import { Sheet } from "./sheet.js"
 */

/**
 * Marks the lines of a row.
 *
 * @param {Sheet} sheet
 * @param {Pick<Rows, "rings" | "vertices" | "xy">} layer
 * @param {number} i
 * @param {number} copy
 * @param {Occupied} occupied
 * @param {number} weight
 */
const markRow = (sheet, { rings, vertices, xy }, i, copy, occupied, weight) => {
  const last = rings[i + 1] ?? 0;
  for (let r = rings[i] ?? 0; r < last; r++) {
    const end = vertices[r + 1] ?? 0;
    let v = vertices[r] ?? 0,
      px = sheet.x(xy[2 * v] ?? 0, copy),
      py = sheet.y(xy[2 * v + 1] ?? 0);
    for (v += 1; v < end; v++) {
      const x = sheet.x(xy[2 * v] ?? 0, copy),
        y = sheet.y(xy[2 * v + 1] ?? 0);
      occupied.line(px, py, x, y, weight);
      px = x;
      py = y;
    }
  }
};

/**
 * What a line of the ground weighs at a zoom; 0 when it is not drawn.
 *
 * @param {string | null | undefined} kind
 * @param {number} zoom
 */
export const groundWeight = (kind, zoom) => {
  if (kind === "country" || kind === "lake" || kind === "river" || kind === "water") return LINE;
  return kind === "commune" && zoom >= SYMBOL_PATHS.ground.communes_from ? HAIRLINE : 0;
};

/**
 * Marks the lines of layers, of the ground and of what is asked about.
 *
 * @param {Sheet} sheet
 * @param {Pick<MapPage, "drawn" | "landscape" | "background" | "around" | "chosen">} page
 * @param {Occupied} occupied
 */
export const markLines = (sheet, page, occupied) => {
  const smallest = SYMBOL_PATHS.symbol.smallest,
    symbolic = symbolicAt(sheet.zoom);
  for (const ground of page.background.opaque ? [] : page.landscape.grounds()) {
    sheet.rows(ground, (i, copy) => {
      const weight = groundWeight(ground.kindOf(i), sheet.zoom);
      if (weight && sheet.zoom + 1.5 >= (ground.from_zoom[i] ?? 0))
        markRow(sheet, ground, i, copy, occupied, weight);
    });
  }
  for (const layer of page.drawn) {
    if (layer.large) continue;
    sheet.rows(layer, (i, copy) => {
      if (layer.kind[i] !== 1 && !symbolic(layer, i) && sheet.extent(layer, i) >= smallest)
        markRow(sheet, layer, i, copy, occupied, LINE);
    });
  }
  const { chosen } = page;
  if (chosen && !symbolic(chosen.layer, chosen.i))
    for (let copy = sheet.first; copy <= sheet.last; copy++)
      markRow(sheet, chosen.layer, chosen.i, copy, occupied, LINE);
  for (const ring of page.around) markRing(sheet, ring, occupied);
};

/**
 * @param {Sheet} sheet
 * @param {{ lat: number, lng: number }[]} ring
 * @param {Occupied} occupied
 */
const markRing = (sheet, ring, occupied) => {
  for (let copy = sheet.first; copy <= sheet.last; copy++) {
    /** @type {[x: number, y: number][]} */
    const at = ring.map(({ lat, lng }) => {
      const [x, y] = toWorld(lat, lng);
      return [sheet.x(x, copy), sheet.y(y)];
    });
    for (const [k, [x, y]] of at.entries()) {
      const [px, py] = at[k ? k - 1 : at.length - 1] ?? [x, y];
      occupied.line(px, py, x, y, LINE);
    }
  }
};
