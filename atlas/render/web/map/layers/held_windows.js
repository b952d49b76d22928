/* The windows of a large layer of which all rows are here, and what a filter asks of the server then. */
import { request } from "../../shell/server.js";
import { fromBase64 } from "../geometry/packed.js";
import { HeldRows } from "./held_rows.js";

/** @import { LargeLayer, Window } from "./large_layer.js" */

/* Milliseconds of rest after which all rows in sight are loaded: a filter then needs few bytes. */
const REST = 300;

/** @param {Window} window */
const nameOf = ({ box, zoom }) => `z=${zoom}&bbox=${box}`;

export class HeldWindows {
  /**
   * The rows of each window; null: they do not decide its picture.
   *
   * @type {Map<string, HeldRows | null>}
   */
  rows = new Map();
  /** @type {Map<string, Window>} */
  inSight = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  resting = undefined;
  /**
   * What is asked before the map paints, by address: taken once.
   *
   * @type {Map<string, Promise<Response>>}
   */
  early = new Map();
  /**
   * Which rows a filter keeps, as the answer to an act has told it: by window, for the query of the layer.
   *
   * @type {{ query: string, bits: Map<string, Uint8Array> } | null}
   */
  told = null;

  /** @param {LargeLayer} layer */
  constructor(layer) {
    this.layer = layer;
  }

  /** Whether the rows kept alone decide a picture: no other classes, no year, of which some are unsure. */
  get plain() {
    const { own, query, sheet } = this.layer;
    return sheet === own && !new URLSearchParams(query).has("year");
  }

  /**
   * Loads all rows in sight when the map rests: at first, and while a filter is on.
   *
   * @param {Window[]} windows
   */
  rest(windows) {
    clearTimeout(this.resting);
    this.inSight = new Map(windows.map((window) => [nameOf(window), window]));
    const { layer, rows } = this,
      fresh = [...this.inSight.keys()].filter((name) => !rows.has(name));
    if (!fresh.length || !layer.page.live || !this.plain || (rows.size && !layer.query)) return;
    this.resting = setTimeout(() => {
      for (const name of fresh) this.load(name).catch(() => null);
    }, REST);
  }

  /** @param {string} name */
  async load(name) {
    const { id, page } = this.layer,
      response = await page.source.get(`view/${id}/rows?${name}&lang=${page.lang}`),
      found = response.status === 200 ? new HeldRows(await response.arrayBuffer()) : null;
    if (!this.inSight.has(name)) return;
    this.rows.set(name, found);
    for (const other of this.rows.keys()) if (!this.inSight.has(other)) this.rows.delete(other);
  }

  /** The windows in sight whose rows are here, by name, each as the route `act` takes it. */
  get asked() {
    /** @type {[name: string, text: string][]} */
    const found = [];
    for (const [name, { box, zoom }] of this.inSight)
      if (this.rows.get(name)) found.push([name, `${this.layer.id},${zoom},${box}`]);
    return found;
  }

  /**
   * Takes what the answer to an act says of the rows kept, before the state that it goes with.
   *
   * @param {string} query of the layer in that state
   * @param {[name: string, bits: string][]} windows
   */
  tell(query, windows) {
    this.told = { query, bits: new Map(windows.map(([name, bits]) => [name, fromBase64(bits)])) };
  }

  /** Asks which rows in sight another filter keeps while the map still paints, unless they are known. */
  begin() {
    const { early, layer, told } = this,
      bits = told?.query === layer.query ? told.bits : null;
    early.clear();
    if (!layer.query || !this.plain) return;
    for (const [name, window] of this.inSight) {
      const held = this.rows.get(name),
        key = layer.key(window),
        kept = bits?.get(name);
      if (!held || layer.kept.has(key)) continue;
      if (kept) {
        layer.keep(key, held.keeping(kept));
        continue;
      }
      const address = layer.address("/kept", name);
      const response = request(address, { home: layer.page.home });
      response.catch(() => null);
      early.set(address, response);
    }
  }

  /**
   * The picture of a window; null where the server has to draw it.
   *
   * @param {Window} window
   * @param {AbortSignal} signal
   */
  async picture(window, signal) {
    const { early, layer } = this,
      name = nameOf(window),
      held = this.plain ? this.rows.get(name) : null;
    if (!held) return null;
    if (!layer.query) return held.keeping(null);
    const address = layer.address("/kept", name),
      asked = early.get(address);
    early.delete(address);
    const response = await (asked ?? request(address, { home: layer.page.home, signal }));
    return response.status === 200 ? held.keeping(new Uint8Array(await response.arrayBuffer())) : null;
  }
}
