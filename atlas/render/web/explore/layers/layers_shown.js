/* The layers on the map as its legend, in the order of drawing: each with its symbols, counts, filters, look
   and place. */

import { LegendEntries } from "../../map/legend_entries.js";
import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { icon } from "../../shell/icons.js";
import { late } from "../../shell/late.js";
import { map } from "../../shell/layout.js";
import { disclosureButton } from "../../shell/patterns/disclosure.js";
import { LiveRegion, STATUS } from "../../shell/patterns/live_region.js";
import { grip, moved } from "../../shell/patterns/reorder.js";
import { fill, plural } from "../../shell/words.js";
import { Classes } from "./classes.js";
import { Facets } from "./facets.js";
import { look, opacities } from "./layer_look.js";
import { LayerSheets } from "./layer_sheets.js";

/**
 * @import { MapPage } from "../../map/map_page.js"
 * @import { LegendLayer, LayerSheet } from "../../messages"
 * @import { MapWords } from "../../words"
 * @import { ExploreState, TreeLayer } from "../answers"
 */

/* Below the zoom of the first map, until the map says its own. */
const FIRST_ZOOM = 9;
const HINT = "move-about";

export class LayersShown {
  /** @type {ExploreState} */
  state = late;
  /** @type {MapWords} */
  words = late;
  number = numberFormat();
  /**
   * The layer whose colour and opacity are open.
   *
   * @type {string | null}
   */
  looked = null;
  /** @type {MapPage | null} */
  followed = null;
  /**
   * The layers from the top to the bottom: as they are, or as they will be in a moment.
   *
   * @type {string[]}
   */
  order = [];

  /** @param {() => void} changed draws the page again where this list alone has changed */
  constructor(changed) {
    this.changed = changed;
    this.classes = new Classes();
    this.facets = new Facets(changed);
    this.sheets = new LayerSheets();
    this.entries = new LegendEntries((act) => this.state.act(act));
    this.news = new LiveRegion({ class: "hidden" });
    this.zoomed = () => {
      if (this.followed?.map.getZoom() !== this.entries.look.zoom) changed();
    };
  }

  /**
   * @param {ExploreState} state
   * @param {MapWords} words
   */
  draw(state, words) {
    this.state = state;
    this.words = words;
    this.number = numberFormat(state.lang);
    this.follow();
    this.order = state.legend.map((layer) => layer.id);
    const style = getComputedStyle(document.documentElement),
      link = new URLSearchParams(state.link);
    this.entries.take({
      dark: state.theme === "dark",
      ground: style.getPropertyValue("--land").trim(),
      zoom: this.followed?.map.getZoom() ?? FIRST_ZOOM,
      lang: state.lang,
      words,
    });
    const opacity = new Map(opacities(link)),
      layers = new Map(state.themes.flatMap((theme) => theme.layers).map((layer) => [layer.id, layer]));
    const items = state.legend.flatMap((shown, k) => {
      const layer = layers.get(shown.id);
      return layer ? [this.item(shown, layer, k, opacity.get(shown.id) ?? 1)] : [];
    });
    return element(
      "section",
      { class: "shown-layers", "aria-labelledby": "on-map" },
      this.head(link),
      element("p", { class: "hidden", id: HINT, text: state.words.move_about }),
      this.news.node,
      items.length ? element("ol", { class: "on" }, ...items) : null,
    );
  }

  /** A map nearer or farther draws some classes otherwise. */
  follow() {
    const page = map();
    if (!page || page === this.followed) return;
    this.followed = page;
    page.map.on("zoomend", this.zoomed);
  }

  remove() {
    this.followed?.map.off("zoomend", this.zoomed);
  }

  /** @param {URLSearchParams} link */
  head(link) {
    const { act, lang, layers, words } = this.state,
      shown = Object.values(layers).filter(([on]) => on).length;
    return element(
      "div",
      { class: "section-head" },
      element("h2", { id: "on-map", text: words.on_map }),
      element("span", {
        class: "count",
        ...STATUS,
        text: plural(words.summary, lang, shown, { layers: shown }),
      }),
      link.has("order")
        ? element("button", {
            type: "button",
            class: "small",
            "data-key": "usual-order",
            text: words.usual_order,
            onclick: () => act({ kind: "set", query: { order: [] } }),
          })
        : null,
    );
  }

  /**
   * @param {LegendLayer} shown
   * @param {TreeLayer} layer
   * @param {number} at
   * @param {number} fade
   */
  item(shown, layer, at, fade) {
    const { state } = this,
      { id } = layer,
      sheet = /** @type {LayerSheet} */ (shown.sheet),
      open = state.open === id;
    return element(
      "li",
      { class: "on-layer", "data-layer": id },
      this.title(shown, layer, at, sheet, fade),
      this.caption(shown, layer),
      this.looked === id ? look(state, layer, fade, this.classes) : null,
      this.entries.draw(shown, sheet, fade),
      open
        ? element(
            "div",
            { class: "opened", id: `filters-${id}` },
            this.facets.draw(state, layer, this.sheets.about(state, layer)),
          )
        : null,
    );
  }

  /**
   * @param {LegendLayer} shown
   * @param {TreeLayer} layer
   * @param {number} at
   * @param {LayerSheet} sheet
   * @param {number} fade
   */
  title(shown, layer, at, sheet, fade) {
    const { act, layers, legend, words } = this.state,
      { id, title } = layer,
      [, count = null, total = null] = layers[id] ?? [],
      some = count !== null && count !== total ? `${this.number.format(count)} / ` : "";
    return element(
      "div",
      { class: "on-head" },
      grip({
        key: `grip.${id}`,
        label: fill(words.move, { title, n: at + 1, total: legend.length }),
        hint: HINT,
        at: () => this.order.indexOf(id),
        last: legend.length - 1,
        move: (to) => this.move(id, title, to),
      }),
      this.entries.single(shown, sheet, fade),
      element("h3", { title: layer.description, text: title }),
      element("span", { class: "count", text: total === null ? "" : some + this.number.format(total) }),
      Object.keys(layer.fields).length ? this.filter(layer) : element("span", { class: "filter" }),
      element(
        "button",
        {
          type: "button",
          class: "filter off",
          "data-key": `off.${id}`,
          "aria-label": fill(words.take_off, { title }),
          title: fill(words.take_off, { title }),
          onclick: () => act({ kind: "layer", layer: id, on: false }),
        },
        icon("close"),
      ),
    );
  }

  /**
   * @param {string} id
   * @param {string} title
   * @param {number} to
   */
  move(id, title, to) {
    const { act, words } = this.state,
      order = moved(this.order, id, to);
    this.order = order;
    this.news.announce(fill(words.moved, { title, n: to + 1, total: order.length }));
    act({ kind: "set", query: { order } });
  }

  /**
   * What the classes stand for, and the button that changes colour and opacity.
   *
   * @param {LegendLayer} shown
   * @param {TreeLayer} layer
   */
  caption(shown, layer) {
    const { words } = this.state,
      { id, title } = layer;
    return element(
      "p",
      { class: "caption" },
      element("span", { class: "variable", text: shown.variable ?? "" }),
      disclosureButton({
        class: "small",
        "data-key": `look.${id}`,
        "aria-label": fill(words.look_about, { title }),
        text: this.classes.offered(layer) ? words.look_by : words.look_opacity,
        open: this.looked === id,
        controls: this.looked === id ? `look-${id}` : null,
        toggle: () => {
          this.looked = this.looked === id ? null : id;
          this.changed();
        },
      }),
    );
  }

  /**
   * The button that opens the filters of a layer.
   *
   * @param {TreeLayer} layer
   */
  filter({ id, title }) {
    const { act, filters, open, words } = this.state;
    return disclosureButton(
      {
        class: filters[id] ? "filter asked" : "filter",
        "data-key": `open.${id}`,
        "aria-label": `${words.filter} ${title}`,
        title: `${words.filter} ${title}`,
        open: open === id,
        controls: open === id ? `filters-${id}` : null,
        toggle: () => act({ kind: "open", layer: open === id ? null : id }),
      },
      icon("filter"),
    );
  }
}
