/* Exchanges: who has worked on what a municipality needs, and the aims of the programme. */
import { element } from "../shell/dom.js";
import { joinSection } from "./aim_sheet.js";
import { listPanel } from "./tabs.js";

/**
 * @import { NetworkState, Pairing, Programme, Titled } from "./answers"
 * @import { SheetParts } from "./sheets.js"
 */

/**
 * @param {NetworkState} state
 * @param {SheetParts} parts
 * @param {{ programme: Programme, themes: Titled[], need: string, pairs: Pairing[] | null }} shown
 * @param {(need: string) => void} ask
 */
export const exchanges = ({ words }, parts, { programme, themes, need, pairs }, ask) => {
  const { aims, name, outputs, years } = programme;
  const options = themes.map(({ id, title }) =>
    element("option", { value: id, selected: id === need, text: title }),
  );
  const choice = element(
    "select",
    {
      class: "need",
      "data-key": "need",
      "aria-label": words.need,
      onchange: ({ target }) => ask(target.value),
    },
    element("option", { value: "", text: words.need }),
    ...options,
  );
  const steps = aims.map(({ id, title, text }) =>
    element("li", {}, parts.step(title, "exchange_aims", id, text)),
  );
  return listPanel(
    "exchanges",
    { class: "exchanges" },
    element("h2", { text: words.pairings }),
    element("p", { class: "note", text: words.pairings_about }),
    choice,
    ...(need && pairs ? pairings(pairs, parts) : []),
    element("h2", { text: name }),
    element("p", { class: "note", text: [years, outputs].filter(Boolean).join(" · ") }),
    element("ol", { class: "aims" }, ...steps),
    joinSection(parts, programme),
  );
};

/**
 * Towns first; of some partners nothing but the country is known.
 *
 * @param {Pairing[]} pairs
 * @param {SheetParts} parts
 */
const pairings = (pairs, parts) => {
  const { words } = parts;
  if (!pairs.length) return [element("p", { class: "note empty", text: words.no_pairing })];
  const named = pairs.filter((pair) => pair.named),
    countries = pairs.filter((pair) => !pair.named);
  /** @param {Pairing[]} rows */
  const list = (rows) => element("ul", { class: "rows" }, ...rows.map((pair) => line(pair, parts)));
  return [
    named.length ? list(named) : null,
    countries.length
      ? element(
          "div",
          {},
          element("h3", { text: words.countries_only }),
          element("p", { class: "note", text: words.countries_only_about }),
          list(countries),
        )
      : null,
  ];
};

/**
 * @param {Pairing} pair
 * @param {SheetParts} parts
 */
const line = (pair, parts) => {
  const note = [pair.kind, pair.where].join(", ");
  return element(
    "li",
    {},
    pair.place
      ? parts.step(pair.partner, "partner_cities", pair.place, note)
      : parts.still(pair.partner, note),
    parts.step(pair.name, "projects", pair.project, pair.years),
    pair.source ? element("span", { class: "note", text: pair.source }) : null,
  );
};
