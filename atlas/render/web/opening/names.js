/* The names on the last frame: few, beside their dots, never over one another. Pure functions. */

import { INSCRIBED } from "./message.js";

/**
 * @import { Box } from "./ground.js"
 * @import { Frame } from "./frame.js"
 * @import { Marks } from "./marks.js"
 * @import { OpeningData } from "./message.js"
 * @import { OpeningLook } from "./look.js"
 *
 * @typedef {{ text: string, x: number, y: number, gap: number, kind: "town" | "heap" }} Name `gap`: pixels
 *   between the place and its name
 * @typedef {Name & { left: number, base: number, box: Box }} PlacedName
 */

/* Heaps that are named, at most; of the towns those that find a place. */
const NAMED = 6;
/* Tenths of a hectare: a name may lie over a heap no larger. */
const SMALL = 80;

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
    const places = [
      [x + gap, y - height / 2],
      [x - width / 2, y - gap - height],
      [x - width / 2, y + gap],
    ];
    /* To the left of a mark, the name of a heap would seem to be that of another one. */
    if (name.kind === "town") places.splice(1, 0, [x - gap - width, y - height / 2]);
    for (const [left, top] of places) {
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

/**
 * Writes the names of the last frame.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{ data: OpeningData, look: OpeningLook, marks: Marks, frame: Frame }} drawn
 * @param {{ width: number, height: number, root: Element }} page
 */
export const paintNames = (context, { data, look, marks, frame }, { width, height, root }) => {
  const { unit, scale, dx, dy } = marks.fit,
    size = Math.max(12, 13.5 * unit),
    fonts = {
      town: `600 ${size}px "Atlas Sans", sans-serif`,
      heap: `400 ${Math.max(12, 12.5 * unit)}px "Atlas Sans", sans-serif`,
    };
  const towns = data.towns.map((text, i) => ({
    text,
    x: (data.towns_at[2 * i] ?? 0) * scale + dx,
    y: (data.towns_at[2 * i + 1] ?? 0) * scale + dy,
    gap: 6 * unit,
    kind: /** @type {const} */ ("town"),
  }));
  const heaps = data.heaps
    .map(([, text], i) => ({ text, i, area: data.kinds[i] === INSCRIBED ? (data.areas[i] ?? 0) : 0 }))
    .sort((one, other) => other.area - one.area)
    .filter(({ text }, k, all) => all.findIndex((other) => other.text === text) === k)
    .slice(0, NAMED)
    .map(({ text, i }) => {
      const [x, y] = marks.at(i);
      return { text, x, y, gap: marks.half(i) + 3 * unit, kind: /** @type {const} */ ("heap") };
    });
  const wide = width >= 700,
    names = [...towns.slice(0, wide ? 8 : 6), ...(wide ? heaps : []), ...(wide ? towns.slice(8) : [])],
    triangles = data.heaps.flatMap((_, i) =>
      data.kinds[i] === INSCRIBED && (data.areas[i] ?? 0) > SMALL ? [marks.box(i)] : [],
    );
  const placed = placeNames(/** @type {Name[]} */ (names), {
    height: size * 1.25,
    inside: { x: 8, y: 8, width: width - 16, height: height - 16 },
    taken: [...frame.taken(root), ...(wide ? triangles : [])],
    measure: ({ text, kind }) => {
      context.font = fonts[kind];
      return context.measureText(text).width;
    },
  });
  context.lineJoin = "round";
  for (const { text, kind, left, base, x, y } of placed) {
    context.font = fonts[kind];
    context.strokeStyle = look.night;
    context.lineWidth = 3.2 * unit;
    context.globalAlpha = 0.85;
    context.strokeText(text, left, base);
    context.globalAlpha = 1;
    context.fillStyle = kind === "town" ? look.words : look["amber-words"];
    context.fillText(text, left, base);
    if (kind === "heap") continue;
    context.beginPath();
    context.arc(x, y, 2.3 * unit, 0, 2 * Math.PI);
    context.fill();
  }
};
