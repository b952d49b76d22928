/* Draws a rectangle, a polygon or a circle on the map and tells the app its outline; the app chooses what lies in it. */
Atlas.Draw = class {
  constructor(page) {
    this.page = page;
    this.shape = null;
    this.box = page.map.getContainer();
    this.box.addEventListener("pointerdown", (event) => this.press(event), true);
    this.box.addEventListener("pointermove", (event) => this.move(event), true);
    this.box.addEventListener("pointerup", (event) => this.release(event), true);
    this.box.addEventListener("dblclick", (event) => { if (this.shape) { event.stopPropagation(); this.finish(); } }, true);
    document.addEventListener("keydown", (event) => this.key(event), true);
  }

  start(shape) {
    const again = this.shape === shape;
    this.stop();
    if (again) return;
    this.shape = shape;
    this.corners = [];
    this.page.map.dragging.disable();
    this.page.map.doubleClickZoom.disable();
    this.box.classList.add("drawing");
    this.tool(shape)?.setAttribute("aria-pressed", "true");
    this.page.say(this.page.words[`drawing_${shape}`]);
  }

  stop() {
    this.tool(this.shape)?.setAttribute("aria-pressed", "false");
    this.shape = null;
    this.corners = [];
    this.page.preview = null;
    this.page.map.dragging.enable();
    this.page.map.doubleClickZoom.enable();
    this.box.classList.remove("drawing");
    this.page.furniture.hint(null, {});
    this.page.say(null);
    this.page.repaint();
  }

  tool(shape) { return this.page.furniture.drawing?.querySelector(`[data-tool="${shape}"]`); }

  at(event) { return this.page.map.mouseEventToLatLng(event).wrap(); }

  /* A press on a control is not one on the map. */
  press(event) {
    if (!this.shape || event.target.closest(".leaflet-control")) return;
    event.stopPropagation();
    if (this.shape === "polygon") return;
    this.corners = [this.at(event)];
    this.box.setPointerCapture?.(event.pointerId);
  }

  move(event) {
    if (!this.shape || !this.corners.length) return;
    this.end = this.at(event);
    const about = this.shape === "circle" ? this.length(this.corners[0].distanceTo(this.end)) : null;
    if (about) this.page.furniture.hint(null, this.page.map.mouseEventToContainerPoint(event), about);
    this.page.preview = this.outline();
    this.page.repaint();
  }

  release(event) {
    if (!this.shape || event.target.closest(".leaflet-control")) return;
    event.stopPropagation();
    this.end = this.at(event);
    if (this.shape !== "polygon") { if (this.corners.length) this.finish(); return; }
    const first = this.corners[0] && this.page.map.latLngToContainerPoint(this.corners[0]);
    if (this.corners.length > 2 && first.distanceTo(this.page.map.mouseEventToContainerPoint(event)) < 10) { this.finish(); return; }
    this.corners.push(this.end);
    this.page.preview = this.outline();
    this.page.repaint();
  }

  key(event) {
    if (!this.shape) return;
    if (event.key === "Escape") { event.stopPropagation(); this.stop(); }
    if (event.key === "Enter" && this.shape === "polygon") { event.stopPropagation(); event.preventDefault(); this.finish(); }
  }

  finish() {
    const asked = this.text();
    this.stop();
    if (asked) this.page.tell({ kind: "set", query: { select: [asked] } });
  }

  /* What a link carries: `circle:lat,lon,m` or an encoded polyline; null for what is no shape. */
  text() {
    const { shape, corners, end } = this;
    if (shape === "circle") {
      const metres = Math.round(corners[0].distanceTo(end));
      return metres > 0 ? `circle:${corners[0].lat.toFixed(5)},${corners[0].lng.toFixed(5)},${metres}` : null;
    }
    const ring = shape === "rectangle" ? this.rectangle() : corners.filter((c, k) => !k || !c.equals(corners[k - 1]));
    return ring.length > 2 && (shape === "polygon" || (ring[0].lat !== ring[2].lat && ring[0].lng !== ring[2].lng)) ? Atlas.encode(ring) : null;
  }

  rectangle() {
    const [a] = this.corners, b = this.end;
    return [a, L.latLng(a.lat, b.lng), b, L.latLng(b.lat, a.lng)];
  }

  outline() {
    if (this.shape === "rectangle") return [this.rectangle()];
    if (this.shape === "polygon") return [[...this.corners, this.end]];
    const centre = this.corners[0], metres = centre.distanceTo(this.end), ring = [];
    for (let k = 0; k < 64; k++) {
      const angle = 2 * Math.PI * k / 64, north = metres * Math.cos(angle) / 111320, east = metres * Math.sin(angle) / 111320 / Math.cos(centre.lat * Math.PI / 180);
      ring.push(L.latLng(centre.lat + north, centre.lng + east));
    }
    return [ring];
  }

  length(metres) {
    const [value, unit] = metres < 1000 ? [Math.round(metres), "meter"] : [metres / 1000, "kilometer"];
    return new Intl.NumberFormat(this.page.lang, { style: "unit", unit, maximumFractionDigits: value < 10 && unit === "kilometer" ? 2 : 1 }).format(value);
  }
};

/* The encoded polyline of a ring, five decimals. */
Atlas.encode = (ring) => {
  let text = "", before = [0, 0];
  for (const { lat, lng } of ring) {
    const here = [Math.round(lat * 1e5), Math.round(lng * 1e5)];
    for (const k of [0, 1]) {
      const step = here[k] - before[k];
      let rest = step < 0 ? ~(step << 1) : step << 1;
      for (; rest >= 32; rest >>>= 5) text += String.fromCharCode((32 | (rest & 31)) + 63);
      text += String.fromCharCode(rest + 63);
    }
    before = here;
  }
  return text;
};

Atlas.decode = (text) => {
  const ring = [], here = [0, 0];
  for (let at = 0; at < text.length;) {
    for (const k of [0, 1]) {
      let shift = 0, value = 0, byte;
      do { byte = text.charCodeAt(at++) - 63; value |= (byte & 31) << shift; shift += 5; } while (byte >= 32);
      here[k] += value & 1 ? ~(value >> 1) : value >> 1;
    }
    ring.push(L.latLng(here[0] / 1e5, here[1] / 1e5));
  }
  return ring;
};
