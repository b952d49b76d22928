/* Where the map has its layers and cards from: the server, or the file that it lies in. */

import { request } from "../shell/server.js";
import { own } from "../shell/words.js";
import { fromBase64 } from "./geometry/packed.js";
import { openLayer } from "./layers/open_layer.js";

/**
 * @import { AnswersMessage, ObjectCard, RelatedGroup, SceneState } from "../messages"
 * @import { EarlyAnswers, MapFrame } from "../types"
 * @import { LargeLayer } from "./layers/large_layer.js"
 * @import { Layer } from "./layers/layer.js"
 * @import { MapPage } from "./map_page.js"
 */

/** @returns {EarlyAnswers | null} */
const takeEarly = () => {
  const frame = /** @type {MapFrame | null} */ (window.frameElement),
    early = frame?.early ?? null;
  if (frame) frame.early = undefined;
  return early;
};

export class Source {
  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    /** What was requested before this page was there: taken once. */
    this.early = takeEarly();
    /** @type {Map<string, Promise<Layer | LargeLayer>>} */
    this.layers = new Map();
  }

  /**
   * A layer, loaded once.
   *
   * @param {string} id
   */
  load(id) {
    const { page } = this,
      kept = this.layers.get(id);
    if (kept) return kept;
    const layer = this.bytes(id).then((buffer) => openLayer(page, id, buffer));
    layer.catch(() => this.layers.delete(id));
    this.layers.set(id, layer);
    return layer;
  }

  /**
   * @param {string} id
   * @returns {Promise<ArrayBuffer>}
   */
  async bytes(id) {
    const { file, lang } = this.page;
    if (file) return fromBase64(own(file.packed, id) ?? "").buffer;
    const early = this.early?.lang === lang ? this.early.layers.get(id) : null;
    return early ?? (await this.get(`layers/${id}?lang=${lang}`)).arrayBuffer();
  }

  /**
   * The state that a link asks for.
   *
   * @param {string} link
   * @returns {Promise<SceneState>}
   */
  async state(link) {
    if (this.early?.link === link) return this.early.state;
    return (await this.get(`state?${link}`)).json();
  }

  /** @param {string} path */
  get(path) {
    return request(path, { home: this.page.home });
  }

  /**
   * The card of an object, with its share inside the territories or the drawn shape of the view.
   *
   * @param {string} layer
   * @param {string} id
   * @returns {Promise<ObjectCard>}
   */
  async card(layer, id) {
    const { file, lang, state } = this.page;
    if (file) return own(own(file.cards, layer), id) || this.unheld(layer, id);
    const area = state?.area_query ? `&${state.area_query}` : "";
    return (await this.get(`cards/${layer}/${encodeURIComponent(id)}?lang=${lang}${area}`)).json();
  }

  /**
   * A file holds no cards of a layer of very many rows.
   *
   * @param {string} id
   * @param {string} row
   * @returns {Promise<ObjectCard>}
   */
  async unheld(id, row) {
    const layer = await this.layers.get(id);
    return {
      title: layer?.names[layer.ids.indexOf(row)] || row,
      layer: layer ? layer.sheet.title : id,
      fields: [],
      problem: this.page.words.card_unheld,
    };
  }

  /**
   * @param {string} layer
   * @param {string} id
   * @returns {Promise<{ groups: RelatedGroup[] }>}
   */
  async ties(layer, id) {
    if (this.page.file) return { groups: [] };
    return (await this.get(`ties/${layer}/${encodeURIComponent(id)}?lang=${this.page.lang}`)).json();
  }

  /**
   * The answers of a question as a list.
   *
   * @param {string} query
   * @returns {Promise<AnswersMessage>}
   */
  async answers(query) {
    const { file, lang } = this.page;
    if (file) return file.answers ?? { groups: [], gaps: [] };
    return (await this.get(`answers?lang=${lang}&${query}`)).json();
  }

  /**
   * The outline of the territories or the drawn shape that a view asks for, as encoded rings.
   *
   * @param {string} areaQuery
   * @returns {Promise<string[]>}
   */
  async outline(areaQuery) {
    if (this.page.file) return this.page.file.outline;
    return (await this.get(`outline?${areaQuery}`)).json();
  }
}
