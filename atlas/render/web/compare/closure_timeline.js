/* The clock of the after-mine: every basin from the day its last pit closed. A year that is not known is
   not drawn. */

import { element, svgElement } from "../shell/dom.js";
import { LiveRegion } from "../shell/patterns/live_region.js";
import { slider } from "../shell/patterns/slider.js";
import { fill, plural, word } from "../shell/words.js";

/**
 * @import { CompareWords } from "../words"
 * @import { AlignedBasin, ClosureTimeline } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/** @type {Record<string, string>} */
const SHAPES = {
  first_extraction: "M-5 5h10L0-5z",
  peak_production: "M0-6 6 0 0 6-6 0z",
  closure: "M-2.5-8h5v16h-5z",
  world_heritage: "M0-7 2-2 7-2 3 1.5 4.6 7 0 3.6-4.6 7-3 1.5-7-2-2-2z",
  cooperation: "M0-5a5 5 0 1 0 .01 0z",
};
const BEFORE = -70,
  AFTER = 60;

/**
 * From years since the closing to pixels; what lies beyond stands at the edge.
 *
 * @param {number} left
 * @param {number} right
 * @returns {(years: number) => number}
 */
export const clockScale = (left, right) => (years) =>
  left + ((Math.max(BEFORE, Math.min(AFTER, years)) - BEFORE) / (AFTER - BEFORE)) * (right - left);

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const clock = async (page, node) => {
  const { words } = page,
    kept = { at: Number(page.chosen("clock.at") ?? 20) };
  /** @type {ClosureTimeline} */
  const answer = await page.ask("compare/clock");
  const said = new LiveRegion({ class: "big" }),
    chart = element("div", {
      class: "scroller",
      tabindex: "0",
      role: "region",
      "aria-label": words.way_clock,
    });
  const at = slider({
    label: words.clock_years,
    min: 0,
    max: AFTER,
    value: kept.at,
    key: "clock.at",
    input: (years) => {
      kept.at = years;
      describe();
    },
    change: (years) => page.choose({ "clock.at": years }),
  });
  const line = svgElement("line", { class: "at", y1: 18, y2: 0 });
  const describe = () => {
    const reached = answer.aligned.filter((basin) => basin.age >= kept.at),
      listed = reached.filter((basin) =>
        basin.events.some((event) => event.kind === "world_heritage" && event.at <= kept.at),
      );
    const linked = reached.filter((basin) =>
      basin.events.some((event) => event.kind === "cooperation" && event.at <= kept.at),
    );
    said.show(
      plural(words.clock_told, page.lang, kept.at, {
        years: kept.at,
        reached: reached.length,
        listed: listed.length,
        linked: linked.length,
      }) + (listed.length ? ` ${words.clock_listed} ${listed.map((basin) => basin.name).join(", ")}.` : ""),
    );
    line.setAttribute("x1", String(x(kept.at)));
    line.setAttribute("x2", String(x(kept.at)));
  };
  const left = 330,
    width = 1040,
    row = 26,
    height = 40 + answer.aligned.length * row,
    x = clockScale(left, width - 20);
  const svg = svgElement("svg", {
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": words.way_clock,
  });
  for (let years = BEFORE + 10; years <= AFTER; years += 20)
    svg.append(
      svgElement("line", {
        class: years ? "tick" : "beside",
        x1: x(years),
        x2: x(years),
        y1: 18,
        y2: height - 6,
      }),
      svgElement("text", {
        class: "scale",
        x: x(years),
        y: 12,
        "text-anchor": "middle",
        text: years > 0 ? `+${years}` : years || "",
      }),
    );
  svg.append(
    svgElement("line", { class: "beside", x1: x(0), x2: x(0), y1: 18, y2: height - 6 }),
    svgElement("text", {
      class: "scale zero",
      x: x(0),
      y: 12,
      "text-anchor": "middle",
      text: words.clock_zero,
    }),
  );
  svg.append(...answer.aligned.map((basin, position) => track(basin, 34 + position * row, x, left, words)));
  line.setAttribute("y2", String(height - 6));
  svg.append(line);
  chart.append(svg);
  const kinds = Object.entries(SHAPES).map(([kind, shape]) =>
    element(
      "li",
      {},
      svgElement(
        "svg",
        { width: 18, height: 18, viewBox: "-9 -9 18 18" },
        svgElement("path", { class: `event ${kind}`, d: shape }),
      ),
      word(words, `event_${kind}`),
    ),
  );
  const apart = answer.apart.map((basin) =>
    element(
      "li",
      {},
      element("b", { text: basin.name }),
      ` ${word(words, `reason_${basin.reason}`)}`,
      basin.said ? ` (${basin.said})` : "",
    ),
  );
  node.append(
    element("label", { class: "slider" }, element("span", { text: words.clock_years }), at),
    said.node,
    element("ul", { class: "classes-legend" }, ...kinds),
    chart,
    element(
      "details",
      { class: "says" },
      element("summary", { text: plural(words.clock_apart, page.lang, apart.length, { n: apart.length }) }),
      element("ul", { class: "columns" }, ...apart),
    ),
    element("p", { class: "legend-note", text: fill(words.clock_about, { year: answer.year }) }),
  );
  describe();
};

/** @param {number} years */
const signed = (years) => (years > 0 ? `+${years}` : String(years));

/**
 * @param {AlignedBasin} basin
 * @param {number} y
 * @param {(years: number) => number} x
 * @param {number} left
 * @param {CompareWords} words
 */
const track = (basin, y, x, left, words) => {
  const group = svgElement(
    "g",
    {},
    svgElement(
      "text",
      {
        class: "name",
        x: left - 46,
        y: y + 4.5,
        "text-anchor": "end",
        text: basin.name.length > 44 ? `${basin.name.slice(0, 43)}…` : basin.name,
      },
      svgElement("title", { text: `${basin.name}, ${basin.closed}` }),
    ),
    /* Without a known beginning nothing is drawn before the closing. */
    basin.events.some((event) => event.kind === "first_extraction")
      ? svgElement("line", { class: "life", x1: x(BEFORE), x2: x(0), y1: y, y2: y })
      : null,
    svgElement("line", { class: "after", x1: x(0), x2: x(basin.age), y1: y, y2: y }),
    svgElement("text", { class: "scale", x: x(basin.age) + 5, y: y + 4, text: basin.age }),
  );
  for (const event of basin.events) {
    const early = event.at < BEFORE;
    if (early && event.kind !== "first_extraction") continue;
    group.append(
      svgElement(
        "g",
        { transform: `translate(${early ? left - 4 : x(event.at)} ${y})` },
        svgElement("path", { class: `event ${event.kind}`, d: SHAPES[event.kind] }),
        early
          ? svgElement("text", { class: "scale", x: -8, y: 4, "text-anchor": "end", text: event.year })
          : null,
        svgElement("title", {
          text: `${word(words, `event_${event.kind}`)}: ${event.year} (${signed(event.at)})`,
        }),
      ),
    );
  }
  return group;
};
