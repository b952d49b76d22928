/* The past underneath: an old photograph or map below the layers, how much of it shows, and a swipe against
   today. */
import { element } from "../shell/dom.js";

/**
 * @import { Tiles } from "../messages"
 * @import { MapPage } from "./map_page.js"
 */

/**
 * @param {Tiles} tiles
 * @param {L.TileLayerOptions} [options]
 */
export const tileLayer = (tiles, options = {}) => {
  const asked = { minZoom: tiles.min_zoom, maxNativeZoom: tiles.max_zoom, maxZoom: 18, ...options };
  if (!tiles.layer) return L.tileLayer(tiles.url, asked);
  /* Outside its ground a service that is asked for no transparency covers everything with white. */
  return L.tileLayer.wms(tiles.url, {
    ...asked,
    layers: tiles.layer,
    format: tiles.format,
    transparent: tiles.format === "image/png",
    version: "1.3.0",
  });
};

export class Past {
  /** @type {L.TileLayer | null} */
  layer = null;
  /** @type {L.TileLayer | null} */
  today = null;
  /** @type {Tiles | null} */
  tiles = null;
  /** @type {HTMLLabelElement | null} */
  place = null;
  opacity = 100;
  at = 50;
  swiping = false;
  pulling = false;

  /** @param {Pick<MapPage, "map" | "words">} page */
  constructor({ map, words }) {
    this.map = map;
    this.words = words;
    this.pane = map.createPane("past");
    this.pane.style.zIndex = "var(--z-map-historical)";
    this.line = element("div", { class: "swipe", "aria-hidden": "true", hidden: "" }, element("span"));
    this.box = element("section", { class: "past", "aria-label": words.past, hidden: "" });
    document.body.append(this.line, this.box);
    this.drag();
    map.on("move zoomend resize", () => this.cut());
  }

  /**
   * The old ground has come: say what it is and let the reader hold it against today.
   *
   * @param {Tiles} tiles
   * @param {L.TileLayer} layer
   */
  enter(tiles, layer) {
    const { words } = this;
    this.tiles = tiles;
    this.layer = layer;
    const swipe = element("input", {
      type: "checkbox",
      onchange: (event) => this.swipe(event.target.checked),
    });
    swipe.checked = this.swiping;
    this.place = this.range(words.past_place, this.at, (value) => {
      this.at = value;
      this.cut();
    });
    this.box.replaceChildren(
      element("h2", { text: tiles.title }),
      this.range(words.past_opacity, this.opacity, (value) => {
        this.opacity = value;
        this.layer?.setOpacity(value / 100);
      }),
      element(
        "label",
        { class: "check" },
        swipe,
        element("span", {
          text: words.past_swipe.replace("{today}", tiles.against?.title || words.past_ground),
        }),
      ),
      this.place,
    );
    this.box.hidden = false;
    layer.setOpacity(this.opacity / 100);
    this.swipe(this.swiping);
  }

  leave() {
    this.today?.remove();
    this.today = this.layer = null;
    this.box.hidden = this.line.hidden = true;
    this.pane.style.clipPath = "";
  }

  /**
   * @param {string} title
   * @param {number} value
   * @param {(value: number) => void} change
   */
  range(title, value, change) {
    const output = element("output", { text: `${value} %` });
    const input = element("input", {
      type: "range",
      min: "0",
      max: "100",
      step: "1",
      "aria-label": title,
      oninput: () => {
        output.textContent = `${input.value} %`;
        change(+input.value);
      },
    });
    input.value = String(value);
    return element("label", {}, element("span", { text: title }), input, output);
  }

  /** @param {boolean} on */
  swipe(on) {
    this.swiping = on;
    this.today?.remove();
    const against = this.tiles?.against;
    this.today = on && against ? tileLayer(against).addTo(this.map) : null;
    if (this.place) this.place.hidden = !on;
    this.line.hidden = !on;
    this.cut();
  }

  /* The old ground stands left of the line. */
  cut() {
    if (!this.layer) return;
    const size = this.map.getSize(),
      x = Math.round((size.x * this.at) / 100);
    const { x: left, y: top } = this.map.containerPointToLayerPoint([0, 0]),
      right = left + x,
      bottom = top + size.y;
    this.pane.style.clipPath = this.swiping
      ? `polygon(${left}px ${top}px, ${right}px ${top}px, ${right}px ${bottom}px, ${left}px ${bottom}px)`
      : "";
    this.line.style.left = `${x}px`;
  }

  /* The line is pulled with a pointer; the keyboard moves it by its range. */
  drag() {
    /** @param {PointerEvent} event */
    const pull = (event) => {
      const input = this.place?.querySelector("input");
      if (!input) return;
      input.value = String((100 * event.clientX) / window.innerWidth);
      input.dispatchEvent(new Event("input"));
    };
    this.line.addEventListener("pointerdown", (event) => {
      this.line.setPointerCapture(event.pointerId);
      this.pulling = true;
      event.preventDefault();
    });
    this.line.addEventListener("pointermove", (event) => {
      if (this.pulling) pull(event);
    });
    this.line.addEventListener("pointerup", () => {
      this.pulling = false;
    });
  }
}
