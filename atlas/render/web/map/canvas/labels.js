/* Writes names: above the outlines, with a halo that keeps lines off the letters. */
import { placeLabels } from "./label_places.js";
import { LINE } from "./occupied.js";
import { SYMBOL_PATHS } from "./symbol_paths.js";

/**
 * @import { Label, Look } from "../rows"
 * @import { Occupied } from "./occupied.js"
 * @import { PlacedLabel } from "./label_places.js"
 * @import { Sheet } from "./sheet.js"
 */
const LABEL = SYMBOL_PATHS.label;

/**
 * @param {number} r
 * @returns {[across: number, up: number]}
 */
const reach = (r) => [r, r];

/**
 * @param {CanvasRenderingContext2D} g
 * @param {Label} label
 * @param {number} px
 */
const setType = (g, { style, spaced }, px) => {
  g.font = `${style} ${px}px "Atlas Sans", "Source Sans", "Segoe UI", sans-serif`;
  g.letterSpacing = spaced ? `${LABEL.spacing}px` : "0px";
};

/**
 * Writes names in order of importance where they find a place, and returns where they stand.
 *
 * @param {Sheet} sheet
 * @param {Label[]} labels
 * @param {Occupied} occupied
 * @param {Look} look
 */
export const paintLabels = (sheet, labels, occupied, look) => {
  const g = sheet.g,
    grown = look.scale ** 0.8;
  g.textBaseline = "middle";
  g.lineJoin = "round";
  g.setLineDash([]);
  const measured = labels.map((label) => {
    const px = label.size * grown;
    setType(g, label, px);
    const width = g.measureText(label.text).width,
      /* A larger dot keeps its name farther off. */
      r = LABEL.dot_radius * grown + 3 * (grown - 1);
    return { ...label, width, height: px * LABEL.height, ...(label.dot ? { beside: reach(r) } : {}) };
  });
  const placed = placeLabels(measured, occupied);
  /* No halo covers the dot or the letters of another. */
  for (const one of placed) clear(g, one, look, grown);
  for (const one of placed) write(g, one, look, grown);
  g.letterSpacing = "0px";
  return placed;
};

/**
 * @param {CanvasRenderingContext2D} g
 * @param {PlacedLabel} placed
 * @param {Look} look
 * @param {number} grown
 */
const clear = (g, { label, left, middle, crossed }, look, grown) => {
  setType(g, label, label.size * grown);
  /* A line under the name is interrupted by a wider halo, in the colour of the land. */
  const wide = crossed >= LINE;
  g.strokeStyle = wide ? look.land : look.halo;
  g.lineWidth = (wide ? LABEL.wide_halo : LABEL.halo_width) * grown;
  g.strokeText(label.text, left, middle);
};

/**
 * @param {CanvasRenderingContext2D} g
 * @param {PlacedLabel} placed
 * @param {Look} look
 * @param {number} grown
 */
const write = (g, { label, left, middle }, look, grown) => {
  if (label.dot) {
    g.beginPath();
    g.arc(label.x, label.y, LABEL.dot_radius * grown, 0, 7);
    g.strokeStyle = look.halo;
    g.lineWidth = LABEL.dot_halo * grown;
    g.stroke();
    g.fillStyle = look.ink;
    g.fill();
  }
  setType(g, label, label.size * grown);
  g.fillStyle = look[label.ink];
  g.fillText(label.text, left, middle);
};
