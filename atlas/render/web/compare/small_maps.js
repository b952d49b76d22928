/* A map for each territory, coloured by a measure; of many communes one map of all. */
import { element, svgElement } from "../shell/dom.js";
import { listed, MANY, pager, pageSpan } from "./many/pager.js";
import { ground, known, legend, measureField, scaleBar, span } from "./map_parts.js";

/**
 * @import { MeasureMaps, TerritoryMap } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/* Pixels of a map by how many there are at most, its height to its width, and what its edges take. */
/** @type {[maps: number, width: number][]} */
const WIDTHS = [
  [1, 1080],
  [2, 600],
  [4, 480],
  [Infinity, 400],
];
const HIGH = 0.8,
  EDGE = 12;
/* Pixels that are free around the maps, and of a map at least. */
const AROUND = 50,
  LEAST = 240;
/* Pixels between maps, and of one that can be read: as many stand side by side as there is room for. */
const GAP = 22,
  READ = 400;

/** @type {WeakMap<Compare, number>} The page of maps that is open. */
const opened = new WeakMap();

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const smallMaps = async (page, node) => {
  const { data, words } = page,
    measure = known(page, page.chosen("maps.measure"));
  /** @type {MeasureMaps} */
  const answer = await page.ask("compare/maps", { measure });
  const { maps } = answer,
    drawn = new Set(maps.flatMap(({ id, areas }) => [id, ...areas.map((area) => area.id)])),
    missing = data.territories.filter(({ id }) => !drawn.has(id)),
    bar = element("span", { class: "scale-bar" }),
    sheet = element("div");
  const gap = missing.length
    ? element(
        "p",
        { class: "gap" },
        element("i", { class: "hatch" }),
        `${words.no_outline} ${listed(missing.map(({ name }) => name))}`,
      )
    : "";
  const draw = (/** @type {number} */ at) => {
    const span = pageSpan(maps.length, at, MANY);
    opened.set(page, span.page);
    const size = sizeOf(maps.slice(span.from, span.to), page.content.clientWidth - AROUND);
    bar.replaceChildren(...scaleBar(page, size.width * size.px, size.px).childNodes);
    sheet.replaceChildren(
      pager(page, { key: "maps", count: maps.length, span, turn: draw }) ?? "",
      element(
        "div",
        { class: "multiples" },
        ...maps.slice(span.from, span.to).map((map) => figure(page, map, size)),
      ),
    );
  };
  draw(opened.get(page) ?? 0);
  node.append(
    element(
      "div",
      { class: "controls" },
      measureField(page, "maps.measure", measure, (id) => page.choose({ "maps.measure": id })),
      bar,
    ),
    legend(page, answer),
    sheet,
    gap,
    element("p", { class: "legend-note", text: words.maps_about }),
  );
};

/**
 * The size of maps at one scale: kilometres of a pixel by the largest of them.
 *
 * @param {TerritoryMap[]} maps
 * @param {number} room pixels there are: a map that was made smaller would not fit the bar of its scale
 */
const sizeOf = (maps, room) => {
  const [, usual = 400] = WIDTHS.find(([most]) => maps.length <= most) ?? [],
    beside = Math.min(maps.length, Math.floor((room + GAP) / (Math.min(usual, READ) + GAP))),
    columns = Math.max(1, beside),
    width = Math.max(LEAST, Math.min(usual, (room - GAP * (columns - 1)) / columns)),
    [only] = maps.length === 1 ? maps.map(span) : [],
    height = width * (only ? Math.min(HIGH, only[1] / only[0]) : HIGH) + EDGE;
  const needed = maps.map((map) => {
    const [w, h] = span(map);
    return Math.max(w / (width - EDGE), h / (height - EDGE));
  });
  return { width, height, px: Math.max(...needed) };
};

/**
 * @param {Compare} page
 * @param {TerritoryMap} map
 * @param {{ width: number, height: number, px: number }} size
 */
const figure = (page, map, { width, height, px }) => {
  const [west, south, east, north] = map.bounds,
    [w, h] = [width * px, height * px],
    box = [(west + east) / 2 - w / 2, -(south + north) / 2 - h / 2, w, h].join(" "),
    letter = page.data.territories.find((territory) => territory.id === map.id)?.letter ?? "";
  return element(
    "figure",
    {},
    svgElement(
      "svg",
      { width, height, viewBox: box, role: "img", "aria-label": map.name },
      ground(map, px),
    ),
    element("figcaption", {}, letter ? element("b", { class: "letter", text: letter }) : null, map.name),
  );
};
