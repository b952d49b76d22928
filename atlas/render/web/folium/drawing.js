/* The drawing of the atlas in a map of folium: each layer of a scene is a layer of Leaflet, which its control
   switches. Several maps stand in one page. */
import { Answer } from "../map/answer/answer.js";
import { toLatLngBounds } from "../map/camera/camera.js";
import { reachRow, showObject } from "../map/camera/show_object.js";
import { fillCard, takeBack, tieCard } from "../map/card/card_body.js";
import { listSections } from "../map/card/object_list.js";
import { leaveWheel } from "../map/embedded.js";
import { FileSource } from "../map/file_source.js";
import { unpackRows } from "../map/geometry/steps.js";
import { Past } from "../map/historical.js";
import { watchPaper } from "../map/light_paper.js";
import { MapPage } from "../map/map_page.js";
import { element } from "../shell/dom.js";
import { unpackPage } from "./packing.js";

/**
 * @import { FileData, Settings } from "../map/rows"
 *
 * @typedef {Settings & { state: FileData["state"], outline: string[], looks: boolean }} Shown
 */

/** One layer of a scene. */
class SceneLayer extends L.Layer {
  /**
   * @param {Drawing} drawing
   * @param {string} id
   */
  constructor(drawing, id) {
    super();
    this.drawing = drawing;
    this.id = id;
  }

  onAdd() {
    this.drawing.turn(this.id, true);
    return this;
  }

  onRemove() {
    this.drawing.turn(this.id, false);
    return this;
  }
}

export class Drawing {
  /** @type {Set<string>} The layers that are on. */
  on = new Set();
  waiting = false;
  started = false;

  /**
   * @param {L.Map} map
   * @param {Shown} shown
   * @param {Uint8Array} packed
   */
  constructor(map, shown, packed) {
    this.shown = shown;
    const root = map.getContainer(),
      box = element("div", { class: "atlas-over" });
    root.classList.add("atlas-map");
    root.append(box);
    /* What lies over the map is no part of it. */
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    L.DomEvent.on(box, "mousemove", L.DomEvent.stopPropagation);
    this.file = { ...shown, packed: {}, cards: {} };
    this.page = new MapPage(map, { ...shown, file: this.file, root, box });
    this.page.source = new FileSource(this.page);
    this.page.modules = {
      answer: async () => ({ Answer }),
      card: async () => ({ fillCard, takeBack, tieCard }),
      go: async () => ({ reachRow, showObject }),
      list: async () => ({ listSections }),
      past: async () => ({ Past }),
    };
    /* In the output of a notebook. */
    if (window !== window.top) leaveWheel(this.page);
    watchPaper(this.page);
    this.take(packed);
    L.control.attribution({ prefix: false, position: "bottomleft" }).addTo(map);
    if (shown.looks) this.look();
    /* That was no painting: the ground is still to be painted. */
    this.page.painted = 0;
    this.show();
  }

  /** Looks at what is shown; in a place that is hidden, such as a tab, once the map has a size. */
  look() {
    const { map, camera } = this.page;
    camera.last = null;
    camera.lookAt(this.shown.state);
    if (!map.getSize().y) map.once("resize", () => this.look());
  }

  /**
   * Takes the rows and cards of what is shown.
   *
   * @param {Uint8Array} packed
   */
  take(packed) {
    const { page } = this,
      inside = unpackPage(packed);
    page.source.layers.clear();
    page.source.bytes = async (id) => unpackRows(/** @type {Uint8Array} */ ((await inside).rows[id]));
    inside.then(({ beside: { cards, answers } }) => Object.assign(this.file, { cards, answers }));
  }

  /**
   * Shows something else; the map stays where it is, unless nothing of it would be in sight.
   *
   * @param {Shown} shown
   * @param {Uint8Array | null} packed
   */
  change(shown, packed) {
    const { page } = this,
      { bounds } = shown.state;
    this.shown = shown;
    Object.assign(this.file, { state: shown.state, outline: shown.outline });
    if (packed) {
      this.take(packed);
      page.chosen = null;
      page.panel.node.hidden = true;
    }
    this.started = !bounds || page.map.getBounds().intersects(toLatLngBounds(bounds));
    if (!this.started) page.camera.last = null;
  }

  /** @param {string[]} ids */
  turnAll(ids) {
    this.on = new Set(ids);
    this.show();
  }

  /** @param {string} id */
  layer(id) {
    return new SceneLayer(this, id);
  }

  /**
   * @param {string} id
   * @param {boolean} on
   */
  turn(id, on) {
    if (on) this.on.add(id);
    else this.on.delete(id);
    this.show();
  }

  /** Shows the layers that are on, once after several switches. */
  show() {
    if (this.waiting) return;
    this.waiting = true;
    setTimeout(() => {
      this.waiting = false;
      const { state, looks } = this.shown,
        isOn = (/** @type {{ id: string }} */ { id }) => this.on.has(id),
        still = this.started || !looks ? { camera: null, bounds: null } : {};
      this.started = true;
      const { layers, legend } = state;
      this.page.apply({ ...state, ...still, layers: layers.filter(isOn), legend: legend.filter(isOn) });
    });
  }
}
