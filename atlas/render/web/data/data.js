// @ts-nocheck
/* The data page: the sheet of every layer, its dictionary, how complete it is, what the checks say, and its
   files. */

import { element } from "../shell/dom.js";
import { place } from "../shell/layout.js";
import { ask, messageOf } from "../shell/server.js";
import { fill } from "../shell/words.js";

class Data {
  constructor(root) {
    this.root = root;
    this.node = element("div", { class: "page data" });
    root.append(this.node);
    this.asked = null;
    place({ hidden: true });
  }

  async update(state) {
    this.state = state;
    place({ hidden: true });
    if (this.asked !== state.lang) {
      const asked = state.lang;
      this.asked = asked;
      let layers;
      try {
        layers = await ask("catalog", `lang=${state.lang}`);
      } catch (problem) {
        this.asked = null;
        this.node.replaceChildren(
          element("p", {
            class: "problem",
            text: fill(state.words.failed, { problem: messageOf(problem) }),
          }),
        );
        return;
      }
      if (asked !== this.asked) return;
      this.layers = layers;
    }
    this.draw();
  }

  draw() {
    const { words, lang } = this.state,
      number = new Intl.NumberFormat(lang),
      themes = new Map();
    for (const layer of this.layers) themes.set(layer.theme, [...(themes.get(layer.theme) || []), layer]);
    const chosen = this.layers.find((layer) => layer.id === this.chosen);
    const link = (layer) =>
      element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            "aria-current": layer === chosen ? "true" : null,
            "data-key": `sheet.${layer.id}`,
            onclick: () => this.choose(layer.id),
          },
          element("span", { class: "title", text: layer.title }),
          element("span", { class: "count", text: number.format(layer.rows) }),
        ),
      );
    const list = element(
      "nav",
      { class: "index", "aria-label": words.layers },
      element("button", {
        type: "button",
        class: "all",
        "aria-current": chosen ? null : "true",
        text: words.all,
        onclick: () => this.choose(null),
      }),
      ...[...themes].map(([theme, layers]) =>
        element("section", {}, element("h2", { text: theme }), element("ul", {}, ...layers.map(link))),
      ),
    );
    const focused = this.root.getRootNode().activeElement?.dataset?.key,
      scroll = this.node.querySelector(".index")?.scrollTop || 0;
    this.node.replaceChildren(
      list,
      element(
        "article",
        { tabindex: "-1" },
        ...(chosen ? this.sheet(chosen, number) : this.overview(themes, number)),
      ),
    );
    this.node.querySelector(".index").scrollTop = scroll;
    if (focused)
      this.node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  choose(id) {
    this.chosen = id;
    this.draw();
    this.node.querySelector("article").scrollTop = 0;
  }

  overview(themes, number) {
    const { words } = this.state,
      rows = this.layers.reduce((sum, layer) => sum + layer.rows, 0);
    const body = [...themes].flatMap(([theme, layers]) => [
      element("tr", { class: "group" }, element("th", { scope: "rowgroup", colspan: 5, text: theme })),
      ...layers.map((layer) =>
        element(
          "tr",
          {},
          element(
            "td",
            {},
            element("button", {
              type: "button",
              class: "small",
              text: layer.title,
              onclick: () => this.choose(layer.id),
            }),
          ),
          element("td", { text: layer.geometry }),
          element("td", { class: "number", text: number.format(layer.rows) }),
          element("td", { class: "number", text: this.share(this.known(layer)) }),
          element("td", { text: layer.licence.join(", ") }),
        ),
      ),
    ]);
    return [
      element("h1", { text: words.title }),
      element("p", {
        class: "lead",
        text: fill(words.lead, { layers: number.format(this.layers.length), rows: number.format(rows) }),
      }),
      element(
        "p",
        { class: "files" },
        element("a", {
          class: "file",
          href: "/atlas/catalog.jsonld",
          download: "atlas.jsonld",
          text: words.dcat,
        }),
      ),
      element(
        "div",
        { class: "wide" },
        element(
          "table",
          {},
          element("caption", { class: "hidden", text: words.title }),
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              ...[words.layer, words.geometry, words.rows, words.complete, words.licence].map((text, k) =>
                element("th", { scope: "col", class: k === 2 || k === 3 ? "number" : null, text }),
              ),
            ),
          ),
          element("tbody", {}, ...body),
        ),
      ),
    ];
  }

  /* Share of the cells of a layer that are known. */
  known(layer) {
    return layer.rows && layer.fields.length
      ? layer.fields.reduce((sum, field) => sum + field.known, 0) / (layer.rows * layer.fields.length)
      : null;
  }

  share(value) {
    return value === null ? "" : new Intl.NumberFormat(this.state.lang, { style: "percent" }).format(value);
  }

  sheet(layer, number) {
    /* Who chooses a file of one private layer has asked for it. */
    const own = layer.private ? { private: 1 } : {},
      more = layer.private ? "?private=1" : "";
    const { words, lang, act } = this.state,
      out = (format, text) =>
        element("a", {
          class: "file",
          download: "",
          href: `/atlas/export?${new URLSearchParams({ layers: layer.id, format, lang, ...own })}`,
          text,
        });
    const fields = layer.fields.map((field) =>
      element(
        "tr",
        {},
        element(
          "th",
          { scope: "row" },
          element("span", { text: field.unit ? `${field.title} (${field.unit})` : field.title }),
          element("code", { text: field.id }),
        ),
        element("td", { text: field.kind }),
        element("td", {}, element("span", { text: field.about || "" }), this.values(field)),
        element(
          "td",
          { class: "number", title: `${number.format(field.known)} / ${number.format(layer.rows)}` },
          element("span", {
            class: "meter",
            style: `--share:${layer.rows ? field.known / layer.rows : 0}`,
          }),
          element("span", { text: `${number.format(field.known)} / ${number.format(layer.rows)}` }),
        ),
      ),
    );
    return [
      element("p", { class: "kicker", text: layer.theme }),
      element("h1", { text: layer.title }),
      element("p", { class: "lead", text: layer.description }),
      element("p", {
        class: "known",
        text: [
          layer.geometry,
          fill(words.rows_placed, { rows: number.format(layer.rows), placed: number.format(layer.placed) }),
        ].join(" · "),
      }),
      element(
        "p",
        { class: "files" },
        element("button", {
          type: "button",
          class: "do",
          text: words.show,
          onclick: () => act({ kind: "set", query: { mode: [], layers: [layer.id], at: [] } }),
        }),
        out("geojson", "GeoJSON"),
        out("gpkg", "GeoPackage"),
        out("csv", "CSV"),
        out("parquet", "GeoParquet"),
        element("a", {
          class: "file",
          download: `${layer.id}.jsonld`,
          href: `/atlas/catalog/${layer.id}.jsonld${more}`,
          text: words.dcat,
        }),
      ),
      layer.private ? element("p", { class: "known", text: words.private }) : null,
      ...(layer.figures.length
        ? [element("h2", { text: words.figures }), ...layer.figures.map((figure) => this.figure(figure))]
        : []),
      element("h2", { text: words.sources }),
      ...layer.files.map((file) =>
        element(
          "section",
          { class: "source" },
          element("h3", { text: file.name }),
          element(
            "dl",
            {},
            ...file.rows.flatMap(([title, text, url]) => [
              element("dt", { text: title }),
              element(
                "dd",
                {},
                url
                  ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer", text })
                  : element("span", { text }),
              ),
            ]),
          ),
        ),
      ),
      element("h2", { text: words.dictionary }),
      element(
        "div",
        { class: "wide" },
        element(
          "table",
          {},
          element("caption", { class: "hidden", text: words.dictionary }),
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              ...[words.field, words.type, words.meaning, words.known].map((text, k) =>
                element("th", { scope: "col", class: k === 3 ? "number" : null, text }),
              ),
            ),
          ),
          element("tbody", {}, ...fields),
        ),
      ),
      element("h2", { text: words.report }),
      ...(layer.problems.length
        ? layer.problems.map((text) => element("p", { class: "problem", text }))
        : [element("p", { text: words.sound })]),
      element("ul", { class: "checks" }, ...layer.checks.map((text) => element("li", { text }))),
    ];
  }

  figure(figure) {
    return element(
      "section",
      { class: "figure" },
      element("h3", { text: figure.title }),
      element(
        "ul",
        {},
        ...figure.versions.map((version) =>
          element(
            "li",
            {},
            element("strong", { text: version.value }),
            element("span", { text: ` — ${version.definition} ` }),
            version.url
              ? element("a", {
                  href: version.url,
                  target: "_blank",
                  rel: "noopener noreferrer",
                  text: version.source,
                })
              : element("span", { text: version.source }),
          ),
        ),
      ),
    );
  }

  /* Allowed values, folded: some fields have dozens. */
  values(field) {
    if (!field.values.length) return null;
    return element(
      "details",
      {},
      element("summary", { text: fill(this.state.words.values, { n: field.values.length }) }),
      element(
        "ul",
        {},
        ...field.values.map((value) =>
          element("li", {}, element("code", { text: value[0] }), element("span", { text: ` ${value[1]}` })),
        ),
      ),
    );
  }
}

export const mount = (root) => new Data(root);
