/* Paints layers, what is chosen and outlines on a sheet. */
import { toWorld } from "./projection.js";
import { drawSymbol, fillArea, strokeLine } from "./symbols.js";

/* What may not have stood in the year asked for is pale. */
export const PALE = 0.35;

export const symbolicAt = (zoom) => (layer, i) => {
  if (layer.kind[i] === 1) return true;
  return layer.kind[i] === 3 && zoom < (layer.sheet.symbol_below ?? -1);
};

/* Draws one layer; says to `occupied` where symbols stand, so that no name is written over one. */
export const paintLayer = (sheet, layer, look, occupied) => {
  if (layer.large) {
    layer.paint(sheet, look, occupied);
    return;
  }
  const g = sheet.g,
    symbolic = symbolicAt(sheet.zoom),
    grow = Math.max(0.5, Math.min(1, 0.5 + (sheet.zoom - 8) * 0.12));
  const points = [],
    dot = 2.6 * look.scale ** 1.5;
  sheet.rows(layer, (i, copy) => {
    const symbol = layer.sheet.symbols[layer.symbol[i]],
      color = symbol.color[look.dark ? 1 : 0];
    if (symbolic(layer, i)) {
      points.push([i, copy]);
      return;
    }
    if (layer.kind[i] === 3 && sheet.extent(layer, i) < dot) {
      const x = sheet.x(layer.anchor[2 * i], copy),
        y = sheet.y(layer.anchor[2 * i + 1]);
      g.fillStyle = color;
      g.fillRect(x - dot / 2, y - dot / 2, dot, dot);
      return;
    }
    g.beginPath();
    sheet.trace(layer, i, copy);
    const sure = layer.doubtful(i) ? PALE : 1;
    g.globalAlpha = sure;
    if (layer.kind[i] === 3) fillArea(g, symbol, color, layer.sheet.opacity * sure);
    g.globalAlpha = (layer.kind[i] === 2 ? layer.sheet.opacity : 1) * sure;
    strokeLine(
      g,
      layer.hollow[i] ? { line: "dashed" } : symbol,
      color,
      layer.sheet.width * look.scale ** 0.6,
      look.ground,
      sheet.zoom,
    );
    g.globalAlpha = 1;
  });
  /* Large symbols first: a small one on top of them stays visible. */
  points.sort((a, b) => layer.radius[b[0]] - layer.radius[a[0]]);
  for (const [i, copy] of points) {
    const symbol = layer.sheet.symbols[layer.symbol[i]],
      r = Math.max(2.4, layer.radius[i] * grow) * look.scale ** 0.5;
    const x = sheet.x(layer.anchor[2 * i], copy),
      y = sheet.y(layer.anchor[2 * i + 1]);
    g.globalAlpha = layer.doubtful(i) ? PALE : 1;
    drawSymbol(g, symbol, x, y, r, symbol.color[look.dark ? 1 : 0], layer.hollow[i], look.ground);
    g.globalAlpha = 1;
    occupied?.add(x - r - 1, y - r - 1, x + r + 1, y + r + 1);
  }
};

/* The chosen row: ink, with a halo, above everything. */
export const paintChosen = (sheet, layer, i, look) => {
  const g = sheet.g;
  for (let copy = sheet.first; copy <= sheet.last; copy++) {
    const x = sheet.x(layer.anchor[2 * i], copy),
      y = sheet.y(layer.anchor[2 * i + 1]);
    g.beginPath();
    if (symbolicAt(sheet.zoom)(layer, i) || sheet.extent(layer, i) < 8)
      g.arc(x, y, (layer.radius[i] || 5) + 6, 0, 7);
    else sheet.trace(layer, i, copy);
    g.setLineDash([]);
    g.lineJoin = "round";
    g.strokeStyle = look.halo;
    g.lineWidth = 6;
    g.stroke();
    g.strokeStyle = look.chosen;
    g.lineWidth = 2.4;
    g.stroke();
  }
};

/* An outline that the reader asked about: the ring in ink with a soft shadow; a shape being drawn is dashed
   and filled. */
export const paintOutline = (sheet, ring, look, drawing) => {
  const g = sheet.g;
  for (let copy = sheet.first; copy <= sheet.last; copy++) {
    g.beginPath();
    for (const { lat, lng } of ring) {
      const [x, y] = toWorld(lat, lng);
      g.lineTo(sheet.x(x, copy), sheet.y(y));
    }
    g.closePath();
    g.lineJoin = "round";
    g.setLineDash([]);
    g.strokeStyle = look.halo;
    g.lineWidth = 5 * look.scale;
    g.stroke();
    if (drawing) {
      g.globalAlpha = 0.12;
      g.fillStyle = look.chosen;
      g.fill();
      g.globalAlpha = 1;
      g.setLineDash([7, 5]);
    }
    g.strokeStyle = look.chosen;
    g.lineWidth = 2 * look.scale;
    g.stroke();
  }
  g.setLineDash([]);
};
