/* What fills the card of an object, loaded with the first card. Every text is set as text. */
import { element } from "../../shell/dom.js";
import { plural } from "../../shell/words.js";
import { swatch } from "../canvas/symbols.js";
import { fieldList, groupSection, sourceSection } from "./card_parts.js";

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
  const { node, page, words } = panel,
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
  if (card.portrait && page.live) node.append(portraitLinks(page, key[1]));
  const unknown = card.fields.filter((field) => field.unknown);
  const known = card.fields.filter((field) => !field.unknown);
  node.append(fieldList(known, card.source, words));
  /* What is not known is said, and does not stand in the way of what is. */
  const folded = fieldList(unknown, card.source, words);
  if (unknown.length > FEW) {
    const n = unknown.length,
      said = plural(words.unknown_fields, page.lang, n, { n });
    node.append(element("details", { class: "unknowns" }, element("summary", { text: said }), folded));
  } else if (unknown.length) node.append(folded);
  panel.ties = element("div", { class: "ties" });
  node.append(panel.ties);
  if (card.source) node.append(sourceSection(card.source, words));
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
 * A territory has a page of its own, on paper too.
 *
 * @param {MapPage} page
 * @param {string} row
 */
const portraitLinks = ({ home, lang, words }, row) => {
  const at = `${home}/portrait/${encodeURIComponent(row)}`,
    query = `?lang=${lang}`;
  return element(
    "p",
    { class: "portrait" },
    element("a", { href: at + query, target: "_blank", rel: "noopener", text: words.portrait }),
    element("a", { href: `${at}.pdf${query}`, download: "", text: "PDF" }),
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
