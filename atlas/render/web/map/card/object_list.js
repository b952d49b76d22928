/* What is in sight, by layer, as buttons: the list that reaches every card by keyboard. */
import { element } from "../../shell/dom.js";

/**
 * @import { LargeLayer } from "../layers/large_layer.js"
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 * @import { Sheet } from "../canvas/sheet.js"
 */

/* Objects of a layer that are listed. */
const MOST = 100;
/* Pixels of a sheet that lie beyond the edges of the map. */
const PAD = 96;

/**
 * The sections of the list; that of a large layer keeps its place until its rows come.
 *
 * @param {MapPage} page
 * @param {() => boolean} current whether the list is still asked for
 */
export const listSections = (page, current) => {
  const sheet = page.camera.sheet();
  return [...page.drawn].reverse().flatMap((layer) => {
    if (!layer.large) return smallSection(page, layer, sheet) ?? [];
    const section = element("section", { class: "rows" });
    fillLarge(page, layer, sheet, section, current);
    return section;
  });
};

/**
 * @param {string} title
 * @param {string} count
 * @param {[name: string, open: () => void][]} rows
 */
const contents = (title, count, rows) => [
  element("h3", { text: `${title} · ${count}` }),
  element(
    "ul",
    {},
    ...rows.map(([name, open]) =>
      element("li", {}, element("button", { text: name, onclick: () => open() })),
    ),
  ),
];

/**
 * Names in the order of the language, numbers in theirs.
 *
 * @template Row
 * @param {[name: string, row: Row][]} rows
 * @param {string} lang
 */
export const byName = (rows, lang) =>
  rows.sort((a, b) => a[0].localeCompare(b[0], lang, { numeric: true }));

/**
 * @param {MapPage} page
 * @param {Layer} layer
 * @param {Sheet} sheet
 */
const smallSection = (page, layer, sheet) => {
  /** @type {Set<number>} */
  const rows = new Set();
  sheet.rows(layer, (i) => rows.add(i), -PAD);
  if (!rows.size) return null;
  const named = [...rows].map(
    (i) => /** @type {[string, number]} */ ([layer.names[i] || layer.ids[i] || "", i]),
  );
  const items = byName(named, page.lang).slice(0, MOST);
  const count = named.length > MOST ? `${MOST} / ${named.length}` : String(named.length);
  /** @type {[string, () => void][]} */
  const buttons = items.map(([name, i]) => [name, () => page.panel.open(layer, i)]);
  return element("section", { class: "rows" }, ...contents(layer.sheet.title, count, buttons));
};

/**
 * Of a large layer the largest rows in sight.
 *
 * @param {MapPage} page
 * @param {LargeLayer} layer
 * @param {Sheet} sheet
 * @param {HTMLElement} section
 * @param {() => boolean} current
 */
const fillLarge = async (page, layer, sheet, section, current) => {
  const { count, rows } = await layer.list(sheet, PAD).catch(() => ({ count: 0, rows: [] }));
  if (!current() || !count) {
    section.remove();
    return;
  }
  const named = rows.map(([id, name]) => /** @type {[string, string]} */ ([name || id, id]));
  /** @type {[string, () => void][]} */
  const buttons = byName(named, page.lang).map(([name, id]) => [name, () => page.go(layer.id, id)]);
  const shown = count > named.length ? `${named.length} / ${count}` : String(count);
  section.append(...contents(layer.sheet.title, shown, buttons));
};
