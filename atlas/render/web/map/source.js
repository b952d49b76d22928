/* Where the map has its layers and cards from: the server. In a file: file_source.js. */

import { request } from "../shell/server.js";
import { openLayer } from "./layers/open_layer.js";

/**
 * @import { AnswersMessage, ObjectCard, RelatedGroup, SceneState } from "../messages"
 * @import { EarlyAnswers, MapFrame } from "../types"
 * @import { LargeLayer } from "./layers/large_layer.js"
 * @import { Layer } from "./layers/layer.js"
 * @import { Unpacked } from "./geometry/packed.js"
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
   * @returns {Promise<ArrayBuffer | Unpacked>}
   */
  async bytes(id) {
    const { lang } = this.page,
      early = this.early?.lang === lang ? this.early.layers.get(id) : null;
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
    const { lang, state } = this.page,
      area = state?.area_query ? `&${state.area_query}` : "";
    return (await this.get(`cards/${layer}/${encodeURIComponent(id)}?lang=${lang}${area}`)).json();
  }

  /**
   * @param {string} layer
   * @param {string} id
   * @returns {Promise<{ groups: RelatedGroup[] }>}
   */
  async ties(layer, id) {
    return (await this.get(`ties/${layer}/${encodeURIComponent(id)}?lang=${this.page.lang}`)).json();
  }

  /**
   * The answers of a question as a list.
   *
   * @param {string} query
   * @returns {Promise<AnswersMessage>}
   */
  async answers(query) {
    return (await this.get(`answers?lang=${this.page.lang}&${query}`)).json();
  }

  /**
   * The outline of the territories or the drawn shape that a view asks for, as encoded rings.
   *
   * @param {string} areaQuery
   * @returns {Promise<string[]>}
   */
  async outline(areaQuery) {
    return (await this.get(`outline?${areaQuery}`)).json();
  }
}
