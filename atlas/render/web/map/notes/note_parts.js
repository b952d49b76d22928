/* The parts of a note that are no lines: a pin, the head of an arrow, the dot of a point being placed. */

/** @import { Place } from "../rows" */

/* Pixels of the pin: its head, and how high the middle of the head lies above the place. */
export const HEAD = 6.5;
export const HIGH = 14;

/**
 * @param {CanvasRenderingContext2D} g
 * @param {number} x
 * @param {number} y
 * @param {string} color
 * @param {string} halo
 * @param {number} grown
 */
export const pin = (g, x, y, color, halo, grown) => {
  const [r, high] = [HEAD * grown, HIGH * grown];
  for (const [more, shade] of /** @type {const} */ ([
    [1.8, halo],
    [0, color],
  ])) {
    g.beginPath();
    g.arc(x, y - high, r + more, 0, 7);
    /* As clockwise as the circle: where both overlap nothing is left out. */
    g.moveTo(x + (r + more) * 0.92, y - high + r * 0.4);
    g.lineTo(x, y + more);
    g.lineTo(x - (r + more) * 0.92, y - high + r * 0.4);
    g.closePath();
    g.fillStyle = shade;
    g.fill();
  }
  g.beginPath();
  g.arc(x, y - high, r * 0.38, 0, 7);
  g.fillStyle = halo;
  g.fill();
};

/**
 * The head of an arrow at the last of its places.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {Place[]} places
 * @param {number} size
 * @param {string} color
 */
export const head = (g, places, size, color) => {
  const [from, to] = places.slice(-2);
  if (!from || !to) return;
  const turn = Math.atan2(to[1] - from[1], to[0] - from[0]);
  g.beginPath();
  g.moveTo(...to);
  for (const side of [0.42, -0.42])
    g.lineTo(to[0] - size * Math.cos(turn + side), to[1] - size * Math.sin(turn + side));
  g.closePath();
  g.fillStyle = color;
  g.fill();
};

/**
 * The ring around a pin that is chosen.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {string} color
 * @param {string} halo
 */
export const circle = (g, x, y, r, color, halo) => {
  for (const [wide, shade] of /** @type {const} */ ([
    [5, halo],
    [2, color],
  ])) {
    g.beginPath();
    g.arc(x, y, r, 0, 7);
    g.lineWidth = wide;
    g.strokeStyle = shade;
    g.stroke();
  }
};

/**
 * @param {CanvasRenderingContext2D} g
 * @param {number} x
 * @param {number} y
 * @param {string} color
 * @param {string} halo
 */
export const dot = (g, x, y, color, halo) => {
  g.beginPath();
  g.arc(x, y, 4.5, 0, 7);
  g.fillStyle = halo;
  g.fill();
  g.lineWidth = 2;
  g.strokeStyle = color;
  g.stroke();
};
