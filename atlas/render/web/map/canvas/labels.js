/* Where something stands already: names find a free place or stay away. */
import { SYMBOL_PATHS } from "./symbol_paths.js";

/**
 * @import { Label, Look } from "../rows"
 * @import { Sheet } from "./sheet.js"
 */
const LABEL = SYMBOL_PATHS.label;

export class Occupied {
  /**
   * `margin`: pixels of the canvas beyond the edges of the window, where no name may stand.
   *
   * @param {number} width
   * @param {number} height
   * @param {number} [margin]
   * @param {number} [cell]
   */
  constructor(width, height, margin = 0, cell = 4) {
    this.width = width;
    this.height = height;
    this.margin = margin;
    this.cell = cell;
    this.columns = Math.ceil(width / cell);
    this.lines = Math.ceil(height / cell);
    this.taken = new Uint8Array(this.columns * this.lines);
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   * @param {(cell: number) => unknown} visit
   */
  cells(x0, y0, x1, y1, visit) {
    const right = Math.min(this.columns - 1, Math.floor(x1 / this.cell)),
      bottom = Math.min(this.lines - 1, Math.floor(y1 / this.cell));
    for (let row = Math.max(0, Math.floor(y0 / this.cell)); row <= bottom; row++) {
      for (let column = Math.max(0, Math.floor(x0 / this.cell)); column <= right; column++) {
        if (visit(row * this.columns + column)) return true;
      }
    }
    return false;
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  add(x0, y0, x1, y1) {
    this.cells(x0, y0, x1, y1, (k) => {
      this.taken[k] = 1;
    });
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  free(x0, y0, x1, y1) {
    const edge = this.margin;
    if (x0 < edge || y0 < edge || x1 > this.width - edge || y1 > this.height - edge) return false;
    return !this.cells(x0, y0, x1, y1, (k) => this.taken[k]);
  }
}

/** @typedef {[left: number, middle: number, far: number]} LabelPlace */

/**
 * Places for a name around its dot, the nearest first; a far one is tied to its dot by a hairline.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @returns {LabelPlace[]}
 */
export const placesAround = (x, y, w, h) =>
  [0, 12, 24].flatMap((far) => {
    const gap = 5 + far,
      up = h * 0.75 + far;
    return [
      [x + gap, y, far],
      [x - gap - w, y, far],
      [x - w / 2, y - up - 4, far],
      [x - w / 2, y + up + 4, far],
      [x + gap * 0.7, y - up, far],
      [x + gap * 0.7, y + up, far],
      [x - w - gap * 0.7, y - up, far],
      [x - w - gap * 0.7, y + up, far],
    ];
  });

/**
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @returns {LabelPlace[]}
 */
const centred = (x, y, w) => [[x - w / 2, y, 0]];

/**
 * Writes names in order of importance; a name that finds no free place beside its dot is left out.
 *
 * @param {Sheet} sheet
 * @param {Label[]} labels
 * @param {Occupied} occupied
 * @param {Look} look
 */
export const paintLabels = (sheet, labels, occupied, look) => {
  const g = sheet.g;
  g.textBaseline = "middle";
  g.lineJoin = "round";
  for (const { text, x, y, size, style, dot } of labels) {
    const px = size * look.scale ** 0.8;
    g.font = `${style} ${px}px "Atlas Sans", "Source Sans", "Segoe UI", sans-serif`;
    g.letterSpacing = dot ? "0px" : "1px";
    const w = g.measureText(text).width,
      h = px * 1.15;
    /** @type {LabelPlace | undefined} */
    const place = (dot ? placesAround(x, y, w, h) : centred(x, y, w)).find(([left, middle]) =>
      occupied.free(left - 2, middle - h / 2, left + w + 2, middle + h / 2),
    );
    if (!place) continue;
    const [left, middle, far] = place;
    if (far) {
      g.beginPath();
      g.moveTo(x, y);
      g.lineTo(Math.max(left, Math.min(x, left + w)), middle + (middle > y ? -h / 2.4 : h / 2.4));
      g.setLineDash([]);
      g.lineWidth = 0.8;
      g.strokeStyle = look.muted;
      g.stroke();
    }
    occupied.add(left - 3, middle - h / 2 - 1, left + w + 3, middle + h / 2 + 1);
    g.lineWidth = LABEL.halo_width;
    g.strokeStyle = look.halo;
    g.strokeText(text, left, middle);
    g.fillStyle = dot ? look.ink : look.muted;
    g.fillText(text, left, middle);
    if (!dot || !occupied.free(x - 2, y - 2, x + 2, y + 2)) continue;
    g.beginPath();
    g.arc(x, y, LABEL.dot_radius, 0, 7);
    g.fillStyle = look.muted;
    g.fill();
    occupied.add(x - 3, y - 3, x + 3, y + 3);
  }
  g.letterSpacing = "0px";
};
