// @ts-nocheck
/* The comparison: what is compared at the left, and beside it the same numbers in nine ways. Every number
   comes from the routes below /atlas/compare, computed from the link alone. */

import { choosing, tabbed } from "../shell/choices.js";
import { element } from "../shell/dom.js";
import { place } from "../shell/layout.js";
import { ask, asked, messageOf } from "../shell/server.js";
import { fill, word } from "../shell/words.js";
import { clock } from "./closure_timeline.js";
import { maps } from "./maps.js";
import { plots, scatter } from "./plots.js";
import { Evidence } from "./provenance.js";
import { perimeters, ranks } from "./ranks.js";
import { register, twins } from "./similar.js";
import { table } from "./table.js";

/* Each way: what it draws, given the page and an element of its own. */
const WAYS = { table, plots, maps, scatter, clock, ranks, perimeters, twins, register };
const GROUPS = ["intercommunality", "basin"];

/* The part of a link that decides the numbers: not how they are shown. */
const figures = (link) => {
  const query = asked(link);
  for (const key of ["way", "detail"]) query.delete(key);
  return query.toString();
};

class Compare {
  constructor(root) {
    this.root = root;
    this.node = element("div", { class: "compare" });
    this.aside = element("aside", { class: "choices" });
    this.tabs = element("div", { class: "ways", role: "tablist", onkeydown: tabbed });
    this.stage = element("section", { class: "way", role: "tabpanel", tabindex: "0" });
    this.node.append(this.aside, element("div", { class: "told" }, this.tabs, this.stage));
    root.append(this.node);
    this.evidence = new Evidence(this);
  }

  remove() {
    this.evidence.close();
  }

  async update(state) {
    place({ hidden: true });
    const link = new URLSearchParams(state.link),
      before = this.figures;
    this.state = state;
    this.words = state.words;
    this.link = state.link;
    this.way = link.get("way") || "table";
    this.detail = new Map(link.getAll("detail").map((pair) => pair.split(/:(.*)/s)));
    this.figures = figures(state.link);
    if (this.lang !== state.lang) {
      this.lang = state.lang;
      this.number = new Intl.NumberFormat(state.lang, { maximumFractionDigits: 2 });
      this.choices = ask("compare/choices", `lang=${state.lang}`);
    }
    this.asked = {
      compare: link.getAll("compare"),
      ref: link.get("ref"),
      ind: link.getAll("ind"),
      perimeter: link.get("perimeter") || "mbm",
      norm: link.get("norm") || "area",
      version: link.getAll("version"),
      select: link.get("select"),
    };
    if (before === this.figures && this.data) {
      this.draw();
      return;
    }
    this.serial = (this.serial || 0) + 1;
    const { serial } = this;
    this.node.setAttribute("aria-busy", "true");
    try {
      const [choices, data] = await Promise.all([this.choices, this.ask("compare")]);
      if (serial !== this.serial) return;
      Object.assign(this, { data, offered: choices });
      this.data.territories.forEach((territory, position) => {
        territory.letter =
          this.data.territories.length > 26 ? String(position + 1) : String.fromCharCode(65 + position);
      });
      this.draw();
    } catch (problem) {
      if (serial === this.serial)
        this.stage.replaceChildren(element("p", { class: "problem", text: messageOf(problem) }));
    } finally {
      if (serial === this.serial) this.node.removeAttribute("aria-busy");
    }
  }

  /* Asks a route with the link's own query. */
  ask(path, more = {}) {
    const query = new URLSearchParams(this.link);
    query.set("lang", this.lang);
    for (const [key, values] of Object.entries(more))
      for (const value of [values].flat()) query.append(key, value);
    return ask(path, query.toString());
  }

  /* What had the focus has it again; a list that is full gives it to what was chosen last. */
  refocus(key) {
    const found = this.root.querySelector(`[data-key="${CSS.escape(key)}"]`);
    (found?.disabled ? [...this.aside.querySelectorAll(".chips button:enabled")].at(-1) : found)?.focus({
      preventScroll: true,
    });
  }

  /* Changes the link: an empty list puts a key back to its default. */
  set(query) {
    this.state.act({ kind: "set", query });
  }

  /* What is chosen within a way, as the link has it. */
  chosen(name, usual = null) {
    return this.detail.get(name) ?? usual;
  }

  /* Chooses within a way: null is the usual. */
  choose(changes) {
    for (const [name, value] of Object.entries(changes))
      if (value === null) this.detail.delete(name);
      else this.detail.set(name, String(value));
    this.set({ detail: [...this.detail].map((pair) => pair.join(":")) });
  }

  draw() {
    const shadow = this.root.getRootNode(),
      key = shadow.activeElement?.dataset?.key,
      scroll = this.aside.scrollTop;
    this.tabs.replaceChildren(
      ...Object.keys(WAYS).map((way) =>
        element("button", {
          type: "button",
          role: "tab",
          "data-key": `way.${way}`,
          tabindex: way === this.way ? "0" : "-1",
          "aria-selected": String(way === this.way),
          text: word(this.words, `way_${way}`),
          onclick: () => this.set({ way: way === "table" ? [] : [way] }),
        }),
      ),
    );
    this.aside.replaceChildren(...this.panel());
    this.aside.scrollTop = scroll;
    this.show();
    if (key) this.refocus(key);
  }

  async show() {
    this.shown = (this.shown || 0) + 1;
    const way = this.way,
      serial = this.shown,
      node = element("div", { class: `in-${way}` });
    const waiting = setTimeout(() => {
      if (serial === this.shown)
        this.stage.replaceChildren(element("p", { class: "wait", text: this.words.wait }));
    }, 250);
    try {
      await WAYS[way](this, node);
    } catch (problem) {
      node.replaceChildren(element("p", { class: "problem", text: messageOf(problem) }));
    }
    clearTimeout(waiting);
    if (serial !== this.shown) return;
    const { activeElement } = this.root.getRootNode(),
      key = this.stage.contains(activeElement) && activeElement.dataset.key;
    this.stage.replaceChildren(...this.head(), node);
    if (key) this.stage.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }

  /* What every way says of itself: within what, how told, against what. */
  head() {
    const { words, data } = this,
      fact = (title, text) => element("span", {}, element("b", { text: title }), ` ${text}`);
    const messages = this.state.messages.length
      ? [element("p", { class: "problem", text: this.state.messages.join(" ") })]
      : [];
    return [
      ...messages,
      element(
        "p",
        { class: "facts" },
        fact(words.perimeter, data.perimeter.title),
        fact(words.norm, data.norm.title),
        fact(words.reference, data.reference.name),
        ...data.versions.map((text) => fact(words.version, text)),
      ),
    ];
  }

  panel() {
    const { words, asked, offered, data } = this,
      own = asked.compare;
    const names = new Map(
      offered.territories.flatMap((level) => level.items.map((item) => [item.id, item.name])),
    );
    const shown = own.length ? own : data.territories.map((territory) => territory.id);
    const title = (one) =>
      GROUPS.includes(one)
        ? word(words, `all_${one}`)
        : names.get(one) || data.territories.find((territory) => territory.id === one)?.name || one;
    const chips = shown.map((one) =>
      element(
        "li",
        {},
        element("span", {
          class: "letter",
          "aria-hidden": "true",
          text: data.territories.find((territory) => territory.id === one)?.letter || "",
        }),
        element("span", { text: title(one) }),
        element("button", {
          type: "button",
          class: "x",
          "data-key": `drop.${one}`,
          "aria-label": fill(words.drop, { name: title(one) }),
          text: "×",
          disabled: shown.length < 2,
          onclick: () => this.set({ compare: shown.filter((other) => other !== one) }),
        }),
      ),
    );
    const full = shown.filter((one) => !GROUPS.includes(one)).length >= offered.most;
    return [
      element("h2", { text: words.territories }),
      element("ul", { class: "chips" }, ...chips),
      element(
        "label",
        { class: "field" },
        element("span", { text: full ? fill(words.full, { n: offered.most }) : words.add }),
        this.chooser("add", full, (one) => this.set({ compare: [...shown, one] }), shown),
      ),
      element(
        "p",
        { class: "presets" },
        ...GROUPS.map((group) =>
          element("button", {
            type: "button",
            class: "small",
            "data-key": `all.${group}`,
            text: word(words, `all_${group}`),
            onclick: () => this.set({ compare: [group] }),
          }),
        ),
        own.length
          ? element("button", {
              type: "button",
              class: "small",
              "data-key": "usual",
              text: words.usual,
              onclick: () => this.set({ compare: [], ref: [], ind: [] }),
            })
          : null,
        asked.select && !shown.includes("drawn")
          ? element("button", {
              type: "button",
              class: "small",
              "data-key": "drawn",
              text: words.add_drawn,
              onclick: () => this.set({ compare: [...shown, "drawn"] }),
            })
          : null,
      ),
      this.select("ref", words.reference, data.reference.id, [
        ...offered.references.map((one) => [one.id, one.title]),
        ...data.territories.map((one) => [one.id, one.name]),
        ...(names.has(data.reference.id) && !data.territories.some((one) => one.id === data.reference.id)
          ? [[data.reference.id, names.get(data.reference.id)]]
          : []),
      ]),
      this.select(
        "perimeter",
        words.perimeter,
        asked.perimeter,
        offered.perimeters
          .filter((one) => one.id !== "drawn" || asked.select)
          .map((one) => [one.id, one.title]),
        "mbm",
      ),
      this.select(
        "norm",
        words.norm,
        asked.norm,
        offered.norms.map((one) => [one.id, one.title]),
        "area",
      ),
      element("h2", { text: words.indicators }),
      ...this.measures(),
      element("h2", { text: words.take }),
      element(
        "p",
        { class: "files" },
        ...["csv", "xlsx", "pdf", "png"].map((kind) =>
          element("a", {
            class: "file",
            "data-key": `file.${kind}`,
            href: this.file(kind),
            download: "",
            text: kind.toUpperCase(),
          }),
        ),
      ),
    ];
  }

  file(kind) {
    const query = new URLSearchParams(this.link);
    query.set("url", location.origin + location.pathname);
    return `/atlas/compare/file.${kind}?${query}`;
  }

  select(key, title, value, options, usual) {
    return element(
      "label",
      { class: "field" },
      element("span", { text: title }),
      element(
        "select",
        {
          "data-key": key,
          onchange: (event) =>
            this.set({ [key]: event.target.value === usual ? [] : [event.target.value] }),
        },
        ...options.map(([id, text]) => element("option", { value: id, selected: id === value, text })),
      ),
    );
  }

  /* Every territory of every level, but those in `without`. */
  chooser(key, disabled, choose, without = [], value = "") {
    return element(
      "select",
      { "data-key": key, disabled, ...choosing(choose) },
      element("option", { value: "", text: this.words.choose }),
      ...this.offered.territories.map((level) =>
        element(
          "optgroup",
          { label: level.title },
          ...level.items
            .filter((item) => !without.includes(item.id))
            .map((item) =>
              element("option", { value: item.id, selected: item.id === value, text: item.name }),
            ),
        ),
      ),
    );
  }

  /* The measures by theme; the parts of an indicator lie folded below it. */
  measures() {
    const shown = this.data.lines.map((line) => line.id),
      weights = new Map(this.data.lines.map((line) => [line.id, line.weight]));
    const said = (ids) => ids.map((id) => ((weights.get(id) ?? 1) === 1 ? id : `${id}:${weights.get(id)}`));
    const flip = (id) =>
      this.set({ ind: said(shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id]) });
    const line = (measure) =>
      element(
        "label",
        { class: "option" },
        element("input", {
          type: "checkbox",
          "data-key": `ind.${measure.id}`,
          checked: shown.includes(measure.id),
          disabled: shown.length === 1 && shown[0] === measure.id,
          onchange: () => flip(measure.id),
        }),
        element("span", { text: measure.title }),
      );
    this.unfolded ||= new Set();
    const themes = new Map();
    for (const indicator of this.offered.indicators)
      themes.set(indicator.theme, [...(themes.get(indicator.theme) || []), indicator]);
    return [...themes].map(([theme, indicators]) => {
      const measures = indicators.flatMap((indicator) => indicator.measures),
        count = measures.filter((measure) => shown.includes(measure.id)).length;
      return element(
        "details",
        {
          class: "theme",
          open: this.unfolded.has(theme),
          ontoggle: (event) => this.unfolded[event.target.open ? "add" : "delete"](theme),
        },
        element(
          "summary",
          { "data-key": `theme.${theme}` },
          element("span", { class: "title", text: word(this.words, `theme_${theme}`) }),
          element("span", { class: "count", text: count || "" }),
        ),
        ...indicators.map((indicator) =>
          element(
            "div",
            { class: "indicator", title: indicator.definition },
            ...indicator.measures.map(line),
          ),
        ),
      );
    });
  }
}

export const mount = (root) => new Compare(root);
