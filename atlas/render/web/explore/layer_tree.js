// @ts-nocheck
/* Themes as a tree, each layer a switch, each field a filter with its counts. */

import { swatch } from "../map/symbols.js";
import { element } from "../shell/dom.js";
import { icon } from "../shell/icons.js";
import { ask } from "../shell/server.js";
import { Classes } from "./classes.js";

const FEW = 8;

export class Tree {
  /* `changed` draws the page anew where the tree alone has changed; `table` opens the table of a layer. */
  constructor(changed, table) {
    this.changed = changed;
    this.table = table;
    this.classes = new Classes();
    this.wide = new Set();
    this.swatches = new Map();
    this.sheets = {};
    this.opened = null;
    this.closed = null;
  }

  async load(lang) {
    this.themes = await ask("tree", `lang=${lang}`);
    this.number = new Intl.NumberFormat(lang);
    this.lang = lang;
  }

  draw(state) {
    this.state = state;
    this.words = state.words;
    this.closed ??= new Set(
      this.themes
        .filter((theme) => !theme.layers.some((layer) => state.layers[layer.id]?.[0]))
        .map((theme) => theme.id),
    );
    return this.themes.map((theme) => this.theme(theme));
  }

  theme(theme) {
    const { words } = this,
      { layers, theme: look } = this.state,
      dark = look === "dark";
    const on = theme.layers.filter((layer) => layers[layer.id]?.[0]).length;
    const details = element(
      "details",
      {
        class: "theme",
        open: !this.closed.has(theme.id),
        ontoggle: (event) => {
          if (event.target.open) this.closed.delete(theme.id);
          else this.closed.add(theme.id);
        },
      },
      element(
        "summary",
        { "data-key": `theme.${theme.id}`, title: theme.description },
        element("i", { style: `background:${theme.color[dark ? 1 : 0]}`, "aria-hidden": "true" }),
        element("span", { class: "title", text: theme.title }),
        element("span", {
          class: "count",
          text: on
            ? words.on
                .replace("{n}", on)
                .replace("{total}", theme.layers.filter((layer) => layer.swatch).length)
            : "",
        }),
      ),
    );
    const drawn = theme.layers.filter((layer) => layer.swatch).length,
      all = (key, text, value) =>
        element("button", {
          type: "button",
          class: "small",
          "data-key": `${key}.${theme.id}`,
          text,
          onclick: () => this.state.act({ kind: "theme", theme: theme.id, on: value }),
        });
    if (drawn > 1)
      details.append(
        element(
          "p",
          { class: "every" },
          on < drawn ? all("on", words.all_on, true) : null,
          on ? all("off", words.all_off, false) : null,
        ),
      );
    for (const layer of theme.layers) details.append(this.layer(layer, dark));
    if (theme.note) {
      details.append(
        element(
          "details",
          { class: "note" },
          element("summary", { text: words.about_theme }),
          element("p", { text: theme.note }),
          theme.subnetworks.length
            ? element(
                "ul",
                {},
                ...theme.subnetworks.map((sub) =>
                  element(
                    "li",
                    {},
                    element("strong", { text: sub.title }),
                    element("span", {
                      text: ` — ${[sub.layers.join(", "), sub.note].filter(Boolean).join(". ")}`,
                    }),
                  ),
                ),
              )
            : null,
        ),
      );
    }
    return details;
  }

  layer(layer, dark) {
    const { words } = this,
      { layers, open, filters } = this.state,
      [on, count, total] = layers[layer.id] || [0, null, null];
    if (!layer.swatch) {
      return element(
        "div",
        { class: "layer table" },
        element("span"),
        element("span", { class: "swatch" }),
        element("button", {
          type: "button",
          title: layer.description,
          "data-key": `table.${layer.id}`,
          text: layer.title,
          onclick: () => this.table(layer.id),
        }),
        element("span", { class: "count", text: `${this.number.format(total ?? 0)} · ${words.table}` }),
        element("span"),
      );
    }
    const fields = Object.keys(layer.fields).length,
      asked = filters[layer.id];
    const box = element("input", {
      type: "checkbox",
      id: `layer-${layer.id}`,
      "data-key": `layer.${layer.id}`,
      checked: Boolean(on),
      disabled: total === null,
      onchange: (event) => this.state.act({ kind: "layer", layer: layer.id, on: event.target.checked }),
    });
    const text =
      total === null
        ? words.damaged
        : on && count !== total
          ? `${this.number.format(count)} / ${this.number.format(total)}`
          : this.number.format(total);
    const row = element(
      "div",
      { class: "layer" },
      box,
      this.swatch(layer, dark),
      element("label", { for: `layer-${layer.id}`, title: layer.description, text: layer.title }),
      element("span", { class: "count", text }),
      fields && on
        ? element(
            "button",
            {
              type: "button",
              class: asked ? "filter asked" : "filter",
              "data-key": `open.${layer.id}`,
              "aria-expanded": String(open === layer.id),
              "aria-label": `${words.filter} ${layer.title}`,
              title: words.filter,
              onclick: () => this.state.act({ kind: "open", layer: open === layer.id ? null : layer.id }),
            },
            icon("filter"),
          )
        : element("span", { class: "filter" }),
    );
    if (open !== layer.id || !on) return row;
    return element("div", { class: "opened" }, row, this.facets(layer));
  }

  swatch(layer, dark) {
    const key = layer.id + dark;
    if (!this.swatches.has(key))
      this.swatches.set(
        key,
        swatch(layer.swatch.sheet, layer.swatch.symbol, dark, dark ? "#1A1E22" : "#FBF9F4"),
      );
    return this.swatches.get(key);
  }

  facets(layer) {
    const { words } = this,
      { facets, filters } = this.state,
      asked = filters[layer.id] || {};
    return element(
      "div",
      { class: "facets" },
      this.about(layer),
      this.classes.draw(this.state, layer),
      Object.keys(asked).length
        ? element("button", {
            type: "button",
            class: "small",
            "data-key": `clear.${layer.id}`,
            text: words.clear,
            onclick: () => this.state.act({ kind: "clear", layer: layer.id }),
          })
        : null,
      ...Object.entries(layer.fields).map(([name, field]) => {
        const facet = facets[name],
          set = asked[name] || { values: [], missing: false };
        if (!facet) return null;
        return element(
          "fieldset",
          {},
          element("legend", {
            title: field.about,
            text: field.unit ? `${field.title} (${field.unit})` : field.title,
          }),
          ...(field.range
            ? this.range(layer.id, name, field, facet, set)
            : this.values(layer.id, name, field, facet, set)),
          this.unknown(layer.id, name, facet, set),
        );
      }),
    );
  }

  /* The sheet of the layer, fetched when it is first opened. */
  about(layer) {
    const { words } = this,
      key = `${layer.id}.${this.lang}`;
    const body = element("div"),
      fill = (sheet) =>
        body.replaceChildren(
          element("p", { text: sheet.description }),
          ...sheet.figures.map((figure) =>
            element(
              "div",
              {},
              element("h2", { text: figure.title }),
              element(
                "ul",
                {},
                ...figure.versions.map((version) =>
                  element(
                    "li",
                    {},
                    element("strong", { text: version.value }),
                    element("span", { text: ` — ${version.definition} (${version.source})` }),
                  ),
                ),
              ),
            ),
          ),
          ...sheet.files.map((file) =>
            element(
              "div",
              {},
              element("h2", { text: file.name }),
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
        );
    const open = () => {
      this.sheets[key] ||= fetch(`/atlas/sheets/${layer.id}?lang=${this.lang}`).then((response) =>
        response.json(),
      );
      this.sheets[key].then(fill);
    };
    const details = element(
      "details",
      {
        class: "note sheet",
        open: this.opened === key,
        ontoggle: (event) => {
          this.opened = event.target.open ? key : null;
          if (event.target.open) open();
        },
      },
      element("summary", { "data-key": `about.${layer.id}`, text: words.about_layer }),
      body,
    );
    if (this.opened === key) open();
    return details;
  }

  values(layer, name, field, facet, set) {
    const { words } = this,
      key = `${layer}.${name}`,
      title = (value) => field.codes[value] || { true: words.yes, false: words.no }[value] || value;
    const all = Object.entries(facet.counts).sort(
      (a, b) => b[1] - a[1] || title(a[0]).localeCompare(title(b[0]), this.lang),
    );
    const shown = this.wide.has(key)
      ? all
      : all.filter(([value, count], k) => (k < FEW && count) || set.values.includes(value));
    const rows = shown.map(([value, count]) =>
      this.option(`${key}=${value}`, title(value), count, set.values.includes(value), (on) =>
        this.state.act({
          kind: "filter",
          layer,
          field: name,
          values: on ? [...set.values, value] : set.values.filter((v) => v !== value),
          missing: set.missing,
        }),
      ),
    );
    if (all.length > shown.length || this.wide.has(key)) {
      rows.push(
        element("button", {
          type: "button",
          class: "small",
          "data-key": `wide.${key}`,
          text: this.wide.has(key) ? words.less : words.more.replace("{n}", all.length - shown.length),
          onclick: () => {
            if (this.wide.has(key)) this.wide.delete(key);
            else this.wide.add(key);
            this.changed();
          },
        }),
      );
    }
    return rows;
  }

  unknown(layer, name, facet, set) {
    if (!facet.unknown && !set.missing) return null;
    return this.option(`${layer}.${name}__missing`, this.words.unknown, facet.unknown, set.missing, (on) =>
      this.state.act({ kind: "filter", layer, field: name, ...set, missing: on }),
    );
  }

  option(key, title, count, checked, change) {
    return element(
      "label",
      { class: count || checked ? "option" : "option none" },
      element("input", {
        type: "checkbox",
        "data-key": key,
        checked,
        onchange: (event) => change(event.target.checked),
      }),
      element("span", { class: "title", text: title }),
      element("span", { class: "count", text: this.number.format(count) }),
    );
  }

  range(layer, name, field, facet, set) {
    if (facet.low === null) return [];
    const { words } = this,
      low = field.year ? facet.low : Math.floor(facet.low * 10) / 10,
      high = field.year ? facet.high : Math.ceil(facet.high * 10) / 10;
    const tell = (bound) => (event) => {
      const value = event.target.value === "" ? null : Number(event.target.value);
      this.state.act({ kind: "filter", layer, field: name, ...set, [bound]: value });
    };
    const input = (bound, title, edge) =>
      element(
        "label",
        { class: "bound" },
        element("span", { text: title }),
        element("input", {
          type: "number",
          step: field.year ? 1 : "any",
          "data-key": `${layer}.${name}__${bound}`,
          placeholder: field.year ? edge : edge.toLocaleString(this.lang),
          value: set[bound] ?? null,
          onchange: tell(bound),
        }),
      );
    return [
      element("div", { class: "bounds" }, input("gte", words.from, low), input("lte", words.to, high)),
      element("p", { class: "known", text: words.known.replace("{n}", this.number.format(facet.known)) }),
    ];
  }
}
