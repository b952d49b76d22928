/* The sheet of a project. */
import { element, link } from "../shell/dom.js";

/**
 * @import { ProjectSheet } from "./answers"
 * @import { SheetParts } from "./sheets.js"
 */

/**
 * @param {SheetParts} parts
 * @param {ProjectSheet} sheet
 */
export const projectSheet = (parts, sheet) => {
  const { words } = parts,
    members = sheet.members.map((member) => [
      ...parts.partner(member),
      element("span", { class: "note" }, link(member.url, member.source)),
    ]),
    partners = sheet.partners.map((partner) => parts.partner(partner));
  return [
    ...parts.head(words.project, sheet.name, [sheet.other_names.join(" · "), sheet.years]),
    sheet.doubts.length ? element("p", { class: "doubt", text: sheet.doubts.join(" · ") }) : null,
    element("p", { class: "summary-text", text: sheet.summary }),
    parts.facts([...sheet.facts, [words.outputs, sheet.outputs]]),
    ...contested(sheet, words.contested),
    parts.themes(words.themes, sheet.themes),
    parts.section(
      words.part_of,
      sheet.part_of.map(({ id, name }) => parts.step(name, "projects", id)),
    ),
    parts.section(
      words.parts,
      sheet.parts.map(({ id, name }) => parts.step(name, "projects", id)),
    ),
    partners.length
      ? parts.section(words.partners, partners)
      : element("p", { class: "note", text: words.no_partner }),
    parts.section(words.members, members, words.members_about),
    parts.section(
      words.seminars,
      sheet.seminars.map(({ name, where }) => element("span", { text: `${name}, ${where}` })),
    ),
    parts.section(
      words.practices,
      sheet.practices.map(({ title, text }) => [
        element("strong", { text: title }),
        text ? element("span", { text: ` — ${text}` }) : null,
      ]),
    ),
    parts.sources(sheet.documents, sheet.section),
  ];
};

/**
 * Figures that are reported differently, each version with its source.
 *
 * @param {ProjectSheet} sheet
 * @param {string} kicker
 */
const contested = ({ figures }, kicker) =>
  figures.map(({ title, versions }) => {
    const lines = versions.map(({ value, definition, source }) =>
      element(
        "li",
        {},
        element("strong", { text: value }),
        element("span", { text: `${definition} (${source})` }),
      ),
    );
    return element(
      "section",
      { class: "contested" },
      element("h3", { text: `${kicker} · ${title}` }),
      element("ul", {}, ...lines),
    );
  });
