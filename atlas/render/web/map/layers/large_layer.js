/* A large layer: the page holds a picture of what is in sight of it and asks the server for the next one.
   The old picture stays until the new one is there. What is pointed at comes as a layer of one row, which
   everything else takes as usual. */
import { request } from "../../shell/server.js";
import { HeldWindows } from "./held_windows.js";
import { Layer } from "./layer.js";
import { refine, shareOf } from "./refining.js";
import { ViewportPicture } from "./viewport_picture.js";

/**
 * @import { LayerSheet, LayerState, SceneState } from "../../messages"
 * @import { Occupied } from "../canvas/occupied.js"
 * @import { MapPage } from "../map_page.js"
 * @import { Found, Look, Named, Place } from "../rows"
 * @import { Sheet } from "../canvas/sheet.js"
 */

/**
 * @typedef {{ box: [west: number, north: number, east: number, south: number], zoom: number }} Window
 * @typedef {"left" | "top" | "width" | "height" | "first" | "last" | "size" | "scale" | "zoom"} Side
 * @typedef {Pick<Sheet, Side>} Frame
 * @typedef {{ wanted: string, abort: AbortController, done: Promise<void> }} Pending
 */

export class LargeLayer {
  /** Its rows are at the server. */
  large = /** @type {true} */ (true);
  /** @type {Map<string, ViewportPicture>} */
  kept = new Map();
  /** @type {ViewportPicture[]} */
  shown = [];
  /** @type {Pending | null} */
  pending = null;

  /**
   * @param {MapPage} page
   * @param {string} id
   * @param {{large: number, sheet: LayerSheet}} head
   */
  constructor(page, id, head) {
    this.page = page;
    this.id = id;
    this.rows = head.large;
    this.own = head.sheet;
    this.sheet = head.sheet;
    this.query = "";
    this.fade = 1;
    /* It has no rows of its own to go through. */
    this.length = 0;
    /** @type {string[]} */
    this.ids = [];
    /** @type {(string | null)[]} */
    this.names = [];
    this.held = new HeldWindows(this);
  }

  /**
   * @param {LayerState} own
   * @param {SceneState} state
   */
  take({ query, opacity }, { classes }) {
    this.fade = opacity ?? 1;
    const other = classes?.[this.id];
    this.sheet = other ? { ...this.own, field: other.field, symbols: other.symbols } : this.own;
    this.query = query ?? "";
    this.held.begin();
  }

  /**
   * Draws what is there; what is missing is asked for, and the page is repainted with it.
   *
   * @param {Sheet} sheet
   * @param {Look} look
   * @param {Occupied | null} occupied
   */
  paint(sheet, look, occupied) {
    const windows = this.windows(sheet),
      pictures = windows.flatMap((window) => this.kept.get(this.key(window)) ?? []);
    if (pictures.length === windows.length) {
      this.shown = pictures;
      this.stop();
      this.held.rest(windows);
    } else if (!this.page.flying) this.load(windows);
    for (const picture of this.shown) {
      sheet.g.globalAlpha = this.fade;
      for (let copy = sheet.first; copy <= sheet.last; copy++) picture.draw(sheet, copy, look, this.sheet);
      sheet.g.globalAlpha = 1;
      picture.occupy(sheet, occupied, look);
    }
  }

  /**
   * The parts of the world in sight: one, or two where its edge is in sight; each once, however often it is
   * drawn.
   *
   * @param {Frame} sheet
   * @returns {Window[]}
   */
  windows({ left, top, width, height, first, last, size, scale, zoom }) {
    /** @type {Map<string, Window>} */
    const found = new Map(),
      north = Math.round(top / scale),
      south = Math.round((top + height) / scale);
    for (let copy = first; copy <= last; copy++) {
      const west = Math.round(Math.max(0, left - copy * size) / scale),
        east = Math.round(Math.min(size, left + width - copy * size) / scale);
      if (east > west)
        found.set(`${west},${north},${east},${south}`, { box: [west, north, east, south], zoom });
    }
    return [...found.values()];
  }

  /** @param {Window} window */
  key({ box, zoom }) {
    return `${zoom} ${box} ${this.query}`;
  }

  /**
   * @param {string} what
   * @param {string} parameters
   */
  address(what, parameters) {
    return `view/${this.id}${what}?${parameters}&lang=${this.page.lang}${this.query ? `&${this.query}` : ""}`;
  }

  /** @param {Window[]} windows */
  load(windows) {
    const wanted = windows.map((window) => this.key(window)).join();
    if (this.pending?.wanted === wanted) return;
    this.stop();
    const abort = new AbortController(),
      loading = Promise.all(windows.map((window) => this.fetch(window, abort.signal)));
    /** Whether these are still the windows asked for. */
    const current = () => {
      const still = this.pending?.abort === abort;
      if (still) this.pending = null;
      return still;
    };
    const done = loading
      .then(() => {
        if (current()) this.page.repaint();
      })
      .catch((problem) => {
        if (!current()) return;
        this.page.say(this.page.words.load_failed);
        throw problem;
      });
    this.pending = { wanted, abort, done };
  }

  stop() {
    this.pending?.abort.abort();
    this.pending = null;
  }

  /**
   * @param {Window} window
   * @param {AbortSignal} signal
   */
  async fetch(window, signal) {
    const key = this.key(window);
    if (this.kept.has(key)) return;
    const picture = await this.held.picture(window, signal);
    if (picture) {
      this.keep(key, picture);
      return;
    }
    const response = await request(this.address("", `z=${window.zoom}&bbox=${window.box}`), {
        home: this.page.home,
        signal,
      }),
      share = shareOf(response);
    this.keep(key, new ViewportPicture(await response.arrayBuffer()));
    if (share !== null) refine(this, share);
  }

  /**
   * The last few pictures: the way back asks nothing.
   *
   * @param {string} key
   * @param {ViewportPicture} picture
   */
  keep(key, picture) {
    this.kept.set(key, picture);
    for (const [old, one] of this.kept) {
      if (this.kept.size <= 6) break;
      if (!this.shown.includes(one)) this.kept.delete(old);
    }
  }

  /**
   * As a layer of few rows: what lies at a place, what comes next in a direction, what has an id.
   *
   * @param {Place} place
   */
  async hits([x, y]) {
    return (
      (await this.one(this.address("/hit", `z=${this.page.map.getZoom()}&xy=${x},${y}`)))?.layer ?? null
    );
  }

  /**
   * @param {Place} place
   * @param {number} turn
   * @param {string | null} but
   */
  next([x, y], turn, but) {
    return this.one(
      this.address("/next", `xy=${x},${y}&turn=${turn}${but ? `&row=${encodeURIComponent(but)}` : ""}`),
    );
  }

  /** @param {string} id */
  row(id) {
    return this.one(this.address("/row", `z=${this.page.map.getZoom()}&row=${encodeURIComponent(id)}`));
  }

  /**
   * @param {string} address
   * @returns {Promise<Found | null>}
   */
  async one(address) {
    const response = await this.page.source.get(address);
    return response.status === 200
      ? { layer: new Layer(this.id, await response.arrayBuffer()), i: 0 }
      : null;
  }

  /**
   * @param {Window} window
   * @returns {Promise<{ count?: number, rows?: [id: string, name: string | null][] }>}
   */
  async listed({ box, zoom }) {
    const address = this.address("/list", `z=${zoom}&bbox=${box}`);
    return (await this.page.source.get(address)).json();
  }

  /**
   * How many rows are in sight, and the largest of them.
   *
   * @param {Sheet} sheet
   * @param {number} margin
   * @returns {Promise<{ count: number, rows: [id: string, name: string | null][] }>}
   */
  async list(sheet, margin) {
    const { first, last, size, scale, zoom } = sheet;
    const windows = this.windows({
      ...{ first, last, size, scale, zoom },
      left: sheet.left + margin,
      top: sheet.top + margin,
      width: sheet.width - 2 * margin,
      height: sheet.height - 2 * margin,
    });
    const lists = await Promise.all(windows.map((window) => this.listed(window)));
    return {
      count: lists.reduce((sum, { count }) => sum + (count ?? 0), 0),
      rows: lists.flatMap(({ rows }) => rows ?? []),
    };
  }

  /**
   * Rows whose names are written, in the shape of a layer.
   *
   * @returns {Named}
   */
  get named() {
    const [only, other] = this.shown;
    return only && !other ? only.named : NAMELESS;
  }
}

/** @type {Named} */
const NAMELESS = {
  length: 0,
  names: [],
  anchor: new Int32Array(),
  boxes: new Int32Array(),
  shown: () => false,
};
