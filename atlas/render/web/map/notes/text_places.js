/* Where the text of a note may stand, the best place first: as print/map/notes.py. */

/**
 * @import { NoteState } from "../messages"
 * @import { Place, Spot } from "../rows"
 *
 * @typedef {{ x: number, y: number, up: number }} Middle `up`: where the text belongs, above the tip of a pin
 */

/* How far a text may go to find a place. */
const AWAY = [0, 18, 40, 70];
/* Pixels between a note and its text. */
/** @type {Record<NoteState["kind"], number>} */
const GAP = { pin: 10.5, arrow: 8, line: 8, area: 0, text: 0 };

/**
 * Lines that fit a width; a word without end is broken.
 *
 * @param {string} text
 * @param {number} width
 * @param {(text: string) => number} measure
 */
export const wrapText = (text, width, measure) => {
  /** @type {string[]} */
  const rows = [];
  /* A word without end would leave the map. */
  for (const word of text.replace(/(\S{24})(?=\S)/gu, "$1 ").split(" ")) {
    const longer = rows.length ? `${rows.at(-1)} ${word}` : word;
    if (rows.length && measure(longer) <= width) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
};

/**
 * A place inside a ring: the middle of its widest part on the line through the middle of its box.
 *
 * @param {Place[]} ring
 * @returns {Place}
 */
export const insideOf = (ring) => {
  const ys = ring.map(([, y]) => y),
    /* Beside the corners, where the line would only touch. */
    y = (Math.min(...ys) + Math.max(...ys)) / 2 + 1e-6;
  const crossings = ring
    .flatMap(([x0, y0], k) => {
      const [x1 = 0, y1 = 0] = ring[(k + 1) % ring.length] ?? [];
      return y0 > y === y1 > y ? [] : [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)];
    })
    .sort((a, b) => a - b);
  let [from, to] = [crossings[0] ?? ring[0]?.[0] ?? 0, crossings[1] ?? ring[0]?.[0] ?? 0];
  for (let k = 2; k + 1 < crossings.length; k += 2) {
    const [left = 0, right = 0] = crossings.slice(k, k + 2);
    if (right - left > to - from) [from, to] = [left, right];
  }
  return [(from + to) / 2, y];
};

/**
 * The place that a text belongs to.
 *
 * @param {NoteState["kind"]} kind
 * @param {Place[]} places
 * @param {number} high pixels from the tip of a pin to its head
 * @returns {Middle}
 */
export const middleOf = (kind, places, high) => {
  const at = kind === "line" ? places.length >> 1 : 0,
    [x, y] = kind === "area" ? insideOf(places) : (places[at] ?? [0, 0]);
  return { x, y, up: kind === "pin" ? y - high : y };
};

/**
 * @param {NoteState["kind"]} kind
 * @param {Middle} middle
 * @param {number} height of the text
 * @param {number} bold
 * @returns {Spot[][]} ring after ring around the place
 */
export const textSpots = (kind, { x, y, up }, height, bold) => {
  const gap = GAP[kind] * bold,
    /** @type {Spot[][]} */
    rings = gap ? [] : [[[x, up, 0.5]]];
  for (const away of gap ? AWAY : AWAY.slice(1)) {
    const far = gap + away,
      [above, below] = [up - far - height / 2, y + far + height / 2];
    rings.push([
      [x + far, up, 0],
      [x - far, up, 1],
      [x, above, 0.5],
      [x, below, 0.5],
      [x + far * 0.7, above, 0],
      [x + far * 0.7, below, 0],
      [x - far * 0.7, above, 1],
      [x - far * 0.7, below, 1],
    ]);
  }
  return rings;
};
