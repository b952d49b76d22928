import { test } from "node:test";
import { symbolicAt } from "../../atlas/render/web/map/canvas/paint.js";
import { Layer } from "../../atlas/render/web/map/layers/layer.js";
import { equal, near, randomOf, same, toBuffer, twin } from "./check.js";

const layers = new Map(twin("layers").map(({ id, base64 }) => [id, () => new Layer(id, toBuffer(base64))]));
const reachAt = (zoom) => (6 * 2 ** 30) / (256 * 2 ** zoom);

const at = (layer, ...place) => layer.all(...place).map(({ i }) => i);

/** As `Layer.all`, looking at every row. */
const lookAtAll = (layer, x, y, reach, symbolic) => {
  const found = [];
  for (let i = layer.length - 1; i >= 0; i--) {
    if (!layer.shown(i)) continue;
    const symbol = symbolic(layer, i),
      own = symbol ? (layer.radius[i] * reach) / 6 : 0,
      far = symbol
        ? Math.max(0, Math.hypot(layer.anchor[2 * i] - x, layer.anchor[2 * i + 1] - y) - own)
        : layer.distance(i, x, y);
    if (far < reach || far === 0) found.push([far, i]);
  }
  return found.sort((a, b) => a[0] - b[0]).map(([, i]) => i);
};

for (const { id, hits } of twin("hits")) {
  for (const { zoom, x, y, rows } of hits) {
    test(`at zoom ${zoom} the server and the page find rows ${rows} of ${id}`, () => {
      same(
        at(layers.get(id)(), x, y, reachAt(zoom), symbolicAt(zoom)).sort((a, b) => a - b),
        rows,
      );
    });
  }
}

for (const id of layers.keys()) {
  test(`of ${id} the same rows are found as by looking at all`, () => {
    const layer = layers.get(id)(),
      random = randomOf(3),
      wrong = [];
    for (let k = 0; k < 400; k++) {
      const i = Math.floor(layer.length * random()),
        zoom = 7 + Math.floor(9 * random()),
        reach = reachAt(zoom),
        x = layer.anchor[2 * i] + (6 * random() - 3) * reach,
        y = layer.anchor[2 * i + 1] + (6 * random() - 3) * reach,
        symbolic = symbolicAt(zoom);
      const rows = layer.all(x, y, reach, symbolic).filter(({ around }) => !around);
      if (rows.map((row) => row.i).join() !== lookAtAll(layer, x, y, reach, symbolic).join())
        wrong.push([x, y, zoom]);
    }
    same(wrong, []);
  });
}

test("what is not shown is not found", () => {
  const layer = layers.get("slag_heaps")(),
    i = [...layer.kind].findIndex(Boolean),
    found = () => at(layer, layer.anchor[2 * i], layer.anchor[2 * i + 1], reachAt(16), symbolicAt(16));
  equal(found()[0], i);
  layer.take({ mask: "" }, {});
  same(found(), []);
});

test("of two areas at a place the last drawn is found first; an area without fill after what is met", () => {
  const layer = new Layer("squares", toBuffer(twin("squares").base64)),
    here = (x, y) => layer.all(x, y, 2, () => false).map(({ i, around }) => (around ? ["around", i] : i));
  same(here(500, 500), [1, 0]);
  same(here(150, 150), [0]);
  same(here(-50, 150), []);
  same(here(99, 300), [0]);
  same(here(97, 300), []);
  layer.sheet = { ...layer.sheet, symbols: [{ ...layer.sheet.symbols[0], pattern: "none" }] };
  same(here(500, 500), [
    ["around", 1],
    ["around", 0],
  ]);
  same(here(300, 500), [1, ["around", 0]]);
  same(here(301, 500), [1, ["around", 0]]);
});

test("a hole is not inside", () => {
  const layer = new Layer("squares", toBuffer(twin("squares").base64));
  near(layer.distance(2, 2500, 2500), 100, 1e-9);
  equal(layer.distance(2, 2150, 2500), 0);
  near(layer.distance(2, 1900, 2500), 100, 1e-9);
  near(layer.distance(2, 1900, 1900), Math.hypot(100, 100), 1e-9);
});

test("a symbol is met within its radius and the reach of the pointer", () => {
  const layer = new Layer("squares", toBuffer(twin("squares").base64));
  layer.radius = Float32Array.of(0, 0, 0, 12);
  layer.widest = 12;
  const here = (x) => at(layer, x, 5000, 6, symbolicAt(14));
  same(here(5000), [3]);
  same(here(5012), [3]);
  same(here(5017), [3]);
  same(here(5018), []);
});

for (const [zoom, below, kind, symbolic] of [
  [9, 11, 3, true],
  [11, 11, 3, false],
  [9, null, 3, false],
  [18, null, 1, true],
  [9, 11, 2, false],
]) {
  test(`a row of kind ${kind} is ${symbolic ? "" : "not "}a symbol at zoom ${zoom} (areas below ${below})`, () => {
    equal(symbolicAt(zoom)({ kind: [kind], sheet: { symbol_below: below } }, 0), symbolic);
  });
}
