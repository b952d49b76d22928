/* Which names a map may bear, the most important first: of places, waters, parks, and of the rows of layers.
   As print/map/names.py: a test compares both. */
import { LINE } from "./occupied.js";
import { namesOfRows } from "./row_names.js";
import { SYMBOL_PATHS } from "./symbol_paths.js";

/**
 * @import { MapPage } from "../map_page.js"
 * @import { Label, Place, Spot } from "../rows"
 * @import { Ground } from "./ground.js"
 * @import { Sheet } from "./sheet.js"
 */

const {
  countries_to,
  communes_from,
  communes_by_radius,
  letter,
  most,
  town,
  large,
  spread,
  tolerance,
  water,
} = SYMBOL_PATHS.names;
const { size: SIZE } = SYMBOL_PATHS.label;

/**
 * In half pixels, as on paper.
 *
 * @param {number} size
 */
const halves = (size) => Math.floor(2 * size + 0.5) / 2;

/**
 * @param {Label} a
 * @param {Label} b
 */
const byRank = (a, b) => {
  if (a.rank !== b.rank) return a.rank - b.rank;
  /* A short name finds a place more easily: the long one is moved for it, or left out. */
  if (a.text.length !== b.text.length) return a.text.length - b.text.length;
  if (a.text === b.text) return a.x - b.x;
  return a.text < b.text ? -1 : 1;
};

/**
 * The names that a map may bear, in order of importance.
 *
 * @param {Sheet} sheet
 * @param {Pick<MapPage, "landscape" | "drawn" | "background" | "presentation">} page
 */
export const mapNames = (sheet, { landscape, drawn, background, presentation }) => {
  /** @type {Map<string, Label>} */
  const labels = new Map();
  for (const ground of background.named ? [] : landscape.grounds()) {
    groundNames(sheet, ground, presentation !== null, labels);
  }
  const rows = drawn.flatMap((layer) => namesOfRows(sheet, layer));
  return [...rows, ...labels.values()].sort(byRank).slice(0, most);
};

/**
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {boolean} room before a room, a map of the world names countries: its towns would hide the story
 * @param {Map<string, Label>} labels
 */
const groundNames = (sheet, ground, room, labels) => {
  /** @type {Map<string, number[]>} */
  const waters = new Map();
  sheet.rows(ground, (i, copy) => {
    const text = ground.names[i],
      kind = ground.kindOf(i);
    if (!text || !kind || sheet.zoom < fromZoom(ground, i, kind)) return;
    if (kind === "water" || kind === "river") {
      const key = `${text.split(" (")[0]}\n${copy}`;
      waters.set(key, [...(waters.get(key) ?? []), i]);
      return;
    }
    if (room && kind === "place" && sheet.zoom < 4) return;
    const label = groundLabel(sheet, ground, i, copy, kind, text),
      key = `${text}\n${copy}`;
    if (label && !labels.has(key)) labels.set(key, label);
  });
  for (const [key, rows] of waters) {
    const [text = "", copy] = key.split("\n"),
      spots = waterSpots(sheet, ground, rows, Number(copy), text.length * letter);
    if (spots.length && !labels.has(key)) labels.set(key, waterLabel(text, spots));
  }
};

/**
 * Of the basin's communes the populous ones are named first.
 *
 * @param {Ground} ground
 * @param {number} i
 * @param {string} kind
 */
const fromZoom = ({ from_zoom, radius }, i, kind) => {
  if (kind === "commune") return communes_from - (radius[i] ?? 0) * communes_by_radius;
  if (kind === "water") return water;
  if (kind === "park" || kind === "wetland") return SYMBOL_PATHS.names[kind];
  return from_zoom[i] ?? 0;
};

/**
 * For a larger town more of a line is interrupted.
 *
 * @param {number} radius
 */
const toleranceOf = (radius) => {
  if (radius >= tolerance.from) return tolerance.most;
  return radius > large ? tolerance.large : LINE - 1;
};

/**
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {number} i
 * @param {number} copy
 * @param {string} kind
 * @param {string} text
 * @returns {Label | null}
 */
const groundLabel = (sheet, ground, i, copy, kind, text) => {
  const [x, y] = sheet.anchor(ground, i, copy),
    radius = ground.radius[i] ?? 0;
  /** @type {Label} */
  const label = { text, x, y, size: SIZE.small, style: "400", ink: "ink", rank: 0 };
  if (kind === "country") {
    if (sheet.zoom > countries_to || sheet.widest(ground, i) <= text.length * letter) return null;
    return {
      ...label,
      text: text.toUpperCase(),
      size: SIZE.caps,
      style: "600",
      ink: "muted",
      spaced: true,
    };
  }
  if (kind === "place" || kind === "commune") {
    if (!sheet.holds(x, y)) return null;
    const style = radius > large ? "600" : "400",
      size = halves(Math.min(town.most, town.least + radius * town.by_radius));
    const own = { size, style, dot: true, rank: 20 - radius, tolerance: toleranceOf(radius), spread };
    return { ...label, ...own, beside: [SYMBOL_PATHS.label.dot_radius, SYMBOL_PATHS.label.dot_radius] };
  }
  const { steps } = SYMBOL_PATHS.names;
  const green = kind === "park" || kind === "wetland",
    fits = sheet.extent(ground, i) > text.length * letter * (green ? 0.5 : 1);
  if (!fits) return null;
  /** @type {Spot[]} */
  const spots = steps.map((up) => [x, y + up, 0.5]);
  const own = { style: "italic 400", tolerance: tolerance.ground, spots, rank: green ? 20.5 : 28 };
  return { ...label, ...own, ink: green ? "inkgreen" : "inkwater" };
};

/**
 * @param {string} text
 * @param {Spot[]} spots
 * @returns {Label}
 */
const waterLabel = (text, spots) => {
  const [[x, y] = [0, 0]] = spots,
    own = { spots, tolerance: tolerance.ground };
  return { text, x, y, size: SIZE.small, style: "italic 400", ink: "inkwater", rank: 20.6, ...own };
};

/**
 * Places beside a river, from the longest of its reaches in sight to the shortest; none when less of it is in
 * sight than its name is long.
 *
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {number[]} rows
 * @param {number} copy
 * @param {number} least
 * @returns {Spot[]}
 */
const waterSpots = (sheet, ground, rows, copy, least) => {
  const reaches = rows.flatMap((i) => reachesInSight(sheet, ground, i, copy)),
    long = reaches.reduce((sum, { length }) => sum + length, 0);
  if (long < least) return [];
  reaches.sort((a, b) => b.length - a.length);
  return reaches.slice(0, 6).flatMap(({ at: [x, y], steep }) => besideLine(x, y, steep));
};

/**
 * @param {number} x
 * @param {number} y
 * @param {boolean} steep
 * @returns {Spot[]}
 */
const besideLine = (x, y, steep) => {
  const { away } = SYMBOL_PATHS.names;
  if (!steep)
    return [
      [x, y - away, 0.5],
      [x, y + away, 0.5],
    ];
  return [
    [x + away, y, 0],
    [x - away, y, 1],
  ];
};

/**
 * The parts of a line in sight: how long each is, the vertex in its middle, and whether it is steep there.
 *
 * @param {Sheet} sheet
 * @param {Ground} ground
 * @param {number} i
 * @param {number} copy
 */
const reachesInSight = (sheet, { rings, vertices, xy }, i, copy) => {
  /** @type {{ length: number, at: Place, steep: boolean }[]} */
  const found = [];
  for (let r = rings[i] ?? 0; r < (rings[i + 1] ?? 0); r++) {
    /** @type {Place[]} */
    let part = [];
    const close = () => {
      const at = part[part.length >> 1],
        [first, last] = [part[Math.max(0, (part.length >> 1) - 1)], at];
      let length = 0;
      for (const [k, [x, y]] of part.entries()) {
        const [px, py] = part[k ? k - 1 : 0] ?? [x, y];
        length += Math.sqrt((x - px) * (x - px) + (y - py) * (y - py));
      }
      if (at && first && last && part.length > 1)
        found.push({ length, at, steep: Math.abs(last[1] - first[1]) > Math.abs(last[0] - first[0]) });
      part = [];
    };
    for (let v = vertices[r] ?? 0; v < (vertices[r + 1] ?? 0); v++) {
      const x = sheet.x(xy[2 * v] ?? 0, copy),
        y = sheet.y(xy[2 * v + 1] ?? 0);
      if (sheet.holds(x, y)) part.push([x, y]);
      else close();
    }
    close();
  }
  return found;
};
