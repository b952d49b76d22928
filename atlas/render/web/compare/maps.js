// @ts-nocheck
/* Maps at one scale: small ones coloured by a measure, two that move together or lie under a curtain, and
   the outline of one territory over another at true size. All of them are drawn in kilometres on equal-area
   planes. */

import { element, svgElement } from "../shell/dom.js";
import { messageOf } from "../shell/server.js";
import { fill, word } from "../shell/words.js";

const KINDS = ["small", "pair", "size"];

/* A map that cannot be drawn leaves the choice of the others. */
export const maps = async (page, node) => {
  const shown = page.chosen("maps.kind", "small");
  const kinds = element(
    "div",
    { class: "segments", role: "group", "aria-label": page.words.way_maps },
    ...KINDS.map((kind) =>
      element("button", {
        type: "button",
        "data-key": `maps.${kind}`,
        "aria-pressed": String(kind === shown),
        text: word(page.words, `maps_${kind}`),
        onclick: () => page.choose({ "maps.kind": kind === "small" ? null : kind }),
      }),
    ),
  );
  const body = element("div", { class: `maps-${shown}` });
  node.append(kinds, body);
  try {
    await { small, pair, size }[shown](page, body);
  } catch (problem) {
    body.replaceChildren(element("p", { class: "problem", text: messageOf(problem) }));
  }
};

/* A path from rings of kilometres, north up. */
const path = (rings) =>
  rings
    .map((ring) => {
      let text = "";
      for (let i = 0; i < ring.length; i += 2) text += `${i ? "L" : "M"}${ring[i]} ${-ring[i + 1]}`;
      return `${text}Z`;
    })
    .join("");

const hatch = (map, px) =>
  svgElement(
    "defs",
    {},
    svgElement(
      "clipPath",
      { id: `within-${map.id}` },
      svgElement("path", { d: path(map.outline), "clip-rule": "evenodd" }),
    ),
    svgElement(
      "pattern",
      {
        id: `hatch-${map.id}`,
        width: 1,
        height: 1,
        patternUnits: "userSpaceOnUse",
        patternTransform: `rotate(45) scale(${6 * px})`,
      },
      svgElement("line", { class: "hatching", x1: 0, x2: 0, y1: 0, y2: 1 }),
    ),
  );

/* What a map shows of one territory, in kilometres around its centre. */
const ground = (map, px) => {
  const group = svgElement("g", {}, hatch(map, px)),
    within = svgElement("g", { "clip-path": `url(#within-${map.id})` });
  for (const area of map.areas)
    group.append(
      svgElement(
        "path",
        {
          class: area.class === null ? "area unknown" : `area class-${area.class}`,
          style: area.class === null ? `fill:url(#hatch-${map.id})` : null,
          d: path(area.rings),
          "fill-rule": "evenodd",
          "stroke-width": 0.5 * px,
        },
        svgElement("title", { text: `${area.name}: ${area.text}` }),
      ),
    );
  for (const shape of map.marks.unesco_components)
    within.append(svgElement("path", { class: "listed", d: path(shape), "stroke-width": 0.9 * px }));
  for (const shape of map.marks.slag_heaps)
    within.append(svgElement("path", { class: "heap", d: path(shape), "stroke-width": 0.4 * px }));
  group.append(
    within,
    svgElement("path", { class: "edge", d: path(map.outline), "stroke-width": 1.6 * px }),
  );
  return group;
};

const span = (map) => [map.bounds[2] - map.bounds[0], map.bounds[3] - map.bounds[1]];

/* A round number of kilometres that takes about a fifth of a width. */
const bar = (km) => {
  const rough = km / 5,
    power = 10 ** Math.floor(Math.log10(rough));
  return (
    [1, 2, 5, 10]
      .map((factor) => factor * power)
      .filter((size) => size <= rough * 1.6)
      .pop() || power
  );
};

const scaleBar = (page, km, px) =>
  element(
    "span",
    { class: "scale-bar" },
    element("i", { style: `width:${bar(km) / px}px` }),
    `${page.number.format(bar(km))} km`,
  );

const legend = (page, answer) =>
  element(
    "ul",
    { class: "classes-legend", "aria-label": answer.title },
    ...answer.breaks.map(({ class: shade, text, alone }) =>
      element("li", {}, element("i", { class: `class-${shade}` }), alone ? text : `≤ ${text}`),
    ),
    element("li", {}, element("i", { class: "hatch" }), page.words.no_data),
    element("li", {}, element("i", { class: "heap" }), page.words.heaps),
    element("li", {}, element("i", { class: "listed" }), page.words.property),
  );

const measureField = (page, key, value, choose) =>
  element(
    "label",
    {},
    element("span", { text: page.words.indicator }),
    element(
      "select",
      { "data-key": key, onchange: (event) => choose(event.target.value) },
      ...page.data.lines.map((line) =>
        element("option", { value: line.id, selected: line.id === value, text: line.title }),
      ),
    ),
  );

const known = (page, id, fallback = 0) =>
  page.data.lines.some((line) => line.id === id)
    ? id
    : page.data.lines[Math.min(fallback, page.data.lines.length - 1)].id;

const small = async (page, node) => {
  const measure = known(page, page.chosen("maps.measure")),
    answer = await page.ask("compare/maps", { measure });
  const panel = answer.maps.length > 4 ? 292 : 420,
    high = panel * 0.8,
    px = Math.max(
      ...answer.maps.map((map) => {
        const [w, h] = span(map);
        return Math.max(w / (panel - 12), h / (high - 12));
      }),
    );
  const missing = page.data.territories.filter((one) => !answer.maps.some((map) => map.id === one.id));
  node.append(
    element(
      "div",
      { class: "controls" },
      measureField(page, "maps.measure", measure, (id) => page.choose({ "maps.measure": id })),
      scaleBar(page, panel * px, px),
    ),
    legend(page, answer),
    element("div", { class: "multiples" }, ...answer.maps.map((map) => figure(page, map, panel, high, px))),
    missing.length
      ? element(
          "p",
          { class: "gap" },
          element("i", { class: "hatch" }),
          `${page.words.no_outline} ${missing.map((one) => one.name).join(", ")}`,
        )
      : "",
    element("p", { class: "legend-note", text: page.words.maps_about }),
  );
};

const figure = (page, map, width, height, px) => {
  const [w, h] = [width * px, height * px],
    x = (map.bounds[0] + map.bounds[2]) / 2,
    y = -(map.bounds[1] + map.bounds[3]) / 2;
  const letter = page.data.territories.find((one) => one.id === map.id)?.letter || "";
  return element(
    "figure",
    {},
    svgElement(
      "svg",
      {
        width,
        height,
        viewBox: `${x - w / 2} ${y - h / 2} ${w} ${h}`,
        role: "img",
        "aria-label": map.name,
      },
      ground(map, px),
    ),
    element("figcaption", {}, element("b", { class: "letter", text: letter }), map.name),
  );
};

/* Two maps that share one window: what moves one moves the other. */
const pair = async (page, node) => {
  const ids = page.data.territories.map((one) => one.id),
    two = { swipe: page.chosen("pair.swipe") === "1", at: page.chosen("pair.at", 50) };
  for (const [side, other] of [
    ["left", 0],
    ["right", 1],
  ]) {
    const of = page.chosen(`pair.${side}.of`);
    two[side] = {
      measure: known(page, page.chosen(`pair.${side}.measure`), other),
      of: ids.includes(of) ? of : ids[0],
    };
  }
  const answers = await Promise.all(
    ["left", "right"].map((side) => page.ask("compare/maps", { measure: two[side].measure })),
  );
  const found = ["left", "right"].map((side, k) => answers[k].maps.find((map) => map.id === two[side].of));
  if (found.includes(undefined)) {
    node.append(controls(page, two), element("p", { class: "none", text: page.words.no_map }));
    return;
  }
  page.paired ||= { x: 0, y: 0, km: 0 };
  const view = page.paired;
  const widest = Math.max(...found.map((map) => Math.max(...span(map)))),
    now = `${two.left.of} ${two.right.of} ${two.swipe}`;
  if (view.of !== now) Object.assign(view, { of: now, x: 0, y: 0, km: 0 });
  const svgs = found.map((map, k) => {
    const [w] = span(map),
      centre = [(map.bounds[0] + map.bounds[2]) / 2, -(map.bounds[1] + map.bounds[3]) / 2];
    return svgElement(
      "svg",
      {
        class: "ground",
        tabindex: 0,
        role: "img",
        "aria-label": `${map.name}. ${answers[k].title}`,
        preserveAspectRatio: "xMidYMid slice",
      },
      svgElement(
        "g",
        { transform: `translate(${-centre[0]} ${-centre[1]})` },
        ground(map, Math.max(w, 20) / 560),
      ),
    );
  });
  const bar_ = element("span", { class: "scale-bar" });
  const look = () => {
    const width = svgs[0].clientWidth || 480,
      height = svgs[0].clientHeight || 420;
    view.km ||=
      Math.max(...found.map((map) => Math.max(span(map)[0], (span(map)[1] * width) / height))) * 1.06;
    const h = (view.km * height) / width;
    for (const svg of svgs)
      svg.setAttribute("viewBox", `${view.x - view.km / 2} ${view.y - h / 2} ${view.km} ${h}`);
    bar_.replaceChildren(...scaleBar(page, view.km, view.km / width).childNodes);
  };
  for (const svg of svgs) moving(svg, view, look, widest * 1.5);
  const sides = svgs.map((svg, k) =>
    element(
      "figure",
      { class: k ? "right" : "left" },
      svg,
      element("figcaption", {}, element("b", { text: found[k].name }), ` ${answers[k].title}`),
      legend(page, answers[k]),
    ),
  );
  const frame = element("div", { class: two.swipe ? "frame swipe" : "frame" }, ...sides);
  if (two.swipe) {
    const curtain = () => frame.style.setProperty("--at", `${two.at}%`);
    frame.append(
      element("input", {
        type: "range",
        class: "curtain",
        min: 0,
        max: 100,
        value: two.at,
        "data-key": "pair.curtain",
        "aria-label": page.words.curtain,
        oninput: (event) => {
          two.at = event.target.value;
          curtain();
        },
        onchange: () => page.choose({ "pair.at": two.at }),
      }),
      element("i", { class: "edge-line" }),
    );
    curtain();
  }
  node.append(
    controls(page, two, bar_),
    frame,
    element("p", { class: "legend-note", text: page.words.pair_about }),
  );
  new ResizeObserver(look).observe(svgs[0]);
  requestAnimationFrame(look);
};

const controls = (page, two, bar_ = "") => {
  const field = (side) =>
    element(
      "fieldset",
      {},
      element("legend", { text: word(page.words, `side_${side}`) }),
      element(
        "select",
        {
          "data-key": `pair.${side}.of`,
          "aria-label": page.words.territory,
          onchange: (event) => page.choose({ [`pair.${side}.of`]: event.target.value }),
        },
        ...page.data.territories.map((one) =>
          element("option", { value: one.id, selected: one.id === two[side].of, text: one.name }),
        ),
      ),
      element(
        "select",
        {
          "data-key": `pair.${side}.measure`,
          "aria-label": page.words.indicator,
          onchange: (event) => page.choose({ [`pair.${side}.measure`]: event.target.value }),
        },
        ...page.data.lines.map((line) =>
          element("option", { value: line.id, selected: line.id === two[side].measure, text: line.title }),
        ),
      ),
    );
  return element(
    "div",
    { class: "controls" },
    field("left"),
    field("right"),
    element(
      "div",
      { class: "segments", role: "group" },
      ...[false, true].map((swipe) =>
        element("button", {
          type: "button",
          "data-key": `pair.${swipe}`,
          "aria-pressed": String(two.swipe === swipe),
          text: swipe ? page.words.swipe : page.words.side_by_side,
          onclick: () => page.choose({ "pair.swipe": swipe ? "1" : null }),
        }),
      ),
    ),
    bar_,
  );
};

/* Drag, wheel and keys move the shared window. */
const moving = (svg, view, look, widest) => {
  let from = null;
  const zoom = (factor) => {
    view.km = Math.min(widest * 2, Math.max(1, view.km * factor));
    look();
  };
  svg.addEventListener("pointerdown", (event) => {
    from = [event.clientX, event.clientY];
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const px = view.km / svg.clientWidth;
    view.x -= (event.clientX - from[0]) * px;
    view.y -= (event.clientY - from[1]) * px;
    from = [event.clientX, event.clientY];
    look();
  });
  svg.addEventListener("pointerup", () => {
    from = null;
  });
  svg.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15);
    },
    { passive: false },
  );
  svg.addEventListener("keydown", (event) => {
    const step = view.km / 12,
      moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      event.preventDefault();
      view.x += moves[event.key][0];
      view.y += moves[event.key][1];
      look();
    }
    if (event.key === "+") zoom(1 / 1.2);
    if (event.key === "-") zoom(1.2);
  });
};

/* The outline of one territory over another, both at the same scale, north up, wherever on Earth they lie.
 */
const size = async (page, node) => {
  const { words } = page,
    two = {
      under: page.chosen("size.under", "nord_pas_de_calais"),
      over: page.chosen("size.over", "ruhr"),
      x: Number(page.chosen("size.x", 0)),
      y: Number(page.chosen("size.y", 0)),
    };
  const choose = (changes) => page.choose({ "size.x": null, "size.y": null, ...changes }),
    laying = () => page.choose({ "size.x": two.x.toFixed(2), "size.y": two.y.toFixed(2) });
  const field = (key) =>
    element(
      "label",
      {},
      element("span", { text: word(words, `size_${key}`) }),
      page.chooser(`size.${key}`, false, (id) => choose({ [`size.${key}`]: id }), [], two[key]),
    );
  const answer = await page.ask("compare/outlines", { of: [two.under, two.over] });
  const under = answer.find((one) => one.id === two.under),
    over = answer.find((one) => one.id === two.over);
  node.append(
    element(
      "div",
      { class: "controls" },
      field("under"),
      field("over"),
      element("button", {
        type: "button",
        class: "small",
        "data-key": "size.turn",
        text: words.turn,
        onclick: () => choose({ "size.under": two.over, "size.over": two.under }),
      }),
    ),
  );
  if (!under || !over) {
    node.append(element("p", { class: "none", text: words.no_map }));
    return;
  }
  const w = 980,
    h = 600,
    km =
      Math.max(
        ...[under, over].map((one) =>
          Math.max((one.bounds[2] - one.bounds[0]) / w, (one.bounds[3] - one.bounds[1]) / h),
        ),
      ) *
      w *
      1.12,
    px = km / w;
  const laid = svgElement(
    "g",
    {
      class: "over",
      "data-key": "size.laid",
      tabindex: 0,
      role: "img",
      "aria-label": `${over.name}. ${words.size_keys}`,
    },
    svgElement("path", { d: path(over.rings), "stroke-width": 2 * px }),
  );
  const lay = () => laid.setAttribute("transform", `translate(${two.x} ${two.y})`);
  const svg = svgElement(
    "svg",
    {
      class: "true-size",
      viewBox: `${-km / 2} ${(-km * h) / w / 2} ${km} ${(km * h) / w}`,
      "data-under": under.drawn_km2,
      "data-over": over.drawn_km2,
    },
    svgElement(
      "path",
      { class: "under", d: path(under.rings), "stroke-width": 1.4 * px },
      svgElement("title", { text: under.name }),
    ),
    laid,
  );
  let from = null;
  laid.addEventListener("pointerdown", (event) => {
    from = [event.clientX, event.clientY];
    laid.setPointerCapture(event.pointerId);
  });
  laid.addEventListener("pointermove", (event) => {
    if (!from) return;
    const scale = km / svg.clientWidth;
    two.x += (event.clientX - from[0]) * scale;
    two.y += (event.clientY - from[1]) * scale;
    from = [event.clientX, event.clientY];
    lay();
  });
  laid.addEventListener("pointerup", () => {
    if (from) laying();
    from = null;
  });
  laid.addEventListener("keyup", (event) => {
    if (event.key.startsWith("Arrow")) laying();
  });
  laid.addEventListener("keydown", (event) => {
    const step = km / (event.shiftKey ? 20 : 100),
      moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      event.preventDefault();
      two.x += moves[event.key][0];
      two.y += moves[event.key][1];
      lay();
    }
  });
  lay();
  const area = (one) =>
    `${page.number.format(Math.round(one.area_km2))} km²${one.approximate ? ` (${words.approximate})` : ""}`;
  const [more, less] = under.area_km2 >= over.area_km2 ? [under, over] : [over, under];
  node.append(
    element(
      "p",
      { class: "big size-told" },
      element("b", { class: "is-under", text: under.name }),
      ` ${area(under)} · `,
      element("b", { class: "is-over", text: over.name }),
      ` ${area(over)} · `,
      fill(words.times, {
        more: more.name,
        less: less.name,
        n: page.number.format(Math.round((more.area_km2 / less.area_km2) * 10) / 10),
      }),
    ),
    element("figure", {}, svg),
    element(
      "div",
      { class: "controls" },
      scaleBar(page, km, px),
      element("span", { class: "legend-note", text: words.size_about }),
    ),
  );
};
