import { test } from "node:test";
import { parsePath, tracePath } from "../../atlas/render/web/map/canvas/path_data.js";
import { channels } from "../../atlas/render/web/map/canvas/stamp.js";
import { SYMBOL_PATHS } from "../../atlas/render/web/map/canvas/symbol_paths.js";
import { drawSymbol, isSymbolic } from "../../atlas/render/web/map/canvas/symbols.js";
import { equal, fails, fakeContext, same } from "./check.js";

test("a path is its commands and their numbers", () => {
  same(
    parsePath(["M 0 -1.5 L 1 0", "Q 1 2 3 4 C 1 2 3 4 5 6 Z"]).map(({ command, numbers }) => [
      command,
      ...numbers,
    ]),
    [["M", 0, -1.5], ["L", 1, 0], ["Q", 1, 2, 3, 4], ["C", 1, 2, 3, 4, 5, 6], ["Z"]],
  );
  same(parsePath([]), []);
});

test("a path is traced at its place and scale", () => {
  const g = fakeContext();
  tracePath(g, parsePath(["M 0 -1 L 1 0 Q 1 1 0 1 C -1 1 -1 0 0 -1 Z"]), 100, 50, 10);
  same(g.calls, [
    ["moveTo", 100, 40],
    ["lineTo", 110, 50],
    ["quadraticCurveTo", 110, 60, 100, 60],
    ["bezierCurveTo", 90, 60, 90, 50, 100, 40],
    ["closePath"],
  ]);
});

for (const [color, value] of [
  ["#000000", 0],
  ["#ff0000", 0x0000ff],
  ["#00ff00", 0x00ff00],
  ["#0000ff", 0xff0000],
  ["#123456", 0x563412],
]) {
  test(`${color} is ${value} with red in its lowest byte`, () => equal(channels(color), value));
}

test("points are symbols, and areas that have a shape of their own", () => {
  equal(isSymbolic({ symbol_below: null }, { kind: "point" }, 18), true);
  equal(isSymbolic({ symbol_below: 11 }, { kind: "polygon" }, 10.5), true);
  equal(isSymbolic({ symbol_below: 11 }, { kind: "polygon" }, 11), false);
  equal(isSymbolic({ symbol_below: 11 }, { kind: "line" }, 10.5), false);
  equal(isSymbolic({ symbol_below: null }, { kind: "polygon" }, 8), false);
});

for (const shape of Object.keys(SYMBOL_PATHS.shapes ?? {})) {
  test(`${shape} is drawn within one and a half times its radius`, () => {
    const g = fakeContext();
    drawSymbol(g, { shape }, 0, 0, 10, "ink", false, "ground");
    const places = g.calls.filter(([name]) => /To$/.test(name)).flatMap(([, ...numbers]) => numbers);
    equal(places.length > 0, true);
    same(
      places.filter((place) => Math.abs(place) > 15),
      [],
    );
    equal(g.fillStyle, "ink");
  });
}

test("a symbol that is not fully known is hollow", () => {
  const g = fakeContext(),
    [shape] = Object.keys(SYMBOL_PATHS.shapes);
  drawSymbol(g, { shape }, 0, 0, 10, "ink", true, "ground");
  equal(g.fillStyle, "ground");
  equal(g.strokeStyle, "ink");
});

test("a shape that is not there is an error", () => {
  fails(
    () => drawSymbol(fakeContext(), { shape: "cube" }, 0, 0, 10, "ink", false, "ground"),
    /no symbol cube/,
  );
});
