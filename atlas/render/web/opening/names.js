/* The names on the last frame: few, beside their dots, never over one another. Pure functions. */

/**
 * @import { Box } from "./ground.js"
 *
 * @typedef {{ text: string, x: number, y: number, gap: number, kind: "town" | "heap" }} Name `gap`: pixels
 *   between the place and its name
 * @typedef {Name & { left: number, base: number, box: Box }} PlacedName
 */

/**
 * @param {Box} a
 * @param {Box} b
 */
const meet = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Names in the order of their weight: to the right of the place, else to its left, above or below it;
 * without a free place, none.
 *
 * @param {Name[]} names
 * @param {{ measure: (name: Name) => number, height: number, taken: Box[], inside: Box }} options
 * @returns {PlacedName[]}
 */
export const placeNames = (names, { measure, height, taken, inside }) => {
  const boxes = [...taken],
    /** @type {PlacedName[]} */
    placed = [];
  for (const name of names) {
    const width = measure(name),
      { x, y, gap } = name;
    for (const [left, top] of [
      [x + gap, y - height / 2],
      [x - gap - width, y - height / 2],
      [x - width / 2, y - gap - height],
      [x - width / 2, y + gap],
    ]) {
      const box = { x: (left ?? 0) - 2, y: top ?? 0, width: width + 4, height };
      const fits =
        box.x >= inside.x &&
        box.y >= inside.y &&
        box.x + box.width <= inside.x + inside.width &&
        box.y + height <= inside.y + inside.height;
      if (!fits || boxes.some((other) => meet(box, other))) continue;
      boxes.push(box);
      placed.push({ ...name, left: box.x + 2, base: box.y + height * 0.76, box });
      break;
    }
  }
  return placed;
};
