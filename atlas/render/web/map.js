/* The map page: takes the state of a scene, paints it, answers clicks and keys, and tells the app what happened. */
Atlas.start = (map, settings) => { window.atlas = new Atlas.Page(map, settings); };

Atlas.Page = class {
  constructor(map, { lang, home, words }) {
    Object.assign(this, { map, lang, home, words, painted: 0, layers: new Map(), drawn: [], backdrop: [], chosen: null });
    const inlined = document.getElementById("atlas-data");
    this.file = inlined ? JSON.parse(inlined.textContent) : null;
    this.live = !this.file && window.parent !== window;
    this.ready = new Promise((resolve) => { this.isReady = resolve; });
    this.furnish();
    this.setTheme("light");
    this.ground = new Atlas.Painter((sheet) => this.paintGround(sheet), "ground").addTo(map);
    this.marks = new Atlas.Painter((sheet) => this.paintMarks(sheet), "overlayPane").addTo(map);
    this.legend = new Atlas.Legend(this);
    this.panel = new Atlas.Card(this);
    this.listen();
    if (this.file) this.apply(this.file.state);
    else this.hello();
  }

  /* What a test or a script may ask. */
  counts() {
    return Object.fromEntries([...this.state.layers.map((layer) => [layer.id, layer.count]), ...Object.entries(this.state.tables)]);
  }

  view() {
    const { lat, lng } = this.map.getCenter().wrap();
    return { lat: +lat.toFixed(5), lon: +lng.toFixed(5), zoom: this.map.getZoom() };
  }

  pick(lat, lon) {
    const found = this.find(L.latLng(lat, lon));
    if (!found) { this.panel.close(); return null; }
    this.panel.open(found.layer, found.i);
    return { layer: found.layer.id, id: found.layer.ids[found.i], name: found.layer.names[found.i] };
  }

  /* What the link asks for, at once; the app, when it has started, tells the same or what has changed since. */
  hello() {
    this.tell({ kind: "hello" });
    const asked = window.parent.location.search.slice(1);
    this.get(`state?${asked || `lang=${this.lang}`}`).then((answer) => answer.json())
      .then((state) => { if (!this.state) this.apply(state); })
      .catch(() => this.say(this.words.loading));
  }

  tell(message) { if (window.parent !== window) window.parent.postMessage({ atlas: message }, location.origin); }

  async apply(state) {
    const serial = this.serial = (this.serial || 0) + 1;
    this.state = state;
    try {
      const loaded = await Promise.all([...state.backdrop, ...state.layers.map((l) => l.id)].map((id) => this.load(id)));
      if (serial !== this.serial) return;
      this.backdrop = loaded.slice(0, state.backdrop.length);
      this.drawn = loaded.slice(state.backdrop.length);
      this.drawn.forEach((layer, k) => { layer.mask = Uint8Array.from(atob(state.layers[k].mask), (c) => c.charCodeAt(0)); });
      if (this.theme !== state.theme || !this.painted) {
        this.setTheme(state.theme);
        this.ground.redraw();
      }
      this.legend.show(state, this.drawn);
      this.credit(state.credits);
      this.cover(state.tiles);
      this.look_at(state);
      if (this.chosen && !(this.drawn.includes(this.chosen.layer) && this.chosen.layer.shown(this.chosen.i))) this.panel.close();
      this.say(this.silence(state));
      this.repaint();
      this.isReady();
    } catch (problem) {
      this.say(this.words.load_failed);
      throw problem;
    }
  }

  /* What an empty map means. */
  silence(state) {
    if (!state.layers.length && !Object.keys(state.tables).length) return this.words.no_layer;
    const none = this.drawn.filter((layer, k) => !state.layers[k].count && layer.length).map((layer) => layer.sheet.title);
    return none.length ? this.words.no_row.replace("{layers}", none.join(", ")) : null;
  }

  load(id) {
    if (!this.layers.has(id)) {
      const bytes = this.file
        ? Promise.resolve(Uint8Array.from(atob(this.file.packed[id]), (c) => c.charCodeAt(0)).buffer)
        : this.get(`layers/${id}?lang=${this.lang}`).then((r) => r.arrayBuffer());
      const layer = bytes.then((buffer) => new Atlas.Layer(id, buffer));
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
    if (this.file) return this.file.cards[layer][id];
    return (await this.get(`cards/${layer}/${encodeURIComponent(id)}?lang=${this.lang}`)).json();
  }

  setTheme(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
    const style = getComputedStyle(document.documentElement), read = (name) => style.getPropertyValue(`--${name}`).trim();
    this.look = { dark: theme === "dark", scale: theme === "room" ? 1.5 : 1 };
    for (const name of ["paper", "land", "sea", "border", "hairline", "ink", "muted", "water", "halo", "chosen"]) this.look[name] = read(name);
    this.look.ground = this.look.land;
  }

  look_at(state) {
    const camera = JSON.stringify([state.camera, state.fit]);
    if (camera === this.camera) return;
    this.camera = camera;
    this.moving = true;
    if (state.camera) this.map.setView(state.camera.slice(0, 2), state.camera[2], { animate: false });
    else if (state.bounds) {
      const [west, south, east, north] = state.bounds;
      /* What is looked at stands clear of the legend. */
      const legend = this.legend.node.getBoundingClientRect().height + 34, below = Math.min(legend, .42 * this.map.getSize().y);
      this.map.fitBounds([[south, west], [north, east]], { paddingTopLeft: [24, 16], paddingBottomRight: [24, below], maxZoom: 15, animate: false });
    }
    this.moving = false;
  }

  choose(layer, i) {
    this.chosen = layer ? { layer, i } : null;
    if (layer) {
      const [lat, lon] = Atlas.toDegrees(layer.anchor[2 * i], layer.anchor[2 * i + 1]);
      if (layer.kind[i] && !this.map.getBounds().intersects(this.bounds(layer, i))) this.map.panTo([lat, lon], { animate: !this.still() });
    }
    this.repaint();
  }

  bounds(layer, i) {
    const [west, north, east, south] = layer.boxes.subarray(4 * i, 4 * i + 4);
    return L.latLngBounds(Atlas.toDegrees(west, south), Atlas.toDegrees(east, north));
  }

  still() { return window.matchMedia("(prefers-reduced-motion: reduce)").matches; }

  find(latlng) {
    const [x, y] = Atlas.toWorld(latlng.lat, L.Util.wrapNum(latlng.lng, [-180, 180], true));
    const reach = 6 * Atlas.WORLD / (256 * 2 ** this.map.getZoom()), symbolic = Atlas.symbolic(this.map.getZoom());
    for (const layer of [...this.drawn].reverse()) {
      const i = layer.at(x, y, reach, symbolic);
      if (i >= 0) return { layer, i };
    }
    return null;
  }

  sight() {
    const size = this.map.getSize(), scale = 256 * 2 ** this.map.getZoom() / Atlas.WORLD, top = this.map.getPixelBounds().min;
    return new Atlas.Sheet(null, scale, top.x - 96, top.y - 96, size.x + 192, size.y + 192, this.map.getZoom());
  }

  repaint() {
    this.marks.redraw();
    this.painted += 1;
  }

  paintGround(sheet) {
    const g = sheet.g, look = this.look;
    g.fillStyle = look.sea;
    g.fillRect(0, 0, sheet.width, sheet.height);
    for (const layer of this.backdrop) {
      sheet.rows(layer, (i, copy) => {
        const kind = layer.id === "basemap" ? layer.sheet.symbols[layer.symbol[i]].code : "hairline";
        if (kind === "place" || sheet.zoom + 1.5 < layer.from_zoom[i]) return;
        g.beginPath();
        sheet.trace(layer, i, copy);
        if (kind === "country") { g.fillStyle = look.land; g.fill("evenodd"); g.strokeStyle = look.border; g.lineWidth = 1; g.stroke(); }
        else if (kind === "lake") { g.fillStyle = look.sea; g.fill("evenodd"); g.strokeStyle = look.water; g.lineWidth = .6; g.stroke(); }
        else if (kind === "river") { g.strokeStyle = look.water; g.lineWidth = Math.min(1.8, .5 + sheet.zoom * .09); g.stroke(); }
        else if (sheet.zoom >= 9) { g.strokeStyle = look.hairline; g.lineWidth = sheet.zoom >= 11 ? 1 : .6; g.stroke(); }
      });
    }
  }

  paintMarks(sheet) {
    const occupied = new Atlas.Occupied(sheet.width, sheet.height, 96);
    for (const node of document.querySelectorAll(".legend, .credits, .card, .leaflet-control")) {
      const box = node.getBoundingClientRect();
      if (box.width) occupied.add(box.left + 96, box.top + 96, box.right + 96, box.bottom + 96);
    }
    for (const layer of this.drawn) Atlas.paintLayer(sheet, layer, this.look, occupied);
    Atlas.paintLabels(sheet, this.names(sheet), occupied, this.look);
    if (this.chosen) Atlas.paintChosen(sheet, this.chosen.layer, this.chosen.i, this.look);
  }

  names(sheet) {
    const labels = [], seen = new Set();
    for (const layer of this.covered ? [] : this.backdrop) {
      const places = layer.id === "basemap";
      sheet.rows(layer, (i, copy) => {
        const kind = places ? layer.sheet.symbols[layer.symbol[i]].code : "place";
        /* Of the basin's communes the populous ones are named first. */
        const from = places ? layer.from_zoom[i] : 13.2 - layer.radius[i] * .35;
        if (!layer.names[i] || sheet.zoom < from) return;
        const at = { text: layer.names[i], x: sheet.x(layer.anchor[2 * i], copy), y: sheet.y(layer.anchor[2 * i + 1]) };
        if (kind === "country" && sheet.zoom <= 6 && sheet.widest(layer, i) > at.text.length * 7) labels.push({ ...at, text: at.text.toUpperCase(), size: 11, style: "600", dot: false, rank: 0 });
        if (kind === "place" && !seen.has(at.text + copy)) { seen.add(at.text + copy); labels.push({ ...at, size: layer.radius[i] > 6 ? 14 : 12.5, style: layer.radius[i] > 6 ? "600" : "400", dot: true, rank: 20 - layer.radius[i] }); }
      });
    }
    for (const layer of this.drawn) {
      const [from, to] = layer.sheet.labels || [99, 99];
      if (sheet.zoom < from || sheet.zoom > to) continue;
      sheet.rows(layer, (i, copy) => {
        if (layer.names[i]) labels.push({ text: layer.names[i].toUpperCase(), x: sheet.x(layer.anchor[2 * i], copy), y: sheet.y(layer.anchor[2 * i + 1]), size: 11.5, style: "600", dot: false, rank: -1 });
      });
    }
    return labels.sort((a, b) => a.rank - b.rank || a.text.localeCompare(b.text)).slice(0, 400);
  }

  furnish() {
    const { map, words } = this, box = map.getContainer();
    map.createPane("ground").style.zIndex = 150;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", words.map);
    map.attributionControl.remove();
    L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: 120 }).addTo(map);
    const tools = L.control({ position: "topright" });
    tools.onAdd = () => {
      const bar = Atlas.element("div", { class: "leaflet-bar tools" });
      bar.append(this.tool("home", words.home, () => this.map.setView([50.43, 2.95], 10)));
      bar.append(this.tool("list", words.list, () => this.panel.list()));
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    tools.addTo(map);
    this.tip = Atlas.element("div", { class: "tip", hidden: "" });
    this.status = Atlas.element("p", { class: "status", role: "status", text: words.loading });
    this.credits = Atlas.element("footer", { class: "credits", "aria-label": words.credits });
    document.body.append(this.tip, this.status, this.credits);
  }

  /* Line icons of one set, drawn for the atlas. */
  tool(icon, title, onclick) {
    const paths = { home: "M3 11 12 4l9 7M6 9.5V20h12V9.5M10 20v-6h4v6", list: "M4 6h16M4 12h16M4 18h16" };
    const button = Atlas.element("button", { type: "button", title, "aria-label": title, onclick });
    button.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path d="${paths[icon]}"/></svg>`;
    return button;
  }

  say(text) { this.status.hidden = !text; this.status.textContent = text || ""; }

  /* An online background lies over the atlas's own: what does not come leaves the atlas's own in sight. */
  cover(tiles) {
    if (JSON.stringify(tiles) === this.covering) return;
    this.covering = JSON.stringify(tiles);
    this.tiles?.remove();
    this.tiles = null;
    this.covered = false;
    if (!tiles) return;
    this.tiles = L.tileLayer(tiles.url, { maxNativeZoom: tiles.max_zoom, maxZoom: 18 });
    this.tiles.on("tileload", () => { if (!this.covered) { this.covered = true; this.say(null); this.repaint(); } });
    this.tiles.on("tileerror", () => { if (!this.covered) { this.say(this.words.tiles_failed); clearTimeout(this.failing); this.failing = setTimeout(() => this.say(null), 8000); } });
    this.tiles.addTo(this.map);
  }

  credit(credits) {
    const list = Atlas.element("ul", {}, Atlas.element("li", {}, Atlas.link("https://leafletjs.com", "Leaflet")), ...credits.map(([licence, producers]) => Atlas.element("li", {}, Atlas.element("strong", { text: licence }), Atlas.element("span", { text: ` ${producers.join(", ")}` }))));
    const line = Atlas.element("summary", { title: this.words.credits }, Atlas.element("span", { text: `Leaflet · ${[...new Set(credits.flatMap((credit) => credit[1]))].join(", ")}` }));
    const open = this.credits.querySelector("details")?.open;
    this.credits.replaceChildren(Atlas.element("details", { open: open ? "" : null }, line, list));
  }

  listen() {
    const { map } = this;
    map.on("click", (event) => this.pick(event.latlng.lat, event.latlng.lng));
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout movestart", () => { this.tip.hidden = true; });
    map.on("resize", () => { this.resized = true; });
    map.on("moveend", () => {
      this.painted += 1;
      /* A window that changes its size is not a reader who moves the map. */
      if (this.moving || this.resized) { this.resized = false; return; }
      clearTimeout(this.resting);
      this.resting = setTimeout(() => { const { lat, lon, zoom } = this.view(); this.camera = null; this.tell({ kind: "camera", lat, lon, zoom }); }, 350);
    });
    window.addEventListener("message", (event) => {
      const state = event.origin === location.origin && event.source === window.parent && event.data?.atlasState;
      if (state && JSON.stringify(state) !== JSON.stringify(this.state)) this.apply(state);
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.panel.close(); });
  }

  hover(event) {
    const found = this.find(event.latlng);
    this.map.getContainer().style.cursor = found ? "pointer" : "";
    this.tip.hidden = !found;
    if (!found) return;
    this.tip.replaceChildren(
      Atlas.element("strong", { text: found.layer.names[found.i] || found.layer.ids[found.i] }),
      Atlas.element("span", { text: found.layer.sheet.title }));
    const { x, y } = event.containerPoint, right = x > this.map.getSize().x - 240;
    this.tip.style.transform = `translate(${x + (right ? -14 : 14)}px, ${y + 14}px) translateX(${right ? "-100%" : "0"})`;
  }
};
