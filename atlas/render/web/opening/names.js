/* The names on the last frame: few, beside their dots, placed as those of the map are. */
import { placeLabels } from "../map/canvas/label_places.js";
import { HELD, Occupied } from "../map/canvas/occupied.js";
import { INSCRIBED } from "./message.js";

/**
 * @import { Label } from "../map/rows"
 * @import { MeasuredLabel } from "../map/canvas/label_places.js"
 * @import { Box } from "./ground.js"
 * @import { Frame } from "./frame.js"
 * @import { Marks } from "./marks.js"
 * @import { OpeningData } from "./message.js"
 * @import { OpeningLook } from "./look.js"
 *
 * @typedef {{ text: string, x: number, y: number, gap: number, kind: "town" | "heap" }} Name `gap`: pixels
 *   between the place and its name
 * @typedef {[width: number, height: number]} Size
 * @typedef {Name & { left: number, middle: number, width: number }} PlacedName
 */

/* Heaps that are named, at most; of the towns those that find a place. */
const NAMED = 6;
/* Tenths of a hectare: a name may lie over a heap no larger. */
const SMALL = 80;
/* Pixels that stay free at the edges. */
const EDGE = 8;
/* Pixels that the names of a map keep from a dot by themselves. */
const KEPT = 3;

/**
 * A name as the map places it. To the left of its mark, the name of a heap would seem to be that of another.
 *
 * @param {Name} name
 * @param {number} width
 * @param {number} height
 * @returns {MeasuredLabel}
 */
const labelOf = ({ text, x, y, gap, kind }, width, height) => {
  /** @type {Label} */
  const label = { text, x, y, size: height, style: "400", ink: "ink", rank: 0 };
  const up = gap + height / 2;
  if (kind === "town") return { ...label, width, height, beside: [gap - KEPT, gap - KEPT], dot: true };
  return {
    ...{ ...label, width, height },
    spots: [
      [x + gap, y, 0],
      [x, y - up, 0.5],
      [x, y + up, 0.5],
    ],
  };
};

/**
 * Places for names in the order of their weight; without a free place, none.
 *
 * @param {Name[]} names
 * @param {{ measure: (name: Name) => number, height: number, taken: Box[], page: Size }} options
 * @returns {PlacedName[]}
 */
export const placeNames = (names, { measure, height, taken, page: [wide, high] }) => {
  const occupied = new Occupied(wide, high, EDGE),
    of = new Map(names.map((name) => [labelOf(name, measure(name), height), name]));
  for (const box of taken) occupied.add(box.x, box.y, box.x + box.width, box.y + box.height, HELD);
  return placeLabels([...of.keys()], occupied).map(({ label, left, middle }) => ({
    .../** @type {Name} */ (of.get(label)),
    ...{ left, middle, width: label.width },
  }));
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
    page: [width, height],
    taken: [...frame.taken(root), ...(wide ? triangles : [])],
    measure: ({ text, kind }) => {
      context.font = fonts[kind];
      return context.measureText(text).width;
    },
  });
  context.lineJoin = "round";
  context.textBaseline = "middle";
  for (const { text, kind, left, middle, x, y } of placed) {
    context.font = fonts[kind];
    context.strokeStyle = look.night;
    context.lineWidth = 3.2 * unit;
    context.globalAlpha = 0.85;
    context.strokeText(text, left, middle);
    context.globalAlpha = 1;
    context.fillStyle = kind === "town" ? look.words : look["amber-words"];
    context.fillText(text, left, middle);
    if (kind === "heap") continue;
    context.beginPath();
    context.arc(x, y, 2.3 * unit, 0, 2 * Math.PI);
    context.fill();
  }
};
