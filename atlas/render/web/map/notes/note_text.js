/* Notes as a link has them, and how many of them it holds: as atlas/scene/notes/note.py. */

/** @import { NoteState } from "../messages" */

/* What a link holds; tests/scene/notes compares the numbers with those of the server. */
export const MOST_NOTES = 40;
export const MOST_POINTS = 100;
export const MOST_LETTERS = 200;
export const MOST_CHARACTERS = 4000;
export const KINDS = /** @type {const} */ (["pin", "arrow", "line", "area", "text"]);
export const COLOURS = /** @type {const} */ (["red", "blue", "green", "amber", "violet", "ink"]);
/* The names of the colours in the style sheet. */
/** @type {Record<NoteState["colour"], string>} */
export const SHADES = {
  red: "note-red",
  blue: "note-blue",
  green: "note-green",
  amber: "note-amber",
  violet: "note-violet",
  ink: "note-ink",
};
/* Points of a kind: least and most. */
/** @type {Record<NoteState["kind"], [least: number, most: number]>} */
export const POINTS = {
  pin: [1, 1],
  arrow: [2, 2],
  line: [2, MOST_POINTS],
  area: [3, MOST_POINTS],
  text: [1, 1],
};
/* Signs that are not seen and turn round what is. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @param {number} number */
export const digits = (number) => String(Number(number.toFixed(5)) || 0);

/**
 * A text on one line, without what controls it.
 *
 * @param {string} text
 */
export const plainText = (text) =>
  text
    .normalize("NFC")
    .replace(TURNING, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();

/**
 * The text of a note, no longer than a link holds.
 *
 * @param {string} text
 */
export const shortText = (text) => [...plainText(text)].slice(0, MOST_LETTERS).join("").trim();

/**
 * Places with the decimals of a link.
 *
 * @param {{ lat: number, lng: number }[]} places
 * @returns {[lat: number, lon: number][]}
 */
export const roundPlaces = (places) => places.map(({ lat, lng }) => [+digits(lat), +digits(lng)]);

/**
 * A note at another place.
 *
 * @param {NoteState} note
 * @param {number} north degrees
 * @param {number} east degrees
 * @returns {NoteState}
 */
export const shifted = (note, north, east) => ({
  ...note,
  points: note.points.map(([lat, lon]) => [+digits(lat + north), +digits(lon + east)]),
});

/** @param {NoteState} note */
export const noteLink = ({ kind, colour, points, text }) =>
  `${kind}${colour === COLOURS[0] ? "" : `.${colour}`}:${points.flat().map(digits).join(",")}:${text}`;

/**
 * The first notes, which a link holds, the others, and the characters that are left.
 *
 * @param {NoteState[]} notes
 */
export const splitNotes = (notes) => {
  let left = MOST_CHARACTERS,
    count = 0;
  for (const note of notes.slice(0, MOST_NOTES)) {
    const long = [...noteLink(note)].length;
    if (long > left) break;
    left -= long;
    count += 1;
  }
  return { held: notes.slice(0, count), rest: notes.slice(count), left };
};

/**
 * Whether a note may be in a link: enough places, none beyond the Earth.
 *
 * @param {NoteState} note
 */
export const isNote = ({ kind, points, text }) => {
  const [least, most] = POINTS[kind],
    several = new Set(points.map(String)).size;
  return (
    several >= least &&
    points.length <= most &&
    points.every(([lat, lon]) => Math.abs(lat) <= 90 && Math.abs(lon) <= 360) &&
    (kind !== "text" || text !== "")
  );
};
