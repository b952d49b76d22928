/* A large layer: the page holds a picture of what is in sight of it and asks the server for the next one.
   The old picture stays until the new one is there. What is pointed at comes as a layer of one row, which
   everything else takes as usual. */
import { Layer } from "./layer.js";
import { ViewportPicture } from "./viewport_picture.js";

export class LargeLayer {
  constructor(page, id, head) {
    Object.assign(this, {
      page,
      id,
      large: head.large,
      own: head.sheet,
      sheet: head.sheet,
      query: "",
      kept: new Map(),
      shown: [],
      pending: null,
    });
    /* It has no rows of its own to go through. */
    Object.assign(this, { length: 0, ids: [], names: [] });
  }

  take({ query }, { classes }) {
    const other = classes?.[this.id];
    this.sheet = other ? { ...this.own, field: other.field, symbols: other.symbols } : this.own;
    this.query = query;
  }

  at() {
    return -1;
  }

  /* Draws what is there; what is missing is asked for, and the page is repainted with it. */
  paint(sheet, look, occupied) {
    const windows = this.windows(sheet),
      pictures = windows.map((window) => this.kept.get(this.key(window)));
    if (pictures.every((picture) => picture)) {
      this.shown = pictures;
      this.stop();
    } else if (!this.page.flying) this.load(windows);
    for (const picture of this.shown) {
      for (let copy = sheet.first; copy <= sheet.last; copy++) picture.draw(sheet, copy, look, this.sheet);
      picture.occupy(sheet, occupied, look);
    }
  }

  /* The parts of the world in sight: one, or two where its edge is in sight; each once, however often it is
     drawn. */
  windows({ left, top, width, height, first, last, size, scale, zoom }) {
    const found = new Map(),
      north = Math.round(top / scale),
      south = Math.round((top + height) / scale);
    for (let copy = first; copy <= last; copy++) {
      const west = Math.round(Math.max(0, left - copy * size) / scale),
        east = Math.round(Math.min(size, left + width - copy * size) / scale);
      if (east > west)
        found.set(`${west},${north},${east},${south}`, { box: [west, north, east, south], zoom });
    }
    return [...found.values()];
  }

  key({ box, zoom }) {
    return `${zoom} ${box} ${this.query}`;
  }

  address(what, asked) {
    return `view/${this.id}${what}?${asked}&lang=${this.page.lang}${this.query ? `&${this.query}` : ""}`;
  }

  load(windows) {
    const wanted = windows.map((window) => this.key(window)).join();
    if (this.pending?.wanted === wanted) return;
    this.stop();
    const abort = new AbortController(),
      pending = { wanted, abort };
    this.pending = pending;
    pending.done = Promise.all(windows.map((window) => this.fetch(window, abort.signal)))
      .then(() => {
        if (this.pending !== pending) return;
        this.pending = null;
        this.page.repaint();
      })
      .catch((problem) => {
        if (this.pending !== pending) return;
        this.pending = null;
        this.page.say(this.page.words.load_failed);
        throw problem;
      });
  }

  stop() {
    this.pending?.abort.abort();
    this.pending = null;
  }

  async fetch(window, signal) {
    const key = this.key(window),
      { page } = this;
    if (this.kept.has(key)) return;
    for (let told = false; ; told = true) {
      const response = await fetch(
        `${page.home}/${this.address("", `z=${window.zoom}&bbox=${window.box}`)}`,
        { signal },
      );
      if (!response.ok) throw new Error(`view/${this.id}: ${response.status}`);
      if (response.status !== 202) {
        this.keep(key, new ViewportPicture(await response.arrayBuffer()));
        if (told) page.say(null);
        return;
      }
      const { preparing } = await response.json();
      page.say(
        page.words.preparing
          .replace("{layer}", this.sheet.title)
          .replace("{share}", Math.round(100 * preparing)),
      );
      await new Promise((resolve) => {
        setTimeout(resolve, 400);
      });
    }
  }

  /* The last few pictures: the way back asks nothing. */
  keep(key, picture) {
    this.kept.set(key, picture);
    for (const old of this.kept.keys()) {
      if (this.kept.size <= 6) break;
      if (!this.shown.includes(this.kept.get(old))) this.kept.delete(old);
    }
  }

  /* Rows of one: what lies at a place, what comes next in a direction, what has an id. */
  hit([x, y]) {
    return this.one(this.address("/hit", `z=${this.page.map.getZoom()}&xy=${x},${y}`));
  }

  next([x, y], turn, but) {
    return this.one(
      this.address("/next", `xy=${x},${y}&turn=${turn}${but ? `&row=${encodeURIComponent(but)}` : ""}`),
    );
  }

  row(id) {
    return this.one(this.address("/row", `z=${this.page.map.getZoom()}&row=${encodeURIComponent(id)}`));
  }

  async one(address) {
    const response = await this.page.get(address);
    return response.status === 200
      ? { layer: new Layer(this.id, await response.arrayBuffer()), i: 0 }
      : null;
  }

  /* How many rows are in sight, and the largest of them. */
  async list(sheet, margin) {
    const lists = await Promise.all(
      this.windows({
        ...sheet,
        left: sheet.left + margin,
        top: sheet.top + margin,
        width: sheet.width - 2 * margin,
        height: sheet.height - 2 * margin,
      }).map(async ({ box, zoom }) =>
        (await this.page.get(this.address("/list", `z=${zoom}&bbox=${box}`))).json(),
      ),
    );
    return {
      count: lists.reduce((sum, { count }) => sum + (count || 0), 0),
      rows: lists.flatMap(({ rows }) => rows || []),
    };
  }

  /* Rows whose names are written, in the shape of a layer. */
  get named() {
    return this.shown.length === 1 ? this.shown[0].named : NAMELESS;
  }
}

export const NAMELESS = { length: 0, names: [] };
