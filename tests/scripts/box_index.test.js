import { test } from "node:test";
import { BoxIndex, hilbert } from "../../atlas/render/web/map/geometry/box_index.js";
import { equal, randomOf, same } from "./check.js";

const ascending = (rows) => [...rows].sort((a, b) => a - b);
const touched = (boxes, west, north, east, south) =>
  Array.from({ length: boxes.length / 4 }, (_, i) => i).filter((i) => {
    const [x0, y0, x1, y1] = boxes.subarray(4 * i, 4 * i + 4);
    return x0 <= x1 && x0 <= east && x1 >= west && y0 <= south && y1 >= north;
  });

test("the curve begins at a corner, ends at the next one and goes from neighbour to neighbour", () => {
  equal(hilbert(0, 0), 0);
  equal(hilbert(32767, 0), 2 ** 30 - 1);
  const cells = [];
  for (let x = 0; x < 8; x++) for (let y = 0; y < 8; y++) cells.push([hilbert(x, y), x, y]);
  cells.sort((a, b) => a[0] - b[0]);
  same(
    cells.map(([d]) => d),
    Array.from({ length: 64 }, (_, k) => k),
  );
  const jumps = cells
    .slice(1)
    .filter(([, x, y], k) => Math.abs(x - cells[k][1]) + Math.abs(y - cells[k][2]) > 1);
  same(jumps, []);
});

test("no box, one box, and what has none", () => {
  same(new BoxIndex(new Int32Array()).search(-9, -9, 9, 9), []);
  same(new BoxIndex(Int32Array.of(0, 0, 4, 4)).search(4, 4, 9, 9), [0]);
  same(new BoxIndex(Int32Array.of(0, 0, 4, 4)).search(5, 0, 9, 9), []);
  same(new BoxIndex(Int32Array.of(9, 9, -9, -9, 1, 1, 1, 1)).search(-9, -9, 9, 9), [1]);
});

for (const [count, wide] of [
  [15, 50],
  [16, 50],
  [17, 50],
  [256, 20],
  [257, 20],
  [5000, 8],
  [5000, 0],
]) {
  test(`of ${count} boxes up to ${wide} wide the same are found as by looking at all`, () => {
    const random = randomOf(count + wide),
      boxes = new Int32Array(4 * count);
    for (let i = 0; i < count; i++) {
      const x = 2000 * random() - 1000,
        y = 2000 * random() - 1000;
      if (random() < 0.05) boxes.set([2 ** 31 - 1, 2 ** 31 - 1, 1 - 2 ** 31, 1 - 2 ** 31], 4 * i);
      else boxes.set([x, y, x + wide * random(), y + wide * random()], 4 * i);
    }
    const index = new BoxIndex(boxes);
    const wrong = Array.from({ length: 200 }, () => {
      const x = 2200 * random() - 1100,
        y = 2200 * random() - 1100,
        side = 300 * random() ** 3;
      return [x, y, x + side, y + side];
    }).filter(
      (window) =>
        JSON.stringify(ascending(index.search(...window))) !== JSON.stringify(touched(boxes, ...window)),
    );
    same(wrong, []);
    equal(index.search(-2000, -2000, 2000, 2000).length, touched(boxes, -2000, -2000, 2000, 2000).length);
  });
}

test("boxes in one place are all found", () => {
  const boxes = new Int32Array(4 * 100).fill(7);
  equal(new BoxIndex(boxes).search(7, 7, 7, 7).length, 100);
  equal(new BoxIndex(boxes).search(8, 7, 9, 9).length, 0);
});

test("a window is answered without looking at all", () => {
  const side = 256,
    boxes = new Int32Array(4 * side * side);
  for (let i = 0; i < side * side; i++) {
    const x = 10 * (i % side),
      y = 10 * Math.floor(i / side);
    boxes.set([x, y, x + 5, y + 5], 4 * i);
  }
  const index = new BoxIndex(boxes);
  const { levels } = index;
  let seen = 0;
  index.levels = levels.map((level) => {
    const get = (own, name) => {
      if (name !== "length") seen += 1;
      return own[name];
    };
    return new Proxy(level, { get });
  });
  same(index.search(1201, 801, 1202, 802), [80 * side + 120]);
  equal(seen > 0 && seen < 1000, true);
});
