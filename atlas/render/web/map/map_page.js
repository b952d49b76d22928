/* The map page: takes the state of a scene, paints it, answers clicks and keys, and tells the app what
   happened. */
import { Controls } from "./controls.js";
import { Draw } from "./draw.js";
import { paintGround, placeNames } from "./ground.js";
import { Past, tileLayer } from "./historical.js";
import { Occupied, paintLabels } from "./labels.js";
import { Legend } from "./legend.js";
import { Card } from "./object_card.js";
import { openLayer } from "./open_layer.js";
import { fromBase64 } from "./packed.js";
import { paintChosen, paintLayer, paintOutline, symbolicAt } from "./paint.js";
import { Painter } from "./painter.js";
import { decodeRing, encodeRing } from "./polyline.js";
import { toDegrees, toWorld, WORLD } from "./projection.js";
import { Sheet } from "./sheet.js";
import { Travel } from "./travel.js";

export class MapPage {
  constructor(map, { lang, home, words }) {
    Object.assign(this, {
      map,
      lang,
      home,
      words,
      painted: 0,
      layers: new Map(),
      drawn: [],
      backdrop: [],
      chosen: null,
    });
    const inlined = document.getElementById("atlas-data");
    this.file = inlined ? JSON.parse(inlined.textContent) : null;
    this.live = !this.file && window.parent !== window;
    this.ready = new Promise((resolve) => {
      this.isReady = resolve;
    });
    this.furniture = new Controls(this);
    this.setTheme("light");
    this.ground = new Painter((sheet) => paintGround(sheet, this), "ground").addTo(map);
    this.marks = new Painter((sheet) => this.paintMarks(sheet), "overlayPane").addTo(map);
    this.legend = new Legend(this);
    this.panel = new Card(this);
    this.draw = new Draw(this);
    this.travel = new Travel(this);
    this.listen();
  }

  open() {
    if (this.file) this.apply(this.file.state);
    else this.hello();
  }

  /* What a test or a script may ask. */
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

  pick(lat, lon) {
    const at = L.latLng(lat, lon);
    return this.drawn.some((layer) => layer.large)
      ? this.seek(at).then((found) => this.picked(found))
      : this.picked(this.find(at));
  }

  picked(found) {
    if (!found) {
      this.panel.close();
      return null;
    }
    this.panel.open(found.layer, found.i);
    return { layer: found.layer.id, id: found.layer.ids[found.i], name: found.layer.names[found.i] };
  }

  /* What the link asks for, at once; the app, when it has started, tells the same or what has changed
     since. */
  hello() {
    this.tell({ kind: "hello" });
    const asked = window.parent.location.search.slice(1);
    this.get(`state?${asked || `lang=${this.lang}`}`)
      .then((answer) => answer.json())
      .then((state) => {
        if (!this.state) this.apply(state);
      })
      .catch(() => this.say(this.words.loading));
  }

  /* The answer to a link that asks for one object: its card. What the app echoes of this page's own acts is
     not followed. */
  follow(state) {
    if (this.told?.has(state.card)) {
      if (state.card === this.asked_card) this.told = null;
    } else if (state.card !== this.shown_card) {
      this.told = null;
      if (state.card) this.go(...state.card.split(/:(.*)/s));
      else this.panel.close();
    }
    this.shown_card = state.card;
  }

  /* Tells the app which card is open, so that the link reopens it and the browser's back goes back. */
  carded(card) {
    if (this.staged || card === (this.asked_card ?? this.shown_card ?? null)) return;
    this.asked_card = card;
    this.told ||= new Set();
    this.told.add(card);
    this.tell({ kind: "set", query: { card: card ? [card] : [] } });
    this.tell({ kind: "chosen", card });
  }

  /* Shows one object of any layer and opens its card; a layer that is off is switched on where the object
     lies (bounds). */
  go(layer, id, bounds = null) {
    const found = [...this.drawn, ...this.backdrop].find((one) => one.id === layer),
      i = found ? found.ids.indexOf(id) : -1;
    this.wanted = null;
    if (found?.large) {
      found
        .row(id)
        .catch(() => null)
        .then((one) => (one ? this.show(one.layer, one.i) : this.panel.openRow(layer, id)));
      return;
    }
    if (i < 0) {
      if (bounds)
        this.map.fitBounds(
          [
            [bounds[1], bounds[0]],
            [bounds[3], bounds[2]],
          ],
          { maxZoom: 14, animate: false },
        );
      this.panel.openRow(layer, id);
      if (!found && this.live && bounds) {
        this.wanted = [layer, id];
        this.tell({ kind: "layer", layer, on: true });
      }
      return;
    }
    this.show(found, i);
  }

  show(found, i) {
    if (found.kind[i]) {
      const bounds = this.bounds(found, i),
        far = this.map.getBoundsZoom(bounds);
      const zoom = Math.min(far, Math.max(this.map.getZoom(), 13));
      if (!this.clear().contains(bounds) || this.map.getZoom() < zoom - 2)
        this.map.fitBounds(bounds, {
          ...this.margins(),
          maxZoom: zoom,
          animate: !this.still() && this.painted > 2,
        });
    }
    this.panel.open(found, i);
  }

  /* While a story is told (`staged`) the map is the story's own. */
  /* Where the reader has moved the map to goes before what is done there. */
  tell(message) {
    for (const one of [this.rest(), message])
      if (one && window.parent !== window && !this.staged)
        window.parent.postMessage({ atlas: one }, location.origin);
  }

  /* The look at the map that has not been told yet, once. */
  rest() {
    if (!this.resting) return null;
    clearTimeout(this.resting);
    this.resting = this.camera = null;
    const { lat, lon, zoom } = this.view();
    return { kind: "camera", lat, lon, zoom };
  }

  /* `look` turns the map to what the state is about; a story flies there. */
  async apply(
    state,
    look = () => {
      this.look_at(state);
      this.outline(state.asked);
    },
  ) {
    this.serial = (this.serial || 0) + 1;
    const { serial } = this;
    this.state = state;
    try {
      const loaded = await Promise.all(
        [...state.backdrop, ...state.layers.map((l) => l.id)].map((id) => this.load(id)),
      );
      if (serial !== this.serial) return;
      this.backdrop = loaded.slice(0, state.backdrop.length);
      this.drawn = loaded.slice(state.backdrop.length);
      this.drawn.forEach((layer, k) => {
        layer.take(state.layers[k], state);
      });
      if (this.theme !== state.theme || !this.painted) {
        this.setTheme(state.theme);
        this.ground.redraw();
      }
      this.legend.show(state, this.drawn);
      this.furniture.credit(state.credits);
      this.cover(state.tiles);
      look();
      this.say(this.silence(state));
      this.repaint();
      if (this.wanted && this.drawn.some((layer) => layer.id === this.wanted[0])) this.go(...this.wanted);
      if (!this.staged) this.follow(state);
      this.settled().then(this.isReady, this.isReady);
    } catch (problem) {
      this.say(this.words.load_failed);
      throw problem;
    }
  }

  /* What an empty map means. */
  silence(state) {
    if (!state.layers.length && !Object.keys(state.tables).length) return this.words.no_layer;
    const none = this.drawn
      .filter((layer, k) => !state.layers[k].count && (layer.large || layer.length))
      .map((layer) => layer.sheet.title);
    return none.length ? this.words.no_row.replace("{layers}", none.join(", ")) : null;
  }

  load(id) {
    if (!this.layers.has(id)) {
      const bytes = this.file
        ? Promise.resolve(fromBase64(this.file.packed[id]).buffer)
        : this.get(`layers/${id}?lang=${this.lang}`).then((r) => r.arrayBuffer());
      const layer = bytes.then((buffer) => openLayer(this, id, buffer));
      layer.catch(() => this.layers.delete(id));
      this.layers.set(id, layer);
    }
    return this.layers.get(id);
  }

  async get(path) {
    const response = await fetch(`${this.home}/${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  }

  async card(layer, id) {
    if (this.file) return this.file.cards[layer]?.[id] || this.unheld(layer, id);
    return (await this.get(`cards/${layer}/${encodeURIComponent(id)}?lang=${this.lang}`)).json();
  }

  /* A file holds no cards of a layer of very many rows. */
  unheld(layer, id) {
    const one = this.layers.get(layer),
      unheld = { title: id, layer, fields: [], problem: this.words.card_unheld };
    return one
      ? one.then(({ ids, names, sheet }) => ({
          ...unheld,
          title: names[ids.indexOf(id)] || id,
          layer: sheet.title,
        }))
      : unheld;
  }

  async ties(layer, id) {
    if (this.file) return { groups: [] };
    return (await this.get(`ties/${layer}/${encodeURIComponent(id)}?lang=${this.lang}`)).json();
  }

  setTheme(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
    const style = getComputedStyle(document.documentElement),
      read = (name) => style.getPropertyValue(`--${name}`).trim();
    this.look = { dark: theme === "dark", scale: theme === "room" ? 1.5 : 1 };
    for (const name of [
      "paper",
      "land",
      "sea",
      "border",
      "hairline",
      "ink",
      "muted",
      "water",
      "halo",
      "chosen",
    ])
      this.look[name] = read(name);
    this.look.ground = this.look.land;
  }

  look_at(state) {
    const camera = JSON.stringify([state.camera, state.bounds && state.asked]);
    if (camera === this.camera || (!state.camera && !state.bounds)) return;
    this.camera = camera;
    this.moving = true;
    if (state.camera) this.map.setView(state.camera.slice(0, 2), state.camera[2], { animate: false });
    else if (state.bounds) {
      const [west, south, east, north] = state.bounds;
      /* What is looked at stands clear of the legend. */
      const legend = this.legend.node.getBoundingClientRect().height + 34,
        below = Math.min(legend, 0.42 * this.map.getSize().y);
      this.map.fitBounds(
        [
          [south, west],
          [north, east],
        ],
        { paddingTopLeft: [24, 16], paddingBottomRight: [24, below], maxZoom: 15, animate: false },
      );
    }
    this.moving = false;
  }

  choose(layer, i) {
    this.chosen = layer ? { layer, i } : null;
    if (layer) {
      const [lat, lon] = toDegrees(layer.anchor[2 * i], layer.anchor[2 * i + 1]);
      if (layer.kind[i] && !this.map.getBounds().intersects(this.bounds(layer, i)))
        this.map.panTo([lat, lon], { animate: !this.still() });
    }
    this.repaint();
  }

  bounds(layer, i) {
    const [west, north, east, south] = layer.boxes.subarray(4 * i, 4 * i + 4);
    return L.latLngBounds(toDegrees(west, south), toDegrees(east, north));
  }

  still() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  find(latlng, layers = this.drawn) {
    const [x, y] = toWorld(latlng.lat, L.Util.wrapNum(latlng.lng, [-180, 180], true));
    const reach = (6 * WORLD) / (256 * 2 ** this.map.getZoom()),
      symbolic = symbolicAt(this.map.getZoom());
    for (const layer of [...layers].reverse()) {
      const i = layer.at(x, y, reach, symbolic);
      if (i >= 0) return { layer, i };
    }
    return null;
  }

  sight() {
    const size = this.map.getSize(),
      scale = (256 * 2 ** this.map.getZoom()) / WORLD,
      top = this.map.getPixelBounds().min;
    return new Sheet(null, scale, top.x - 96, top.y - 96, size.x + 192, size.y + 192, this.map.getZoom());
  }

  /* As `find`; a large layer is asked for what lies there. */
  async seek(latlng) {
    const place = toWorld(latlng.lat, L.Util.wrapNum(latlng.lng, [-180, 180], true));
    for (const layer of [...this.drawn].reverse()) {
      const found = layer.large ? await layer.hit(place) : this.find(latlng, [layer]);
      if (found) return found;
    }
    return null;
  }

  repaint() {
    this.marks.redraw();
    this.finish();
  }

  /* A painting in which a large layer still shows what was in sight before is not finished. */
  finish() {
    if (!this.drawn.some((layer) => layer.pending)) this.painted += 1;
  }

  /* When all that is in sight is there. */
  async settled() {
    const waiting = () => this.drawn.map((layer) => layer.pending?.done).filter((one) => one);
    while (waiting().length) await Promise.all(waiting());
  }

  paintMarks(sheet) {
    const occupied = new Occupied(sheet.width, sheet.height, 96);
    for (const node of document.querySelectorAll(
      ".legend, .credits, .card, .past, .story, .leaflet-control",
    )) {
      const box = node.getBoundingClientRect();
      if (box.width) occupied.add(box.left + 96, box.top + 96, box.right + 96, box.bottom + 96);
    }
    for (const layer of this.drawn)
      (this.painting?.(layer) ?? paintLayer)(sheet, layer, this.look, occupied);
    if (!this.flying) paintLabels(sheet, placeNames(sheet, this), occupied, this.look);
    for (const ring of this.around || []) paintOutline(sheet, ring, this.look, false);
    for (const ring of this.preview || []) paintOutline(sheet, ring, this.look, true);
    if (this.chosen) paintChosen(sheet, this.chosen.layer, this.chosen.i, this.look);
  }

  say(text) {
    this.furniture.say(text);
  }

  /* The outline of the territories or the drawn shape that the view asks for. */
  async outline(asked) {
    if (asked === this.outlined) return;
    this.outlined = asked;
    this.around = [];
    if (asked) {
      const rings = this.file ? this.file.outline : await (await this.get(`outline?${asked}`)).json();
      if (asked !== this.outlined) return;
      this.around = rings.map(decodeRing);
    }
    this.repaint();
  }

  /* What the map shows, as a drawn shape. */
  sight_shape() {
    const box = this.map.getBounds();
    return encodeRing(
      [box.getSouthWest(), box.getNorthWest(), box.getNorthEast(), box.getSouthEast()].map((corner) =>
        corner.wrap(),
      ),
    );
  }

  /* What an object is looked at in: the map without the card that opens over it and the legend. */
  margins() {
    const size = this.map.getSize(),
      card = size.x > 760 ? 440 : 24,
      below = Math.min(this.legend.node.getBoundingClientRect().height + 34, 0.42 * size.y);
    return { paddingTopLeft: [24, 24], paddingBottomRight: [card, size.x > 760 ? below : 0.62 * size.y] };
  }

  clear() {
    const size = this.map.getSize(),
      { paddingTopLeft: near, paddingBottomRight: far } = this.margins();
    return L.latLngBounds(
      this.map.containerPointToLatLng(near),
      this.map.containerPointToLatLng([size.x - far[0], size.y - far[1]]),
    );
  }

  home_view() {
    const [west, south, east, north] = this.state.home;
    this.map.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      { padding: [24, 24] },
    );
  }

  /* An online background lies over the atlas's own: what does not come leaves the atlas's own in sight. */
  cover(tiles) {
    if (JSON.stringify(tiles) === this.covering) return;
    this.covering = JSON.stringify(tiles);
    this.tiles?.remove();
    this.tiles = null;
    this.covered = this.answered = false;
    this.past?.leave();
    if (!tiles) return;
    /* An old photograph names no place: the atlas still does. */
    if (tiles.years) this.past ||= new Past(this);
    this.tiles = tileLayer(tiles, tiles.years ? { pane: "past" } : {});
    this.tiles.on("tileload", () => {
      if (!this.answered) {
        this.answered = true;
        this.covered = !tiles.years;
        this.say(null);
        if (tiles.years) this.past.enter(tiles, this.tiles);
        this.repaint();
      }
    });
    this.tiles.on("tileerror", () => {
      if (!this.answered) {
        this.say(this.words.tiles_failed);
        clearTimeout(this.failing);
        this.failing = setTimeout(() => this.say(null), 8000);
      }
    });
    this.tiles.addTo(this.map);
  }

  listen() {
    const { map } = this;
    map.on("click", (event) => {
      if (!this.draw.shape) this.pick(event.latlng.lat, event.latlng.lng);
    });
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout movestart", () => {
      this.pointed = null;
      clearTimeout(this.pointing);
      this.furniture.hint(null, {});
    });
    map.on("resize", () => {
      this.resized = true;
      this.legend.fit();
    });
    map.on("moveend", () => {
      this.finish();
      /* A window that changes its size is not a reader who moves the map. */
      if (this.moving || this.resized) {
        this.resized = false;
        return;
      }
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.tell(null), 350);
    });
    window.addEventListener("message", (event) => {
      const state =
        event.origin === location.origin && event.source === window.parent && event.data?.atlasState;
      if (state && !this.staged && JSON.stringify(state) !== JSON.stringify(this.state)) this.apply(state);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.panel.close();
      else if (
        this.live &&
        event.key.length === 1 &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.altKey &&
        !"+-=".includes(event.key)
      )
        this.tell({ kind: "key", key: event.key });
    });
  }

  hover(event) {
    if (this.draw.shape) return;
    const told = (found) => {
      this.map.getContainer().style.cursor = found ? "pointer" : "";
      this.furniture.hint(found, event.containerPoint);
    };
    clearTimeout(this.pointing);
    const asked = {};
    this.pointed = asked;
    /* A pointer that passes asks nothing. */
    if (this.drawn.some((layer) => layer.large))
      this.pointing = setTimeout(
        () =>
          this.seek(event.latlng).then(
            (found) => {
              if (this.pointed === asked) told(found);
            },
            () => {},
          ),
        40,
      );
    else told(this.find(event.latlng));
  }
}
