/* The map page: takes the state of a scene, paints it, answers clicks and keys, and sends the app what
   happened. */
import { repaintWithFonts } from "../shell/fonts.js";
import { late } from "../shell/late.js";
import { paintOrder } from "./answer/paint_order.js";
import { AppLink } from "./app_link.js";
import { Background } from "./background.js";
import { Camera } from "./camera/camera.js";
import { Pointing } from "./camera/pointing.js";
import { Travel } from "./camera/travel.js";
import { paintGround } from "./canvas/ground.js";
import { paintMarks } from "./canvas/paint_marks.js";
import { Painter } from "./canvas/painter.js";
import { Card } from "./card/object_card.js";
import { Controls } from "./controls.js";
import { Draw } from "./draw.js";
import { decodeRing } from "./geometry/polyline.js";
import { Landscape } from "./landscape.js";
import { Legend } from "./legend.js";
import { readLook } from "./look.js";
import { Source } from "./source.js";
import { applyState } from "./state.js";

/**
 * @import { Bounds, SceneState } from "../messages"
 * @import { Act, Theme } from "../types"
 * @import { Answer } from "./answer/answer.js"
 * @import { Notes } from "./notes/notes.js"
 * @import { LargeLayer } from "./layers/large_layer.js"
 * @import { Layer } from "./layers/layer.js"
 * @import { PlacedLabel } from "./canvas/label_places.js"
 * @import { Deck } from "../present/deck.js"
 * @import { DeckFile } from "../present/deck_file.js"
 * @import { Presenter } from "../present/presenter.js"
 * @import { Found, LateModules, LatLng, Look, PaintLayer, Settings } from "./rows"
 */

export class MapPage {
  /** @type {PlacedLabel[]} The names on the map, the most important first. */
  labels = [];
  /** A counter that grows with each finished repaint. */
  painted = 0;
  /** @type {SceneState} */
  state = late;
  /** @type {Theme} */
  theme = late;
  /** @type {Look} */
  look = late;
  /** @type {(Layer | LargeLayer)[]} */
  drawn = [];
  /** @type {Layer[]} */
  backdrop = [];
  /** @type {{ layer: Layer, i: number } | null} */
  chosen = null;
  /**
   * The outline of what the view asks for, and of what is being drawn.
   *
   * @type {LatLng[][]}
   */
  around = [];
  /** @type {LatLng[][] | null} */
  preview = null;
  /** @type {string | null} */
  outlined = null;
  /**
   * An object whose layer was switched on for it.
   *
   * @type {[layer: string, id: string] | null}
   */
  wanted = null;
  /**
   * The deck or the presenter view that the map belongs to meanwhile.
   *
   * @type {object | null}
   */
  presentation = null;
  flying = false;
  /**
   * Another drawing of a layer than the usual one.
   *
   * @type {((layer: Layer | LargeLayer) => PaintLayer | null) | null}
   */
  painting = null;
  /** @type {Answer | null} */
  answer = null;
  /** @type {Notes | null} */
  notes = null;
  /** @type {Deck | null} */
  deck = null;
  /** @type {Presenter | null} */
  desk = null;
  /** @type {DeckFile | null} */
  story = null;
  /**
   * What this window loads when it first needs it; a file has all that it needs.
   *
   * @type {LateModules}
   */
  modules = {};
  serial = 0;
  /** @type {(value?: unknown) => void} */
  isReady = late;

  /**
   * @param {L.Map} map
   * @param {Settings} settings
   */
  constructor(map, { lang, home, words, file, live, root, box }) {
    this.map = map;
    this.root = root ?? document.documentElement;
    this.box = box ?? document.body;
    this.lang = lang;
    this.home = home;
    this.words = words;
    this.file = file ?? null;
    this.live = live ?? (!file && window.parent !== window);
    this.ready = new Promise((resolve) => {
      this.isReady = resolve;
    });
    this.app = new AppLink(this);
    this.source = new Source(this);
    this.camera = new Camera(this);
    this.background = new Background(this);
    this.pointing = new Pointing(this);
    this.controls = new Controls(this);
    this.landscape = new Landscape(this);
    this.setTheme(/** @type {Theme} */ (this.root.dataset.theme || "light"));
    this.ground = new Painter((sheet) => paintGround(sheet, this), "ground").addTo(map);
    this.marks = new Painter((sheet) => paintMarks(sheet, this), "overlayPane").addTo(map);
    this.legend = new Legend(this);
    this.panel = new Card(this);
    this.draw = new Draw(this);
    this.travel = new Travel(this);
    this.listen();
    /* Before the first painting there is nothing to paint again. */
    repaintWithFonts(() => this.painted && this.repaint());
  }

  open() {
    if (this.file) this.apply(this.file.state);
    else this.app.hello();
  }

  counts() {
    return Object.fromEntries([
      ...this.state.layers.map((layer) => [layer.id, layer.count]),
      ...Object.entries(this.state.tables),
    ]);
  }

  view() {
    const { lat, lng } = this.map.getCenter().wrap();
    return { lat: +lat.toFixed(5), lon: +lng.toFixed(5), zoom: this.map.getZoom() };
  }

  answers() {
    return this.answer?.states() ?? [];
  }

  /**
   * @param {number} lat
   * @param {number} lon
   */
  pick(lat, lon) {
    const at = L.latLng(lat, lon);
    return this.drawn.some((layer) => layer.large)
      ? this.pointing.all(at).then((here) => this.picked(here[0] ?? null, here))
      : this.picked(this.pointing.find(at), this.pointing.sort(at, paintOrder(this)));
  }

  /** @type {(found: Found | null, here?: Found[]) => object | null} here: all that lies there */
  picked(found, here = []) {
    if (!found) {
      this.panel.close();
      return null;
    }
    const { layer, i } = found;
    this.panel.open(layer, i, here);
    return { layer: layer.id, id: layer.ids[i], name: layer.names[i] };
  }

  /** @param {Act | null} message */
  send(message) {
    this.app.send(message);
  }

  unsent() {
    return this.app.unsent();
  }

  home_view() {
    this.camera.home();
  }

  sight_shape() {
    return this.camera.shape();
  }

  /**
   * Shows one object and opens its card.
   *
   * @param {string} layer
   * @param {string} id
   * @param {Bounds | null} [bounds]
   */
  async go(layer, id, bounds = null) {
    (await this.modules.go?.())?.showObject(this, layer, id, bounds);
  }

  /**
   * Takes a state. `look` turns the map to what it is about; a story flies there.
   *
   * @param {SceneState} state
   * @param {() => void} [look]
   */
  apply(state, look) {
    return applyState(this, state, look);
  }

  /** @param {Theme} theme */
  setTheme(theme) {
    this.theme = theme;
    this.root.dataset.theme = theme;
    this.look = readLook(theme, this.root);
  }

  /**
   * @param {Layer | null} layer
   * @param {number} i
   */
  choose(layer, i) {
    this.chosen = layer ? { layer, i } : null;
    this.repaint();
    if (layer?.kind[i])
      this.modules.go?.().then(
        ({ reachRow }) => this.chosen?.i === i && this.chosen.layer === layer && reachRow(this, layer, i),
        () => {},
      );
  }

  still() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  repaint() {
    this.marks.redraw();
    this.finish();
  }

  /** Without a state nothing is painted; nor is a large layer that still shows what was in sight before. */
  finish() {
    if (this.state && !this.drawn.some((layer) => layer.pending)) this.painted += 1;
  }

  /** When all that is in sight is there. */
  async settled() {
    const waiting = () => this.drawn.flatMap((layer) => (layer.pending ? [layer.pending.done] : []));
    while (waiting().length) await Promise.all(waiting());
  }

  /** @param {string | null} text */
  say(text) {
    this.controls.say(text);
  }

  /**
   * The outline of the territories or the drawn shape that the view asks for.
   *
   * @param {string | null} areaQuery
   */
  async outline(areaQuery) {
    if (areaQuery === this.outlined) return;
    this.outlined = areaQuery;
    this.around = [];
    if (areaQuery) {
      const rings = await this.source.outline(areaQuery);
      if (areaQuery !== this.outlined) return;
      this.around = rings.map(decodeRing);
    }
    this.repaint();
  }

  listen() {
    this.pointing.listen();
    this.app.listen();
    this.map.on("resize", () => this.camera.resized());
    this.map.on("moveend", () => this.camera.moved());
    document.addEventListener("keydown", (event) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !"+-=".includes(event.key);
      if (event.key === "Escape") this.panel.close();
      else if (this.live && event.key.length === 1 && plain) this.send({ kind: "key", key: event.key });
    });
  }
}
