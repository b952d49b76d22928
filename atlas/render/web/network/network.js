// @ts-nocheck
/* Network: who works with whom, on what, since when. The map, the years below it, the lists and sheets
   beside it. */

import { tabbed } from "../shell/choices.js";
import { element } from "../shell/dom.js";
import { narrow, place } from "../shell/layout.js";
import { anew } from "../shell/rerender.js";
import { ask, asked, messageOf } from "../shell/server.js";
import { fill, word } from "../shell/words.js";
import { NetworkMap } from "./network_map.js";
import { NetworkSheets } from "./sheets.js";
import { NetworkTime } from "./timeline.js";

const PANEL = 420,
  FEW = 8;
const YEARS = [
  "projects.start_year__lte",
  "projects.end_year__gte",
  "projects.end_year__missing",
  "projects.start_year__missing",
];
const SHEETS = {
  projects: "project",
  partner_cities: "place",
  partner_areas: "place",
  communes: "commune",
  exchange_aims: "aim",
};
/* Around what a reader looks again and again: the whole, Europe, the basin. */
const EUROPE = [-9.5, 36.5, 28, 60],
  BASIN = [2.1, 50.15, 3.8, 50.75];

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

class Network {
  constructor(root) {
    this.root = root;
    this.tab = "projects";
    this.wide = new Set();
    this.opened = new Set();
    this.typed = "";
    this.need = "";
    this.map = new NetworkMap((layer, id) => this.open(layer, id));
    this.time = new NetworkTime({
      brush: (change) => this.brush(change),
      pick: (id) => this.open("projects", id),
      over: (id) => this.map.light(id ? (arc) => arc.projects.includes(id) : this.resting),
      fold: () => {
        this.folded = !this.folded;
        this.lay();
      },
    });
    this.sheets = new NetworkSheets({
      open: (layer, id) => this.open(layer, id),
      need: (theme) => this.pair(theme),
      hover: (test) => this.map.light(test || this.resting),
      back: () => this.close(),
    });
    this.side = element("div");
    root.append(this.side, this.time.node);
    this.resized = () => this.lay();
    window.addEventListener("resize", this.resized);
    /* Another language is another map page. */
    this.frame = document.getElementById("atlas-map");
    this.aimed = new URLSearchParams(location.search).has("at");
    this.loaded = () => this.paint();
    this.frame?.addEventListener("load", this.loaded);
  }

  remove() {
    window.removeEventListener("resize", this.resized);
    this.frame?.removeEventListener("load", this.loaded);
    clearTimeout(this.waiting);
    this.map.leave();
  }

  async update(state) {
    this.state = state;
    this.lay();
    const query = asked(state.link).toString(),
      card = new URLSearchParams(state.link).get("card");
    if (query !== this.asked) {
      const [data, practices, aims] = await this.answer(() =>
        Promise.all([ask("network", query), ask("network/practices", query), ask("network/aims", query)]),
      );
      if (state !== this.state || !data) return;
      Object.assign(this, { asked: query, data, practices, aims, pairs: null });
    }
    if (card !== this.card || state.lang !== this.lang) await this.load(card);
    this.lang = state.lang;
    if (state !== this.state) return;
    this.draw();
    this.paint();
  }

  /* A question that fails is said in the panel; what was there stays. */
  async answer(question) {
    try {
      this.problem = null;
      return await question();
    } catch (problem) {
      this.problem = messageOf(problem);
      this.draw();
      return [];
    }
  }

  async load(card) {
    this.card = card;
    this.sheet = null;
    this.resting = null;
    if (!card) return;
    const [layer, id] = card.split(/:(.*)/s),
      lang = `lang=${this.state.lang}`,
      kind = SHEETS[layer];
    if (layer === "practices") {
      this.tab = "practices";
      return;
    }
    if (kind === "aim") {
      this.sheet = { kind, id, data: this.aims?.aims.find((aim) => aim.id === id) };
      return;
    }
    if (!kind) return;
    const paths = { project: "projects", place: "places", commune: "communes" };
    const data = await this.answer(() => ask(`network/${paths[kind]}/${encodeURIComponent(id)}`, lang));
    if (this.card !== card || Array.isArray(data)) return;
    this.sheet = { kind, id, data };
    /* What stays lit while the sheet is open: its arcs, and the towns that twinnings lead to. */
    const own = kind === "place" ? [id] : (data.twins ?? []).map((twin) => twin.place);
    this.resting = Object.assign(
      kind === "project" ? (arc) => arc.projects.includes(id) : (arc) => own.includes(arc.place),
      { places: own },
    );
  }

  /* Opens a sheet: of a row of the map, that of the place or project it leads to. */
  open(layer, id) {
    const tie = this.data?.ties[id];
    if (layer === "practices") {
      this.tab = "practices";
      return this.close();
    }
    if (tie && (layer === "partnerships" || layer === "municipal_partners" || layer === "twinnings"))
      [layer, id] = tie.place ? ["partner_cities", tie.place] : ["projects", tie.project];
    this.state.act({ kind: "set", query: { card: [`${layer}:${id}`] } });
  }

  close() {
    if (this.card) this.state.act({ kind: "set", query: { card: [] } });
    else this.draw();
  }

  pair(theme) {
    this.need = theme;
    this.pairs = null;
    this.tab = "exchanges";
    this.close();
    this.draw();
  }

  /* Only what changes is said: the other year may be on its way to the app. */
  brush({ from, to, undated }) {
    const query = {};
    if (to !== undefined) query[YEARS[0]] = to === null ? [] : [to];
    if (from !== undefined)
      Object.assign(query, {
        [YEARS[1]]: from === null ? [] : [from],
        [YEARS[2]]: from === null ? [] : [1],
      });
    if (undated !== undefined) query[YEARS[3]] = undated ? [1] : [];
    this.state.act({ kind: "set", query });
  }

  paint() {
    if (!this.data) return;
    if (!this.map.attach()) {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.paint(), 120);
      return;
    }
    const themes = this.data.facets[0].values.filter(({ chosen }) => chosen);
    this.map.show(this.data, { ink: themes.length === 1 });
    this.map.light(this.resting);
    /* The first look, once the panel and the years have taken their place; afterwards the reader moves the
       map. */
    const first = !this.looked && !this.aimed,
      kind = this.sheet?.kind;
    if (first && this.data.bounds) this.map.fit(this.data.bounds, { still: true });
    if (this.seen !== this.card)
      this.map.visit(
        kind === "project" || kind === "commune" || (first && kind === "place"),
        this.sheet?.data,
        { still: !first },
      );
    this.looked = true;
    this.seen = this.card;
    const twins = (this.sheet?.data?.twinnings ?? this.sheet?.data?.twins ?? []).map(({ id }) => id);
    if (twins.join() !== this.twins) {
      this.twins = twins.join();
      this.map.twin(twins);
    }
    this.map.choose(this.sheet?.kind === "place" ? this.sheet.id : null);
  }

  shelf() {
    return this.folded || narrow()
      ? 34
      : Math.max(180, Math.min(300, Math.round(window.innerHeight * 0.33)));
  }

  lay() {
    /* On a phone the lists stand below the map. */
    const left = narrow() ? 0 : PANEL,
      below = narrow() ? Math.round(window.innerHeight * 0.54) : this.shelf();
    place({ left, below });
    Object.assign(this.time.node.style, { left: `${left}px`, height: `${below}px` });
    this.time.node.hidden = narrow();
    this.time.node.classList.toggle("folded", Boolean(this.folded));
    if (this.data) this.showTime();
  }

  showTime() {
    const query = new URLSearchParams(this.state.link),
      number = (key) => (query.has(key) ? Number(query.get(key)) : null);
    this.time.show(this.data, {
      words: this.state.words,
      dark: this.state.theme === "dark",
      asked: [number(YEARS[1]), number(YEARS[0])],
      undated: query.has(YEARS[3]),
    });
  }

  draw() {
    const { words } = this.state;
    this.sheets.words = words;
    this.sheets.act = this.state.act;
    if (this.data) this.showTime();
    anew(this.side, ".panel", () => [
      element(
        "aside",
        { class: "panel network", id: "panel", "aria-label": words.panel },
        ...this.panel().filter(Boolean),
      ),
    ]);
  }

  panel() {
    const { words, messages } = this.state;
    const said = [...messages, this.problem]
      .filter(Boolean)
      .map((text) => element("p", { class: "message", role: "alert", text }));
    if (!this.data) return said;
    if (this.sheet?.data)
      return [...said, element("article", { class: "network-sheet" }, ...this.written().filter(Boolean))];
    return [
      ...said,
      element("p", { class: "intro", text: words.intro }),
      this.counts(),
      this.key(),
      this.views(),
      this.filters(),
      this.chips(),
      this.tabs(),
      this.list(),
      this.take(),
    ];
  }

  written() {
    const { kind, data } = this.sheet;
    return kind === "aim" ? this.sheets.aim(data, this.aims) : this.sheets[kind](data);
  }

  counts() {
    const { words } = this.state,
      { counts, totals } = this.data,
      number = new Intl.NumberFormat(this.state.lang);
    const part = (key) =>
      fill(word(words, `n_${key}`), {
        n:
          counts[key] === totals[key]
            ? number.format(totals[key])
            : `${number.format(counts[key])} / ${number.format(totals[key])}`,
      });
    return element("p", {
      class: "counts",
      role: "status",
      text: ["projects", "partners", "countries", "twinnings"].map(part).join(" · "),
    });
  }

  key() {
    const { theme } = this.state;
    return element(
      "p",
      { class: "key" },
      ...this.data.families
        .filter(({ count }) => count)
        .map(({ title, color, count }) =>
          element(
            "span",
            {},
            element("i", {
              class: "family",
              style: `background:${color[theme === "dark" ? 1 : 0]}`,
              "aria-hidden": "true",
            }),
            element("span", { text: title }),
            element("span", { class: "count", text: String(count) }),
          ),
        ),
    );
  }

  views() {
    const { words } = this.state,
      look = (name, bounds) =>
        element("button", {
          type: "button",
          class: "small",
          "data-key": `look.${name}`,
          text: word(words, `look_${name}`),
          onclick: () => bounds && this.map.fit(bounds),
        });
    const twins = this.state.layers.twinnings?.[0];
    return element(
      "p",
      { class: "views" },
      look("all", this.data.bounds),
      look("europe", EUROPE),
      look("basin", BASIN),
      element(
        "label",
        { class: "option" },
        element("input", {
          type: "checkbox",
          "data-key": "twin-lines",
          checked: Boolean(twins),
          onchange: (event) =>
            this.state.act({ kind: "layer", layer: "twinnings", on: event.target.checked }),
        }),
        element("span", { text: words.twin_lines }),
      ),
    );
  }

  filters() {
    const { words, act } = this.state;
    return element(
      "div",
      { class: "filters", role: "group", "aria-label": words.filters },
      ...this.data.facets.map(({ key, title, values, unknown, missing }) => {
        const chosen = values.filter((one) => one.chosen),
          set = (next, none) =>
            act({ kind: "set", query: { [key]: next, [`${key}__missing`]: none ? [1] : [] } });
        const picked = chosen.map((one) => one.value),
          shown = this.wide.has(key) ? values : values.filter((one, k) => k < FEW || one.chosen);
        const option = (name, text, count, on, change) =>
          element(
            "label",
            { class: count || on ? "option" : "option none" },
            element("input", {
              type: "checkbox",
              "data-key": name,
              checked: on,
              onchange: (event) => change(event.target.checked),
            }),
            element("span", { class: "title", text }),
            element("span", { class: "count", text: String(count) }),
          );
        return element(
          "details",
          {
            class: "facet",
            open: this.opened.has(key),
            ontoggle: (event) => {
              if (event.target.open) this.opened.add(key);
              else this.opened.delete(key);
            },
          },
          element(
            "summary",
            { "data-key": `facet.${key}` },
            element("span", { text: title }),
            element("span", {
              class: "count",
              text: picked.length || missing ? String(picked.length + Number(missing)) : "",
            }),
          ),
          ...shown.map((one) =>
            option(`${key}=${one.value}`, one.title, one.count, one.chosen, (on) =>
              set(on ? [...picked, one.value] : picked.filter((value) => value !== one.value), missing),
            ),
          ),
          values.length > FEW
            ? element("button", {
                type: "button",
                class: "small",
                "data-key": `wide.${key}`,
                text: this.wide.has(key)
                  ? words.less
                  : fill(words.more, { n: values.length - shown.length }),
                onclick: () => {
                  if (this.wide.has(key)) this.wide.delete(key);
                  else this.wide.add(key);
                  this.draw();
                },
              })
            : null,
          unknown || missing
            ? option(`${key}__missing`, words.not_stated, unknown, missing, (on) => set(picked, on))
            : null,
        );
      }),
    );
  }

  chips() {
    const { words, conditions, act } = this.state;
    if (!conditions.length) return null;
    return element(
      "ul",
      { class: "conditions", "aria-label": words.conditions },
      ...conditions.map(({ text, without }) =>
        element(
          "li",
          {},
          element(
            "button",
            {
              type: "button",
              "data-key": `without.${text}`,
              title: fill(words.remove, { text }),
              "aria-label": fill(words.remove, { text }),
              onclick: () => act({ kind: "set", query: without }),
            },
            element("span", { text }),
            element("span", { class: "x", "aria-hidden": "true", text: "×" }),
          ),
        ),
      ),
      element(
        "li",
        {},
        element("button", {
          type: "button",
          class: "small",
          "data-key": "clear",
          text: words.clear_all,
          onclick: () => act({ kind: "clear" }),
        }),
      ),
    );
  }

  tabs() {
    const { words } = this.state,
      { counts } = this.data;
    const number = {
      projects: counts.projects,
      partners: counts.partners,
      twinnings: counts.twinnings,
      practices: this.practices.length,
      exchanges: null,
    };
    return element(
      "nav",
      { class: "tabs", role: "tablist", "aria-label": words.tabs, onkeydown: tabbed },
      ...Object.entries(number).map(([name, count]) =>
        element(
          "button",
          {
            type: "button",
            role: "tab",
            "data-key": `tab.${name}`,
            tabindex: this.tab === name ? "0" : "-1",
            "aria-selected": String(this.tab === name),
            onclick: () => {
              this.tab = name;
              this.draw();
            },
          },
          element("span", { text: word(words, `tab_${name}`) }),
          count === null ? null : element("span", { class: "count", text: String(count) }),
        ),
      ),
    );
  }

  list() {
    const { words } = this.state;
    if (this.tab === "exchanges") return this.exchanges();
    const all = {
      projects: this.data.projects,
      partners: this.data.places.filter((one) => one.projects && (!this.several || one.themes > 1)),
      twinnings: this.data.twinnings,
      practices: this.practices,
    }[this.tab];
    const wanted = fold(this.typed).split(/\s+/).filter(Boolean);
    const text = (one) =>
      fold(
        [one.find, one.name, one.title, one.city, one.commune, one.country, one.text]
          .filter(Boolean)
          .join(" "),
      );
    const found = wanted.length
      ? all.filter((one) => {
          const whole = text(one);
          return wanted.every((word) => whole.includes(word));
        })
      : all;
    const search = element("input", {
      type: "search",
      class: "find",
      "data-key": "find",
      placeholder: word(words, `find_${this.tab}`),
      "aria-label": word(words, `find_${this.tab}`),
      value: this.typed,
      oninput: (event) => {
        this.typed = event.target.value;
        this.fill();
      },
    });
    this.fill = () => {
      const again = this.list();
      this.side.querySelector(".rows")?.replaceWith(again.querySelector(".rows"));
    };
    const most = this.wide.has(this.tab) ? found.length : 60;
    return element(
      "div",
      { role: "tabpanel" },
      search,
      this.tab === "partners" ? element("p", { class: "note", text: words.partners_about }) : null,
      this.tab === "partners"
        ? element(
            "label",
            { class: "option" },
            element("input", {
              type: "checkbox",
              "data-key": "several",
              checked: Boolean(this.several),
              onchange: (event) => {
                this.several = event.target.checked;
                this.draw();
              },
            }),
            element("span", { text: words.several_themes }),
            element("span", {
              class: "count",
              text: String(this.data.places.filter((one) => one.themes > 1).length),
            }),
          )
        : null,
      this.tab === "twinnings" ? element("p", { class: "note", text: words.twinnings_about }) : null,
      element(
        "ul",
        { class: "rows" },
        ...(found.length
          ? found.slice(0, most).map((one) => this.row(one))
          : [
              element("li", {
                class: "note",
                text: all.length ? words.no_row : word(words, `none_${this.tab}`),
              }),
            ]),
        found.length > most
          ? element(
              "li",
              {},
              element("button", {
                type: "button",
                class: "small",
                "data-key": "rows.more",
                text: fill(words.more, { n: found.length - most }),
                onclick: () => {
                  this.wide.add(this.tab);
                  this.draw();
                },
              }),
            )
          : null,
      ),
    );
  }

  row(one) {
    const { words, theme } = this.state,
      dot = (family) => {
        const color = this.data.families.find(({ id }) => id === family)?.color;
        return element("i", {
          class: "family",
          style: color ? `background:${color[theme === "dark" ? 1 : 0]}` : null,
          "aria-hidden": "true",
        });
      };
    const { sheets } = this;
    if (this.tab === "projects") {
      const step = sheets.step(one.name, "projects", one.id, [one.years, one.kind].join(" · "));
      step.prepend(dot(one.family));
      return element(
        "li",
        {},
        step,
        element("span", { class: "note", text: one.themes.join(", ") }),
        one.doubt.length ? element("span", { class: "doubt", text: one.doubt.join(" · ") }) : null,
      );
    }
    if (this.tab === "partners") {
      const note = [
        one.kind === "country" ? words.only_country : one.country,
        one.projects ? fill(words.n_projects, { n: one.projects }) : null,
        one.twinnings ? fill(words.n_twinnings, { n: one.twinnings }) : null,
        one.themes > 1 ? fill(words.n_themes, { n: one.themes }) : null,
      ]
        .filter(Boolean)
        .join(" · ");
      const step = sheets.step(one.name, "partner_cities", one.id, note);
      step.prepend(dot(one.family));
      return element("li", {}, step);
    }
    if (this.tab === "twinnings") {
      return element(
        "li",
        { class: "twin" },
        sheets.step(one.commune, "communes", one.insee),
        sheets.step(
          `${one.city}, ${one.country}`,
          "partner_cities",
          one.place,
          [one.year ? fill(words.since, { year: one.year }) : words.year_unknown, one.title].join(" · "),
        ),
        one.doubt.length ? element("span", { class: "doubt", text: one.doubt.join(" · ") }) : null,
      );
    }
    return element(
      "li",
      {},
      element("strong", { text: one.title }),
      element("p", { text: one.text }),
      sheets.step(one.name, "projects", one.id ? one.project : "", one.years),
      one.places.length
        ? element(
            "span",
            { class: "inline" },
            ...one.places.map(({ id, name }) => sheets.step(name, "partner_cities", id)),
          )
        : null,
      one.sites.length ? element("span", { class: "note", text: one.sites.join(", ") }) : null,
      element("span", {
        class: "note",
        text: [one.documents.map(({ title }) => title).join(" ; "), one.section]
          .filter(Boolean)
          .join(" · "),
      }),
    );
  }

  exchanges() {
    const { words } = this.state,
      { aims } = this,
      { sheets } = this;
    if (this.need && !this.pairs) this.match();
    return element(
      "div",
      { role: "tabpanel", class: "exchanges" },
      element("h2", { text: words.pairings }),
      element("p", { class: "note", text: words.pairings_about }),
      element(
        "select",
        {
          class: "need",
          "data-key": "need",
          "aria-label": words.need,
          onchange: (event) => {
            this.need = event.target.value;
            this.pairs = null;
            this.draw();
          },
        },
        element("option", { value: "", text: words.need }),
        ...this.data.themes.map(({ id, title }) =>
          element("option", { value: id, selected: id === this.need, text: title }),
        ),
      ),
      ...this.pairings(),
      element("h2", { text: aims.name }),
      element("p", { class: "note", text: [aims.years, aims.outputs].filter(Boolean).join(" · ") }),
      element(
        "ol",
        { class: "aims" },
        ...aims.aims.map(({ id, title, text }) =>
          element("li", {}, sheets.step(title, "exchange_aims", id, text)),
        ),
      ),
      sheets.join(aims),
    );
  }

  async match() {
    const need = this.need,
      pairs = await this.answer(() =>
        ask("network/pairings", `${this.asked}&need=${encodeURIComponent(need)}`),
      );
    if (need !== this.need) return;
    this.pairs = pairs;
    this.draw();
  }

  pairings() {
    const { words } = this.state,
      { sheets } = this;
    if (!this.need || !this.pairs) return [];
    if (!this.pairs.length) return [element("p", { class: "note empty", text: words.no_pairing })];
    const line = (one) =>
      element(
        "li",
        {},
        one.place
          ? sheets.step(one.partner, "partner_cities", one.place, [one.kind, one.where].join(", "))
          : element(
              "span",
              { class: "step still" },
              element("span", { text: one.partner }),
              element("span", { class: "note", text: [one.kind, one.where].join(", ") }),
            ),
        sheets.step(one.name, "projects", one.project, one.years),
        one.source ? element("span", { class: "note", text: one.source }) : null,
      );
    const named = this.pairs.filter((one) => one.named),
      countries = this.pairs.filter((one) => !one.named);
    return [
      named.length ? element("ul", { class: "rows" }, ...named.map(line)) : null,
      countries.length
        ? element(
            "div",
            {},
            element("h3", { text: words.countries_only }),
            element("p", { class: "note", text: words.countries_only_about }),
            element("ul", { class: "rows" }, ...countries.map(line)),
          )
        : null,
    ].filter(Boolean);
  }

  take() {
    const { words } = this.state,
      rows = ["projects", "partnerships", "municipal_partners", "twinnings", "partner_cities", "practices"]
        .map((id) => `layers=${id}`)
        .join("&");
    const link = this.asked
      .split("&")
      .filter((part) => part && !part.startsWith("layers="))
      .join("&");
    const file = (text, href) => element("a", { href, download: "", text });
    return element(
      "footer",
      { class: "take" },
      element("h2", { text: words.take }),
      file("GraphML", `/atlas/network/file.graphml?${link}`),
      file("JSON-LD", `/atlas/network/file.jsonld?${link}`),
      ...["csv", "geojson", "gpkg"].map((format) =>
        file(format.toUpperCase(), `/atlas/export?${link}&${rows}&format=${format}`),
      ),
    );
  }
}

export const mount = (root) => new Network(root);
