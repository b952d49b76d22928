/* The network on the map page: it takes over the drawing of its layers, and what is chosen there. */
import { toWorld } from "../map/geometry/projection.js";
import { mapFrame, narrow } from "../shell/layout.js";
import { paintArcs, paintAreas, paintPlaces } from "./network_paint.js";

/**
 * @import { LargeLayer } from "../map/layers/large_layer.js"
 * @import { Layer } from "../map/layers/layer.js"
 * @import { MapPage } from "../map/map_page.js"
 * @import { Look, PaintLayer } from "../map/rows"
 * @import { Bounds, Colors } from "../messages"
 * @import { ArcRow, Light, NetworkAnswer, PlaceRow, Sheet } from "./answers"
 *
 * @typedef {ArcRow & { xy: [x: number, y: number][][] }} Arc
 */

const LAYERS = new Set(["partnerships", "partner_cities", "partner_areas"]);

/** @type {[lon: number, lat: number]} */
const SEAT = [2.99, 50.46];

/**
 * Pixels that the tools take at the right edge of the map.
 *
 * @param {MapPage} page
 */
const toolsWidth = ({ map }) =>
  map.getContainer().querySelector(".leaflet-top.leaflet-right")?.getBoundingClientRect().width ?? 0;

export class NetworkMap {
  /** @type {MapPage | null} */
  page = null;
  /** @type {Arc[]} */
  arcs = [];
  /** @type {Map<string, PlaceRow>} */
  places = new Map();
  /** @type {Record<string, Colors> | null} */
  families = null;
  /** Every arc in ink: the reader has chosen one theme, and colour has nothing more to show. */
  ink = false;
  /**
   * Places whose arcs are brought out.
   *
   * @type {Set<string>}
   */
  hot = new Set();
  /**
   * The twinnings that are drawn, and the layer that they come from.
   *
   * @type {string[]}
   */
  twins = [];
  /** @type {Layer | null} */
  lines = null;
  /** The legend of the map was open. */
  legend = false;
  /**
   * What was looked at before.
   *
   * @type {{ center: L.LatLng, zoom: number } | null}
   */
  before = null;

  /** @param {(layer: string, id: string) => void} open is called with what the reader chose on the map */
  constructor(open) {
    this.open = open;
  }

  /** Takes the drawing of its layers over, once the map page is there; gives it back with `leave`. */
  attach() {
    const page = mapFrame().contentWindow?.atlas;
    if (!page?.panel) return null;
    if (this.page === page) return page;
    this.page = page;
    this.lines = null;
    this.legend = page.legend.node.open;
    /* The panel holds the key of the colours: the map's legend waits folded. */
    page.legend.node.open = false;
    this.clear(page, true);
    page.painting = (layer) => (LAYERS.has(layer.id) && this.families ? this.paint : null);
    /* A card that the link asked for was opened before this script was there, or is on its way. */
    page.panel.serial += 1;
    page.panel.node.hidden = true;
    page.app.expecting = false;
    /* What is chosen on the map opens its sheet in the panel: the map's own card stays away. */
    page.panel.show = async (id, row, layer, i) => {
      page.choose(layer, i);
      this.open(id, row);
    };
    page.go = async (id, row) => this.chooseRow(id, row);
    return page;
  }

  leave() {
    const { page } = this;
    if (!page || mapFrame().contentWindow?.atlas !== page) return;
    page.painting = null;
    page.legend.node.open = this.legend;
    this.clear(page, false);
    /* What stands in the way of the page's own. */
    Reflect.deleteProperty(page.panel, "show");
    Reflect.deleteProperty(page, "go");
    page.choose(null, -1);
  }

  /**
   * Nothing is drawn here, and on a phone the panel below is the legend: what would lie over the arcs goes.
   *
   * @param {MapPage} page
   * @param {boolean} on
   */
  clear({ controls, legend }, on) {
    if (controls.drawing) controls.drawing.hidden = on;
    legend.node.style.display = on && narrow() ? "none" : "";
  }

  /**
   * @param {string} id
   * @param {string | null} row
   */
  chooseRow(id, row) {
    const layer = this.page?.drawn.find((candidate) => candidate.id === id),
      i = layer && row !== null ? layer.ids.indexOf(row) : -1;
    if (layer && !layer.large && i >= 0) this.page?.choose(layer, i);
    else this.page?.choose(null, i);
  }

  /**
   * @param {NetworkAnswer} data
   * @param {{ ink: boolean }} look
   */
  show({ arcs, places, families }, { ink }) {
    this.ink = ink;
    this.families = Object.fromEntries(families.map(({ id, color }) => [id, color]));
    this.places = new Map(places.map((place) => [place.id, place]));
    /* The widest first: a thin arc beside it stays visible. */
    this.arcs = arcs
      .map((arc) => ({ ...arc, xy: arc.lines.map((line) => line.map(([lon, lat]) => toWorld(lat, lon))) }))
      .sort((a, b) => b.projects.length - a.projects.length);
    this.page?.repaint();
  }

  /**
   * Brings out some arcs: those of a place, of a project.
   *
   * @param {Light} light
   */
  light(light) {
    const arcs = light ? this.arcs.filter(light.arc).map((arc) => arc.place) : [],
      hot = new Set([...arcs, ...(light?.places ?? [])]);
    if (hot.size === this.hot.size && [...hot].every((place) => this.hot.has(place))) return;
    this.hot = hot;
    this.page?.repaint();
  }

  /**
   * Draws some twinnings, from their own layer, whether it is shown or not.
   *
   * @param {string[]} ids
   */
  async twin(ids) {
    this.twins = ids;
    if (ids.length && !this.lines) {
      const layer = await this.page?.source.load("twinnings").catch(() => null);
      this.lines = layer && !layer.large ? layer : null;
    }
    if (this.twins === ids) this.page?.repaint();
  }

  /** @param {string | null} place */
  choose(place) {
    this.chooseRow("partner_cities", place);
  }

  /**
   * @param {Bounds} bounds
   * @param {{ still?: boolean }} [how] `still`: not an act of the reader, and the link does not hold it
   */
  fit([west, south, east, north], { still = false } = {}) {
    const { page } = this;
    if (!page) return;
    page.camera.moving = true;
    page.map.stop();
    page.map.invalidateSize({ animate: false });
    page.camera.moving = still;
    page.map.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      {
        paddingTopLeft: [16, 12],
        /* The arcs end before the tools. */
        paddingBottomRight: [toolsWidth(page) + 12, 34],
        maxZoom: 9,
        animate: !still && !page.still(),
      },
    );
    page.camera.moving = false;
  }

  /**
   * Looks at the arcs that are lit, and back at what was looked at before.
   *
   * @param {boolean} on
   * @param {Sheet | null} sheet
   * @param {{ still: boolean, at: string | null }} how `at`: the place that the link says
   */
  visit(on, sheet, { still, at }) {
    const { page } = this;
    if (!page) return;
    if (!on) {
      if (this.before) {
        const { center, zoom } = this.before,
          [lat, lon, near] = at?.split(",").map(Number) ?? [];
        page.camera.moving = true;
        if (lat !== undefined && lon !== undefined) page.map.setView([lat, lon], near, { animate: false });
        else page.map.setView(center, zoom, { animate: false });
        page.camera.moving = false;
      }
      this.before = null;
      return;
    }
    const ends = this.ends(sheet);
    if (!ends.length) return;
    this.before ??= { center: page.map.getCenter(), zoom: page.map.getZoom() };
    const lon = ends.map((end) => end[0]),
      lat = ends.map((end) => end[1]);
    this.fit([Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)], { still });
  }

  /**
   * The places of what is lit. Twins have no arc: they are looked at from the basin.
   *
   * @param {Sheet | null} sheet
   */
  ends(sheet) {
    const arcs = this.arcs.filter((arc) => this.hot.has(arc.place)).flatMap((arc) => arc.lines.flat());
    const own = sheet?.kind === "place" ? sheet.data.at : null,
      twinned = sheet?.kind === "commune" ? sheet.data.twins : [];
    const twins = [own, ...twinned.map((twin) => this.places.get(twin.place)?.at)].flatMap((at) =>
      at ? [at] : [],
    );
    if (!twins.length) return arcs;
    return [...arcs, SEAT, ...twins.map(([lat, lon]) => /** @type {[number, number]} */ ([lon, lat]))];
  }

  /**
   * @param {string | null} family
   * @param {Look} look
   */
  color(family, look) {
    if (this.ink) return look.ink;
    const pair = this.families?.[family ?? ""];
    return pair ? pair[look.dark ? 1 : 0] : look.muted;
  }

  /** @type {PaintLayer} */
  paint = (sheet, layer, look, occupied) => {
    if (layer.large) return;
    if (layer.id === "partnerships") paintArcs(sheet, this, look);
    else if (layer.id === "partner_areas") paintAreas(sheet, layer, this, look);
    else paintPlaces(sheet, layer, this, look, occupied);
  };
}
