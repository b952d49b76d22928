/* What does not move: the basin, its communes and waterways, and the property as a soft glow. */
import { WIDE } from "./message.js";

/**
 * @import { OpeningData, Lines } from "./message.js"
 * @import { OpeningLook } from "./look.js"
 *
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {{ scale: number, dx: number, dy: number, unit: number }} Fit
 */

/**
 * How the grid fits into a box: as large as it may be, in its middle.
 *
 * @param {OpeningData} data
 * @param {Box} box
 * @param {number} unit pixels of what is a pixel on a screen of 1280 × 800
 * @returns {Fit}
 */
export const fitBasin = ({ lines }, box, unit) => {
  const low = lines.outline.reduce(
    (most, line) => line.reduce((found, value, k) => (k % 2 ? Math.max(found, value) : found), most),
    1,
  );
  const scale = Math.min(box.width / WIDE, box.height / low);
  return {
    scale,
    dx: box.x + (box.width - WIDE * scale) / 2,
    dy: box.y + (box.height - low * scale) / 2,
    unit,
  };
};

/**
 * Makes a canvas as large as its place, with the pixels of the screen.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export const sizeCanvas = (canvas, width, height) =>
  placeCanvas(canvas, { x: 0, y: 0, width, height }, Infinity);

/**
 * Makes a canvas of a part of the picture, which is drawn on as if it were the whole.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Box} box
 * @param {number} most pixels: a large screen that moves has coarser ones
 * @param {boolean} [alpha] whether what lies below is seen
 */
export const placeCanvas = (canvas, { x, y, width, height }, most, alpha = true) => {
  const wished = Math.min(2, window.devicePixelRatio || 1),
    ratio = Math.min(wished, Math.sqrt(most / (width * height)));
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha }));
  context.setTransform(ratio, 0, 0, ratio, -x * ratio, -y * ratio);
  return context;
};

/**
 * @param {Path2D} path
 * @param {Lines} lines
 * @param {Fit} fit
 * @param {boolean} [closed]
 */
const trace = (path, lines, { scale, dx, dy }, closed = false) => {
  for (const line of lines) {
    for (let k = 0; k < line.length; k += 2) {
      const x = (line[k] ?? 0) * scale + dx,
        y = (line[k + 1] ?? 0) * scale + dy;
      if (k) path.lineTo(x, y);
      else path.moveTo(x, y);
    }
    if (closed) path.closePath();
  }
  return path;
};

/**
 * @param {CanvasRenderingContext2D} context
 * @param {OpeningData} data
 * @param {Fit} fit
 * @param {OpeningLook} look
 */
export const paintBasin = (context, { lines }, fit, look) => {
  const outline = trace(new Path2D(), lines.outline, fit, true);
  context.lineJoin = "round";
  context.lineCap = "round";
  context.save();
  /* The ground around it is a little less dark. */
  context.shadowColor = look.aura;
  context.shadowBlur = 60 * fit.unit;
  context.fillStyle = look.basin;
  context.fill(outline);
  context.restore();
  context.strokeStyle = look["basin-hair"];
  context.lineWidth = Math.max(0.5, 0.6 * fit.unit);
  context.stroke(trace(new Path2D(), lines.communes, fit));
  context.strokeStyle = look.stream;
  context.lineWidth = Math.max(0.8, 1.3 * fit.unit);
  context.stroke(trace(new Path2D(), lines.water, fit));
  context.strokeStyle = look["basin-line"];
  context.lineWidth = Math.max(0.8, 1.1 * fit.unit);
  context.stroke(outline);
};

/**
 * @param {CanvasRenderingContext2D} context
 * @param {OpeningData} data
 * @param {Fit} fit
 * @param {OpeningLook} look
 */
export const paintProperty = (context, { lines }, fit, look) => {
  const path = trace(new Path2D(), lines.property, fit, true);
  context.fillStyle = look.glow;
  context.shadowColor = look.glow;
  context.globalCompositeOperation = look.dark ? "lighter" : "source-over";
  /* A wide faint light, then a narrow one. The shape that throws the light is drawn out of sight: its edge is
     not seen. */
  const away = 2 * context.canvas.width,
    ratio = context.getTransform().a;
  context.save();
  context.translate(-away, 0);
  for (const [blur, alpha] of /** @type {const} */ ([
    [34, 0.55],
    [14, 0.5],
    [5, 0.35],
  ])) {
    context.shadowOffsetX = away * ratio;
    context.shadowBlur = blur * fit.unit * ratio;
    context.globalAlpha = look.dark ? alpha : 0.7 * alpha;
    context.fill(path, "evenodd");
  }
  context.restore();
  context.globalAlpha = look.dark ? 0.16 : 0.2;
  context.fill(path, "evenodd");
  context.globalAlpha = 1;
  context.shadowBlur = 0;
};

/**
 * The outline of the territory that a question is about.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Lines} lines
 * @param {Fit} fit
 */
export const strokeLines = (context, lines, fit) => context.stroke(trace(new Path2D(), lines, fit, true));
