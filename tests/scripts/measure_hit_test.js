/* Prints what a hit test costs by the index and by looking at all boxes: node tests/scripts/measure_hit_test.js.
   No test: times depend on the machine. */
import process from "node:process";
import { BoxIndex } from "../../atlas/render/web/map/geometry/box_index.js";
import { randomOf } from "./random.js";

/* World units: a basin of about 100 km, areas of at most 150 m, a reach of six pixels at zoom 12. */
const BASIN = 2 ** 22,
  WEST = 2 ** 29,
  WIDE = 6000,
  REACH = 6 * 2 ** (30 - 8 - 12);
const TIMES = 1000;

const makeBoxes = (count) => {
  const random = randomOf(count),
    boxes = new Int32Array(4 * count);
  for (let i = 0; i < count; i++) {
    const x = WEST + BASIN * random(),
      y = WEST + BASIN * random();
    boxes.set([x, y, x + WIDE * random(), y + WIDE * random()], 4 * i);
  }
  return boxes;
};

const lookAtAll = (boxes, west, north, east, south) => {
  const found = [];
  for (let b = 0; b < boxes.length; b += 4) {
    if (boxes[b] > east || boxes[b + 2] < west || boxes[b + 1] > south || boxes[b + 3] < north) continue;
    found.push(b / 4);
  }
  return found;
};

/** Milliseconds of this process: other ones on the machine do not count. */
const now = () => process.cpuUsage().user / 1000;

/** Milliseconds of one call, and how many rows it finds on average. */
const measure = (find) => {
  const random = randomOf(1);
  const windows = Array.from({ length: TIMES }, () => {
    const x = WEST + BASIN * random(),
      y = WEST + BASIN * random();
    return [x - REACH, y - REACH, x + REACH, y + REACH];
  });
  for (const window of windows.slice(0, TIMES / 10)) find(...window);
  const start = now();
  let rows = 0;
  for (const window of windows) rows += find(...window).length;
  return { time: (now() - start) / TIMES, rows: rows / TIMES };
};

for (const count of [3000, 100000, 300000]) {
  const boxes = makeBoxes(count),
    builds = [];
  let index = new BoxIndex(boxes);
  for (let k = 0; k < 7; k++) {
    const start = now();
    index = new BoxIndex(boxes);
    builds.push(now() - start);
  }
  const all = measure((...window) => lookAtAll(boxes, ...window)),
    some = measure((...window) => index.search(...window)),
    build = builds.sort((a, b) => a - b)[3];
  process.stdout.write(
    `${count} boxes: index built in ${build.toFixed(1)} ms; of ${some.rows.toFixed(1)} rows by the index ` +
      `${(1000 * some.time).toFixed(1)} µs, of ${all.rows.toFixed(1)} by all ${(1000 * all.time).toFixed(1)} µs\n`,
  );
}
