/* What atlas/render/picture.py writes: one window of a layer. Its shapes are rows that `paintLayer` draws.
 */
import { unpack } from "./packed.js";
import { PALE, paintLayer } from "./paint.js";
import { WORLD } from "./projection.js";
import { Sheet } from "./sheet.js";
import { drawSymbol } from "./symbols.js";

export class ViewportPicture {
  constructor(buffer) {
    const { head, arrays } = unpack(buffer);
    Object.assign(this, {
      arrays,
      zoom: head.zoom,
      window: head.window,
      width: head.size[0],
      height: head.size[1],
      unit: WORLD / 256 / 2 ** head.zoom,
    });
    const { symbol, flags } = arrays;
    Object.assign(this, {
      symbol,
      length: symbol.length,
      kind: flags.map((flag) => (flag & 4 ? 3 : 2)),
      hollow: flags.map((flag) => flag & 1),
      radius: new Float32Array(symbol.length),
    });
    this.trace();
    this.named = this.labels(head.names, arrays.nameAt);
  }

  shown() {
    return true;
  }

  doubtful(i) {
    return this.arrays.flags[i] & 2;
  }

  /* From steps to places: a step of -128 stands for two whole numbers in `far`. */
  trace() {
    const { rings, corners, first, steps, far } = this.arrays,
      { length } = this,
      quarter = this.unit / 4,
      [west, north] = this.window;
    const lines = corners.length,
      total = corners.reduce((sum, n) => sum + n, 0);
    const xy = new Int32Array(2 * total),
      vertices = new Uint32Array(lines + 1),
      starts = new Uint32Array(length + 1),
      boxes = new Int32Array(4 * length),
      anchor = new Int32Array(2 * length);
    let line = 0,
      v = 0,
      s = 0,
      f = 0;
    for (let i = 0; i < length; i++) {
      let least = Infinity,
        top = Infinity,
        most = -Infinity,
        bottom = -Infinity;
      starts[i] = line;
      for (const end = line + rings[i]; line < end; line++) {
        let x = first[2 * line],
          y = first[2 * line + 1];
        vertices[line] = v;
        for (let k = 0; k < corners[line]; k++) {
          if (k) {
            if (steps[s] === -128) {
              x += far[f];
              y += far[f + 1];
              f += 2;
            } else {
              x += steps[s];
              y += steps[s + 1];
            }
            s += 2;
          }
          xy[2 * v] = Math.round(west + x * quarter);
          xy[2 * v + 1] = Math.round(north + y * quarter);
          v++;
          if (x < least) least = x;
          if (x > most) most = x;
          if (y < top) top = y;
          if (y > bottom) bottom = y;
        }
      }
      boxes.set(
        [west + least * quarter, north + top * quarter, west + most * quarter, north + bottom * quarter],
        4 * i,
      );
      anchor.set([boxes[4 * i], boxes[4 * i + 1]], 2 * i);
    }
    starts[length] = line;
    vertices[lines] = v;
    Object.assign(this, { xy, vertices, rings: starts, boxes, anchor });
  }

  labels(names, at) {
    const quarter = this.unit / 4,
      [west, north] = this.window,
      anchor = Int32Array.from(at, (q, k) => Math.round((k % 2 ? north : west) + q * quarter));
    return {
      length: names.length,
      names,
      anchor,
      shown: () => true,
      boxes: Int32Array.from({ length: 4 * names.length }, (_, k) => anchor[2 * (k >> 2) + (k & 1)]),
    };
  }

  draw(sheet, copy, look, style) {
    const x = sheet.x(this.window[0], copy),
      y = sheet.y(this.window[1]),
      zoomed = 2 ** (sheet.zoom - this.zoom);
    const place = zoomed === 1 ? [Math.round(x), Math.round(y)] : [x, y];
    sheet.g.drawImage(this.raster(look, style), ...place, this.width * zoomed, this.height * zoomed);
  }

  /* The picture as pixels, painted once for each look. */
  raster(look, style) {
    const key = JSON.stringify([look.dark, look.scale, look.ground]);
    if (this.painted?.key === key && this.painted.style === style) return this.painted.canvas;
    const canvas = document.createElement("canvas"),
      ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = this.width * ratio;
    canvas.height = this.height * ratio;
    const g = canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.sheet = style;
    if (this.arrays.specks.length) this.specks(g, look, style.symbols);
    const sheet = new Sheet(
      g,
      1 / this.unit,
      this.window[0] / this.unit,
      this.window[1] / this.unit,
      this.width,
      this.height,
      this.zoom,
    );
    sheet.first = sheet.last = 0;
    paintLayer(sheet, this, look, null);
    this.symbols(g, look, style.symbols, ratio);
    this.painted = { key, style, canvas };
    return canvas;
  }

  /* A pixel each, as the server has painted them: only the colours are chosen here. */
  specks(g, look, symbols) {
    const { specks } = this.arrays,
      image = new ImageData(this.width, this.height),
      pixels = new Uint32Array(image.data.buffer);
    const colours = new Uint32Array(2 * symbols.length + 1);
    for (const [k, symbol] of symbols.entries()) {
      const [r, gr, b] = channels(symbol.color[look.dark ? 1 : 0]),
        rgb = r | (gr << 8) | (b << 16);
      colours[k + 1] = rgb | (255 << 24);
      colours[k + 1 + symbols.length] = rgb | (Math.round(255 * PALE) << 24);
    }
    for (let k = 0; k < specks.length; k++) if (specks[k]) pixels[k] = colours[specks[k]];
    const small = document.createElement("canvas");
    small.width = this.width;
    small.height = this.height;
    small.getContext("2d").putImageData(image, 0, 0);
    g.imageSmoothingEnabled = false;
    g.drawImage(small, 0, 0);
    g.imageSmoothingEnabled = true;
  }

  /* Few symbols are drawn as any other layer's; of many each kind is drawn once and stamped. */
  symbols(g, look, symbols, ratio) {
    const { symbolSymbol, symbolFlags, symbolRadius, symbolAt } = this.arrays,
      stamps = new Map(),
      stamped = symbolSymbol.length > 1000;
    for (let k = 0; k < symbolSymbol.length; k++) {
      const r = this.reach(symbolRadius[k], look),
        x = symbolAt[2 * k] / 4,
        y = symbolAt[2 * k + 1] / 4,
        flag = symbolFlags[k];
      const symbol = symbols[symbolSymbol[k]],
        color = symbol.color[look.dark ? 1 : 0];
      if (!stamped) {
        g.globalAlpha = flag & 2 ? PALE : 1;
        drawSymbol(g, symbol, x, y, r, color, flag & 1, look.ground);
        continue;
      }
      const kind = (symbolSymbol[k] * 4 + flag) * 4096 + Math.round(r * 8);
      if (!stamps.has(kind)) stamps.set(kind, makeStamp(symbol, r, color, flag, look.ground, ratio));
      const stamp = stamps.get(kind),
        half = stamp.width / 2 / ratio;
      g.drawImage(
        stamp,
        Math.round((x - half) * ratio) / ratio,
        Math.round((y - half) * ratio) / ratio,
        2 * half,
        2 * half,
      );
    }
    g.globalAlpha = 1;
  }

  reach(radius, look) {
    return (
      Math.max(2.4, radius * Math.max(0.5, Math.min(1, 0.5 + (this.zoom - 8) * 0.12))) * look.scale ** 0.5
    );
  }

  /* Where few symbols stand no name is written; where there are very many, names stand over them. */
  occupy(sheet, occupied, look) {
    const { symbolRadius, symbolAt } = this.arrays;
    if (!occupied || symbolRadius.length > 1000 || sheet.zoom !== this.zoom) return;
    const left = sheet.x(this.window[0], 0),
      top = sheet.y(this.window[1]);
    for (let k = 0; k < symbolRadius.length; k++) {
      const r = this.reach(symbolRadius[k], look) + 1,
        x = left + symbolAt[2 * k] / 4,
        y = top + symbolAt[2 * k + 1] / 4;
      occupied.add(x - r, y - r, x + r, y + r);
    }
  }
}

export const makeStamp = (symbol, r, color, flag, ground, ratio) => {
  const canvas = document.createElement("canvas"),
    half = Math.ceil(1.4 * r + 2);
  canvas.width = canvas.height = 2 * half * ratio;
  const g = canvas.getContext("2d");
  g.scale(ratio, ratio);
  g.globalAlpha = flag & 2 ? PALE : 1;
  drawSymbol(g, symbol, half, half, r, color, flag & 1, ground);
  return canvas;
};

export const channels = (color) => [1, 3, 5].map((k) => parseInt(color.slice(k, k + 2), 16));
