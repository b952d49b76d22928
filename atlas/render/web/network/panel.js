/* What stands above and below the lists: counts, the key of the colours, views, conditions, files. */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { STATUS } from "../shell/patterns/live_region.js";
import { fill, plural, word } from "../shell/words.js";

/**
 * @import { Bounds } from "../messages"
 * @import { NetworkAnswer, NetworkState } from "./answers"
 */

const COUNTED = /** @type {const} */ (["projects", "partners", "countries", "twinnings"]);
/* What a reader looks at again and again, beside the whole. */
/** @type {Bounds} */
const EUROPE = [-9.5, 36.5, 28, 60];
/** @type {Bounds} */
const BASIN = [2.1, 50.15, 3.8, 50.75];
/* The layers whose rows are taken away. */
const TAKEN = [
  "projects",
  "partnerships",
  "municipal_partners",
  "twinnings",
  "partner_cities",
  "practices",
];

/**
 * @param {NetworkState} state
 * @param {NetworkAnswer} data
 */
export const countLine = ({ lang, words }, { counts, totals }) => {
  const number = numberFormat(lang);
  const parts = COUNTED.map((key) => {
    const some = counts[key] === totals[key] ? "" : `${number.format(counts[key])} / `;
    return plural(words[`n_${key}`], lang, totals[key], { n: some + number.format(totals[key]) });
  });
  return element("p", { class: "counts", ...STATUS, text: parts.join(" · ") });
};

/** @param {NetworkAnswer} data */
export const colorKey = ({ families }) => {
  const parts = families
    .filter(({ count }) => count)
    .map(({ title, color, count }) => {
      const style = `background:light-dark(${color})`;
      return element(
        "span",
        {},
        element("i", { class: "family", style, "aria-hidden": "true" }),
        element("span", { text: title }),
        element("span", { class: "count", text: String(count) }),
      );
    });
  return element("p", { class: "key" }, ...parts);
};

/**
 * @param {NetworkState} state
 * @param {NetworkAnswer} data
 * @param {(bounds: Bounds) => void} look
 */
export const viewButtons = ({ act, layers, words }, { bounds }, look) => {
  /**
   * @param {string} name
   * @param {Bounds | null} where
   */
  const button = (name, where) =>
    element("button", {
      type: "button",
      class: "small",
      "data-key": `look.${name}`,
      text: word(words, `look_${name}`),
      onclick: () => where && look(where),
    });
  const twins = element("input", {
    type: "checkbox",
    "data-key": "twin-lines",
    checked: Boolean(layers.twinnings?.[0]),
    onchange: ({ target }) => act({ kind: "layer", layer: "twinnings", on: target.checked }),
  });
  return element(
    "p",
    { class: "views" },
    button("all", bounds),
    button("europe", EUROPE),
    button("basin", BASIN),
    element("label", { class: "option" }, twins, element("span", { text: words.twin_lines })),
  );
};

/**
 * The conditions, each with a button that removes it.
 *
 * @param {NetworkState} state
 */
export const conditionList = ({ act, conditions, words }) => {
  if (!conditions.length) return null;
  const items = conditions.map(({ text, without }) => {
    const title = fill(words.remove, { text });
    return element(
      "button",
      {
        type: "button",
        "data-key": `without.${text}`,
        title,
        "aria-label": title,
        onclick: () => act({ kind: "set", query: without }),
      },
      element("span", { text }),
      element("span", { class: "x", "aria-hidden": "true", text: "×" }),
    );
  });
  const clear = element("button", {
    type: "button",
    class: "small",
    "data-key": "clear",
    text: words.clear_all,
    onclick: () => act({ kind: "clear" }),
  });
  return element(
    "ul",
    { class: "conditions", "aria-label": words.conditions },
    ...[...items, clear].map((item) => element("li", {}, item)),
  );
};

/**
 * @param {NetworkState} state
 * @param {string} query
 */
export const files = ({ words }, query) => {
  const rows = TAKEN.map((id) => `layers=${id}`).join("&"),
    parts = query.split("&").filter((part) => part && !part.startsWith("layers=")),
    link = parts.join("&");
  /**
   * @param {string} text
   * @param {string} path
   */
  const file = (text, path) => element("a", { href: `/atlas/${path}`, download: "", text });
  return element(
    "footer",
    { class: "take" },
    element("h2", { text: words.take }),
    file("GraphML", `network/file.graphml?${link}`),
    file("JSON-LD", `network/file.jsonld?${link}`),
    ...["csv", "geojson", "gpkg"].map((format) =>
      file(format.toUpperCase(), `export?${link}&${rows}&format=${format}`),
    ),
  );
};
