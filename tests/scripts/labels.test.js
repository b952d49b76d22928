import { test } from "node:test";
import { Occupied, paintLabels, placesAround } from "../../atlas/render/web/map/canvas/labels.js";
import { equal, fakeContext, randomOf, same } from "./check.js";

const look = { scale: 1, ink: "ink", muted: "muted", halo: "halo" };
const label = (text, x, y, more) => ({ text, x, y, size: 10, style: "400", dot: true, rank: 0, ...more });
const written = (labels, occupied = new Occupied(400, 300)) => {
  const g = fakeContext();
  paintLabels({ g }, labels, occupied, look);
  return g.calls.filter(([name]) => name === "fillText").map(([, ...place]) => place);
};

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

test("there are 24 places around a dot: eight near, eight at 12 pixels, eight at 24", () => {
  const places = placesAround(100, 100, 40, 20);
  equal(places.length, 24);
  same(places[0], [105, 100, 0]);
  same(places[1], [55, 100, 0]);
  same(places[2], [80, 81, 0]);
  same(places[3], [80, 119, 0]);
  same(
    places.map(([, , far]) => far),
    [0, 12, 24].flatMap((far) => new Array(8).fill(far)),
  );
});

test("no place covers the dot", () => {
  const random = randomOf(4);
  const covering = Array.from({ length: 200 }, () => [10 + 90 * random(), 8 + 12 * random()]).filter(
    ([w, h]) =>
      placesAround(0, 0, w, h).some(
        ([left, middle]) => left < 0 && left + w > 0 && middle - h / 2 < 0 && middle + h / 2 > 0,
      ),
  );
  same(covering, []);
});

test("a name stands at the right of its dot; at its left where the right is taken", () => {
  same(written([label("Lens", 200, 150)]), [["Lens", 205, 150]]);
  const occupied = new Occupied(400, 300);
  occupied.add(204, 140, 260, 160);
  same(written([label("Lens", 200, 150)], occupied), [["Lens", 171, 150]]);
});

test("a name without a free place is left out", () => {
  const occupied = new Occupied(400, 300);
  occupied.add(0, 0, 400, 300);
  same(written([label("Lens", 200, 150)], occupied), []);
});

test("a name without a dot stands over its place or nowhere", () => {
  same(written([label("FRANCE", 200, 150, { dot: false })]), [["FRANCE", 182, 150]]);
  const occupied = new Occupied(400, 300);
  occupied.add(198, 148, 202, 152);
  same(written([label("FRANCE", 200, 150, { dot: false })], occupied), []);
});

test("the first of two names in one place keeps it", () => {
  const [first, second] = written([label("Lens", 200, 150), label("Arras", 200, 150)]);
  same(first, ["Lens", 205, 150]);
  equal(second[1] < 200 || second[2] !== 150, true);
});

test("no two names of many overlap", () => {
  const random = randomOf(5),
    labels = Array.from({ length: 150 }, (_, k) => label(`name ${k}`, 400 * random(), 300 * random())),
    boxes = written(labels).map(([text, left, middle]) => [
      left,
      middle - 5.75,
      left + 6 * text.length,
      middle + 5.75,
    ]);
  const over = boxes.filter((a, k) =>
    boxes.slice(k + 1).some((b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]),
  );
  same(over, []);
  equal(boxes.length > 20 && boxes.length < 150, true);
});

test("a far name is tied to its dot by a line", () => {
  const occupied = new Occupied(400, 300),
    g = fakeContext();
  occupied.add(150, 130, 250, 170);
  paintLabels({ g }, [label("Lens", 200, 150)], occupied, look);
  same(
    g.calls.filter(([name]) => name === "moveTo"),
    [["moveTo", 200, 150]],
  );
  equal(g.letterSpacing, "0px");
});
