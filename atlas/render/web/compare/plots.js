// @ts-nocheck
/* Dots on an axis with the reference as a line, and two measures against one another. Territories are
   letters: colour is never the only code. What is not known has no dot, and is named. */

import { element, svgElement } from "../shell/dom.js";
import { fill, word } from "../shell/words.js";

/* Round numbers that divide a range into about `count` parts. */
export const ticks = (low, high, count = 4) => {
  const rough = (high - low || 1) / count,
    power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step)
    found.push(Math.abs(at) < step * 1e-9 ? 0 : at);
  return found;
};

/* Amounts start at zero; years and decades where they begin. */
const range = (line) => {
  const values = [...line.cells, line.reference]
    .map((cell) => cell.value)
    .filter((value) => value !== null);
  if (!values.length) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (line.unit === "decade") return [low - 10, high + 10];
  return [Math.min(0, low), high > 0 ? high : 0.0001];
};

const scale = (line, number) => (value) =>
  line.unit === "share"
    ? `${number.format(100 * value)} %`
    : line.unit === "decade"
      ? String(value)
      : number.format(value);

/* The dots of one measure in one line, for the table. */
export const strip = (page, line, width, height) => {
  const span = range(line),
    svg = svgElement("svg", { class: "dots", width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(svgElement("line", { class: "axis", x1: 8, x2: width - 8, y1: height / 2, y2: height / 2 }));
  if (!span) return svg;
  const x = (value) => 8 + ((value - span[0]) / (span[1] - span[0])) * (width - 16);
  if (line.reference.value !== null)
    svg.append(
      svgElement("line", {
        class: "beside",
        x1: x(line.reference.value),
        x2: x(line.reference.value),
        y1: 2,
        y2: height - 2,
      }),
    );
  for (const [position, cell] of line.cells.entries())
    if (cell.value !== null)
      svg.append(
        svgElement(
          "circle",
          { class: "dot", cx: x(cell.value), cy: height / 2, r: 4 },
          svgElement("title", { text: `${page.data.territories[position].name}: ${cell.text}` }),
        ),
      );
  return svg;
};

export const plots = (page, node) => {
  node.append(
    element(
      "div",
      { class: "letters" },
      ...page.data.territories.map((one) =>
        element(
          "span",
          { onmouseenter: () => point(node, one.id), onmouseleave: () => point(node, null) },
          element("b", { class: "letter", text: one.letter }),
          one.name,
        ),
      ),
    ),
    element("div", { class: "grid" }, ...page.data.lines.map((line) => plot(page, line))),
  );
};

/* Brings one territory forward in every plot. */
const point = (node, id) =>
  node.querySelectorAll("[data-territory]").forEach((dot) => {
    dot.classList.toggle("away", id !== null && dot.dataset.territory !== id);
  });

const WIDTH = 470,
  EDGE = 22,
  R = 10.5;

const plot = (page, line) => {
  const { words, data } = page,
    span = range(line),
    number = new Intl.NumberFormat(page.lang, { maximumSignificantDigits: 4 });
  const missing = data.territories.filter((_, position) => line.cells[position].value === null);
  const caption = element(
    "figcaption",
    {},
    element("b", { text: line.title }),
    line.unit_text && line.unit !== "share" ? element("span", { text: line.unit_text }) : null,
  );
  const gap = missing.length
    ? element(
        "p",
        { class: "gap" },
        element("i", { class: "hatch", "aria-hidden": "true" }),
        `${words.no_value} ${missing.map((one) => one.name).join(", ")}`,
      )
    : null;
  if (!span) return element("figure", {}, caption, gap);
  const x = (value) => EDGE + ((value - span[0]) / (span[1] - span[0])) * (WIDTH - 2 * EDGE),
    say = scale(line, number);
  const dots = swarm(
    line.cells
      .map((cell, position) => ({ cell, territory: data.territories[position] }))
      .filter(({ cell }) => cell.value !== null)
      .map((dot) => ({ ...dot, x: x(dot.cell.value) })),
  );
  const rows = Math.max(0, ...dots.map((dot) => Math.abs(dot.row))),
    middle = 22 + (rows + 0.5) * 2 * R,
    height = middle + (rows + 0.5) * 2 * R + 22;
  const told = data.territories.map((one, position) => `${one.name}: ${line.cells[position].text}`);
  const svg = svgElement("svg", {
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: "img",
    "aria-label": `${line.title}. ${told.join("; ")}`,
  });
  for (const at of ticks(...span))
    svg.append(
      svgElement("line", { class: "tick", x1: x(at), x2: x(at), y1: 16, y2: height - 16 }),
      svgElement("text", {
        class: "scale",
        x: x(at),
        y: height - 3,
        "text-anchor": "middle",
        text: say(at),
      }),
    );
  if (line.reference.value !== null) {
    const at = x(line.reference.value),
      anchor = at > WIDTH * 0.72 ? "end" : at < WIDTH * 0.28 ? "start" : "middle";
    svg.append(
      svgElement("line", { class: "beside", x1: at, x2: at, y1: 14, y2: height - 16 }),
      svgElement("text", {
        class: "beside",
        x: at,
        y: 10,
        "text-anchor": anchor,
        text: `${data.reference.name} : ${line.reference.number}`,
      }),
    );
  }
  for (const { cell, territory, x: at, row } of dots) {
    const y = middle + row * 2 * R;
    svg.append(
      svgElement(
        "g",
        {
          class: "lettered",
          "data-territory": territory.id,
          onclick: () => page.evidence.open(line.id, territory.id),
        },
        svgElement("circle", { class: "dot", cx: at, cy: y, r: R - 1 }),
        svgElement("text", { x: at, y: y + 4.4, "text-anchor": "middle", text: territory.letter }),
        svgElement("title", { text: `${territory.name}: ${cell.text}` }),
      ),
    );
  }
  return element("figure", {}, caption, svg, gap);
};

/* Dots that would lie over one another step aside, up and down in turn. */
const swarm = (dots) => {
  const placed = [];
  for (const dot of [...dots].sort((a, b) => a.x - b.x)) {
    const rows = [0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6];
    dot.row =
      rows.find((row) =>
        placed.every((other) => other.row !== row || Math.abs(other.x - dot.x) >= 2 * R),
      ) ?? 0;
    placed.push(dot);
  }
  return placed;
};

export const scatter = async (page, node) => {
  const { data, words } = page,
    ids = data.lines.map((line) => line.id);
  const chosen = {
    x: page.chosen("scatter.x"),
    y: page.chosen("scatter.y"),
    level: page.chosen("scatter.level", "commune"),
  };
  const [x, y] = [
    ids.includes(chosen.x) ? chosen.x : ids[0],
    ids.includes(chosen.y) && chosen.y !== chosen.x ? chosen.y : ids[1] || ids[0],
  ];
  const measure = (key, value) =>
    element(
      "label",
      {},
      element("span", { text: word(words, `axis_${key}`) }),
      element(
        "select",
        {
          "data-key": `scatter.${key}`,
          onchange: (event) => page.choose({ [`scatter.${key}`]: event.target.value }),
        },
        ...data.lines.map((line) =>
          element("option", { value: line.id, selected: line.id === value, text: line.title }),
        ),
      ),
    );
  const behind = element(
    "label",
    {},
    element("span", { text: words.behind }),
    element(
      "select",
      {
        "data-key": "scatter.level",
        onchange: (event) => page.choose({ "scatter.level": event.target.value }),
      },
      ...["none", "commune", "intercommunality", "basin"].map((level) =>
        element("option", {
          value: level,
          selected: level === chosen.level,
          text: word(words, `behind_${level}`),
        }),
      ),
    ),
  );
  const answer = await page.ask("compare/points", { measure: [x, y], level: chosen.level });
  node.append(
    element("div", { class: "controls" }, measure("x", x), measure("y", y), behind),
    cloud(page, answer),
    element("p", {
      class: "legend-note",
      text: fill(words.points_about, { n: answer.points.length, missing: answer.missing }),
    }),
  );
};

const cloud = (page, { axes, points }) => {
  const w = 980,
    h = 560,
    left = 92,
    below = 62,
    number = new Intl.NumberFormat(page.lang, { maximumSignificantDigits: 4 });
  const spans = ["x", "y"].map((key) => {
    const values = points.map((one) => one[key]);
    return [Math.min(0, ...values), Math.max(...values, 1e-9)];
  });
  const x = (value) => left + ((value - spans[0][0]) / (spans[0][1] - spans[0][0])) * (w - left - 24),
    y = (value) => h - below - ((value - spans[1][0]) / (spans[1][1] - spans[1][0])) * (h - below - 20);
  const say = (axis, value) =>
      axes[axis].share ? `${number.format(100 * value)} %` : number.format(value),
    named = (axis) =>
      [axes[axis].title, axes[axis].share ? null : axes[axis].unit].filter(Boolean).join(", ");
  const svg = svgElement("svg", {
    class: "cloud",
    viewBox: `0 0 ${w} ${h}`,
    role: "img",
    "aria-label": `${named(0)} – ${named(1)}`,
  });
  for (const at of ticks(...spans[0], 7))
    svg.append(
      svgElement("line", { class: "tick", x1: x(at), x2: x(at), y1: 16, y2: h - below }),
      svgElement("text", {
        class: "scale",
        x: x(at),
        y: h - below + 18,
        "text-anchor": "middle",
        text: say(0, at),
      }),
    );
  for (const at of ticks(...spans[1], 6))
    svg.append(
      svgElement("line", { class: "tick", x1: left, x2: w - 20, y1: y(at), y2: y(at) }),
      svgElement("text", {
        class: "scale",
        x: left - 8,
        y: y(at) + 4,
        "text-anchor": "end",
        text: say(1, at),
      }),
    );
  svg.append(
    svgElement("text", {
      class: "title",
      x: (left + w) / 2,
      y: h - 12,
      "text-anchor": "middle",
      text: named(0),
    }),
    svgElement("text", {
      class: "title",
      x: 0,
      y: 0,
      transform: `translate(18 ${(h - below) / 2}) rotate(-90)`,
      "text-anchor": "middle",
      text: named(1),
    }),
  );
  const letter = (id) => page.data.territories.find((one) => one.id === id)?.letter;
  for (const one of [...points].sort((a, b) => a.compared - b.compared)) {
    const title = svgElement("title", {
      text: `${one.name}\n${axes[0].title}: ${one.text[0]}\n${axes[1].title}: ${one.text[1]}`,
    });
    svg.append(
      one.compared
        ? svgElement(
            "g",
            { class: "lettered" },
            svgElement("circle", { class: "dot", cx: x(one.x), cy: y(one.y), r: 11 }),
            svgElement("text", {
              x: x(one.x),
              y: y(one.y) + 4.6,
              "text-anchor": "middle",
              text: letter(one.id),
            }),
            title,
          )
        : svgElement("circle", { class: "behind", cx: x(one.x), cy: y(one.y), r: 4 }, title),
    );
  }
  return element(
    "figure",
    {},
    svg,
    element(
      "div",
      { class: "letters" },
      ...page.data.territories.map((one) =>
        element("span", {}, element("b", { class: "letter", text: one.letter }), one.name),
      ),
    ),
  );
};
