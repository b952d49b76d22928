/* Notes as a file, and back: GeoJSON (RFC 7946). */
import { COLOURS, isNote, KINDS, MOST_POINTS, roundPlaces, shortText } from "./note_text.js";

/**
 * @import { NoteState } from "../messages"
 *
 * @typedef {{ type: string, coordinates?: unknown, geometries?: Geometry[] }} Geometry
 * @typedef {{ geometry?: Geometry | null, properties?: Record<string, unknown> | null }} Feature
 */

/* What a file holds, as atlas/scene/notes/note_file.py: notes and megabytes. */
export const MOST_IN_FILE = 1000;
export const MOST_MB = 4;

/**
 * A line a note: what has changed is seen.
 *
 * @param {NoteState[]} notes
 */
export const notesFile = (notes) => {
  const lines = notes.map(({ kind, colour, points, text }) =>
    JSON.stringify({
      type: "Feature",
      properties: { kind, colour, text },
      geometry: geometryOf(kind, points),
    }),
  );
  return `{"type":"FeatureCollection","features":[\n${lines.join(",\n")}\n]}\n`;
};

/**
 * @param {NoteState["kind"]} kind
 * @param {NoteState["points"]} points
 */
const geometryOf = (kind, points) => {
  const places = points.map(([lat, lon]) => [lon, lat]);
  if (kind === "area") return { type: "Polygon", coordinates: [[...places, places[0]]] };
  if (kind === "pin" || kind === "text") return { type: "Point", coordinates: places[0] };
  return { type: "LineString", coordinates: places };
};

/**
 * The notes of a file; null where it is none. Objects that cannot be notes are counted.
 *
 * @param {string} text
 * @returns {{ notes: NoteState[], left: number } | null}
 */
export const readNotesFile = (text) => {
  /** @type {Feature[] | null} */
  let features = null;
  try {
    features = featuresOf(JSON.parse(text));
  } catch {
    return null;
  }
  if (!features) return null;
  /** @type {NoteState[]} */
  const notes = [];
  let left = 0;
  for (const note of features.flatMap(notesOf))
    if (note && notes.length < MOST_IN_FILE) notes.push(note);
    else left += 1;
  return { notes, left };
};

/**
 * A collection, a feature or a geometry: the features of each.
 *
 * @typedef {{ features?: Feature[], geometry?: Geometry, geometries?: unknown }} Parts
 *
 * @param {({ type?: string, coordinates?: unknown } & Parts) | null} file
 * @returns {Feature[] | null}
 */
const featuresOf = (file) => {
  if (file?.type === "FeatureCollection") return Array.isArray(file.features) ? file.features : null;
  if (file?.type === "Feature") return file.geometry ? [/** @type {Feature} */ (file)] : null;
  return file?.coordinates || file?.geometries ? [{ geometry: /** @type {Geometry} */ (file) }] : null;
};

/**
 * @param {Feature} feature
 * @returns {(NoteState | null)[]}
 */
const notesOf = (feature) => {
  const properties = feature?.properties ?? {},
    said = [properties.text, properties.name, properties.title].find((value) => typeof value === "string"),
    text = shortText(typeof said === "string" ? said : ""),
    colour = COLOURS.find((known) => known === properties.colour) ?? COLOURS[0];
  return partsOf(feature?.geometry).map(([usual, places]) => {
    const own = KINDS.find((known) => known === properties.kind),
      kind = own && fits(own, usual) ? own : usual,
      note = { kind, colour, points: roundPlaces(places), text };
    return isNote(note) ? note : null;
  });
};

/**
 * Whether a kind has the geometry of another.
 *
 * @param {NoteState["kind"]} kind
 * @param {NoteState["kind"]} usual
 */
const fits = (kind, usual) =>
  kind === usual || (usual === "pin" && kind === "text") || (usual === "line" && kind === "arrow");

/**
 * The parts of a geometry with the kind of each; what is none is a part without places.
 *
 * @param {Geometry | null | undefined} geometry
 * @returns {[NoteState["kind"], { lat: number, lng: number }[]][]}
 */
const partsOf = (geometry) =>
  geometry?.type === "GeometryCollection" && Array.isArray(geometry.geometries)
    ? geometry.geometries.flatMap(simplePartsOf)
    : simplePartsOf(geometry);

/**
 * @param {Geometry | null | undefined} geometry
 * @returns {[NoteState["kind"], { lat: number, lng: number }[]][]}
 */
const simplePartsOf = (geometry) => {
  /** @type {unknown[] | null} */
  const given = Array.isArray(geometry?.coordinates) ? geometry.coordinates : null;
  if (!given) return [["pin", []]];
  if (geometry?.type === "Point") return [["pin", placesOf([given])]];
  if (geometry?.type === "MultiPoint") return given.map((place) => ["pin", placesOf([place])]);
  if (geometry?.type === "LineString") return [["line", placesOf(given)]];
  if (geometry?.type === "MultiLineString") return given.map((line) => ["line", placesOf(line)]);
  if (geometry?.type === "Polygon") return [["area", opened(placesOf(given[0]))]];
  if (geometry?.type === "MultiPolygon")
    return given.map((area) => ["area", opened(placesOf(Array.isArray(area) ? area[0] : null))]);
  return [["pin", []]];
};

/**
 * A ring without the place that closes it.
 *
 * @param {{ lat: number, lng: number }[]} ring
 */
const opened = (ring) => {
  const [first, last] = [ring[0], ring.at(-1)];
  return ring.length > 1 && first?.lat === last?.lat && first?.lng === last?.lng ? ring.slice(0, -1) : ring;
};

/**
 * Places that are pairs of numbers; none where one is not, or where they are too many for a note.
 *
 * @param {unknown} pairs
 */
const placesOf = (pairs) => {
  if (!Array.isArray(pairs) || pairs.length > MOST_POINTS + 1) return [];
  const good = pairs.every((pair) => Array.isArray(pair) && pair.slice(0, 2).every(Number.isFinite));
  return good ? pairs.map(([lng, lat]) => ({ lat, lng })) : [];
};
