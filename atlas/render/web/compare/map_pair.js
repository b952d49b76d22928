/* Two maps that share one window, side by side or under a curtain: what moves one moves the other. */
import { element, svgElement } from "../shell/dom.js";
import { setSlider, slider } from "../shell/patterns/slider.js";
import { Splitter } from "../shell/patterns/splitter.js";
import { word } from "../shell/words.js";
import { draggable } from "./dragging.js";
import { ground, known, legend, scaleBar, span } from "./map_parts.js";

/**
 * @import { MeasureMaps, TerritoryMap } from "./answers"
 * @import { Compare } from "./compare.js"
 *
 * @typedef {{ side: "left" | "right", measure: string, of: string }} Side
 * @typedef {Side & { map: TerritoryMap, answer: MeasureMaps }} Found
 */

const SIDES = /** @type {const} */ (["left", "right"]);
/* How much a turn of the wheel and a key change the width that is seen. */
const WHEEL = 1.15,
  KEY = 1.2;

/**
 * What is seen of both maps, in kilometres; it stays while the same two are shown.
 *
 * @type {{ of: string, x: number, y: number, km: number }}
 */
const view = { of: "", x: 0, y: 0, km: 0 };

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const mapPair = async (page, node) => {
  const ids = page.data.territories.map((territory) => territory.id),
    swipe = page.chosen("pair.swipe") === "1";
  const sides = SIDES.map((side, k) => {
    const of = page.chosen(`pair.${side}.of`) ?? "";
    const measure = known(page, page.chosen(`pair.${side}.measure`), k);
    return { side, measure, of: ids.includes(of) ? of : (ids[0] ?? "") };
  });
  const found = (await Promise.all(sides.map((side) => find(page, side)))).flatMap((side) => side ?? []),
    bar = element("span", { class: "scale-bar" });
  if (found.length < sides.length) {
    const none = element("p", { class: "none", text: page.words.no_map });
    node.append(controls(page, sides, swipe, null), none);
    return;
  }
  const now = [...sides.map(({ of }) => of), swipe].join(" ");
  if (view.of !== now) Object.assign(view, { of: now, x: 0, y: 0, km: 0 });
  const frame = pairFrame(page, found, bar, swipe),
    about = element("p", { class: "legend-note", text: page.words.pair_about });
  node.append(controls(page, sides, swipe, bar), frame, about);
};

/**
 * @param {Compare} page
 * @param {Side} side
 * @returns {Promise<Found | null>}
 */
const find = async (page, side) => {
  /** @type {MeasureMaps} */
  const answer = await page.ask("compare/maps", { measure: side.measure });
  const map =
    answer.maps.find(({ id }) => id === side.of) ??
    answer.maps.find(({ areas }) => areas.some(({ id }) => id === side.of));
  return map ? { ...side, map, answer } : null;
};

/**
 * @param {Compare} page
 * @param {Found[]} found
 * @param {HTMLElement} bar
 * @param {boolean} swipe
 */
const pairFrame = (page, found, bar, swipe) => {
  const drawn = found.map((side) => ({ ...side, svg: drawing(side) })),
    widest = Math.max(...found.flatMap(({ map }) => span(map))),
    [first] = drawn;
  const look = () => {
    const width = first?.svg.clientWidth || 480,
      height = first?.svg.clientHeight || 420;
    const needed = found.map(({ map }) => {
      const [w, h] = span(map);
      return Math.max(w, (h * width) / height);
    });
    view.km ||= Math.max(...needed) * 1.06;
    const h = (view.km * height) / width,
      box = [view.x - view.km / 2, view.y - h / 2, view.km, h].join(" ");
    for (const { svg } of drawn) svg.setAttribute("viewBox", box);
    bar.replaceChildren(...scaleBar(page, view.km, view.km / width).childNodes);
  };
  const figures = drawn.map(({ side, map, answer, svg }) => {
    moveView(svg, look, widest * 3);
    const caption = element("figcaption", {}, element("b", { text: map.name }), ` ${answer.title}`);
    return element("figure", { class: side }, svg, caption, legend(page, answer));
  });
  const frame = element("div", { class: swipe ? "frame swipe" : "frame" }, ...figures);
  if (swipe) hangCurtain(page, frame);
  if (first) new ResizeObserver(look).observe(first.svg);
  requestAnimationFrame(look);
  return frame;
};

/** @param {Found} found */
const drawing = ({ map, answer }) => {
  const [w] = span(map),
    [west, south, east, north] = map.bounds,
    centre = `translate(${-(west + east) / 2} ${(south + north) / 2})`;
  return svgElement(
    "svg",
    {
      class: "ground",
      tabindex: 0,
      role: "img",
      "aria-label": `${map.name}. ${answer.title}`,
      preserveAspectRatio: "xMidYMid slice",
    },
    svgElement("g", { transform: centre }, ground(map, Math.max(w, 20) / 560)),
  );
};

/**
 * Drag, wheel and keys move the shared window.
 *
 * @param {SVGElement} svg
 * @param {() => void} look
 * @param {number} widest
 */
const moveView = (svg, look, widest) => {
  const zoom = (/** @type {number} */ factor) => {
    view.km = Math.min(widest, Math.max(1, view.km * factor));
    look();
  };
  const move = (/** @type {number} */ x, /** @type {number} */ y) => {
    view.x += x;
    view.y += y;
    look();
  };
  draggable(svg, {
    drag: (x, y) => {
      const px = view.km / svg.clientWidth;
      move(-x * px, -y * px);
    },
    step: (x, y) => move((x * view.km) / 12, (y * view.km) / 12),
  });
  svg.addEventListener("keydown", ({ key }) => {
    if (key === "+") zoom(1 / KEY);
    if (key === "-") zoom(KEY);
  });
  const turn = (/** @type {WheelEvent} */ event) => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? WHEEL : 1 / WHEEL);
  };
  svg.addEventListener("wheel", turn, { passive: false });
};

/**
 * @param {Compare} page
 * @param {HTMLElement} frame
 */
const hangCurtain = (page, frame) => {
  const value = Number(page.chosen("pair.at") ?? 50),
    label = page.words.curtain,
    write = (/** @type {number} */ share) => `${share} %`,
    change = (/** @type {number} */ share) => page.choose({ "pair.at": share });
  const hang = (/** @type {number} */ share) => {
    frame.style.setProperty("--at", `${share}%`);
    edge.set(share);
    setSlider(range, share, write);
  };
  const within = () => frame.getBoundingClientRect(),
    edge = new Splitter({ class: "edge-line", label, value, within, input: hang, change }),
    range = slider({ label, min: 0, max: 100, value, key: "pair.curtain", write, input: hang, change });
  edge.node.dataset.key = "pair.edge";
  range.classList.add("curtain");
  frame.append(range, edge.node);
  hang(value);
};

/**
 * @param {Compare} page
 * @param {Side[]} sides
 * @param {boolean} swipe
 * @param {HTMLElement | null} bar
 */
const controls = (page, sides, swipe, bar) => {
  const { words } = page;
  const ways = [false, true].map((swiped) =>
    element("button", {
      type: "button",
      "data-key": `pair.${swiped}`,
      "aria-pressed": String(swipe === swiped),
      text: swiped ? words.swipe : words.side_by_side,
      onclick: () => page.choose({ "pair.swipe": swiped ? "1" : null }),
    }),
  );
  return element(
    "div",
    { class: "controls" },
    ...sides.map((side) => sideField(page, side)),
    element("div", { class: "segments", role: "group" }, ...ways),
    bar,
  );
};

/**
 * @param {Compare} page
 * @param {Side} side
 */
const sideField = (page, { side, of, measure }) => {
  const { data, words } = page;
  /**
   * @param {string} key
   * @param {string} title
   * @param {string} value
   * @param {[id: string, text: string][]} options
   */
  const select = (key, title, value, options) => {
    const name = `pair.${side}.${key}`;
    return element(
      "select",
      {
        "data-key": name,
        "aria-label": title,
        onchange: ({ target }) => page.choose({ [name]: target.value }),
      },
      ...options.map(([id, text]) => element("option", { value: id, selected: id === value, text })),
    );
  };
  return element(
    "fieldset",
    {},
    element("legend", { text: word(words, `side_${side}`) }),
    select(
      "of",
      words.territory,
      of,
      data.territories.map((territory) => [territory.id, territory.name]),
    ),
    select(
      "measure",
      words.indicator,
      measure,
      data.lines.map((line) => [line.id, line.title]),
    ),
  );
};
