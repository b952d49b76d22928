/* A territory, an object that is chosen and a line at every zoom are told apart. */
import { test } from "node:test";
import { paintChosen, paintOutline } from "../../atlas/render/web/map/canvas/paint.js";
import { Sheet } from "../../atlas/render/web/map/canvas/sheet.js";
import { strokeLine, thinned } from "../../atlas/render/web/map/canvas/symbols.js";
import { Layer } from "../../atlas/render/web/map/layers/layer.js";
import { equal, same, toBuffer, twin } from "./check.js";

const look = { scale: 1, halo: "halo", chosen: "ink", picked: "amber", ground: "land" };

/** The strokes of a drawing: colour, width, dashes. */
const strokesOf = (draw) => {
  const strokes = [],
    own = { dash: [] };
  const g = new Proxy(own, {
    get: (_, name) => {
      if (name === "setLineDash")
        return (dash) => {
          own.dash = dash;
        };
      if (name === "stroke")
        return () => strokes.push([own.strokeStyle, own.lineWidth, own.dash.join(" ")]);
      return own[name] ?? (() => {});
    },
    set: (_, name, value) => Boolean(Object.assign(own, { [name]: value })),
  });
  draw(g);
  return strokes;
};

test("a chosen object has a cased line of its own, a territory a thin one in ink", () => {
  const square = new Layer("squares", toBuffer(twin("squares").base64)),
    chosen = strokesOf((g) => paintChosen(new Sheet(g, 1, 0, 0, 1000, 1000, 12), square, 0, look)),
    ring = [
      { lat: 50, lng: 2 },
      { lat: 51, lng: 3 },
    ];
  const territory = strokesOf((g) =>
    paintOutline(new Sheet(g, 1e-6, 0, 0, 1000, 1000, 12), ring, look, false),
  );
  same(
    chosen.map(([colour]) => colour),
    ["halo", "amber", "halo"],
  );
  same(
    territory.map(([colour]) => colour),
    ["halo", "ink"],
  );
  equal(chosen[1][1] > 2 * territory[1][1], true);
});

test("mine railways are one line until zoom 11 and have ticks later", () => {
  const strokes = (zoom) => strokesOf((g) => strokeLine(g, { line: "ticks" }, "green", 1.5, "land", zoom));
  for (const zoom of [5, 9, 10.5, 11]) same(strokes(zoom), [["green", 1.5, ""]], String(zoom));
  for (const zoom of [11.5, 13, 16]) equal(strokes(zoom).length, 2, String(zoom));
});

test("lines are thinner where the map is small, and never vanish", () => {
  const widths = [4, 8, 9, 10, 11, 12, 16].map((zoom) => thinned(2, zoom));
  same(
    widths,
    [...widths].sort((a, b) => a - b),
  );
  equal(widths[0], 1);
  equal(widths.at(-1), 2);
  for (const { zoom, width } of twin("thinned")) equal(thinned(2, zoom), width, String(zoom));
});
