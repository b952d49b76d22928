/* The sheets of a partner's town or country, and of a commune with its twins. */
import { element, link } from "../shell/dom.js";
import { fill } from "../shell/words.js";

/**
 * @import { CommuneSheet, PlaceSheet } from "./answers"
 * @import { SheetParts } from "./sheets.js"
 */

/**
 * @param {SheetParts} parts
 * @param {PlaceSheet} sheet
 */
export const placeSheet = (parts, sheet) => {
  const { words } = parts,
    about = `${sheet.kind}, ${sheet.country} · ${sheet.precision}`;
  return [
    ...parts.head(words.partner, sheet.name, [sheet.other_names.join(" · "), about]),
    mining("p", words.mining_town, sheet.mining),
    ties(parts, sheet),
    parts.themes(words.themes, sheet.themes),
    parts.section(
      words.twinned_with,
      sheet.twinnings.map((twin) => parts.twin(twin, twin.commune, "communes", twin.insee)),
    ),
    parts.section(
      words.shared,
      sheet.shared.map(({ place, name, themes }) =>
        parts.step(name, "partner_cities", place, themes.join(", ")),
      ),
      words.shared_about,
    ),
    basins(parts, sheet),
    parts.section(
      words.heritage,
      sheet.heritage.map(({ name, year, url }) => [
        link(url, name),
        element("span", { class: "note", text: ` ${year}` }),
      ]),
    ),
    sheet.ties.length || sheet.twinnings.length
      ? null
      : element("p", { class: "note", text: words.no_tie }),
  ];
};

/**
 * @param {"p" | "span"} tag
 * @param {string} said
 * @param {string[]} names
 */
const mining = (tag, said, names) =>
  names.length ? element(tag, { class: "mining", text: `${said} ${names.join(", ")}.` }) : null;

/**
 * @param {SheetParts} parts
 * @param {PlaceSheet} sheet
 */
const ties = (parts, sheet) => {
  const { words } = parts;
  const items = sheet.ties.map((tie) => [
    parts.step(tie.name, "projects", tie.project, [tie.years, tie.partner].join(" · ")),
    tie.role ? element("span", { class: "note", text: fill(words.role, { role: tie.role }) }) : null,
    tie.source ? element("span", { class: "note" }, link(tie.url, tie.source)) : null,
    parts.doubts(tie.doubts),
  ]);
  return parts.section(words.ties, items);
};

/**
 * Basins of the world that the place lies in.
 *
 * @param {SheetParts} parts
 * @param {PlaceSheet} sheet
 */
const basins = (parts, sheet) => {
  const { act, words } = parts;
  const items = sheet.basins.map(({ id, name, how, facts, comparable }) => {
    const query = { mode: ["compare"], compare: ["nord_pas_de_calais", id], card: [] };
    const compare = element("button", {
      type: "button",
      class: "small",
      "data-key": `compare.${id}`,
      text: words.compare,
      onclick: () => act({ kind: "set", query }),
    });
    return [
      element("strong", { text: name }),
      element("span", { class: "note", text: ` ${how}` }),
      parts.facts(facts),
      comparable ? compare : null,
    ];
  });
  return parts.section(words.basins, items);
};

/**
 * @param {SheetParts} parts
 * @param {CommuneSheet} sheet
 */
export const communeSheet = (parts, sheet) => {
  const { words } = parts;
  const twins = sheet.twins.map((twin) => [
    ...parts.twin(twin, `${twin.city}, ${twin.country}`, "partner_cities", twin.place),
    mining("span", words.mining_town, twin.mining),
  ]);
  return [
    ...parts.head(words.commune, sheet.name),
    twins.length ? null : element("p", { class: "note", text: words.no_twin }),
    parts.section(words.twins, twins),
  ];
};
