/* Paths written as in SVG, with the commands M, L, Q, C and Z, drawn on a canvas. */

/**
 * A command, its numbers, and the same numbers as points.
 *
 * @typedef {Record<"x1" | "y1" | "x2" | "y2" | "x3" | "y3", number>} Points
 * @typedef {{ command: string, numbers: number[] } & Points} Step
 */

/**
 * The steps of a path; the points of each beside its numbers, since a painter reads them thousands of times.
 *
 * @param {string[]} parts
 * @returns {Step[]}
 */
export const parsePath = (parts) =>
  [...parts.join(" ").matchAll(/([MLQCZ])([^MLQCZ]*)/g)].map(([, command = "", text = ""]) => {
    const numbers = text.split(" ").filter(Boolean).map(Number),
      [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = numbers;
    return { command, numbers, x1, y1, x2, y2, x3, y3 };
  });

/**
 * Traces a path at a place and a scale.
 *
 * @param {CanvasRenderingContext2D} g
 * @param {Step[]} steps
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export const tracePath = (g, steps, x, y, r) => {
  for (const { command, x1, y1, x2, y2, x3, y3 } of steps) {
    if (command === "L") g.lineTo(x + x1 * r, y + y1 * r);
    else if (command === "M") g.moveTo(x + x1 * r, y + y1 * r);
    else if (command === "Z") g.closePath();
    else if (command === "Q") g.quadraticCurveTo(x + x1 * r, y + y1 * r, x + x2 * r, y + y2 * r);
    else g.bezierCurveTo(x + x1 * r, y + y1 * r, x + x2 * r, y + y2 * r, x + x3 * r, y + y3 * r);
  }
};
