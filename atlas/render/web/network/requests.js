/* What the network asks of the server: its rows, its sheets, who has worked on a theme. */
import { ask } from "../shell/server.js";
import { own } from "../shell/words.js";

/** @import { ArcRow, Light, NetworkAnswer, Pairing, Practice, Programme, Sheet } from "./answers" */

/**
 * The layers whose rows have a sheet of the server.
 *
 * @type {Record<string, [kind: "project" | "place" | "commune", path: string]>}
 */
const SHEETS = {
  projects: ["project", "projects"],
  partner_cities: ["place", "places"],
  partner_areas: ["place", "places"],
  communes: ["commune", "communes"],
};
/* Rows that stand for a tie: they lead to the place or the project that they tie. */
const TIES = new Set(["partnerships", "municipal_partners", "twinnings"]);

/**
 * @param {string} query
 * @returns {Promise<{ data: NetworkAnswer, practices: Practice[], programme: Programme }>}
 */
export const fetchNetwork = async (query) => {
  /** @type {[Promise<NetworkAnswer>, Promise<Practice[]>, Promise<Programme>]} */
  const answers = [ask("network", query), ask("network/practices", query), ask("network/aims", query)];
  const [data, practices, programme] = await Promise.all(answers);
  return { data, practices, programme };
};

/**
 * @param {string} query
 * @param {string} need
 * @returns {Promise<Pairing[]>}
 */
export const fetchPairings = (query, need) =>
  ask("network/pairings", `${query}&need=${encodeURIComponent(need)}`);

/**
 * @param {string} card
 * @param {Programme | undefined} programme
 * @param {string} lang
 * @returns {Promise<Sheet | null>}
 */
export const fetchSheet = async (card, programme, lang) => {
  const [layer = "", id = ""] = card.split(/:(.*)/s);
  if (layer === "exchange_aims") {
    const data = programme?.aims.find((aim) => aim.id === id);
    return data ? { kind: "aim", id, data } : null;
  }
  const [kind, path] = own(SHEETS, layer) ?? [];
  if (!kind) return null;
  /** @type {Sheet["data"]} */
  const data = await ask(`network/${path}/${encodeURIComponent(id)}`, `lang=${lang}`);
  return /** @type {Sheet} */ ({ kind, id, data });
};

/**
 * The card that a row of the map or of a list opens.
 *
 * @param {string} layer
 * @param {string} id
 * @param {NetworkAnswer["ties"][string]} [tie]
 */
export const cardOf = (layer, id, tie) => {
  if (!tie || !TIES.has(layer)) return `${layer}:${id}`;
  return tie.place ? `partner_cities:${tie.place}` : `projects:${tie.project}`;
};

/**
 * What stays lit while a sheet is open: its arcs, and the towns that twinnings lead to.
 *
 * @param {Sheet} sheet
 * @returns {Light}
 */
export const lit = ({ kind, id, data }) => {
  const places = kind === "place" ? [id] : kind === "commune" ? data.twins.map((twin) => twin.place) : [];
  const arc = (/** @type {ArcRow} */ row) =>
    kind === "project" ? row.projects.includes(id) : places.includes(row.place);
  return { arc, places };
};

/**
 * The twinnings that an open sheet lists.
 *
 * @param {Sheet | null} sheet
 */
export const twinsOf = (sheet) => {
  if (sheet?.kind === "place") return sheet.data.twinnings;
  return sheet?.kind === "commune" ? sheet.data.twins : [];
};
