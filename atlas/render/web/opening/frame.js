/* What is written and asked around the picture: title, numbers, search, questions, years, ways out. */
import { element, svgElement } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { drawIcon, icon } from "../shell/icons.js";
import { fill, plural, word } from "../shell/words.js";
import { drawCards, paintCards } from "./cards.js";
import { Around, Find } from "./find.js";
import { countOpen } from "./timeline.js";
import { Years } from "./years.js";

/**
 * @import { Box } from "./ground.js"
 * @import { OpeningCard } from "../explore/messages"
 * @import { OpeningData } from "./message.js"
 * @import { OpeningLook } from "./look.js"
 * @import { Row } from "./find.js"
 *
 * @typedef {object} Ways
 * @property {boolean} still whether less motion is asked for
 * @property {() => "light" | "dark"} look
 * @property {(row: Row) => void} open
 * @property {(card: OpeningCard) => void} answer
 * @property {() => void} world
 * @property {() => void} map
 * @property {() => void} replay
 * @property {(year: number | null) => void} year
 * @property {() => void} pass
 * @property {() => void} turn
 * @property {(lang: string) => void} speak
 */

const LANGUAGES = ["fr", "en", "pt"];

export class Frame {
  /**
   * Finds the heap below a pointer, or -1.
   *
   * @type {((event: MouseEvent) => number) | null}
   */
  picked = null;
  /* The year that is written large. */
  told = "";

  /**
   * @param {OpeningData} data
   * @param {Ways} ways
   */
  constructor(data, ways) {
    const { words } = data;
    this.data = data;
    this.ways = ways;
    this.place = element("div", {
      class: "place",
      onclick: (event) => this.click(event),
      onpointermove: (event) => this.hover(event),
    });
    this.find = new Find(data, ways);
    this.around = new Around(data, ways.open);
    this.years = new Years(data, { replay: ways.replay, show: ways.year, still: ways.still });
    this.now = element("p", { class: "year", "aria-hidden": "true" });
    this.cards = element(
      "ul",
      { class: "cards", "aria-label": words.questions },
      ...drawCards(data, ways.answer),
    );
    this.head = element(
      "header",
      { class: "head" },
      element("h1", { text: words.title }),
      element("p", { class: "sentence", text: words.sentence }),
    );
    this.search = element(
      "div",
      { class: "find" },
      element(
        "div",
        { class: "search", role: "search" },
        icon("search"),
        this.find.input,
        this.find.box.list,
      ),
      this.around.node,
    );
    this.numbers = element("ul", { class: "numbers" }, ...this.count_all());
    this.legend = element("ul", { class: "legend", "aria-label": words.legend }, ...this.legend_lines());
    this.turner = element("button", {
      type: "button",
      class: "turn",
      "data-key": "opening.turn",
      onclick: ways.turn,
    });
    this.out = element(
      "nav",
      { class: "ways", "aria-label": words.ways },
      element(
        "button",
        { type: "button", class: "world", "data-key": "world", onclick: ways.world },
        element("span", { text: words.world }),
        element("span", { "aria-hidden": "true", text: " →" }),
      ),
      element("button", {
        type: "button",
        class: "map",
        "data-key": "map",
        onclick: ways.map,
        text: words.map,
      }),
    );
    this.credits = element(
      "details",
      { class: "credits" },
      element("summary", {
        "data-key": "credits",
        text: fill(words.credits, {
          sources: data.credits.map(([licence, [first]]) => `${first} (${licence})`).join(" · "),
        }),
      }),
      ...data.credits.map(([licence, all]) => element("p", { text: `${all.join(", ")} (${licence})` })),
    );
    this.mark();
  }

  /** In the order of reading: the search before all else that takes the focus. */
  get nodes() {
    const { words, undated, lang } = this.data;
    return [
      this.place,
      this.head,
      this.search,
      this.numbers,
      this.cards,
      this.legend,
      this.years.node,
      this.out,
      this.languages(),
      this.now,
      element("p", {
        class: "undated",
        text: plural(words.undated, lang, undated, { n: numberFormat(lang).format(undated) }),
      }),
      this.credits,
      element("button", {
        type: "button",
        class: "pass",
        "data-key": "pass",
        onclick: this.ways.pass,
        text: words.pass,
      }),
    ];
  }

  count_all() {
    const { numbers, words, lang } = this.data;
    return numbers.map(({ layer, count }) =>
      element(
        "li",
        { "data-layer": layer },
        element("strong", { text: numberFormat(lang).format(count) }),
        element("span", { text: word(words, `number_${layer}`) }),
      ),
    );
  }

  legend_lines() {
    const { legend, words, lang } = this.data,
      number = numberFormat(lang);
    /**
     * @param {"inscribed" | "other" | "not_verified"} kind
     * @param {string} text
     */
    const line = (kind, text) =>
      element(
        "li",
        { "data-kind": kind },
        svgElement(
          "svg",
          { viewBox: "0 0 14 13", width: 14, height: 13, "aria-hidden": "true" },
          svgElement("path", { d: "M7 1 13 12H1z" }),
        ),
        element("strong", { text: number.format(legend[kind]) }),
        element("span", { text }),
      );
    return [
      line("inscribed", words.legend_inscribed),
      line(
        "other",
        plural(words.legend_other, lang, legend.levelled, { n: number.format(legend.levelled) }),
      ),
      line("not_verified", fill(words.legend_not_verified, { n: number.format(legend.unplaced) })),
    ];
  }

  languages() {
    const { words, lang } = this.data;
    return element(
      "div",
      { class: "looks" },
      element(
        "div",
        { class: "languages", role: "group", "aria-label": words.language },
        ...LANGUAGES.map((code) =>
          element("button", {
            type: "button",
            lang: code,
            "data-key": `opening.${code}`,
            "aria-pressed": String(code === lang),
            "aria-label": word(words, `lang_${code}`),
            text: code.toUpperCase(),
            onclick: () => this.ways.speak(code),
          }),
        ),
      ),
      this.turner,
    );
  }

  /** The button that turns night into day says what it leads to. */
  mark() {
    const { words } = this.data,
      text = this.ways.look() === "light" ? words.to_dark : words.to_light;
    this.turner.replaceChildren(drawIcon("theme", 18), element("span", { text }));
  }

  /**
   * The large year, and how many shafts are open in it.
   *
   * @param {number} year
   */
  count(year) {
    const { sunk, closed, words, lang } = this.data,
      open = countOpen(sunk, closed, year);
    const text = plural(words.open, lang, open, { n: numberFormat(lang).format(open) });
    if (this.told === `${year}`) return;
    this.told = `${year}`;
    this.now.replaceChildren(element("strong", { text: year }), element("span", { text }));
  }

  /** All years are past. */
  settle() {
    this.told = "";
    this.years.mark(this.years.span.last);
  }

  /**
   * @param {OpeningData} data
   * @param {OpeningLook} look
   */
  paint(data, look) {
    paintCards(this.cards, data, look);
  }

  /**
   * Where an element stands within the opening, which may be scrolled.
   *
   * @param {Element} node
   * @param {Element} root
   * @returns {Box}
   */
  boxOf(node, root) {
    const { left, top, width, height } = node.getBoundingClientRect(),
      outer = root.getBoundingClientRect();
    return { x: left - outer.left, y: top - outer.top + root.scrollTop, width, height };
  }

  /**
   * Where nothing of the picture may be written.
   *
   * @param {Element} root
   */
  taken(root) {
    return [this.head, this.search, this.numbers, this.legend, this.cards, this.out, this.years.node].map(
      (node) => this.boxOf(node, root),
    );
  }

  /** @param {MouseEvent} event */
  hover(event) {
    this.place.title = this.data.heaps[this.picked?.(event) ?? -1]?.[1] ?? "";
  }

  /** @param {MouseEvent} event */
  click(event) {
    const heap = this.data.heaps[this.picked?.(event) ?? -1];
    if (heap) this.ways.open({ layer: "slag_heaps", id: heap[0], bounds: null });
    else this.ways.map();
  }
}
