/* The sheet of a layer: its dictionary, how complete it is, what the checks say, its sources and files. */

import { element, link } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { fill, plural } from "../shell/words.js";

/** @import { CatalogExtent, CatalogField, CatalogFigure, CatalogLayer, DataState } from "./answers" */

/** @type {[format: string, title: string][]} */
const FORMATS = [
  ["geojson", "GeoJSON"],
  ["gpkg", "GeoPackage"],
  ["csv", "CSV"],
  ["parquet", "GeoParquet"],
  ["qgz", "QGIS"],
];

/** @type {[ending: string, title: string][]} */
const STYLES = [
  ["qml", "QGIS (QML)"],
  ["sld", "SLD"],
];

/** @type {[ending: string, title: string][]} */
const CATALOG_FORMS = [
  ["jsonld", "JSON-LD"],
  ["ttl", "Turtle"],
];

/**
 * @param {CatalogLayer} layer
 * @param {DataState} state
 */
export const layerSheet = (layer, state) => {
  const { words, lang } = state,
    number = numberFormat(lang),
    lines = [layer.geometry];
  if (layer.rows !== null) {
    const counts = { rows: number.format(layer.rows), placed: number.format(layer.placed ?? 0) };
    lines.push(plural(words.rows_placed, lang, layer.rows, counts));
  }
  const figures = layer.figures.length
    ? [element("h2", { text: words.figures }), ...layer.figures.map(figureSection)]
    : [];
  const complete = layer.completeness.length
    ? [
        element("h2", { text: words.completeness }),
        element("ul", {}, ...layer.completeness.map(extentLine)),
      ]
    : [];
  const problems = layer.problems.length
    ? layer.problems.map((text) => element("p", { class: "problem", text }))
    : [element("p", { text: words.sound })];
  return [
    element("p", { class: "kicker", text: layer.theme }),
    element("h1", { text: layer.title }),
    element("p", { class: "lead", text: layer.description }),
    element("p", { class: "known", text: lines.join(" · ") }),
    files(layer, state),
    styles(layer, state),
    layer.private ? element("p", { class: "known", text: words.private }) : null,
    ...complete,
    ...figures,
    element("h2", { text: words.sources }),
    ...layer.files.map(sourceSection),
    element("h2", { text: words.dictionary }),
    element("div", { class: "wide" }, dictionary(layer, state, number)),
    ...snippets(layer, state),
    element("h2", { text: words.report }),
    ...problems,
    element("ul", { class: "checks" }, ...layer.checks.map((text) => element("li", { text }))),
  ];
};

/**
 * Where the layer, or one kind of it, is complete, what is missing, and who says so.
 *
 * @param {CatalogExtent} extent
 */
const extentLine = ({ kind, area, sentence, source, url }) =>
  element(
    "li",
    {},
    element("b", { text: [kind, area].filter(Boolean).join(", ") }),
    ` – ${sentence} `,
    element("small", {}, link(url, source)),
  );

/**
 * The way to the map, and to its files. Who chooses a file of one private layer has asked for it.
 *
 * @param {CatalogLayer} layer
 * @param {DataState} state
 */
const files = ({ id, private: own }, { act, lang, words }) => {
  const exports = FORMATS.map(([format, text]) => {
    const query = new URLSearchParams({ layers: id, format, lang, ...(own ? { private: "1" } : {}) });
    return element("a", { class: "file", download: "", href: `/atlas/export?${query}`, text });
  });
  const show = element("button", {
    type: "button",
    class: "do",
    text: words.show,
    onclick: () => act({ kind: "set", query: { mode: [], layers: [id], at: [], layer: [] } }),
  });
  const dcat = catalogFiles(`catalog/${id}`, id, words, own);
  return element("p", { class: "files" }, show, ...exports, ...dcat);
};

/**
 * The description of the catalogue, or of a layer, for portals.
 *
 * @param {string} path
 * @param {string} name
 * @param {DataState["words"]} words
 * @param {boolean} [own]
 */
export const catalogFiles = (path, name, words, own = false) =>
  CATALOG_FORMS.map(([ending, title]) =>
    element("a", {
      class: "file",
      download: `${name}.${ending}`,
      href: `/atlas/${path}.${ending}${own ? "?private=1" : ""}`,
      text: `${words.dcat} (${title})`,
    }),
  );

/**
 * How the layer is drawn, for other programs.
 *
 * @param {CatalogLayer} layer
 * @param {DataState} state
 */
const styles = ({ id, private: own, styles: kinds }, { lang, words }) => {
  if (!kinds.length) return null;
  const links = kinds.flatMap(([kind, title]) =>
    STYLES.map(([ending, format]) => {
      const query = new URLSearchParams({ lang, ...(own ? { private: "1" } : {}) }),
        text = fill(words.style, { format: title ? `${format}, ${title}` : format }),
        download = `${id}${title ? `_${kind}` : ""}.${ending}`;
      return element("a", {
        class: "file",
        download,
        href: `/atlas/styles/${id}/${kind}.${ending}?${query}`,
        text,
      });
    }),
  );
  return element("p", { class: "files" }, ...links);
};

/**
 * Lines of code that read the layer from this atlas, folded one by one.
 *
 * @param {CatalogLayer} layer
 * @param {DataState} state
 */
const snippets = ({ snippets: pairs }, { words }) => {
  if (!pairs.length) return [];
  const folded = pairs.map(([title, code]) =>
    element(
      "details",
      { class: "snippet" },
      element("summary", { text: title }),
      element("pre", {}, element("code", { text: code.replace("{address}", location.origin) })),
    ),
  );
  return [element("h2", { text: words.read_in }), ...folded];
};

/** @param {CatalogLayer["files"][number]} file */
const sourceSection = ({ name, rows }) => {
  const lines = rows.flatMap(([title, text, url]) => [
    element("dt", { text: title }),
    element("dd", {}, url ? link(url, text) : element("span", { text })),
  ]);
  return element(
    "section",
    { class: "source" },
    element("h3", { text: name }),
    element("dl", {}, ...lines),
  );
};

/** @param {CatalogFigure} figure */
const figureSection = ({ title, versions }) => {
  const lines = versions.map(({ value, definition, source, url }) =>
    element(
      "li",
      {},
      element("strong", { text: value }),
      element("span", { text: ` — ${definition} ` }),
      url ? link(url, source) : element("span", { text: source }),
    ),
  );
  return element(
    "section",
    { class: "figure" },
    element("h3", { text: title }),
    element("ul", {}, ...lines),
  );
};

/**
 * @param {CatalogLayer} layer
 * @param {DataState} state
 * @param {Intl.NumberFormat} number
 */
const dictionary = (layer, { lang, words }, number) => {
  const titles = [words.field, words.type, words.meaning, words.known];
  const head = titles.map((text, k) =>
    element("th", { scope: "col", class: k === 3 ? "number" : null, text }),
  );
  const rows = layer.fields.map((field) => {
    const { known: count = 0 } = field,
      known = layer.rows === null ? "" : `${number.format(count)} / ${number.format(layer.rows)}`,
      share = layer.rows ? count / layer.rows : 0,
      title = field.unit ? `${field.title} (${field.unit})` : field.title;
    return element(
      "tr",
      {},
      element(
        "th",
        { scope: "row" },
        element("span", { text: title }),
        element("code", { text: field.id }),
      ),
      element("td", { text: field.kind }),
      element("td", {}, element("span", { text: field.about ?? "" }), values(field, lang, words.values)),
      element(
        "td",
        { class: "number", title: known },
        element("span", { class: "meter", style: `--share:${share}` }),
        element("span", { text: known }),
      ),
    );
  });
  return element(
    "table",
    {},
    element("caption", { class: "hidden", text: words.dictionary }),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
};

/**
 * Allowed values, folded: some fields have dozens.
 *
 * @param {CatalogField} field
 * @param {string} lang
 * @param {import("../words").PluralForms} sentence
 */
const values = ({ values: codes }, lang, sentence) => {
  if (!codes.length) return null;
  const items = codes.map(([code, title]) =>
    element("li", {}, element("code", { text: code }), element("span", { text: ` ${title}` })),
  );
  return element(
    "details",
    {},
    element("summary", { text: plural(sentence, lang, codes.length, { n: codes.length }) }),
    element("ul", {}, ...items),
  );
};
