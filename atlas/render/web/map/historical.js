/* The past underneath: an old photograph or map below the layers, how much of it shows, and a swipe against
   today. */
import { element } from "../shell/dom.js";
import { setSlider, slider } from "../shell/patterns/slider.js";
import { Splitter } from "../shell/patterns/splitter.js";
import { tileLayer } from "./tile_layer.js";

/**
 * @import { Tiles } from "../messages"
 * @import { MapPage } from "./map_page.js"
 */

/** @param {number} value */
const percent = (value) => `${value} %`;

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

  /** @param {Pick<MapPage, "map" | "words" | "box">} page */
  constructor({ map, words, box }) {
    this.map = map;
    this.words = words;
    this.pane = map.createPane("past");
    this.pane.style.zIndex = "var(--z-map-historical)";
    this.edge = new Splitter({
      class: "swipe",
      label: words.past_place,
      value: this.at,
      within: () => map.getContainer().getBoundingClientRect(),
      input: (value) => this.move(value),
    });
    this.line = this.edge.node;
    this.line.append(element("span"));
    this.line.hidden = true;
    this.box = element("section", { class: "past", "aria-label": words.past, hidden: "" });
    box.append(this.line, this.box);
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
    this.place = this.range(words.past_place, this.at, (value) => this.move(value));
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
    const output = element("output", { text: percent(value) });
    const input = slider({
      label: title,
      min: 0,
      max: 100,
      value,
      write: percent,
      input: (next) => {
        output.textContent = percent(next);
        change(next);
      },
    });
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

  /**
   * Moves the edge, wherever it is moved from.
   *
   * @param {number} value
   */
  move(value) {
    const [input, output] = [this.place?.querySelector("input"), this.place?.querySelector("output")];
    this.at = value;
    this.edge.set(value);
    if (input) setSlider(input, value, percent);
    if (output) output.textContent = percent(value);
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
}
