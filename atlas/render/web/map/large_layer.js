/* A large layer: the page holds a picture of what is in sight of it and asks the server for the next one. The old picture
   stays until the new one is there. What is pointed at comes as a layer of one row, which everything else takes as usual. */
Atlas.Large = class {
  constructor(page, id, head) {
    Object.assign(this, { page, id, large: head.large, own: head.sheet, sheet: head.sheet, query: "", kept: new Map(), shown: [], pending: null });
    /* It has no rows of its own to go through. */
    Object.assign(this, { length: 0, ids: [], names: [] });
  }

  take({ query }, { classes }) {
    const other = classes?.[this.id];
    this.sheet = other ? { ...this.own, field: other.field, symbols: other.symbols } : this.own;
    this.query = query;
  }

  at() { return -1; }

  /* Draws what is there; what is missing is asked for, and the page is repainted with it. */
  paint(sheet, look, occupied) {
    const windows = this.windows(sheet), pictures = windows.map((window) => this.kept.get(this.key(window)));
    if (pictures.every((picture) => picture)) { this.shown = pictures; this.stop(); }
    else if (!this.page.flying) this.load(windows);
    for (const picture of this.shown) {
      for (let copy = sheet.first; copy <= sheet.last; copy++) picture.draw(sheet, copy, look, this.sheet);
      picture.occupy(sheet, occupied, look);
    }
  }

  /* The parts of the world in sight: one, or two where its edge is in sight; each once, however often it is drawn. */
  windows({ left, top, width, height, first, last, size, scale, zoom }) {
    const found = new Map(), north = Math.round(top / scale), south = Math.round((top + height) / scale);
    for (let copy = first; copy <= last; copy++) {
      const west = Math.round(Math.max(0, left - copy * size) / scale), east = Math.round(Math.min(size, left + width - copy * size) / scale);
      if (east > west) found.set(`${west},${north},${east},${south}`, { box: [west, north, east, south], zoom });
    }
    return [...found.values()];
  }

  key({ box, zoom }) { return `${zoom} ${box} ${this.query}`; }

  address(what, asked) { return `view/${this.id}${what}?${asked}&lang=${this.page.lang}${this.query ? `&${this.query}` : ""}`; }

  load(windows) {
    const wanted = windows.map((window) => this.key(window)).join();
    if (this.pending?.wanted === wanted) return;
    this.stop();
    const abort = new AbortController(), pending = { wanted, abort };
    this.pending = pending;
    pending.done = Promise.all(windows.map((window) => this.fetch(window, abort.signal))).then(() => {
      if (this.pending !== pending) return;
      this.pending = null;
      this.page.repaint();
    }).catch((problem) => {
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
    const key = this.key(window), { page } = this;
    if (this.kept.has(key)) return;
    for (let told = false; ; told = true) {
      const response = await fetch(`${page.home}/${this.address("", `z=${window.zoom}&bbox=${window.box}`)}`, { signal });
      if (!response.ok) throw new Error(`view/${this.id}: ${response.status}`);
      if (response.status !== 202) {
        this.keep(key, new Atlas.Picture(await response.arrayBuffer()));
        if (told) page.say(null);
        return;
      }
      const { preparing } = await response.json();
      page.say(page.words.preparing.replace("{layer}", this.sheet.title).replace("{share}", Math.round(100 * preparing)));
      await new Promise((resolve) => { setTimeout(resolve, 400); });
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
  hit([x, y]) { return this.one(this.address("/hit", `z=${this.page.map.getZoom()}&xy=${x},${y}`)); }

  next([x, y], turn, but) { return this.one(this.address("/next", `xy=${x},${y}&turn=${turn}${but ? `&row=${encodeURIComponent(but)}` : ""}`)); }

  row(id) { return this.one(this.address("/row", `z=${this.page.map.getZoom()}&row=${encodeURIComponent(id)}`)); }

  async one(address) {
    const response = await this.page.get(address);
    return response.status === 200 ? { layer: new Atlas.Layer(this.id, await response.arrayBuffer()), i: 0 } : null;
  }

  /* How many rows are in sight, and the largest of them. */
  async list(sheet, margin) {
    const lists = await Promise.all(this.windows({ ...sheet, left: sheet.left + margin, top: sheet.top + margin, width: sheet.width - 2 * margin, height: sheet.height - 2 * margin })
      .map(async ({ box, zoom }) => (await this.page.get(this.address("/list", `z=${zoom}&bbox=${box}`))).json()));
    return { count: lists.reduce((sum, { count }) => sum + (count || 0), 0), rows: lists.flatMap(({ rows }) => rows || []) };
  }

  /* Rows whose names are written, in the shape of a layer. */
  get named() { return this.shown.length === 1 ? this.shown[0].named : Atlas.NAMELESS; }
};

Atlas.NAMELESS = { length: 0, names: [] };

/* What the page has of a layer: all of it, or what is in sight. */
Atlas.open = (page, id, buffer) => {
  const { head } = Atlas.unpack(buffer);
  return head.large ? new Atlas.Large(page, id, head) : new Atlas.Layer(id, buffer);
};

/* What atlas/render/picture.py writes: one window of a layer. Its shapes are rows that `Atlas.paintLayer` draws. */
Atlas.Picture = class {
  constructor(buffer) {
    const { head, arrays } = Atlas.unpack(buffer);
    Object.assign(this, { arrays, zoom: head.zoom, window: head.window, width: head.size[0], height: head.size[1], unit: Atlas.WORLD / 256 / 2 ** head.zoom });
    const { symbol, flags } = arrays;
    Object.assign(this, { symbol, length: symbol.length, kind: flags.map((flag) => (flag & 4 ? 3 : 2)), hollow: flags.map((flag) => flag & 1), radius: new Float32Array(symbol.length) });
    this.trace();
    this.named = this.labels(head.names, arrays.nameAt);
  }

  shown() { return true; }

  doubtful(i) { return this.arrays.flags[i] & 2; }

  /* From steps to places: a step of -128 stands for two whole numbers in `far`. */
  trace() {
    const { rings, corners, first, steps, far } = this.arrays, { length } = this, quarter = this.unit / 4, [west, north] = this.window;
    const lines = corners.length, total = corners.reduce((sum, n) => sum + n, 0);
    const xy = new Int32Array(2 * total), vertices = new Uint32Array(lines + 1), starts = new Uint32Array(length + 1), boxes = new Int32Array(4 * length), anchor = new Int32Array(2 * length);
    let line = 0, v = 0, s = 0, f = 0;
    for (let i = 0; i < length; i++) {
      let least = Infinity, top = Infinity, most = -Infinity, bottom = -Infinity;
      starts[i] = line;
      for (const end = line + rings[i]; line < end; line++) {
        let x = first[2 * line], y = first[2 * line + 1];
        vertices[line] = v;
        for (let k = 0; k < corners[line]; k++) {
          if (k) {
            if (steps[s] === -128) { x += far[f]; y += far[f + 1]; f += 2; } else { x += steps[s]; y += steps[s + 1]; }
            s += 2;
          }
          xy[2 * v] = Math.round(west + x * quarter); xy[2 * v + 1] = Math.round(north + y * quarter);
          v++;
          if (x < least) least = x;
          if (x > most) most = x;
          if (y < top) top = y;
          if (y > bottom) bottom = y;
        }
      }
      boxes.set([west + least * quarter, north + top * quarter, west + most * quarter, north + bottom * quarter], 4 * i);
      anchor.set([boxes[4 * i], boxes[4 * i + 1]], 2 * i);
    }
    starts[length] = line;
    vertices[lines] = v;
    Object.assign(this, { xy, vertices, rings: starts, boxes, anchor });
  }

  labels(names, at) {
    const quarter = this.unit / 4, [west, north] = this.window, anchor = Int32Array.from(at, (q, k) => Math.round((k % 2 ? north : west) + q * quarter));
    return { length: names.length, names, anchor, shown: () => true, boxes: Int32Array.from({ length: 4 * names.length }, (_, k) => anchor[2 * (k >> 2) + (k & 1)]) };
  }

  draw(sheet, copy, look, style) {
    const x = sheet.x(this.window[0], copy), y = sheet.y(this.window[1]), zoomed = 2 ** (sheet.zoom - this.zoom);
    const place = zoomed === 1 ? [Math.round(x), Math.round(y)] : [x, y];
    sheet.g.drawImage(this.raster(look, style), ...place, this.width * zoomed, this.height * zoomed);
  }

  /* The picture as pixels, painted once for each look. */
  raster(look, style) {
    const key = JSON.stringify([look.dark, look.scale, look.ground]);
    if (this.painted?.key === key && this.painted.style === style) return this.painted.canvas;
    const canvas = document.createElement("canvas"), ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = this.width * ratio; canvas.height = this.height * ratio;
    const g = canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.sheet = style;
    if (this.arrays.specks.length) this.specks(g, look, style.symbols);
    const sheet = new Atlas.Sheet(g, 1 / this.unit, this.window[0] / this.unit, this.window[1] / this.unit, this.width, this.height, this.zoom);
    sheet.first = sheet.last = 0;
    Atlas.paintLayer(sheet, this, look, null);
    this.symbols(g, look, style.symbols, ratio);
    this.painted = { key, style, canvas };
    return canvas;
  }

  /* A pixel each, as the server has painted them: only the colours are chosen here. */
  specks(g, look, symbols) {
    const { specks } = this.arrays, image = new ImageData(this.width, this.height), pixels = new Uint32Array(image.data.buffer);
    const colours = new Uint32Array(2 * symbols.length + 1);
    for (const [k, symbol] of symbols.entries()) {
      const [r, gr, b] = Atlas.rgb(symbol.color[look.dark ? 1 : 0]), rgb = r | gr << 8 | b << 16;
      colours[k + 1] = rgb | 255 << 24;
      colours[k + 1 + symbols.length] = rgb | Math.round(255 * Atlas.PALE) << 24;
    }
    for (let k = 0; k < specks.length; k++) if (specks[k]) pixels[k] = colours[specks[k]];
    const small = document.createElement("canvas");
    small.width = this.width; small.height = this.height;
    small.getContext("2d").putImageData(image, 0, 0);
    g.imageSmoothingEnabled = false;
    g.drawImage(small, 0, 0);
    g.imageSmoothingEnabled = true;
  }

  /* Few symbols are drawn as any other layer's; of many each kind is drawn once and stamped. */
  symbols(g, look, symbols, ratio) {
    const { symbolSymbol, symbolFlags, symbolRadius, symbolAt } = this.arrays, stamps = new Map(), stamped = symbolSymbol.length > 1000;
    for (let k = 0; k < symbolSymbol.length; k++) {
      const r = this.reach(symbolRadius[k], look), x = symbolAt[2 * k] / 4, y = symbolAt[2 * k + 1] / 4, flag = symbolFlags[k];
      const symbol = symbols[symbolSymbol[k]], color = symbol.color[look.dark ? 1 : 0];
      if (!stamped) {
        g.globalAlpha = flag & 2 ? Atlas.PALE : 1;
        Atlas.drawSymbol(g, symbol, x, y, r, color, flag & 1, look.ground);
        continue;
      }
      const kind = (symbolSymbol[k] * 4 + flag) * 4096 + Math.round(r * 8);
      if (!stamps.has(kind)) stamps.set(kind, Atlas.stamp(symbol, r, color, flag, look.ground, ratio));
      const stamp = stamps.get(kind), half = stamp.width / 2 / ratio;
      g.drawImage(stamp, Math.round((x - half) * ratio) / ratio, Math.round((y - half) * ratio) / ratio, 2 * half, 2 * half);
    }
    g.globalAlpha = 1;
  }

  reach(radius, look) { return Math.max(2.4, radius * Math.max(.5, Math.min(1, .5 + (this.zoom - 8) * .12))) * look.scale ** .5; }

  /* Where few symbols stand no name is written; where there are very many, names stand over them. */
  occupy(sheet, occupied, look) {
    const { symbolRadius, symbolAt } = this.arrays;
    if (!occupied || symbolRadius.length > 1000 || sheet.zoom !== this.zoom) return;
    const left = sheet.x(this.window[0], 0), top = sheet.y(this.window[1]);
    for (let k = 0; k < symbolRadius.length; k++) {
      const r = this.reach(symbolRadius[k], look) + 1, x = left + symbolAt[2 * k] / 4, y = top + symbolAt[2 * k + 1] / 4;
      occupied.add(x - r, y - r, x + r, y + r);
    }
  }
};

Atlas.stamp = (symbol, r, color, flag, ground, ratio) => {
  const canvas = document.createElement("canvas"), half = Math.ceil(1.4 * r + 2);
  canvas.width = canvas.height = 2 * half * ratio;
  const g = canvas.getContext("2d");
  g.scale(ratio, ratio);
  g.globalAlpha = flag & 2 ? Atlas.PALE : 1;
  Atlas.drawSymbol(g, symbol, half, half, r, color, flag & 1, ground);
  return canvas;
};

Atlas.rgb = (color) => [1, 3, 5].map((k) => parseInt(color.slice(k, k + 2), 16));
