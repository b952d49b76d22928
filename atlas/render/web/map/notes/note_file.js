/* Notes as a file, and back: GeoJSON (RFC 7946). */
import { COLOURS, isNote, KINDS, MOST_POINTS, roundPlaces, shortText } from "./note_text.js";

/**
 * @import { NoteState } from "../messages"
 *
 * @typedef {{ type: string, coordinates?: unknown, geometries?: Geometry[] }} Geometry
 * @typedef {{ geometry?: Geometry | null, properties?: Record<string, unknown> | null }} Feature
 */

/* Objects of a file that are read: more are no notes. */
const MOST = 1000;

/** @param {NoteState[]} notes */
export const notesFile = (notes) =>
  JSON.stringify(
    {
      type: "FeatureCollection",
      features: notes.map(({ kind, colour, points, text }) => ({
        type: "Feature",
        properties: { kind, colour, text },
        geometry: geometryOf(kind, points),
      })),
    },
    null,
    1,
  );

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
  /** @type {{ type?: string, features?: Feature[] } | null} */
  let file = null;
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  if (!file || file.type !== "FeatureCollection" || !Array.isArray(file.features)) return null;
  const read = file.features.slice(0, MOST).flatMap(notesOf),
    notes = read.flatMap((note) => (note ? [note] : []));
  return { notes, left: read.length - notes.length + Math.max(0, file.features.length - MOST) };
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
const partsOf = (geometry) => {
  /** @type {unknown[] | null} */
  const given = Array.isArray(geometry?.coordinates) ? geometry.coordinates : null;
  if (!given) return [["pin", []]];
  if (geometry?.type === "Point") return [["pin", placesOf([given])]];
  if (geometry?.type === "MultiPoint") return given.map((place) => ["pin", placesOf([place])]);
  if (geometry?.type === "LineString") return [["line", placesOf(given)]];
  if (geometry?.type === "MultiLineString") return given.map((line) => ["line", placesOf(line)]);
  if (geometry?.type === "Polygon") return [["area", placesOf(given[0]).slice(0, -1)]];
  if (geometry?.type === "MultiPolygon")
    return given.map((area) => ["area", placesOf(Array.isArray(area) ? area[0] : null).slice(0, -1)]);
  return [["pin", []]];
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
