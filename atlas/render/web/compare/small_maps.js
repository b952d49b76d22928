/* A small map for each territory, coloured by a measure. */
import { element, svgElement } from "../shell/dom.js";
import { ground, known, legend, measureField, scaleBar, span } from "./map_parts.js";

/**
 * @import { MeasureMaps, TerritoryMap } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/* Pixels of a map where there are few or many, its height to its width, and what its edges take. */
const FEW = 420,
  MANY = 292,
  HIGH = 0.8,
  EDGE = 12;

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
    width = maps.length > 4 ? MANY : FEW,
    height = width * HIGH;
  const needed = maps.map((map) => {
    const [w, h] = span(map);
    return Math.max(w / (width - EDGE), h / (height - EDGE));
  });
  const px = Math.max(...needed),
    missing = data.territories.filter((territory) => !maps.some((map) => map.id === territory.id));
  const gap = missing.length
    ? element(
        "p",
        { class: "gap" },
        element("i", { class: "hatch" }),
        `${words.no_outline} ${missing.map((territory) => territory.name).join(", ")}`,
      )
    : "";
  node.append(
    element(
      "div",
      { class: "controls" },
      measureField(page, "maps.measure", measure, (id) => page.choose({ "maps.measure": id })),
      scaleBar(page, width * px, px),
    ),
    legend(page, answer),
    element("div", { class: "multiples" }, ...maps.map((map) => figure(page, map, { width, height, px }))),
    gap,
    element("p", { class: "legend-note", text: words.maps_about }),
  );
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
    element("figcaption", {}, element("b", { class: "letter", text: letter }), map.name),
  );
};
