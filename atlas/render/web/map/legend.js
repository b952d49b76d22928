/* The legend over the map, where no panel holds it: in an embedded map, a story, a file, and beside a folded
   panel. */

import { element } from "../shell/dom.js";
import { activeInside } from "../shell/rerender.js";
import { plural } from "../shell/words.js";
import { LegendEntries } from "./legend_entries.js";

/**
 * @import { LegendLayer, SceneState } from "../messages"
 * @import { LargeLayer } from "./layers/large_layer.js"
 * @import { Layer } from "./layers/layer.js"
 * @import { MapPage } from "./map_page.js"
 */

export class Legend {
  /** The reader has opened or closed it. */
  kept = false;
  /** There is nothing to explain. */
  empty = true;
  /**
   * What has not been drawn yet: a legend that nobody sees is not.
   *
   * @type {(() => void) | null}
   */
  undrawn = null;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    this.entries = new LegendEntries(null);
    const onclick = () => {
      this.kept = true;
    };
    this.summary = element("summary", { text: page.words.legend, onclick });
    this.body = element("div", { class: "entries" });
    const open = page.map.getSize().x > 700 ? "" : null;
    this.node = element("details", { class: "legend", open }, this.summary, this.body);
    page.box.append(this.node);
    page.map.on("zoomend", () => this.zoomed());
    this.fit();
  }

  /** Where the map is short or shows answers the legend folds, unless the reader has opened or closed it. */
  fit() {
    const { x, y } = this.page.map.getSize(),
      room = x > 700 && y > 480;
    if (!this.kept) this.node.open = room && !this.page.answer?.shown;
    this.place();
  }

  /** The panel beside the map is the legend while it is open. */
  place() {
    const frame = /** @type {HTMLElement | null} */ (window.frameElement),
      held = frame?.dataset.legend === "panel" && !this.page.presentation;
    this.node.hidden = this.empty || held;
    if (this.node.hidden || !this.undrawn) return;
    const { undrawn } = this;
    this.undrawn = null;
    undrawn();
  }

  /**
   * @param {SceneState} state
   * @param {(Layer | LargeLayer)[]} drawn
   */
  show(state, drawn) {
    this.empty = !state.legend.some((layer) => drawn.some(({ id }) => id === layer.id));
    this.undrawn = () => this.fill(state, drawn);
    this.place();
  }

  /**
   * @param {SceneState} state
   * @param {(Layer | LargeLayer)[]} drawn
   */
  fill(state, drawn) {
    const focused = activeInside(this.node)?.dataset.entry,
      { lang, words, look, map } = this.page;
    /* A story takes the map over, and a file has no reader to tell. */
    this.entries.send = this.page.live ? (act) => this.page.send(act) : null;
    this.entries.take({ ...look, lang, words, zoom: map.getZoom() });
    const sections = state.legend.flatMap((layer) => {
      const own = drawn.find((candidate) => candidate.id === layer.id);
      return own ? [this.section(layer, own, state)] : [];
    });
    this.body.replaceChildren(...sections);
    const lines = state.legend.reduce((sum, layer) => sum + 1 + (layer.single ? 0 : layer.far.length), 0);
    this.node.classList.toggle("short", lines <= 9);
    if (!focused) return;
    /** @type {HTMLElement | null} */
    const entry = this.body.querySelector(`[data-entry="${CSS.escape(focused)}"]`);
    entry?.focus({ preventScroll: true });
  }

  /** A map nearer or farther draws some classes otherwise. */
  zoomed() {
    const { state, drawn } = this.page;
    if (state && !this.undrawn && this.entries.look.zoom !== this.page.map.getZoom())
      this.show(state, drawn);
  }

  /**
   * One layer: a layer of one class has one switch, itself.
   *
   * @param {LegendLayer} layer
   * @param {Layer | LargeLayer} own
   * @param {SceneState} state
   */
  section(layer, own, state) {
    const { entries, page } = this,
      { sheet, fade } = own,
      simplified = state.simplified[layer.id];
    const head = [
      entries.single(layer, sheet, fade),
      element("span", { class: "title", text: layer.title }),
      element("span", { class: "count", text: entries.number.format(layer.count) }),
    ];
    const section = element(
      "section",
      {},
      element("h3", {}, ...(layer.single && page.live ? [this.switch(layer.id, head)] : head)),
    );
    if (layer.variable) section.append(element("p", { class: "variable", text: layer.variable }));
    section.append(entries.draw(layer, sheet, fade));
    if (simplified) {
      const [drawn, every] = simplified,
        counts = { n: entries.number.format(drawn), every: entries.number.format(every) };
      const text = plural(page.words.reduced, page.lang, drawn, counts);
      section.append(element("p", { class: "doubt", text }));
    }
    return section;
  }

  /**
   * @param {string} id
   * @param {(Element | null)[]} head
   */
  switch(id, head) {
    const onclick = () => this.page.send({ kind: "layer", layer: id, on: false });
    return element(
      "button",
      { class: "entry", "aria-pressed": "true", "data-entry": id, onclick },
      ...head,
    );
  }
}
