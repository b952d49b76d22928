/* Where, and near what: territories, what the map shows, and distances between layers. */

import { choosing } from "../shell/choices.js";
import { element } from "../shell/dom.js";
import { late } from "../shell/late.js";
import { map } from "../shell/layout.js";
import { ask } from "../shell/server.js";
import { areaRule } from "./area_rule.js";

/** @import { ExploreState, TerritoryLevel } from "./answers" */

export class Where {
  /** @type {ExploreState} */
  state = late;
  /** @type {ExploreState["words"]} */
  words = late;
  /** @type {TerritoryLevel[]} */
  levels = [];
  /** @type {string} */
  lang = late;

  /** @type {typeof import("./held_conditions.js") | null} */
  holding = null;

  /** @param {() => void} changed */
  constructor(changed) {
    /**
     * What the reader has opened or closed.
     *
     * @type {Map<string, boolean>}
     */
    this.open = new Map();
    /** @type {{ layer?: string, other?: string, metres: string }} */
    this.near = { metres: "500" };
    this.changed = changed;
  }

  /** @param {string} lang */
  async load(lang) {
    this.levels = await ask("territories", `lang=${lang}`);
    this.lang = lang;
  }

  /** @param {ExploreState} state */
  draw(state) {
    this.state = state;
    this.words = state.words;
    const { holding, words } = this,
      near = holding?.distances(state, this.titles()) ?? [],
      places = holding?.places(state, this.levels) ?? [],
      nearest = holding?.nearest(state, this.titles()) ?? [];
    return [
      this.section("where", words.where, places.join(", "), false, [
        ...(holding?.chips(state, this.held("territory", "select"), places) ?? []),
        ...this.places(),
      ]),
      this.section("near", words.near, holding?.distancesText(state) ?? "", near.length > 0, [
        ...near,
        ...(holding?.chips(state, this.held("nearest"), nearest) ?? []),
        ...this.distances(),
      ]),
    ];
  }

  /**
   * What shows and changes the conditions that hold, loaded with the first of them.
   *
   * @param {ExploreState} state
   */
  async hold({ conditions }) {
    if (conditions.length) this.holding ??= await import("./held_conditions.js").catch(() => null);
  }

  /**
   * The conditions that hold on some keys of the link.
   *
   * @param {...string} keys
   */
  held(...keys) {
    return this.state.conditions.filter(({ without }) => keys.some((key) => key in without));
  }

  /**
   * What holds stands beside the title; `asked` opens it where the reader has not chosen.
   *
   * @param {string} id
   * @param {string} title
   * @param {string} holds
   * @param {boolean} asked
   * @param {Element[]} children
   */
  section(id, title, holds, asked, children) {
    const open = this.open.get(id) ?? asked;
    return element(
      "details",
      {
        class: "ask",
        open,
        ontoggle: (event) => {
          if (event.target.open !== open) this.open.set(id, event.target.open);
        },
      },
      element(
        "summary",
        { "data-key": `ask.${id}` },
        element("span", { text: title }),
        holds ? element("small", { class: "holds", text: holds }) : null,
      ),
      ...children,
    );
  }

  places() {
    const { words } = this,
      territories = this.query("territory");
    /** @param {string} id */
    const choose = (id) => {
      if (id && !territories.includes(id))
        this.state.act({ kind: "set", query: { territory: [...territories, id], at: [] } });
    };
    /**
     * @param {string} text
     * @param {string} key
     * @param {Element[]} groups
     */
    const pick = (text, key, groups) =>
      element(
        "label",
        { class: "line" },
        element("span", { text }),
        element(
          "select",
          { "data-key": key, ...choosing(choose) },
          element("option", { value: "", text: words.choose }),
          ...groups,
        ),
      );
    /** @param {TerritoryLevel} level */
    const options = (level) =>
      level.items.map((item) => element("option", { value: item.id, text: item.name }));
    const communes = this.levels.find((level) => level.level === "commune"),
      others = this.levels.filter((level) => level !== communes);
    return [
      pick(
        words.territory,
        "territory",
        others.map((level) => element("optgroup", { label: level.title }, ...options(level))),
      ),
      pick(words.add_commune, "commune", communes ? options(communes) : []),
      element(
        "p",
        { class: "line" },
        element("button", {
          type: "button",
          class: "small",
          "data-key": "in_sight",
          text: words.in_sight,
          onclick: () => this.state.act({ kind: "set", query: { select: [map()?.sight_shape() ?? ""] } }),
        }),
        element("span", { text: ` ${words.or_draw}` }),
      ),
      areaRule(this.state),
    ];
  }

  distances() {
    const { words, near } = this,
      { layers, act } = this.state;
    const titles = this.titles(),
      shown = titles.filter(([id]) => layers[id]?.[0]);
    if (!shown.some(([id]) => id === near.layer)) near.layer = shown[0]?.[0];
    if (!titles.some(([id]) => id === near.other))
      near.other = titles.find(([id]) => id !== near.layer)?.[0];
    /**
     * @param {string} text
     * @param {"layer" | "other"} key
     * @param {[id: string, title: string][]} rows
     */
    const select = (text, key, rows) =>
      element(
        "label",
        { class: "line" },
        element("span", { text }),
        element(
          "select",
          {
            "data-key": `near.${key}`,
            onchange: (event) => {
              near[key] = event.target.value;
            },
          },
          ...rows.map(([id, title]) =>
            element("option", { value: id, selected: near[key] === id, text: title }),
          ),
        ),
      );
    /**
     * @param {string} key
     * @param {string} value
     */
    const add = (key, value) =>
      act({ kind: "set", query: { [key]: [...new Set([...this.query(key), value])] } });
    return [
      select(words.near_layer, "layer", shown),
      element(
        "label",
        { class: "line", title: words.near_zero },
        element("span", { text: words.near_metres }),
        element("input", {
          type: "number",
          min: "0",
          step: "any",
          value: near.metres,
          "data-key": "near.metres",
          oninput: (event) => {
            near.metres = event.target.value;
          },
        }),
      ),
      select(words.near_other, "other", titles),
      element(
        "p",
        { class: "line buttons" },
        element("button", {
          type: "button",
          class: "do",
          "data-key": "near.add",
          text: words.add,
          onclick: () => {
            if (near.layer && near.metres !== "") add("near", `${near.layer}:${near.other}:${near.metres}`);
          },
        }),
        element("button", {
          type: "button",
          class: "small",
          "data-key": "near.nearest",
          text: words.add_distance,
          onclick: () => {
            if (near.layer) add("nearest", `${near.layer}:${near.other}`);
          },
        }),
      ),
    ];
  }

  /** @param {string} key */
  query(key) {
    return new URLSearchParams(this.state.link).getAll(key);
  }

  /** @returns {[id: string, title: string][]} */
  titles() {
    return this.state.themes.flatMap((theme) =>
      theme.layers.filter((layer) => layer.swatch).map((layer) => [layer.id, layer.title]),
    );
  }
}
