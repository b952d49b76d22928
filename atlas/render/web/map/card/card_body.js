/* What fills the card of an object, loaded with the first card. Every text is set as text. */
import { element } from "../../shell/dom.js";
import { plural } from "../../shell/words.js";
import { swatch } from "../canvas/symbols.js";
import { fieldList, groupSection, sourceSection } from "./card_parts.js";
import { summaryOf } from "./card_summary.js";

/**
 * @import { ObjectCard } from "../../messages"
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 * @import { Card, Key } from "./object_card.js"
 * @import { Found } from "../rows"
 */

/* Unknown fields that stand beside the known ones, and objects at the same place; of more they are folded. */
const FEW = 3;

/**
 * @param {Card} panel
 * @param {ObjectCard} card
 * @param {Key} key
 * @param {{ layer: Layer | null, i: number }} found
 * @param {Found[]} here all that lies at the place where it was found
 */
export const fillCard = (panel, card, key, { layer, i }, here) => {
  const { node, page } = panel,
    { dark, ground } = page.look,
    symbol = layer?.sheet.symbols[layer.symbol[i] ?? 0],
    drawn = { zoom: page.map.getZoom(), hollow: layer?.hollow[i] === 1 };
  panel.head(card.title, [
    layer && symbol ? swatch(layer.sheet, symbol, dark, ground, drawn) : null,
    element("span", { text: card.layer }),
  ]);
  const others = othersSection(panel, here, key);
  if (others) node.append(others);
  if (card.problem) node.append(element("p", { class: "problem", text: card.problem }));
  node.append(...summaryOf(card));
  panel.ties = element("div", { class: "ties" });
  node.append(panel.ties);
  if (page.live && !card.problem) node.append(sheetLinks(page, key, card));
  if (card.fields.length) node.append(fieldSection(panel, card));
};

/**
 * Takes back the card that the first of two clicks has opened, or that is on its way.
 *
 * @param {MapPage} page
 */
export const takeBack = (page) => {
  const { app, panel } = page;
  if (app.held.length) panel.close();
  else if (app.expecting) {
    panel.serial += 1;
    app.expecting = false;
    page.choose(null, -1);
  }
};

/**
 * Every field with its value, and the source: one step away.
 *
 * @param {Card} panel
 * @param {ObjectCard} card
 */
const fieldSection = ({ page, words }, card) => {
  const unknown = card.fields.filter((field) => field.unknown),
    known = card.fields.filter((field) => !field.unknown);
  /* What is not known is said, and does not stand in the way of what is. */
  const folded = fieldList(unknown, card.source, words),
    n = unknown.length,
    text = plural(words.unknown_fields, page.lang, n, { n });
  const few = n
    ? [n > FEW ? element("details", { class: "unknowns" }, element("summary", { text }), folded) : folded]
    : [];
  return element(
    "details",
    { class: "fields" },
    element("summary", { text: card.labels?.fields ?? "" }),
    fieldList(known, card.source, words),
    ...few,
    card.source ? sourceSection(card.source, words) : null,
  );
};

/**
 * What else lies at the place: each a step of the travel, which leads back.
 *
 * @param {Card} panel
 * @param {Found[]} here
 * @param {Key} key
 */
const othersSection = (panel, here, [id, row]) => {
  const items = here
    .filter(({ layer, i }) => layer.id !== id || layer.ids[i] !== row)
    .map((found) => ({
      name: found.layer.names[found.i] || found.layer.ids[found.i] || "",
      note: found.layer.sheet.title,
      found,
    }));
  if (!items.length) return null;
  const go = (/** @type {{ found: Found }} */ { found }) => panel.open(found.layer, found.i, here),
    { words } = panel,
    section = groupSection({ title: words.here, about: words.here_about, items }, go, words, FEW);
  section.classList.add("here");
  return section;
};

/**
 * Every object has a page of its own, on paper too; that of a territory is its portrait.
 *
 * @param {MapPage} page
 * @param {Key} key
 * @param {ObjectCard} card
 */
const sheetLinks = ({ home, lang, state }, [layer, row], { portrait, private: own, labels }) => {
  const at = portrait
      ? `portrait/${encodeURIComponent(row)}`
      : `objects/${layer}/${encodeURIComponent(row)}`,
    area = !portrait && state?.area_query ? `&${state.area_query}` : "",
    query = `?lang=${lang}${area}${own ? "&private=1" : ""}`;
  return element(
    "p",
    { class: "portrait" },
    element("a", {
      href: `${home}/${at}${query}`,
      "data-noted": "",
      target: "_blank",
      rel: "noopener",
      text: labels?.page ?? "",
    }),
    element("a", { href: `${home}/${at}.pdf${query}`, "data-noted": "", download: "", text: "PDF" }),
  );
};

/**
 * The objects it is tied to: each a step of the travel.
 *
 * @param {Card} panel
 * @param {Key} key
 * @param {number} serial
 */
export const tieCard = async (panel, [id, row], serial) => {
  const { page, words } = panel;
  try {
    const { groups } = await page.source.ties(id, row);
    if (serial !== panel.serial) return;
    for (const group of groups)
      panel.ties?.append(
        groupSection(group, (item) => page.go(item.layer, item.id, item.bounds ?? null), words),
      );
  } catch {
    if (serial === panel.serial)
      panel.ties?.append(element("p", { class: "problem", text: words.ties_failed }));
  }
};
