import { test } from "node:test";
import { Sheet } from "../../atlas/render/web/map/canvas/sheet.js";
import { WORLD } from "../../atlas/render/web/map/geometry/projection.js";
import { LargeLayer } from "../../atlas/render/web/map/layers/large_layer.js";
import { equal, fakeContext, near, same } from "./check.js";

const large = () =>
  new LargeLayer({ lang: "fr" }, "parcels", { large: 9000, sheet: { title: "Parcelles" } });
const sheetAt = (zoom, left, top, width, height, g = null) =>
  new Sheet(g, (256 * 2 ** zoom) / WORLD, left, top, width, height, zoom);

for (const [zoom, size] of [
  [0, 256],
  [3, 2048],
  [10, 262144],
  [12.5, 1482910.4],
]) {
  test(`at zoom ${zoom} the world is ${size} pixels wide`, () => {
    const sheet = sheetAt(zoom, 0, 0, 100, 100);
    near(sheet.size, size, 0.01);
    near(sheet.x(WORLD / 2, 0), size / 2, 0.01);
    near(sheet.x(0, 1), size, 0.01);
    near(sheet.y(WORLD), size, 0.01);
  });
}

for (const [about, left, width, copies] of [
  ["in the middle of the world", 20, 200, [0, 0]],
  ["over its eastern edge", 200, 100, [0, 1]],
  ["over its western edge", -50, 100, [-1, 0]],
  ["of three worlds", -300, 700, [-2, 1]],
]) {
  test(`a window ${about} shows the copies ${copies}`, () => {
    const sheet = sheetAt(0, left, 0, width, 256);
    same([sheet.first, sheet.last], copies);
  });
}

test("of the world two parts are asked for where its edge is in sight, each once", () => {
  const unit = WORLD / 256,
    boxes = (left, width) =>
      large()
        .windows(sheetAt(0, left, 0, width, 256))
        .map(({ box }) => box);
  same(boxes(100, 50), [[100 * unit, 0, 150 * unit, WORLD]]);
  same(boxes(200, 100), [
    [200 * unit, 0, WORLD, WORLD],
    [0, 0, 44 * unit, WORLD],
  ]);
  same(boxes(-512, 1024), [[0, 0, WORLD, WORLD]]);
});

test("a window is known by its zoom, its box and what is asked", () => {
  const layer = large();
  equal(layer.key({ zoom: 9, box: [1, 2, 3, 4] }), "9 1,2,3,4 ");
  layer.take({ query: "parcels.form=old" }, {});
  equal(layer.key({ zoom: 9, box: [1, 2, 3, 4] }), "9 1,2,3,4 parcels.form=old");
  equal(layer.address("/hit", "z=9"), "view/parcels/hit?z=9&lang=fr&parcels.form=old");
  layer.take({}, {});
  equal(layer.address("", "z=9"), "view/parcels?z=9&lang=fr");
});

test("the last pictures are kept, those in sight always", () => {
  const layer = large();
  const first = { n: 0 };
  layer.shown = [first];
  layer.keep("0", first);
  for (let n = 1; n <= 7; n++) layer.keep(String(n), { n });
  same([...layer.kept.keys()], ["0", "3", "4", "5", "6", "7"]);
});

test("a large layer writes names only where one picture is in sight", () => {
  const layer = large();
  equal(layer.named.length, 0);
  equal(layer.named.shown(0), false);
  const named = { length: 3 };
  layer.shown = [{ named }];
  equal(layer.named, named);
  layer.shown = [{ named }, { named }];
  equal(layer.named.length, 0);
});

/* One area of 100 by 50 units, one line, one row without position. */
const shapes = {
  length: 3,
  kind: Uint8Array.of(3, 2, 0),
  rings: Uint32Array.of(0, 1, 2, 2),
  vertices: Uint32Array.of(0, 5, 8),
  xy: Int32Array.of(0, 0, 100, 0, 100, 50, 0, 50, 0, 0, 200, 10, 201, 10, 260, 10),
  boxes: Int32Array.of(0, 0, 100, 50, 200, 10, 260, 10, 2 ** 31 - 1, 2 ** 31 - 1, 1 - 2 ** 31, 1 - 2 ** 31),
  anchor: Int32Array.of(50, 25, 230, 10, 0, 0),
  shown: (i) => i < 2,
};
const inSight = (left, width, margin) => {
  const sheet = new Sheet(null, 1, left, 0, width, 100, 22),
    rows = [];
  sheet.rows(shapes, (i, copy) => rows.push([i, copy]), margin);
  return rows;
};

test("rows are visited when their box is in sight, with a margin", () => {
  same(inSight(0, 300), [
    [0, 0],
    [1, 0],
  ]);
  same(inSight(0, 150, 0), [[0, 0]]);
  same(inSight(101, 90, 0), []);
  same(inSight(101, 90, 16), [
    [0, 0],
    [1, 0],
  ]);
  same(inSight(150, 200, -60), []);
});

test("vertices closer than half a pixel are left out, ends never", () => {
  const traced = (scale, i) => {
    const g = fakeContext();
    new Sheet(g, scale, 0, 0, 300, 100, 22).trace(shapes, i, 0);
    return g.calls;
  };
  same(traced(1, 1), [
    ["moveTo", 200, 10],
    ["lineTo", 201, 10],
    ["lineTo", 260, 10],
  ]);
  same(traced(0.25, 1), [
    ["moveTo", 50, 2.5],
    ["lineTo", 65, 2.5],
  ]);
  equal(traced(1, 0).length, 6);
  same(traced(1, 0).at(-1), ["closePath"]);
});

test("extents are pixels", () => {
  const sheet = new Sheet(null, 0.5, 10, 20, 300, 100, 21);
  equal(sheet.extent(shapes, 0), 50);
  equal(sheet.extent(shapes, 1), 30);
  equal(sheet.widest(shapes, 0), 50);
  equal(sheet.widest(shapes, 2), 0);
  same(sheet.anchor(shapes, 0, 0), [15, -7.5]);
  equal(sheet.canvas, null);
});
