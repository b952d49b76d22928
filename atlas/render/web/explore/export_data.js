/* The data of what is shown as files: all of it or one layer, in every format; what will be in it is said. */

import { element } from "../shell/dom.js";
import { withNotes } from "../shell/downloads.js";
import { numberFormat } from "../shell/formats.js";
import { late } from "../shell/late.js";
import { map } from "../shell/layout.js";
import { keyed } from "../shell/rerender.js";
import { messageOf, request } from "../shell/server.js";
import { fill, plural } from "../shell/words.js";
import { copyLine } from "./copy_line.js";

/** @import { ExportedLayer, ExportPreview, ExploreState } from "./answers" */

const LAMBERT_93 = "EPSG:2154";

/** @type {[title: string, parameters: Record<string, string>][]} */
const TABLE_FILES = [
  ["XLSX", { format: "xlsx" }],
  ["CSV (zip)", { format: "csv", csv: "fr" }],
];

/** @typedef {(more?: Record<string, string | number>) => URLSearchParams} MakeQuery */

export class DataFiles {
  /** @type {ExploreState} */
  state = late;
  /** The layer that is taken, null for all that is shown. @type {string | null} */
  subject = null;
  /** @type {string} */
  crs = "";
  /** @type {[id: string, title: string][]} */
  shown = [];
  /** @type {MakeQuery} */
  query = late;
  /** @type {number} */
  serial = 0;

  constructor() {
    this.node = element("section", { class: "data-files" });
  }

  /**
   * @param {ExploreState} state
   * @param {[id: string, title: string][]} shown the layers that go into files
   * @param {MakeQuery} query the link of the files
   */
  update(state, shown, query) {
    this.state = state;
    this.shown = shown;
    this.query = query;
    if (!shown.some(([id]) => id === this.subject)) this.subject = null;
    /* The links of what was shown before are no longer right. */
    this.draw([]);
    this.fetch();
  }

  /** The parameters of a download, and of what is said about it. */
  parameters() {
    const parameters = this.query(this.crs ? { crs: this.crs } : {});
    if (this.subject) {
      parameters.delete("layers");
      parameters.set("layers", this.subject);
    }
    return parameters;
  }

  async fetch() {
    this.serial += 1;
    const { serial } = this,
      { words } = this.state;
    if (!this.shown.length) {
      this.draw([]);
      return;
    }
    try {
      const notes = map()?.notes?.file() ?? null,
        response = await request(`export/preview?${this.parameters()}`, withNotes(notes)),
        preview = /** @type {ExportPreview} */ (await response.json());
      if (serial === this.serial) this.draw(this.files(preview));
    } catch (problem) {
      if (serial !== this.serial) return;
      const text = fill(words.failed, { problem: messageOf(problem) });
      this.draw([element("p", { class: "none", text })]);
    }
  }

  /** @param {HTMLElement[]} files */
  draw(files) {
    const { words } = this.state;
    this.node.replaceChildren(
      element("h2", { text: words.take_data }),
      ...(this.shown.length > 1 ? [this.subjects()] : []),
      ...files,
    );
  }

  /** One button for all that is shown, and one for each layer. */
  subjects() {
    const { words } = this.state;
    /** @type {[id: string | null, title: string][]} */
    const choices = [[null, words.take_all], ...this.shown];
    return element(
      "p",
      { class: "files", role: "group", "aria-label": words.take_what },
      ...choices.map(([id, title]) => {
        const key = `take.${id ?? ""}`;
        return element("button", {
          type: "button",
          class: "small",
          "data-key": key,
          "aria-pressed": String(this.subject === id),
          text: title,
          onclick: async () => {
            this.subject = id;
            await this.fetch();
            keyed(this.node, key)?.focus();
          },
        });
      }),
    );
  }

  /**
   * @param {ExportPreview} preview
   * @returns {HTMLElement[]}
   */
  files(preview) {
    const { words } = this.state,
      changes = preview.changes.map(({ formats, text }) => `${formats.join(", ")} – ${text}`);
    const links = preview.formats.map(({ format, csv, title, about }) => {
      const parameters = this.parameters();
      parameters.set("format", format);
      if (csv) parameters.set("csv", csv);
      const href = `/atlas/export?${parameters}`;
      return element("a", { class: "file", href, download: "", title: about, text: title });
    });
    return [
      element("p", { text: this.counts(preview.layers) }),
      element("ul", { class: "held" }, ...preview.layers.map((layer) => this.layer(layer))),
      this.systems(),
      element("p", { class: "files" }, ...links),
      ...this.addresses(preview),
      ...(changes.length
        ? [
            element(
              "details",
              { class: "changes" },
              element("summary", { text: words.take_changed }),
              element("ul", {}, ...changes.map((text) => element("li", { text }))),
            ),
          ]
        : []),
    ];
  }

  /**
   * Where other programs read the same rows.
   *
   * @param {ExportPreview} preview
   */
  addresses({ addresses }) {
    const { words } = this.state,
      base = `${location.origin}${location.pathname}`;
    if (!addresses.length) return [];
    return [
      element(
        "details",
        { class: "addresses" },
        element("summary", { text: words.take_qgis_title }),
        element("p", { text: fill(words.take_qgis_about, { address: `${base}ogc` }) }),
        ...addresses.map(({ title, path }) =>
          copyLine(words, fill(words.take_qgis_copy, { layer: title }), base + path),
        ),
      ),
    ];
  }

  /** @param {ExportedLayer[]} layers */
  counts(layers) {
    const { words, lang } = this.state,
      number = numberFormat(lang),
      rows = layers.reduce((sum, layer) => sum + layer.rows, 0);
    return fill(words.take_data_about, {
      rows: plural(words.take_rows, lang, rows, { n: number.format(rows) }),
      layers: plural(words.take_layers, lang, layers.length, { n: number.format(layers.length) }),
    });
  }

  /** @param {ExportedLayer} layer */
  layer({ title, rows, columns, licences }) {
    const { words, lang } = this.state,
      number = numberFormat(lang);
    return element("li", {
      text: fill(words.take_layer, {
        layer: title,
        rows: plural(words.take_rows, lang, rows, { n: number.format(rows) }),
        columns: plural(words.take_columns, lang, columns, { n: number.format(columns) }),
        licences: licences.join(", "),
      }),
    });
  }

  /** The reference system of the files. */
  systems() {
    const { words } = this.state;
    /** @type {[code: string, title: string][]} */
    const systems = [
      ["", words.take_degrees],
      [LAMBERT_93, words.take_lambert],
    ];
    const select = element(
      "select",
      {
        "data-key": "take.crs",
        onchange: async () => {
          this.crs = select.value;
          await this.fetch();
          keyed(this.node, "take.crs")?.focus();
        },
      },
      ...systems.map(([value, text]) => element("option", { value, text, selected: value === this.crs })),
    );
    return element("label", { class: "line" }, element("span", { text: words.take_crs }), select);
  }
}

/**
 * The rows of a table as files; a private layer is taken where that is asked for.
 *
 * @param {ExploreState} state
 * @param {string} layer
 * @param {string} link
 */
export const tableFiles = ({ words, lang, private: held }, layer, link) => {
  if (held.includes(layer)) return [];
  return TABLE_FILES.map(([title, format]) => {
    const query = new URLSearchParams(link);
    query.delete("layers");
    for (const [key, value] of Object.entries({ ...format, layers: layer, lang })) query.set(key, value);
    const label = fill(words.table_file, { format: title });
    return element("a", {
      class: "file",
      href: `/atlas/export?${query}`,
      download: "",
      title: label,
      "aria-label": label,
      text: title,
    });
  });
};
