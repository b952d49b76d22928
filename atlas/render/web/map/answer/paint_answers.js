/* Sets the answers of a question apart: the rest is veiled, each answer has a halo, and their names come
   before all other names. */
import { HELD, NAMED } from "../canvas/occupied.js";
import { symbolicAt } from "../canvas/paint.js";
import { toWorld } from "../geometry/projection.js";
import { copiesOf } from "../geometry/world_copies.js";
import { answeringLayers } from "./in_sight.js";
import { answering } from "./paint_order.js";

/**
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 * @import { AnswerLabel, Look } from "../rows"
 * @import { Occupied } from "../canvas/occupied.js"
 * @import { Sheet } from "../canvas/sheet.js"
 */

/* How much of the rest is still seen, and of what lies around the area asked about. */
const REST = 0.62,
  AROUND = 0.42;
/* Pixels of the ring around a symbol, and of the least halo around a shape. */
const RING = 5,
  LEAST = 9;
/* By how many answers are in sight: the strokes of a halo (glow, clearance, line), and how far a name goes
   from its answer to find a place. Of many, only the names that stand close are written. */
const SIZE = 14,
  HALO = 5;
const FEW = 24,
  MANY = 120;

/** @param {number} count */
const halo = (count) => (count <= FEW ? [15, 8, 3] : count <= MANY ? [0, 6.5, 2.2] : [0, 5, 1.6]);

/** @param {number} count */
const steps = (count) => (count <= FEW ? [0, 12, 24, 40, 60, 84] : count <= MANY ? [0, 8] : [0]);

/**
 * Veils what is painted: one rectangle, however much lies below it.
 *
 * @param {Sheet} sheet
 * @param {Look} look
 */
export const veil = (sheet, look) => {
  const { g } = sheet;
  g.save();
  g.globalCompositeOperation = "source-atop";
  g.globalAlpha = REST;
  g.fillStyle = look.ground;
  g.fillRect(0, 0, sheet.width, sheet.height);
  g.restore();
};

/**
 * Veils what lies outside the area that a question is about.
 *
 * @param {Sheet} sheet
 * @param {MapPage} page
 */
export const veilAround = (sheet, { around, look }) => {
  if (!around.length) return;
  const { g } = sheet;
  g.save();
  g.beginPath();
  g.rect(0, 0, sheet.width, sheet.height);
  for (const ring of around) {
    for (const copy of copiesOf(ring, sheet)) {
      ring.forEach(({ lat, lng }, k) => {
        const [x, y] = toWorld(lat, lng);
        if (k) g.lineTo(sheet.x(x, copy), sheet.y(y));
        else g.moveTo(sheet.x(x, copy), sheet.y(y));
      });
      g.closePath();
    }
  }
  g.globalAlpha = AROUND;
  g.fillStyle = look.ground;
  g.fill("evenodd");
  g.restore();
};

/**
 * Pixels from the middle of an answer to the outside of its ring; 0 where its own outline has the halo.
 *
 * @param {Sheet} sheet
 * @param {Layer} layer
 * @param {number} i
 * @param {Look} look
 */
const ringOf = (sheet, layer, i, look) => {
  if (!symbolicAt(sheet.zoom)(layer, i)) return sheet.extent(layer, i) < LEAST ? LEAST : 0;
  const grow = Math.max(0.5, Math.min(1, 0.5 + (sheet.zoom - 8) * 0.12));
  return Math.max(2.4, (layer.radius[i] ?? 0) * grow) * look.scale ** 0.5 + RING * look.scale ** 0.5;
};

/**
 * Strokes the path that is traced.
 *
 * @param {Sheet} sheet
 * @param {Look} look
 * @param {string} color
 * @param {number} width
 * @param {number} alpha
 */
const stroke = ({ g }, look, color, width, alpha) => {
  if (!width) return;
  g.globalAlpha = alpha;
  g.strokeStyle = color;
  g.lineWidth = width * look.scale ** 0.6;
  g.stroke();
};

/**
 * The halos of all answers in sight, in a few strokes for all of them.
 *
 * @param {Sheet} sheet
 * @param {MapPage} page
 */
export const paintHalos = (sheet, page) => {
  const { g } = sheet,
    { look } = page;
  for (const layer of answeringLayers(page)) {
    let count = 0;
    g.beginPath();
    sheet.rows(layer, (i, copy) => {
      const ring = ringOf(sheet, layer, i, look),
        [x, y] = sheet.anchor(layer, i, copy);
      count += 1;
      if (!ring) {
        sheet.trace(layer, i, copy);
        return;
      }
      g.moveTo(x + ring, y);
      g.arc(x, y, ring, 0, 7);
    });
    g.setLineDash([]);
    g.lineJoin = "round";
    g.lineCap = "round";
    const [glow = 0, clear = 0, line = 0] = halo(count);
    stroke(sheet, look, look.answer, glow, 0.28);
    stroke(sheet, look, look.halo, clear, 0.9);
    stroke(sheet, look, look.answer, line, 1);
    g.globalAlpha = 1;
    g.lineCap = "butt";
  }
  const far = listedPlaces(sheet, page);
  if (!far.length) return;
  g.beginPath();
  for (const { x, y, reach } of far) {
    g.moveTo(x + reach, y);
    g.arc(x, y, reach, 0, 7);
  }
  const [glow = 0, clear = 0, line = 0] = halo(far.length);
  stroke(sheet, look, look.answer, glow, 0.28);
  stroke(sheet, look, look.halo, clear, 0.9);
  stroke(sheet, look, look.answer, line, 1);
  g.globalAlpha = 1;
};

/**
 * The answers of layers that the server draws, in sight: those that are listed.
 *
 * @param {Sheet} sheet
 * @param {MapPage} page
 * @returns {AnswerLabel[]}
 */
const listedPlaces = (sheet, page) => {
  /** @type {AnswerLabel[]} */
  const found = [];
  for (const { id, large } of answering(page))
    for (const [rank, row] of (large ? (page.answer?.listed.get(id) ?? []) : []).entries()) {
      if (!row.at) continue;
      const [worldX, worldY] = toWorld(...row.at);
      for (let copy = sheet.first; copy <= sheet.last; copy++) {
        const [x, y] = [sheet.x(worldX, copy), sheet.y(worldY)],
          reach = (LEAST + RING) * page.look.scale ** 0.5;
        if (x > 0 && y > 0 && x < sheet.width && y < sheet.height)
          found.push({ text: row.name, x, y, rank, reach, key: `${id}:${row.id}` });
      }
    }
  return found;
};

/**
 * The names of the answers in sight, the largest first; each keeps clear of its own halo.
 *
 * @param {Sheet} sheet
 * @param {MapPage} page
 * @param {Occupied} occupied
 * @returns {AnswerLabel[]}
 */
const answerNames = (sheet, page, occupied) => {
  /** @type {AnswerLabel[]} */
  const labels = [];
  const { look } = page,
    layers = answeringLayers(page),
    /* A line to a place that answers too would be named over that place. */
    places = layers.some(({ sheet: { geometry } }) => geometry !== "line");
  for (const layer of layers) {
    const silent = places && layer.sheet.geometry === "line";
    sheet.rows(layer, (i, copy) => {
      if (silent) return;
      const text = layer.names[i],
        [x, y] = sheet.anchor(layer, i, copy),
        ring = ringOf(sheet, layer, i, look),
        reach = ring || Math.min(sheet.extent(layer, i) / 2, 46);
      occupied.add(x - reach, y - reach, x + reach, y + reach, HELD);
      if (text)
        labels.push({
          text,
          x,
          y,
          rank: -(layer.radius[i] ?? 0),
          reach,
          key: `${layer.id}:${layer.ids[i]}`,
        });
    });
  }
  for (const label of listedPlaces(sheet, page)) {
    const { x, y, reach } = label;
    occupied.add(x - reach, y - reach, x + reach, y + reach, HELD);
    labels.push(label);
  }
  return labels.sort((a, b) => a.rank - b.rank).slice(0, 4 * MANY);
};

/**
 * Places for a name around its answer, the nearest first; a far one is tied to it by a hairline.
 *
 * @param {AnswerLabel} label
 * @param {number} w
 * @param {number} h
 * @param {number[]} away pixels that the name may be away
 * @returns {[left: number, middle: number, far: number][]}
 */
const placesAround = ({ x, y, reach }, w, h, away) =>
  away.flatMap((far) => {
    const gap = 5 + far + reach,
      up = h * 0.75 + far + reach;
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
 * Writes the names of the answers, before all other names; returns which are written, as `layer:id`.
 *
 * @param {Sheet} sheet
 * @param {MapPage} page
 * @param {Occupied} occupied
 */
export const paintNames = (sheet, page, occupied) => {
  const { g } = sheet,
    { look } = page,
    labels = answerNames(sheet, page, occupied),
    away = steps(labels.length),
    px = SIZE * look.scale ** 0.8,
    h = px * 1.15,
    /** @type {Set<string>} */
    written = new Set();
  g.textBaseline = "middle";
  g.lineJoin = "round";
  g.setLineDash([]);
  g.letterSpacing = "0px";
  g.font = `700 ${px}px "Atlas Sans", "Source Sans", "Segoe UI", sans-serif`;
  for (const label of labels) {
    const w = g.measureText(label.text).width,
      place = placesAround(label, w, h, away).find(([left, middle]) =>
        occupied.free(left - 2, middle - h / 2, left + w + 2, middle + h / 2),
      );
    if (!place) continue;
    const [left, middle, far] = place,
      { x, y } = label;
    if (far) {
      g.beginPath();
      g.moveTo(x, y);
      g.lineTo(Math.max(left, Math.min(x, left + w)), middle + (middle > y ? -h / 2.4 : h / 2.4));
      g.lineWidth = 0.8;
      g.strokeStyle = look.muted;
      g.stroke();
    }
    occupied.add(left - 3, middle - h / 2 - 1, left + w + 3, middle + h / 2 + 1, NAMED);
    g.lineWidth = HALO * look.scale ** 0.8;
    g.strokeStyle = look.halo;
    g.strokeText(label.text, left, middle);
    g.fillStyle = look.ink;
    g.fillText(label.text, left, middle);
    written.add(label.key);
  }
  return written;
};
