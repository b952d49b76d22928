/* The one large search: the atlas's own, with the questions among its suggestions, and what lies around. */
import { Search } from "../explore/search.js";
import { element } from "../shell/dom.js";
import { writeLength } from "../shell/formats.js";
import { LiveRegion } from "../shell/patterns/live_region.js";
import { answerOf, questionOf } from "./cards.js";
import { distanceKm, toDegrees } from "./message.js";

/**
 * @import { ExploreState, FoundRow } from "../explore/answers"
 * @import { OpeningCard } from "../explore/messages"
 * @import { Child } from "../shell/elements"
 * @import { OpeningData } from "./message.js"
 *
 * @typedef {{ layer: string, id: string, bounds: FoundRow["bounds"] }} Row
 */

/* Letters that a word needs to find a question. */
const LEAST = 3;

/** @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * The positions of the texts that hold every word of a query, accents aside.
 *
 * @param {string} query
 * @param {string[]} texts
 */
export const matchTexts = (query, texts) => {
  const wanted = plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= LEAST);
  return texts.flatMap((text, k) =>
    wanted.length && wanted.every((part) => plain(text).includes(part)) ? [k] : [],
  );
};

/**
 * The heaps nearest to a place, with their distance in metres.
 *
 * @param {OpeningData} data
 * @param {[lat: number, lon: number]} here
 * @param {number} count
 */
export const nearestHeaps = (data, here, count) =>
  data.heaps
    .map(([id, name], i) => ({
      id,
      name,
      metres:
        1000 * distanceKm(here, toDegrees(data, data.heaps_at[2 * i] ?? 0, data.heaps_at[2 * i + 1] ?? 0)),
    }))
    .sort((one, other) => one.metres - other.metres)
    .slice(0, count);

/* Suggestions with the questions first. */
export class Find extends Search {
  /** @type {OpeningCard[]} */
  asked = [];

  /**
   * @param {OpeningData} data
   * @param {{ open: (row: Row) => void, answer: (card: OpeningCard) => void }} way
   */
  constructor(data, way) {
    super("opening-found");
    this.way = way;
    this.data = data;
    this.words = /** @type {ExploreState["words"]} */ (/** @type {unknown} */ (data.words));
    this.lang = data.lang;
    this.box.name(data.words.search, data.words.results);
  }

  /** @returns {Child[][]} */
  before() {
    const { cards, words } = /** @type {OpeningData} */ (this.data),
      texts = cards.map((card) => questionOf(card, this.data));
    this.asked = matchTexts(this.input.value, texts).flatMap((k) => cards[k] ?? []);
    return this.asked.map((card) => [
      element("span", { class: "name", text: questionOf(card, this.data) }),
      element("span", { class: "kind", text: words.question }),
      element("span", { class: "about", text: answerOf(card, this.data) }),
    ]);
  }

  /** @param {number} position */
  take(position) {
    const card = this.asked[position],
      row = this.found[position - this.asked.length];
    if (card) this.way.answer(card);
    else if (row) this.way.open(row);
  }
}

/* What lies around the reader: where that is stays in the browser. */
export class Around {
  /**
   * @param {OpeningData} data
   * @param {(row: Row) => void} open
   */
  constructor(data, open) {
    this.data = data;
    this.open = open;
    this.told = new LiveRegion({ class: "told" });
    this.list = element("ul", { class: "nearest" });
    this.button = element("button", {
      type: "button",
      class: "around",
      "data-key": "around",
      text: data.words.around,
      onclick: () => this.ask(),
    });
    this.node = element("div", { class: "near" }, this.button, this.told.node, this.list);
  }

  ask() {
    const { words } = this.data;
    if (!window.isSecureContext || !navigator.geolocation) {
      this.told.announce(words.around_none);
      return;
    }
    this.told.announce(words.around_wait);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.show([coords.latitude, coords.longitude]),
      () => this.told.announce(words.around_refused),
      { maximumAge: 60000, timeout: 20000 },
    );
  }

  /** @param {[lat: number, lon: number]} here */
  show(here) {
    const { data } = this;
    this.told.announce(data.words.around_kept);
    this.list.replaceChildren(
      ...nearestHeaps(data, here, 3).map(({ id, name, metres }) =>
        element(
          "li",
          {},
          element("button", {
            type: "button",
            text: `${name} · ${writeLength(metres, data.lang)}`,
            onclick: () => this.open({ layer: "slag_heaps", id, bounds: null }),
          }),
        ),
      ),
    );
  }
}
