/* What a card is made of: fields, sources, groups of other objects. */
import { element, link } from "../../shell/dom.js";
import { disclosure } from "../../shell/patterns/disclosure.js";
import { fill } from "../../shell/words.js";

/**
 * @import { CardField, ObjectCard, RelatedGroup, RelatedObject } from "../../messages"
 * @import { MapWords } from "../../words"
 *
 * @typedef {NonNullable<ObjectCard["source"]>} Source
 */

/* Objects of a group that are in sight at once. */
const FEW = 6;

/**
 * A value says on demand what it means and where it comes from.
 *
 * @param {CardField[]} fields
 * @param {Source | undefined} source
 * @param {MapWords} words
 */
export const fieldList = (fields, source, words) => {
  const producers = source?.rows.slice(0, 2).map(([, text]) => text);
  const from = producers && fill(words.from_source, { source: producers.join(", ") });
  const list = element("dl");
  for (const field of fields) {
    const value = element(
      "dd",
      { class: field.unknown ? "unknown" : null },
      field.url ? link(field.url, field.text) : element("span", { text: field.text }),
    );
    const why = [field.about, from].filter(Boolean).join(" — ");
    const about = element("p", { class: "about", hidden: "", text: why });
    list.append(element("dt", {}, why ? asking(field, about, words) : plain(field)), value, about);
  }
  return list;
};

/** @param {CardField} field */
const plain = ({ title }) => element("span", { text: title });

/**
 * The title of a field, which opens what there is to say about it.
 *
 * @param {CardField} field
 * @param {HTMLElement} about
 * @param {MapWords} words
 */
const asking = ({ title }, about, words) =>
  disclosure({ class: "why", title: words.why, text: title }, about);

/**
 * @param {Source} source
 * @param {MapWords} words
 */
export const sourceSection = (source, words) => {
  const list = element("dl");
  for (const [title, text, url] of source.rows) {
    list.append(
      element("dt", { text: title }),
      element("dd", {}, url ? link(url, text) : element("span", { text })),
    );
  }
  return element("section", { class: "source" }, element("h3", { text: words.source }), list);
};

/**
 * Objects tied to one, those beyond the first few folded.
 *
 * @template {{ name: string, note?: string | null, about?: string | null }} Item
 * @param {{ title: string, about: string, items: Item[] }} group
 * @param {(item: Item) => void} go
 * @param {MapWords} words
 * @param {number} [few] in sight at once
 */
export const groupSection = ({ title, about, items }, go, words, few = FEW) => {
  const rows = items.map((item) => {
    const note = item.note || item.about;
    return element(
      "li",
      {},
      element(
        "button",
        { onclick: () => go(item) },
        element("span", { text: item.name }),
        note ? element("span", { class: "note", text: note }) : null,
      ),
    );
  });
  return element(
    "section",
    { class: "rows" },
    element("h3", { title: about, text: items.length > 1 ? `${title} · ${items.length}` : title }),
    element("ul", {}, ...rows.slice(0, few)),
    rows.length > few
      ? element(
          "details",
          {},
          element("summary", { text: fill(words.more, { n: rows.length - few }) }),
          element("ul", {}, ...rows.slice(few)),
        )
      : null,
  );
};
