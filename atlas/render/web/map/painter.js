/* One canvas for the ground, one for the layers: repainted whole, clipped to what is in sight. */

Atlas.Painter = L.Layer.extend({
  initialize(paint, pane) { this.paint = paint; this.pane = pane; },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "atlas-canvas leaflet-zoom-animated");
    this.canvas.setAttribute("aria-hidden", "true");
    map.getPane(this.pane).appendChild(this.canvas);
    map.on("moveend resize", this.redraw, this);
    map.on("zoomanim", this.follow, this);
    this.redraw();
  },

  onRemove(map) {
    this.canvas.remove();
    map.off("moveend resize", this.redraw, this);
    map.off("zoomanim", this.follow, this);
  },

  follow(event) {
    const scale = this._map.getZoomScale(event.zoom, this.zoom);
    L.DomUtil.setTransform(this.canvas, this._map._latLngToNewLayerPoint(this.corner, event.zoom, event.center), scale);
  },

  redraw() {
    const map = this._map, size = map.getSize(), pad = 96, ratio = Math.min(2, window.devicePixelRatio || 1);
    const w = size.x + 2 * pad, h = size.y + 2 * pad;
    const origin = map.containerPointToLayerPoint([-pad, -pad]);
    this.zoom = map.getZoom();
    this.corner = map.layerPointToLatLng(origin);
    if (this.canvas.width !== w * ratio || this.canvas.height !== h * ratio) {
      this.canvas.width = w * ratio; this.canvas.height = h * ratio;
      this.canvas.style.width = w + "px"; this.canvas.style.height = h + "px";
    }
    L.DomUtil.setTransform(this.canvas, origin, 1);
    const g = this.canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, w, h);
    const scale = 256 * 2 ** this.zoom / Atlas.WORLD;
    const top = map.getPixelOrigin().add(origin);
    this.paint(new Atlas.Sheet(g, scale, top.x, top.y, w, h, this.zoom));
  },
});

/* A canvas with the world on it: draws rows of a layer at every copy of the world in sight. */
Atlas.Sheet = class {
  constructor(g, scale, left, top, width, height, zoom) {
    Object.assign(this, { g, scale, left, top, width, height, zoom });
    this.size = Atlas.WORLD * scale;
    this.first = Math.floor(left / this.size);
    this.last = Math.floor((left + width) / this.size);
  }

  x(x, copy) { return x * this.scale - this.left + copy * this.size; }

  y(y) { return y * this.scale - this.top; }

  /* Calls back for each row in sight, once for each copy of the world that shows it. */
  rows(layer, draw, margin = 16) {
    for (let copy = this.first; copy <= this.last; copy++) {
      const shift = this.left - copy * this.size;
      const west = (shift - margin) / this.scale, east = (shift + this.width + margin) / this.scale;
      const north = (this.top - margin) / this.scale, south = (this.top + this.height + margin) / this.scale;
      for (let i = 0; i < layer.length; i++) {
        if (!layer.shown(i)) continue;
        const b = 4 * i;
        if (layer.boxes[b] > east || layer.boxes[b + 2] < west || layer.boxes[b + 1] > south || layer.boxes[b + 3] < north) continue;
        draw(i, copy);
      }
    }
  }

  /* Traces a row; vertices closer than half a pixel to the one before are left out, ends never. */
  trace(layer, i, copy) {
    const g = this.g, closed = layer.kind[i] === 3;
    for (let r = layer.rings[i]; r < layer.rings[i + 1]; r++) {
      let px = NaN, py = NaN;
      const end = layer.vertices[r + 1];
      for (let v = layer.vertices[r]; v < end; v++) {
        const x = this.x(layer.xy[2 * v], copy), y = this.y(layer.xy[2 * v + 1]);
        if (Math.abs(x - px) + Math.abs(y - py) < .5 && v + 1 < end) continue;
        if (px !== px) g.moveTo(x, y); else g.lineTo(x, y);
        px = x; py = y;
      }
      if (closed) g.closePath();
    }
  }

  /* Pixels that the widest ring of a row spans: scattered islands do not make a large country. */
  widest(layer, i) {
    let widest = 0;
    for (let r = layer.rings[i]; r < layer.rings[i + 1]; r++) {
      let west = Infinity, east = -Infinity;
      for (let v = layer.vertices[r]; v < layer.vertices[r + 1]; v++) { west = Math.min(west, layer.xy[2 * v]); east = Math.max(east, layer.xy[2 * v]); }
      widest = Math.max(widest, east - west);
    }
    return widest * this.scale;
  }

  extent(layer, i) {
    const b = 4 * i;
    return Math.max(layer.boxes[b + 2] - layer.boxes[b], layer.boxes[b + 3] - layer.boxes[b + 1]) * this.scale;
  }
};

/* What may not have stood in the year asked for is pale. */
Atlas.PALE = .35;

Atlas.symbolic = (zoom) => (layer, i) => {
  if (layer.kind[i] === 1) return true;
  return layer.kind[i] === 3 && zoom < (layer.sheet.symbol_below ?? -1);
};

/* Draws one layer; says to `occupied` where symbols stand, so that no name is written over one. */
Atlas.paintLayer = (sheet, layer, look, occupied) => {
  if (layer.large) { layer.paint(sheet, look, occupied); return; }
  const g = sheet.g, symbolic = Atlas.symbolic(sheet.zoom), grow = Math.max(.5, Math.min(1, .5 + (sheet.zoom - 8) * .12));
  const points = [], dot = 2.6 * look.scale ** 1.5;
  sheet.rows(layer, (i, copy) => {
    const symbol = layer.sheet.symbols[layer.symbol[i]], color = symbol.color[look.dark ? 1 : 0];
    if (symbolic(layer, i)) { points.push([i, copy]); return; }
    if (layer.kind[i] === 3 && sheet.extent(layer, i) < dot) {
      const x = sheet.x(layer.anchor[2 * i], copy), y = sheet.y(layer.anchor[2 * i + 1]);
      g.fillStyle = color; g.fillRect(x - dot / 2, y - dot / 2, dot, dot);
      return;
    }
    g.beginPath();
    sheet.trace(layer, i, copy);
    const sure = layer.doubtful(i) ? Atlas.PALE : 1;
    g.globalAlpha = sure;
    if (layer.kind[i] === 3) Atlas.fillArea(g, symbol, color, layer.sheet.opacity * sure);
    g.globalAlpha = (layer.kind[i] === 2 ? layer.sheet.opacity : 1) * sure;
    Atlas.strokeLine(g, layer.hollow[i] ? { line: "dashed" } : symbol, color, layer.sheet.width * look.scale ** .6, look.ground, sheet.zoom);
    g.globalAlpha = 1;
  });
  /* Large symbols first: a small one on top of them stays visible. */
  points.sort((a, b) => layer.radius[b[0]] - layer.radius[a[0]]);
  for (const [i, copy] of points) {
    const symbol = layer.sheet.symbols[layer.symbol[i]], r = Math.max(2.4, layer.radius[i] * grow) * look.scale ** .5;
    const x = sheet.x(layer.anchor[2 * i], copy), y = sheet.y(layer.anchor[2 * i + 1]);
    g.globalAlpha = layer.doubtful(i) ? Atlas.PALE : 1;
    Atlas.drawSymbol(g, symbol, x, y, r, symbol.color[look.dark ? 1 : 0], layer.hollow[i], look.ground);
    g.globalAlpha = 1;
    occupied?.add(x - r - 1, y - r - 1, x + r + 1, y + r + 1);
  }
};

/* The chosen row: ink, with a halo, above everything. */
Atlas.paintChosen = (sheet, layer, i, look) => {
  const g = sheet.g;
  for (let copy = sheet.first; copy <= sheet.last; copy++) {
    const x = sheet.x(layer.anchor[2 * i], copy), y = sheet.y(layer.anchor[2 * i + 1]);
    g.beginPath();
    if (Atlas.symbolic(sheet.zoom)(layer, i) || sheet.extent(layer, i) < 8) g.arc(x, y, (layer.radius[i] || 5) + 6, 0, 7);
    else sheet.trace(layer, i, copy);
    g.setLineDash([]);
    g.lineJoin = "round";
    g.strokeStyle = look.halo; g.lineWidth = 6; g.stroke();
    g.strokeStyle = look.chosen; g.lineWidth = 2.4; g.stroke();
  }
};

/* An outline that the reader asked about: the ring in ink with a soft shadow; a shape being drawn is dashed and filled. */
Atlas.paintOutline = (sheet, ring, look, drawing) => {
  const g = sheet.g;
  for (let copy = sheet.first; copy <= sheet.last; copy++) {
    g.beginPath();
    for (const { lat, lng } of ring) { const [x, y] = Atlas.toWorld(lat, lng); g.lineTo(sheet.x(x, copy), sheet.y(y)); }
    g.closePath();
    g.lineJoin = "round";
    g.setLineDash([]);
    g.strokeStyle = look.halo; g.lineWidth = 5 * look.scale; g.stroke();
    if (drawing) { g.globalAlpha = .12; g.fillStyle = look.chosen; g.fill(); g.globalAlpha = 1; g.setLineDash([7, 5]); }
    g.strokeStyle = look.chosen; g.lineWidth = 2 * look.scale; g.stroke();
  }
  g.setLineDash([]);
};
