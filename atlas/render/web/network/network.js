/* Network: who works with whom, on what, since when: the map, years below it, lists and sheets beside it. */
import { element } from "../shell/dom.js";
import { late } from "../shell/late.js";
import { mapFrame, narrow, place } from "../shell/layout.js";
import { ALERT } from "../shell/patterns/live_region.js";
import { rerender } from "../shell/rerender.js";
import { messageOf, rowQuery } from "../shell/server.js";
import { aimSheet } from "./aim_sheet.js";
import { exchanges } from "./exchanges.js";
import { NetworkFilters } from "./filters.js";
import { NetworkLists } from "./lists.js";
import { NetworkMap } from "./network_map.js";
import { colorKey, conditionList, countLine, files, viewButtons } from "./panel.js";
import { communeSheet, placeSheet } from "./place_sheet.js";
import { projectSheet } from "./project_sheet.js";
import { cardOf, fetchNetwork, fetchPairings, fetchSheet, lit, twinsOf } from "./requests.js";
import { SheetParts } from "./sheets.js";
import { tabList } from "./tabs.js";
import { NetworkTime, yearsHeight } from "./timeline.js";
import { readYears, yearsQuery } from "./years.js";

/**
 * @import { Light, NetworkAnswer, NetworkState, Pairing, Practice, Programme } from "./answers"
 * @import { Sheet, Tab, Years } from "./answers"
 */

const PANEL = 420;
/* Milliseconds after which the map page is looked for again. */
const AGAIN = 120;
class Network {
  /** @type {NetworkState} */
  state = late;
  /** @type {NetworkAnswer | null} */
  data = null;
  /** @type {Programme} */
  programme = late;
  /** @type {Practice[]} */
  practices = [];
  /** @type {Pairing[] | null} */
  pairs = null;
  need = "";
  /** @type {Tab} */
  tab = "projects";
  query = "";
  /** @type {string | null} */
  lang = null;
  /** @type {string | null | undefined} */
  card = undefined;
  /** @type {Sheet | null} */
  sheet = null;
  /**
   * What stays lit while a sheet is open.
   *
   * @type {Light}
   */
  resting = null;
  /** @type {string | null} */
  problem = null;
  folded = false;
  /** The map has been looked at once. */
  looked = false;
  /** @type {string | null | undefined} */
  seen = undefined;
  twins = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined;

  /** @param {HTMLElement} root */
  constructor(root) {
    const open = (/** @type {string} */ layer, /** @type {string} */ id) => this.open(layer, id);
    this.map = new NetworkMap(open);
    this.time = new NetworkTime({
      brush: (years) => this.brush(years),
      pick: (id) => this.open("projects", id),
      over: (id) => this.map.light(id ? { arc: (arc) => arc.projects.includes(id) } : this.resting),
      fold: () => {
        this.folded = !this.folded;
        this.lay();
      },
    });
    this.parts = new SheetParts({
      open,
      need: (theme) => this.pair(theme),
      hover: (light) => this.map.light(light ?? this.resting),
      back: () => this.close(),
    });
    this.filters = new NetworkFilters(() => this.draw());
    this.lists = new NetworkLists(this.parts, () => this.draw());
    this.side = element("div");
    root.append(this.side, this.time.node);
    this.resized = () => this.lay();
    window.addEventListener("resize", this.resized);
    this.aimed = new URLSearchParams(location.search).has("at");
    /* Another language is another map page. */
    this.loaded = () => this.paint();
    mapFrame().addEventListener("load", this.loaded);
  }

  remove() {
    window.removeEventListener("resize", this.resized);
    this.lists.remove();
    mapFrame().removeEventListener("load", this.loaded);
    clearTimeout(this.waiting);
    this.map.leave();
  }

  /** @param {NetworkState} state */
  async update(state) {
    this.state = state;
    this.lay();
    const query = rowQuery(state.link).toString(),
      card = new URLSearchParams(state.link).get("card");
    if (query !== this.query || !this.data) {
      const answers = await this.answer(() => fetchNetwork(query));
      if (state !== this.state || !answers) return;
      Object.assign(this, answers, { query, pairs: null });
    }
    if (card !== this.card || state.lang !== this.lang) await this.load(card);
    this.lang = state.lang;
    if (state !== this.state) return;
    this.draw();
    this.paint();
  }

  /**
   * A question that fails is said in the panel; what was there stays.
   *
   * @template T
   * @param {() => Promise<T>} question
   */
  async answer(question) {
    try {
      this.problem = null;
      return await question();
    } catch (problem) {
      this.problem = messageOf(problem);
      this.draw();
      return null;
    }
  }

  /** @param {string | null} card */
  async load(card) {
    this.card = card;
    this.sheet = null;
    this.resting = null;
    if (!card) return;
    if (card.startsWith("practices:")) this.tab = "practices";
    const sheet = await this.answer(() => fetchSheet(card, this.programme, this.state.lang));
    if (this.card !== card || !sheet) return;
    this.sheet = sheet;
    this.resting = lit(sheet);
  }

  /**
   * Opens a sheet: of a row of the map, that of the place or project it leads to.
   *
   * @param {string} layer
   * @param {string} id
   */
  open(layer, id) {
    if (layer === "practices") {
      this.tab = "practices";
      this.close();
      return;
    }
    const card = cardOf(layer, id, this.data?.ties[id]);
    this.state.act({ kind: "set", query: { card: [card] } });
  }

  close() {
    if (this.card) this.state.act({ kind: "set", query: { card: [] } });
    else this.draw();
  }

  /** @param {string} theme */
  pair(theme) {
    this.need = theme;
    this.pairs = null;
    this.tab = "exchanges";
    this.close();
    this.draw();
  }

  /** @param {Years} years */
  brush(years) {
    this.state.act({ kind: "set", query: yearsQuery(years) });
  }

  paint() {
    const { data, map, sheet } = this;
    if (!data) return;
    if (!map.attach()) {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.paint(), AGAIN);
      return;
    }
    const themes = data.facets[0]?.values.filter(({ chosen }) => chosen) ?? [];
    map.show(data, { ink: themes.length === 1 });
    map.light(this.resting);
    /* The first look, once the panel and the years have taken their place; afterwards the reader moves the
       map. */
    const first = !this.looked && !this.aimed,
      kind = sheet?.kind;
    if (first && data.bounds) map.fit(data.bounds, { still: true });
    if (this.seen !== this.card)
      map.visit(kind === "project" || kind === "commune" || (first && kind === "place"), sheet, {
        ...{ still: !first, at: new URLSearchParams(this.state.link).get("at") },
      });
    this.looked = true;
    this.seen = this.card;
    const ids = twinsOf(sheet).map(({ id }) => id);
    if (ids.join() !== this.twins) {
      this.twins = ids.join();
      map.twin(ids);
    }
    map.choose(sheet?.kind === "place" ? sheet.id : null);
  }

  lay() {
    const left = narrow() ? 0 : PANEL,
      below = yearsHeight(this.folded);
    place({ left, below });
    this.time.lay({ left, below, folded: this.folded });
    if (this.data) this.showTime(this.data);
  }

  /** @param {NetworkAnswer} data */
  showTime(data) {
    const { lang, link, words } = this.state;
    this.time.show(data, { words, lang, folded: this.folded, ...readYears(link) });
  }

  draw() {
    const { act, lang, words } = this.state;
    Object.assign(this.parts, { act, lang, words });
    if (this.data) this.showTime(this.data);
    const panel = { class: "panel network", id: "panel", "aria-label": words.panel };
    rerender(this.side, ".panel", () => [element("aside", panel, ...this.panel())]);
  }

  panel() {
    const { data, problem, sheet, state } = this;
    const said = [...state.messages, ...(problem ? [problem] : [])].map((text) =>
      element("p", { class: "message", ...ALERT, text }),
    );
    if (!data) return said;
    if (sheet) return [...said, element("article", { class: "network-sheet" }, ...this.written(sheet))];
    return [
      ...said,
      element("p", { class: "intro", text: state.words.intro }),
      countLine(state, data),
      colorKey(data),
      viewButtons(state, data, (bounds) => this.map.fit(bounds)),
      this.filters.draw(state, data.facets),
      conditionList(state),
      tabList(state, { ...data.counts, practices: this.practices.length }, this.tab, (tab) => {
        this.tab = tab;
        this.draw();
      }),
      this.list(data),
      files(state, this.query),
    ];
  }

  /** @param {Sheet} sheet */
  written(sheet) {
    const { parts } = this;
    if (sheet.kind === "aim") return aimSheet(parts, sheet.data, this.programme);
    if (sheet.kind === "project") return projectSheet(parts, sheet.data);
    return sheet.kind === "place" ? placeSheet(parts, sheet.data) : communeSheet(parts, sheet.data);
  }

  /** @param {NetworkAnswer} data */
  list(data) {
    const { lists, need, pairs, parts, practices, programme, state, tab } = this;
    if (tab !== "exchanges") {
      Object.assign(lists, { state, data, practices });
      return lists.draw(tab);
    }
    if (need && !pairs) this.match();
    return exchanges(state, parts, { programme, themes: data.themes, need, pairs }, (next) => {
      this.need = next;
      this.pairs = null;
      this.draw();
    });
  }

  async match() {
    const { need } = this,
      pairs = await this.answer(() => fetchPairings(this.query, need));
    if (need !== this.need) return;
    this.pairs = pairs ?? [];
    this.draw();
  }
}

/** @param {HTMLElement} root */
export const mount = (root) => new Network(root);
