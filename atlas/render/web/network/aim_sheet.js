/* The sheet of an aim of the exchange programme, and how to join it. */
import { element, link } from "../shell/dom.js";
import { fill, plural } from "../shell/words.js";

/**
 * @import { Aim, Programme } from "./answers"
 * @import { SheetParts } from "./sheets.js"
 */

/**
 * @param {SheetParts} parts
 * @param {Aim} aim
 * @param {Programme} programme
 */
export const aimSheet = (parts, aim, programme) => {
  const { words } = parts;
  return [
    ...parts.head(`${programme.name} · ${programme.years}`, aim.title),
    element("p", { class: "summary-text", text: aim.text }),
    parts.facts([[words.aim_result, aim.result]]),
    ...reached(parts, aim, programme),
    parts.themes(words.aim_themes, aim.themes, words.who_worked),
    joinSection(parts, programme),
    parts.sources(aim.documents, aim.section),
  ];
};

/**
 * What has come of an aim.
 *
 * @param {SheetParts} parts
 * @param {Aim} aim
 * @param {Programme} programme
 */
const reached = ({ does, lang, words }, { id }, { countries, practices }) => {
  if (id === "elected_exchanges")
    return [
      element("p", { text: fill(words.aim_countries, { countries: countries.join(", ") }) }),
      element("p", { class: "note empty", text: words.aim_no_town }),
    ];
  if (id !== "capitalised_experience")
    return [element("p", { class: "note empty", text: words.aim_empty })];
  const button = { type: "button", class: "step", "data-key": "aim.practices" },
    text = plural(words.aim_practices, lang, practices, { n: practices });
  return [
    element(
      "p",
      {},
      element(
        "button",
        { ...button, onclick: () => does.open("practices", "") },
        element("span", { text }),
      ),
    ),
  ];
};

/**
 * @param {SheetParts} parts
 * @param {Programme} programme
 */
export const joinSection = ({ words }, { join }) => {
  const { documents, organisation, town } = join;
  return element(
    "section",
    { class: "join" },
    element("h3", { text: words.join }),
    element("p", { text: fill(words.join_how, { organisation, town }) }),
    ...documents.map(({ title, url }) => element("p", { class: "note" }, link(url, url || title))),
    element("p", { class: "note", text: words.join_conditions }),
  );
};
