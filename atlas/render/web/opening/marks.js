/* What moves: shafts that light up and go out, and the heaps that remain. */

import { element } from "../shell/dom.js";
import { INSCRIBED, NOT_VERIFIED, WIDE } from "./message.js";
import { riseAt, shaftLight } from "./timeline.js";

/**
 * @import { OpeningData } from "./message.js"
 * @import { Fit } from "./ground.js"
 * @import { OpeningLook } from "./look.js"
 */

/* Pixels of a point of light, on a screen of 1280 × 800. */
const LIGHT = 15;
/* Half the base of a triangle: of a heap without an area, and for the root of each hectare. */
const LEAST = 2.6,
  ROOT = 1.06;
/* Of an equal triangle, the height for half its base. */
const TALL = 1.75;

/** A point of light: made once, drawn hundreds of times a frame.
 *
 * @param {string} colour
 * @param {number} radius
 */
const makeLight = (colour, radius) => {
  const size = Math.max(4, Math.ceil(2 * radius)),
    canvas = element("canvas", { width: size, height: size }),
    context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    gradient = context.createRadialGradient(size / 2, size / 2, 0, size / 2, size / 2, size / 2);
  for (const [stop, alpha] of /** @type {const} */ ([
    [0, "ff"],
    [0.12, "d0"],
    [0.3, "58"],
    [0.6, "18"],
    [1, "00"],
  ]))
    gradient.addColorStop(stop, `${colour}${alpha}`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, size, size);
  return canvas;
};

export class Marks {
  /**
   * @param {OpeningData} data
   * @param {Fit} fit
   * @param {OpeningLook} look
   */
  constructor(data, fit, look) {
    this.data = data;
    this.fit = fit;
    this.look = look;
    this.flame = makeLight(look.flame, LIGHT * fit.unit);
    this.spark = makeLight(look.spark, 2 * LIGHT * fit.unit);
    this.halo = makeLight(look.amber, 20 * fit.unit);
  }

  /**
   * The shafts as they stood in a year.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} year with its part of a year
   * @param {number} [strength] of all light, from 0 to 1
   */
  shafts(context, year, strength = 1) {
    const { fit, look, data } = this,
      { shafts, sunk, closed } = data,
      { a: ratio, e: left, f: top } = context.getTransform(),
      unit = fit.unit * ratio,
      dot = Math.max(1, Math.round(1.5 * unit)),
      flame = this.flameFor(ratio),
      half = flame.width / 2;
    context.save();
    /* On whole pixels, unscaled: a software renderer copies such a picture many times faster. */
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (let i = 0; i < sunk.length; i += 1) {
      const x = Math.round(((shafts[2 * i] ?? 0) * fit.scale + fit.dx) * ratio + left),
        y = Math.round(((shafts[2 * i + 1] ?? 0) * fit.scale + fit.dy) * ratio + top),
        { glow, flash, ember } = shaftLight(sunk[i] ?? 0, closed[i] ?? 0, year);
      if (!sunk[i]) this.ring(context, x, y, { strength, unit });
      if (ember) {
        context.globalCompositeOperation = "source-over";
        context.globalAlpha = ember * strength * 0.85;
        context.fillStyle = look.ember;
        context.fillRect(x - (dot >> 1), y - (dot >> 1), dot, dot);
      }
      if (!glow) continue;
      context.globalCompositeOperation = look.dark ? "lighter" : "source-over";
      context.globalAlpha = glow * strength * 0.9;
      context.drawImage(flame, x - half, y - half);
      if (!flash) continue;
      const wide = Math.round(LIGHT * unit * (0.7 + 1.5 * (1 - flash)));
      context.globalAlpha = flash * flash * strength;
      context.drawImage(this.spark, x - wide, y - wide, 2 * wide, 2 * wide);
    }
    context.restore();
  }

  /**
   * The light of an open shaft, for a canvas of so many pixels for each of the page.
   *
   * @param {number} ratio
   */
  flameFor(ratio) {
    const size = 2 * Math.round(LIGHT * this.fit.unit * ratio);
    if (this.flame.width !== size) this.flame = makeLight(this.look.flame, size / 2);
    return this.flame;
  }

  /**
   * A shaft of unknown years: a hollow ring that never lights.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} x
   * @param {number} y
   * @param {{ strength: number, unit: number }} light
   */
  ring(context, x, y, { strength, unit }) {
    context.globalCompositeOperation = "source-over";
    context.globalAlpha = strength;
    context.strokeStyle = this.look.hush;
    context.lineWidth = Math.max(0.8, unit);
    context.beginPath();
    context.arc(x, y, 2.4 * unit, 0, 2 * Math.PI);
    context.stroke();
  }

  /**
   * Half the base of the triangle of a heap.
   *
   * @param {number} i
   */
  half(i) {
    const { areas } = this.data;
    return this.fit.unit * Math.max(LEAST, ROOT * Math.sqrt((areas[i] ?? 0) / 10) + 1.2);
  }

  /**
   * The heaps, the inscribed ones last and so in front.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} ms since the years began
   */
  heaps(context, ms) {
    const { kinds } = this.data;
    for (const kind of [NOT_VERIFIED, 1, INSCRIBED])
      for (let i = 0; i < kinds.length; i += 1) if (kinds[i] === kind) this.heap(context, i, ms);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} i
   * @param {number} ms
   */
  heap(context, i, ms) {
    const { data, fit, look } = this,
      [x, y] = this.at(i),
      rise = riseAt(ms, (data.heaps_at[2 * i] ?? 0) / WIDE),
      kind = data.kinds[i] ?? NOT_VERIFIED;
    if (!rise) return;
    const half = this.half(i) * (0.4 + 0.6 * rise);
    context.save();
    if (kind === INSCRIBED) {
      const wide = (half + 7 * fit.unit) * 1.7;
      context.globalAlpha = rise * (look.dark ? 0.5 : 0.28);
      context.drawImage(this.halo, x - wide, y - wide * 1.05, 2 * wide, 2 * wide);
    }
    context.globalAlpha = rise;
    triangle(context, x, y, half);
    if (kind === NOT_VERIFIED) {
      context.strokeStyle = look.stone;
      context.lineWidth = Math.max(0.9, fit.unit);
      context.globalAlpha = rise * 0.8;
      context.stroke();
    } else {
      context.fillStyle = kind === INSCRIBED ? look.amber : look.stone;
      context.fill();
      context.strokeStyle = look.night;
      context.lineWidth = Math.max(0.6, 0.7 * fit.unit);
      context.stroke();
    }
    context.restore();
  }

  /**
   * @param {number} i
   * @returns {[x: number, y: number]}
   */
  at(i) {
    const { data, fit } = this;
    return [
      (data.heaps_at[2 * i] ?? 0) * fit.scale + fit.dx,
      (data.heaps_at[2 * i + 1] ?? 0) * fit.scale + fit.dy,
    ];
  }

  /**
   * The box of the triangle of a heap.
   *
   * @param {number} i
   */
  box(i) {
    const [x, y] = this.at(i),
      half = this.half(i);
    return { x: x - half, y: y - TALL * 0.6 * half, width: 2 * half, height: TALL * half };
  }

  /**
   * The heap below a pointer, or -1.
   *
   * @param {number} x
   * @param {number} y
   */
  find(x, y) {
    let found = -1,
      near = Infinity;
    for (let i = 0; i < this.data.kinds.length; i += 1) {
      const [at, up] = this.at(i),
        reach = this.half(i) + 5,
        away = Math.hypot(x - at, y - up);
      if (away < reach && away < near) {
        near = away;
        found = i;
      }
    }
    return found;
  }
}

/**
 * Traces a triangle whose middle is at a place.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} half of its base
 */
export const triangle = (context, x, y, half) => {
  const tall = TALL * half;
  context.beginPath();
  context.moveTo(x, y - tall * 0.6);
  context.lineTo(x + half, y + tall * 0.4);
  context.lineTo(x - half, y + tall * 0.4);
  context.closePath();
};
