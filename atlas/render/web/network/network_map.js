// @ts-nocheck
/* The network on the map page: arcs as wide as their projects are many, in the colour of their family of
   themes; towns as discs, twin towns as rings, regions and countries as regions and countries. */

import { paintLabels } from "../map/labels.js";
import { toWorld } from "../map/projection.js";
import { drawSymbol } from "../map/symbols.js";

const LAYERS = new Set(["partnerships", "partner_cities", "partner_areas"]);

const SEAT = [2.99, 50.46];

/* Pixels: an arc of one project can be seen, one of five does not hide what is below it. */
const width = (count) => 0.5 + count * 0.9;

export class NetworkMap {
  /* `open` is told the place or the row that the reader chose on the map. */
  constructor(open) {
    this.open = open;
    this.arcs = [];
    this.places = new Map();
    this.hot = new Set();
  }

  /* Takes the drawing of its layers over, once the map page is there; gives it back with `leave`. */
  attach() {
    const frame = document.getElementById("atlas-map")?.contentWindow;
    if (!frame?.atlas?.panel) return false;
    if (this.frame === frame && this.page === frame.atlas) return true;
    this.lines = null;
    Object.assign(this, { frame, page: frame.atlas, legend: frame.atlas.legend.node.open });
    /* The panel holds the key of the colours: the map's legend waits folded. */
    frame.atlas.legend.node.open = false;
    this.page.painting = (layer) => (LAYERS.has(layer.id) && this.families ? this.paint : null);
    /* A card that the link asked for was opened before this script was there. */
    if (!this.page.panel.node.hidden) {
      this.page.panel.serial += 1;
      this.page.panel.node.hidden = true;
    }
    /* What is chosen on the map opens its sheet in the panel: the map's own card stays away. */
    this.page.panel.show = (id, row, layer, i) => {
      this.page.choose(layer, i);
      this.open(id, row);
    };
    this.page.go = (id, row) => {
      const layer = this.page.drawn.find((one) => one.id === id),
        i = layer ? layer.ids.indexOf(row) : -1;
      this.page.choose(i < 0 ? null : layer, i);
    };
    return true;
  }

  leave() {
    if (!this.frame || this.frame.closed) return;
    delete this.page.painting;
    this.page.legend.node.open = this.legend;
    delete this.page.panel.show;
    delete this.page.go;
    this.page.choose(null, -1);
  }

  /* `ink` draws every arc in ink: the reader has chosen one theme, and colour has nothing more to tell. */
  show({ arcs, places, families }, { ink }) {
    this.ink = ink;
    this.families = Object.fromEntries(families.map(({ id, color }) => [id, color]));
    this.places = new Map(places.map((place) => [place.id, place]));
    /* The widest first: a thin arc beside it stays visible. */
    this.arcs = arcs
      .map((arc) => ({ ...arc, xy: arc.lines.map((line) => line.map(([lon, lat]) => toWorld(lat, lon))) }))
      .sort((a, b) => b.projects.length - a.projects.length);
    this.page.repaint();
  }

  /* Brings out some arcs: those of a place, of a project. */
  light(test) {
    const hot = new Set(
      test ? [...this.arcs.filter(test).map((arc) => arc.place), ...(test.places ?? [])] : [],
    );
    if (hot.size === this.hot.size && [...hot].every((place) => this.hot.has(place))) return;
    this.hot = hot;
    this.page?.repaint();
  }

  /* Draws some twinnings, from their own layer, whether it is shown or not. */
  async twin(ids) {
    this.twins = ids;
    if (ids.length && !this.lines) this.lines = await this.page.source.load("twinnings").catch(() => null);
    if (this.twins === ids) this.page.repaint();
  }

  choose(place) {
    const layer = this.page.drawn.find((one) => one.id === "partner_cities"),
      i = layer ? layer.ids.indexOf(place) : -1;
    this.page.choose(i < 0 ? null : layer, i);
  }

  /* `still`: not an act of the reader, and the link does not hold it. */
  fit([west, south, east, north], { still = false } = {}) {
    const { page } = this;
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
        paddingBottomRight: [44, 34],
        maxZoom: 9,
        animate: !still && !page.still(),
      },
    );
    page.camera.moving = false;
  }

  /* Looks at the arcs that are lit, and back at what was looked at before. */
  visit(on, sheet, { still = true } = {}) {
    const { page } = this;
    if (!on) {
      if (this.before) {
        page.camera.moving = true;
        page.map.setView(...this.before, { animate: false });
        page.camera.moving = false;
      }
      this.before = null;
      return;
    }
    const ends = this.arcs.filter((arc) => this.hot.has(arc.place)).flatMap((arc) => arc.lines.flat());
    /* Twins have no arc: they are looked at from the basin. */
    const twins = [
      sheet?.at,
      ...(sheet?.twins ?? []).map((twin) => this.places.get(twin.place)?.at),
    ].filter(Boolean);
    if (twins.length) ends.push(SEAT, ...twins.map(([lat, lon]) => [lon, lat]));
    if (!ends.length) return;
    this.before ||= [page.map.getCenter(), page.map.getZoom()];
    const lon = ends.map((end) => end[0]),
      lat = ends.map((end) => end[1]);
    this.fit([Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)], { still });
  }

  colour(family, look) {
    if (this.ink) return look.ink;
    const pair = this.families[family];
    return pair ? pair[look.dark ? 1 : 0] : look.muted;
  }

  paint = (sheet, layer, look, occupied) => {
    if (layer.id === "partnerships") this.paintArcs(sheet, look);
    else if (layer.id === "partner_areas") this.paintAreas(sheet, layer, look);
    else this.paintPlaces(sheet, layer, look, occupied);
  };

  paintArcs(sheet, look) {
    const g = sheet.g,
      some = this.hot.size > 0;
    g.lineCap = "round";
    g.lineJoin = "round";
    g.setLineDash([]);
    for (const pass of some ? [false, true] : [false]) {
      for (const arc of this.arcs) {
        const hot = this.hot.has(arc.place);
        if (some && hot !== pass) continue;
        g.globalAlpha = hot ? 1 : some ? 0.18 : 0.78;
        g.strokeStyle = hot ? look.chosen : this.colour(arc.family, look);
        g.lineWidth = width(arc.projects.length) * look.scale ** 0.6 + (hot ? 0.8 : 0);
        for (let copy = sheet.first; copy <= sheet.last; copy++) {
          g.beginPath();
          for (const line of arc.xy) {
            for (const [k, [x, y]] of line.entries())
              g[k ? "lineTo" : "moveTo"](sheet.x(x, copy), sheet.y(y));
          }
          g.stroke();
        }
      }
    }
    g.globalAlpha = 1;
    this.paintTwins(sheet, look);
  }

  paintTwins(sheet, look) {
    if (!this.lines || !this.twins?.length) return;
    const g = sheet.g;
    g.strokeStyle = look.chosen;
    g.lineWidth = 1.4 * look.scale ** 0.6;
    for (const id of this.twins) {
      const i = this.lines.ids.indexOf(id);
      if (i < 0) continue;
      for (let copy = sheet.first; copy <= sheet.last; copy++) {
        g.beginPath();
        sheet.trace(this.lines, i, copy);
        g.stroke();
      }
    }
  }

  /* A country is a halo, a region an outline: neither is a town. */
  paintAreas(sheet, layer, look) {
    const g = sheet.g;
    sheet.rows(layer, (i, copy) => {
      const place = this.places.get(layer.ids[i]);
      if (!place) return;
      const color = this.colour(place.family, look),
        hot = this.hot.has(place.id),
        country = place.kind === "country";
      g.beginPath();
      sheet.trace(layer, i, copy);
      g.fillStyle = color;
      g.globalAlpha = hot ? 0.22 : country ? 0.07 : 0.13;
      g.fill("evenodd");
      g.globalAlpha = hot ? 1 : country ? 0.45 : 0.8;
      g.strokeStyle = color;
      g.lineWidth = hot ? 1.8 : 1;
      g.setLineDash(country ? [1, 3.5] : []);
      g.stroke();
    });
    g.setLineDash([]);
    g.globalAlpha = 1;
  }

  paintPlaces(sheet, layer, look, occupied) {
    const g = sheet.g,
      grow = Math.max(0.7, Math.min(1.3, 0.45 + sheet.zoom * 0.11)) * look.scale ** 0.5;
    const rows = [],
      names = [];
    sheet.rows(layer, (i, copy) => {
      const place = this.places.get(layer.ids[i]);
      if (place) rows.push([place, sheet.x(layer.anchor[2 * i], copy), sheet.y(layer.anchor[2 * i + 1])]);
    });
    rows.sort((a, b) => a[0].projects - b[0].projects || b[0].twinnings - a[0].twinnings);
    for (const [place, x, y] of rows) {
      const color = this.colour(place.family, look),
        twin = !place.projects;
      const r = twin ? 2.6 * grow : (2.6 + place.projects * 0.8) * grow;
      if (this.hot.size && !this.hot.has(place.id)) g.globalAlpha = 0.35;
      if (twin) {
        g.beginPath();
        g.arc(x, y, r, 0, 7);
        g.fillStyle = look.land;
        g.fill();
        g.strokeStyle = look.muted;
        g.lineWidth = 1.2;
        g.stroke();
      } else
        drawSymbol(
          g,
          { shape: { country: "ring", region: "square", site: "diamond" }[place.kind] || "circle" },
          x,
          y,
          r,
          color,
          false,
          look.ground,
        );
      /* A town that is a partner and a twin is both: a disc in a ring. */
      if (!twin && place.twinnings) {
        g.beginPath();
        g.arc(x, y, r + 2.4, 0, 7);
        g.strokeStyle = look.muted;
        g.lineWidth = 1.1;
        g.stroke();
      }
      g.globalAlpha = 1;
      occupied?.add(x - r - 1, y - r - 1, x + r + 1, y + r + 1);
      if (
        this.hot.size
          ? this.hot.has(place.id)
          : sheet.zoom >=
            (twin ? 7.5 : place.kind === "country" ? 99 : ([5.5, 5.5, 4.5][place.projects] ?? 3.5))
      ) {
        names.push({
          text: place.name,
          x,
          y,
          size: 12,
          style: this.hot.has(place.id) ? "600" : "400",
          dot: true,
          rank: -place.projects,
        });
      }
    }
    names.sort((a, b) => a.rank - b.rank || a.text.localeCompare(b.text));
    paintLabels(sheet, names, occupied, look);
  }
}
