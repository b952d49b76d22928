/* One shape a kind, one pattern a status: colour is never the only code. */
export const SHAPES = {
  circle(g, x, y, r) {
    g.moveTo(x + r, y);
    g.arc(x, y, r, 0, 7);
  },
  ring(g, x, y, r) {
    g.moveTo(x + r, y);
    g.arc(x, y, r, 0, 7);
    g.moveTo(x + r * 0.45, y);
    g.arc(x, y, r * 0.45, 0, 7, true);
  },
  dot(g, x, y, r) {
    g.moveTo(x + r * 0.6, y);
    g.arc(x, y, r * 0.6, 0, 7);
  },
  square(g, x, y, r) {
    g.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
  },
  diamond(g, x, y, r) {
    g.moveTo(x, y - r * 1.15);
    g.lineTo(x + r * 1.15, y);
    g.lineTo(x, y + r * 1.15);
    g.lineTo(x - r * 1.15, y);
    g.closePath();
  },
  triangle(g, x, y, r) {
    g.moveTo(x, y - r * 1.1);
    g.lineTo(x + r * 1.15, y + r * 0.85);
    g.lineTo(x - r * 1.15, y + r * 0.85);
    g.closePath();
  },
  trapezium(g, x, y, r) {
    g.moveTo(x - r * 0.6, y - r * 0.55);
    g.lineTo(x + r * 0.6, y - r * 0.55);
    g.lineTo(x + r * 1.25, y + r * 0.7);
    g.lineTo(x - r * 1.25, y + r * 0.7);
    g.closePath();
  },
  double_triangle(g, x, y, r) {
    g.moveTo(x - r * 0.5, y - r * 0.7);
    g.lineTo(x - r * 0.05, y);
    g.lineTo(x + r * 0.4, y - r * 1.05);
    g.lineTo(x + r * 1.3, y + r * 0.85);
    g.lineTo(x - r * 1.3, y + r * 0.85);
    g.closePath();
  },
  tall_trapezium(g, x, y, r) {
    g.moveTo(x - r * 0.35, y - r * 0.95);
    g.lineTo(x + r * 0.35, y - r * 0.95);
    g.lineTo(x + r, y + r * 0.85);
    g.lineTo(x - r, y + r * 0.85);
    g.closePath();
  },
  steps(g, x, y, r) {
    g.moveTo(x - r * 0.4, y - r * 0.9);
    g.lineTo(x + r * 0.4, y - r * 0.9);
    g.lineTo(x + r * 0.4, y - r * 0.1);
    g.lineTo(x + r * 1.1, y - r * 0.1);
    g.lineTo(x + r * 1.1, y + r * 0.8);
    g.lineTo(x - r * 1.1, y + r * 0.8);
    g.lineTo(x - r * 1.1, y - r * 0.1);
    g.lineTo(x - r * 0.4, y - r * 0.1);
    g.closePath();
  },
  bar(g, x, y, r) {
    g.rect(x - r * 1.35, y - r * 0.3, r * 2.7, r * 0.75);
  },
  broken_triangle(g, x, y, r) {
    g.moveTo(x - r * 0.5, y - r * 0.15);
    g.lineTo(x - r * 0.1, y + r * 0.2);
    g.lineTo(x + r * 0.2, y - r * 0.2);
    g.lineTo(x + r * 0.55, y - r * 0.15);
    g.lineTo(x + r * 1.15, y + r * 0.85);
    g.lineTo(x - r * 1.15, y + r * 0.85);
    g.closePath();
  },
};

export const DASHES = { dashed: [7, 4], dotted: [0.1, 4.5] };

/* A tile of each pattern, in CSS pixels. */
export const PATTERNS = {
  hatch: [
    7,
    (g, n) => {
      g.moveTo(-1, n + 1);
      g.lineTo(n + 1, -1);
      g.moveTo(-n / 2, n / 2);
      g.lineTo(n / 2, -n / 2);
      g.moveTo(n / 2, n * 1.5);
      g.lineTo(n * 1.5, n / 2);
    },
  ],
  diagonal: [
    10,
    (g, n) => {
      g.moveTo(-1, -1);
      g.lineTo(n + 1, n + 1);
      g.moveTo(-n / 2, n / 2);
      g.lineTo(n / 2, n * 1.5);
      g.moveTo(n / 2, -n / 2);
      g.lineTo(n * 1.5, n / 2);
    },
  ],
  cross_hatch: [
    6,
    (g, n) => {
      g.moveTo(0, n / 2);
      g.lineTo(n, n / 2);
      g.moveTo(n / 2, 0);
      g.lineTo(n / 2, n);
    },
  ],
  waves: [
    12,
    (g, n) => {
      g.moveTo(0, n / 2);
      g.quadraticCurveTo(n / 4, n / 4, n / 2, n / 2);
      g.quadraticCurveTo(n * 0.75, n * 0.75, n, n / 2);
    },
  ],
  dots: [
    7,
    (g, n) => {
      g.moveTo(n / 2, n / 2);
      g.lineTo(n / 2 + 0.1, n / 2);
    },
  ],
};

export const patterns = new Map();

export const patternOf = (name, color) => {
  const key = name + color;
  if (!patterns.has(key)) {
    const [n, draw] = PATTERNS[name];
    const ratio = 2,
      tile = document.createElement("canvas");
    tile.width = tile.height = n * ratio;
    const g = tile.getContext("2d");
    g.scale(ratio, ratio);
    g.strokeStyle = color;
    g.lineWidth = name === "dots" ? 2 : 1.1;
    g.lineCap = name === "dots" ? "round" : "butt";
    g.beginPath();
    draw(g, n);
    g.stroke();
    const pattern = g.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / ratio));
    patterns.set(key, pattern);
  }
  return patterns.get(key);
};

export const strokeLine = (g, symbol, color, width, ground, zoom = 14) => {
  g.strokeStyle = color;
  g.setLineDash(DASHES[symbol.line] || []);
  g.lineCap = symbol.line === "dotted" ? "round" : "butt";
  g.lineJoin = "round";
  g.lineWidth = symbol.line === "double" ? width * 2.6 : width;
  g.stroke();
  if (symbol.line === "double") {
    g.strokeStyle = ground;
    g.lineWidth = width * 1.1;
    g.stroke();
  }
  if (symbol.line === "ticks" && zoom >= 10.5) {
    g.setLineDash([1.2, 8]);
    g.lineWidth = width + (zoom < 12 ? 3 : 5);
    g.stroke();
  }
  g.setLineDash([]);
};

export const fillArea = (g, symbol, color, opacity) => {
  if (symbol.pattern === "none") return;
  g.globalAlpha = symbol.pattern === "solid" ? opacity : 0.14;
  g.fillStyle = color;
  g.fill("evenodd");
  if (symbol.pattern !== "solid") {
    g.globalAlpha = 0.9;
    g.fillStyle = patternOf(symbol.pattern, color);
    g.fill("evenodd");
  }
  g.globalAlpha = 1;
};

export const drawSymbol = (g, symbol, x, y, r, color, hollow, ground) => {
  g.beginPath();
  SHAPES[symbol.shape](g, x, y, r);
  g.lineJoin = "round";
  g.setLineDash([]);
  if (hollow) {
    g.fillStyle = ground;
    g.globalAlpha = 0.75;
    g.fill("evenodd");
    g.globalAlpha = 1;
    g.strokeStyle = color;
    g.lineWidth = 1.4;
    g.stroke();
  } else {
    g.strokeStyle = ground;
    g.lineWidth = 1.6;
    g.stroke();
    g.fillStyle = color;
    g.fill("evenodd");
  }
};

/* The same drawing in a small canvas, for legend, tree and card. */
export const swatch = (sheet, symbol, dark, ground) => {
  const canvas = document.createElement("canvas"),
    ratio = 2,
    w = 24,
    h = 16;
  canvas.width = w * ratio;
  canvas.height = h * ratio;
  canvas.style.width = `${w}px`;
  canvas.style.height = `${h}px`;
  canvas.setAttribute("aria-hidden", "true");
  canvas.className = "swatch";
  const g = canvas.getContext("2d"),
    color = symbol.color[dark ? 1 : 0];
  g.scale(ratio, ratio);
  if (symbol.kind === "line") {
    g.beginPath();
    g.moveTo(1, h / 2);
    g.lineTo(w - 1, h / 2);
    strokeLine(g, symbol, color, Math.max(1.4, sheet.width), ground);
  } else if (isSymbolic(sheet, symbol)) {
    drawSymbol(g, symbol, w / 2, h / 2, 6, color, false, ground);
  } else {
    g.beginPath();
    g.rect(2, 2, w - 4, h - 4);
    fillArea(g, symbol, color, sheet.opacity);
    strokeLine(g, symbol, color, 1.4, ground);
  }
  return canvas;
};

/* Areas with a shape of their own are drawn as that shape until they are large enough to be seen as areas.
 */
export const isSymbolic = (sheet, symbol) => symbol.kind === "point" || sheet.symbol_below !== null;
