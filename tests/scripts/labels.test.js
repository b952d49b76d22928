import { test } from "node:test";
import { placeLabels, placesBeside } from "../../atlas/render/web/map/canvas/label_places.js";
import { paintLabels } from "../../atlas/render/web/map/canvas/labels.js";
import { HAIRLINE, HELD, LINE, NAMED, Occupied } from "../../atlas/render/web/map/canvas/occupied.js";
import { equal, fakeContext, randomOf, same, twin } from "./check.js";

const look = { scale: 1, ink: "ink", muted: "muted", halo: "halo", land: "land" };
const label = (text, x, y, more) => ({
  ...{ text, x, y, size: 10, style: "400", ink: "ink", dot: true, rank: 0, beside: [2, 2] },
  ...more,
});
const paint = (labels, occupied = new Occupied(400, 300)) => {
  const g = fakeContext();
  paintLabels({ g }, labels, occupied, look);
  return g.calls;
};
const written = (labels, occupied) =>
  paint(labels, occupied)
    .filter(([name]) => name === "fillText")
    .map(([, ...place]) => place);

test("what is taken is not free, its neighbourhood is", () => {
  const occupied = new Occupied(100, 60);
  equal(occupied.free(10, 10, 30, 20), true);
  occupied.add(10, 10, 30, 20);
  equal(occupied.free(10, 10, 30, 20), false);
  equal(occupied.free(29, 19, 40, 40), false);
  equal(occupied.free(32, 10, 50, 20), true);
  equal(occupied.free(10, 24, 30, 30), true);
});

test("nothing is free beyond the edges", () => {
  const occupied = new Occupied(100, 60);
  for (const box of [
    [-1, 10, 20, 20],
    [10, -1, 20, 20],
    [90, 10, 101, 20],
    [10, 50, 20, 61],
  ])
    equal(occupied.free(...box), false, String(box));
  equal(new Occupied(100, 60, 10).free(9, 20, 30, 30), false);
  equal(new Occupied(100, 60, 10).free(10, 20, 90, 30), true);
});

test("what is taken beyond the edges takes nothing else", () => {
  const occupied = new Occupied(100, 60);
  occupied.add(-50, -50, -10, -10);
  occupied.add(200, 0, 300, 60);
  equal(occupied.free(0, 0, 100, 60), true);
});

test("no name of a place covers the name of an answer, and no dot stands on it", () => {
  const occupied = new Occupied(400, 300);
  occupied.add(100, 90, 180, 106, NAMED);
  const large = { tolerance: 200_000 };
  same(written([label("Béthune", 140, 98, large)], occupied), []);
  const [[, left] = []] = written([label("Beuvry", 190, 98, large)], occupied);
  equal(left > 180, true, String(left));
});

test("a dot may stand in the halo of an answer, its name beside", () => {
  const occupied = new Occupied(400, 300);
  occupied.add(130, 90, 150, 106, HELD);
  equal(written([label("Lens", 140, 98, { beside: [12, 12] })], occupied).length, 1);
});

test("a line weighs in the cells that it crosses, the heaviest of several", () => {
  const occupied = new Occupied(100, 60);
  occupied.line(0, 30, 100, 30, HAIRLINE);
  equal(occupied.crossing(40, 28, 43, 31), HAIRLINE);
  occupied.line(41, -200, 41, 200, LINE);
  equal(occupied.crossing(40, 28, 43, 31), LINE);
  equal(occupied.crossing(0, 0, 30, 20), 0);
});

test("no place covers its symbol", () => {
  const random = randomOf(4);
  const covering = Array.from({ length: 200 }, () => [10 + 90 * random(), 8 + 12 * random()]).filter(
    ([w, h]) =>
      placesBeside(0, 0, w, h, [3, 3]).some(
        ([left, middle]) => left < 3 && left + w > -3 && middle - h / 2 < 2 && middle + h / 2 > -2,
      ),
  );
  same(covering, []);
});

test("a name stands at the right of its dot; at its left where the right is taken", () => {
  same(written([label("Lens", 200, 150)]), [["Lens", 205.2, 150]]);
  const occupied = new Occupied(400, 300);
  occupied.add(204, 140, 260, 160);
  same(written([label("Lens", 200, 150)], occupied), [["Lens", 170.8, 150]]);
});

test("a name stands away from a line, and its halo is wider where a line is interrupted for it", () => {
  const occupied = new Occupied(400, 300);
  occupied.line(220, 0, 220, 300, LINE);
  same(written([label("Lens", 200, 150)], occupied), [["Lens", 170.8, 150]]);
  const all = new Occupied(400, 300);
  for (let y = 0; y < 300; y += 4) all.line(0, y, 400, y, LINE);
  same(written([label("Lens", 200, 150)], all), []);
  const [placed] = placeLabels(
    [label("Lens", 200, 150, { width: 24, height: 11, tolerance: 100_000 })],
    all,
  );
  equal(placed.crossed > 0, true);
});

test("over hairlines a name stands only when nothing else is free", () => {
  const occupied = new Occupied(400, 300);
  occupied.line(220, 0, 220, 300, HAIRLINE);
  same(written([label("Lens", 200, 150)], occupied), [["Lens", 170.8, 150]]);
  occupied.add(100, 0, 198, 300);
  occupied.add(202, 0, 300, 142);
  occupied.add(202, 158, 300, 300);
  same(written([label("Lens", 200, 150)], occupied), [["Lens", 211.2, 150]]);
});

test("a name without a free place is left out, and its dot with it", () => {
  const occupied = new Occupied(400, 300);
  occupied.add(0, 0, 400, 300);
  same(
    paint([label("Lens", 200, 150)], occupied).filter(([name]) => name === "fillText" || name === "arc"),
    [],
  );
});

test("a written town has its dot, whatever lies there", () => {
  const occupied = new Occupied(400, 300);
  occupied.add(195, 145, 203, 155);
  equal(paint([label("Lens", 200, 150)], occupied).filter(([name]) => name === "arc").length, 1);
});

test("a name without a dot stands over one of its spots or nowhere", () => {
  const over = { dot: false, beside: undefined };
  same(written([label("FRANCE", 200, 150, over)]), [["FRANCE", 182, 150]]);
  const occupied = new Occupied(400, 300);
  occupied.add(198, 148, 202, 152);
  same(written([label("FRANCE", 200, 150, over)], occupied), []);
  const spots = [
    [200, 150, 0.5],
    [200, 190, 0],
  ];
  same(written([label("Scarpe", 200, 150, { ...over, spots })], occupied), [["Scarpe", 200, 190]]);
});

const distance = ([x0, y0, x1, y1], x, y) =>
  Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1));

test("no two names of many overlap, and each is nearer to its own dot than to any other", () => {
  const random = randomOf(5),
    labels = Array.from({ length: 150 }, (_, k) =>
      label(`name ${k}`, 400 * random(), 300 * random(), { width: 40, height: 11 }),
    ),
    placed = placeLabels(labels, new Occupied(400, 300)),
    boxes = placed.map(({ left, middle }) => [left, middle - 5.5, left + 40, middle + 5.5]);
  const over = boxes.filter((a, k) =>
    boxes.slice(k + 1).some((b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]),
  );
  same(over, []);
  const mistaken = placed.filter(({ label: own }, k) =>
    placed.some(
      ({ label: other }) =>
        other !== own && distance(boxes[k], other.x, other.y) <= distance(boxes[k], own.x, own.y),
    ),
  );
  same(mistaken, []);
  equal(boxes.length > 15 && boxes.length < 150, true);
});

test("names stand where Python's do", () => {
  for (const { width, height, symbols, lines, labels, placed } of twin("labels")) {
    const occupied = new Occupied(width, height);
    for (const box of symbols) occupied.add(...box);
    for (const [x0, y0, x1, y1, weight] of lines) occupied.line(x0, y0, x1, y1, weight);
    same(
      placeLabels(labels, occupied).map(({ label: { text }, left, middle, crossed }) => ({
        ...{ text, left, middle, crossed },
      })),
      placed,
    );
  }
});
