/* Where a file has its layers and cards from: all of them lie inside. */
import { own } from "../shell/words.js";
import { fromBase64 } from "./geometry/packed.js";
import { unpackRows } from "./geometry/steps.js";
import { Source } from "./source.js";

/**
 * @import { ObjectCard } from "../messages"
 * @import { MapPage } from "./map_page.js"
 * @import { FileData } from "./rows"
 */

/**
 * What a file holds compressed.
 *
 * @param {string | null | undefined} text
 */
export const gunzip = (text) =>
  new Response(new Blob([fromBase64(text ?? "")]).stream().pipeThrough(new DecompressionStream("gzip")));

/**
 * The rows of a layer as a file holds them compressed.
 *
 * @param {string | null | undefined} text
 */
export const gunzipRows = async (text) => unpackRows(new Uint8Array(await gunzip(text).arrayBuffer()));

/** @typedef {Record<string, Record<string, ObjectCard>>} Cards */

export class FileSource extends Source {
  /** @type {Promise<Cards> | undefined} */
  unpacked = undefined;

  /** @param {MapPage} page */
  constructor(page) {
    super(page);
    this.file = /** @type {FileData} */ (page.file);
  }

  /** @param {string} id */
  async bytes(id) {
    return gunzipRows(own(this.file.packed, id));
  }

  /** The cards of a file, unpacked with the first of them. */
  cards() {
    const { cards } = this.file;
    if (typeof cards !== "string") return cards;
    this.unpacked ??= gunzip(cards).json();
    return this.unpacked;
  }

  /**
   * @param {string} layer
   * @param {string} id
   */
  async card(layer, id) {
    return own(own(await this.cards(), layer), id) || this.unheld(layer, id);
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

  async ties() {
    return { groups: [] };
  }

  async answers() {
    return this.file.answers ?? { groups: [], gaps: [] };
  }

  async outline() {
    return this.file.outline;
  }
}
