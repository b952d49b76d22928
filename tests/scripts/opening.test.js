import { test } from "node:test";
import { matchTexts } from "../../atlas/render/web/opening/find.js";
import { distanceKm, readLines, toDegrees, toGrid } from "../../atlas/render/web/opening/message.js";
import { placeNames } from "../../atlas/render/web/opening/names.js";
import {
  countOpen,
  decide,
  ease,
  isOpen,
  isOver,
  RISE,
  riseAt,
  shaftLight,
  YEARS,
  yearAt,
  yearSpan,
} from "../../atlas/render/web/opening/timeline.js";
import { equal, near, randomOf, same } from "./check.js";

const SPAN = { first: 1716, last: 2002 };

test("the years are played once, and never where a link asks for something or less motion is asked for", () => {
  const plain = { search: "", still: false, seen: false };
  equal(decide(plain), "play");
  equal(decide({ ...plain, search: "?" }), "play");
  equal(decide({ ...plain, search: "?lang=en" }), "skip");
  equal(decide({ ...plain, search: "?x" }), "skip");
  equal(decide({ ...plain, still: true }), "last");
  equal(decide({ ...plain, seen: true }), "last");
  equal(decide({ ...plain, seen: null }), "last");
  equal(decide({ search: "?mode=explore", still: true, seen: true }), "skip");
});

test("all of it takes about eight seconds", () => {
  equal(YEARS + RISE <= 8000, true);
  equal(isOver(YEARS + RISE - 1), false);
  equal(isOver(YEARS + RISE), true);
});

test("the years run from the first to the last, never back, nearly even", () => {
  equal(yearAt(-50, SPAN), 1716);
  equal(yearAt(0, SPAN), 1716);
  equal(yearAt(YEARS, SPAN), 2002);
  equal(yearAt(YEARS + 9999, SPAN), 2002);
  near(yearAt(YEARS / 2, SPAN), 1859, 1e-9);
  let before = 1716;
  for (let ms = 0; ms <= YEARS; ms += 16) {
    const year = yearAt(ms, SPAN);
    equal(year >= before && year - before < 1.3, true, `${ms}`);
    before = year;
  }
});

test("the span is that of the known years", () => {
  same(yearSpan([0, 1720, 1716], [0, 1730, 1717]), { first: 1716, last: 1730 });
});

test("a shaft is dark, flashes when it is sunk, glows, goes out, and leaves an ember", () => {
  same(shaftLight(1850, 1900, 1849.9), { glow: 0, flash: 0, ember: 0 });
  const sunk = shaftLight(1850, 1900, 1850);
  equal(sunk.flash, 1);
  equal(sunk.glow > 0, true);
  same(shaftLight(1850, 1900, 1880), { glow: 1, flash: 0, ember: 0 });
  equal(shaftLight(1850, 1900, 1900.99).glow, 1);
  const going = shaftLight(1850, 1900, 1904);
  equal(going.glow > 0 && going.glow < 1, true);
  near(going.glow + going.ember, 1, 1e-9);
  same(shaftLight(1850, 1900, 1950), { glow: 0, flash: 0, ember: 1 });
});

test("a shaft of unknown years never lights", () => {
  for (const year of [1700, 1716, 1850, 2002, 2030])
    same(shaftLight(0, 0, year), { glow: 0, flash: 0, ember: 0 });
  equal(isOpen(0, 0, 1850), false);
  equal(isOpen(0, 1900, 1850), false);
});

test("a shaft lights exactly in the years in which it is counted as open", () => {
  const random = randomOf(19);
  for (let k = 0; k < 300; k += 1) {
    const sunk = 1716 + Math.floor(200 * random()),
      closed = sunk + Math.floor(60 * random()),
      year = 1700 + Math.floor(320 * random());
    if (isOpen(sunk, closed, year)) equal(shaftLight(sunk, closed, year).glow > 0, true);
    if (year < sunk) equal(shaftLight(sunk, closed, year).glow, 0);
    if (year > closed + 8) equal(shaftLight(sunk, closed, year).glow, 0);
  }
});

test("shafts are counted in a year as the map counts them: both ends included", () => {
  const sunk = [1716, 1750, 1750, 0],
    closed = [1716, 1750, 1800, 0];
  same(
    [1715, 1716, 1750, 1751, 1800, 1801].map((year) => countOpen(sunk, closed, year)),
    [0, 1, 2, 1, 1, 0],
  );
});

test("the heaps rise after the years, from west to east, and all stand at the end", () => {
  for (const east of [0, 0.5, 1]) {
    equal(riseAt(YEARS, east), 0);
    near(riseAt(YEARS + RISE, east), 1, 1e-9);
  }
  equal(riseAt(YEARS + RISE / 2, 0) > riseAt(YEARS + RISE / 2, 1), true);
  equal(ease(-1), 0);
  equal(ease(2), 1);
});

test("lines come back from their steps", () => {
  same(
    readLines([10, 20, 5, -5, 1, 1], [2, 1]).map((line) => [...line]),
    [
      [10, 20, 15, 15],
      [16, 16],
    ],
  );
  same(readLines([], []), []);
});

test("a place of the grid is the place in degrees", () => {
  const data = { place: [2235848, 3677410, 50625348] };
  for (const [lat, lon] of [
    [50.43, 2.83],
    [50.25, 3.6],
    [51, 2],
  ]) {
    const [back, again] = toDegrees(data, ...toGrid(data, lat, lon));
    near(back, lat, 1e-6);
    near(again, lon, 1e-6);
  }
  same(
    toGrid(data, 50.625348, 2.235848).map((value) => Math.abs(Math.round(value))),
    [0, 0],
  );
  equal(Math.round(toGrid(data, 50.5, 3.67741)[0]), 16384);
});

test("kilometres between two places", () => {
  near(distanceKm([50.4322, 2.8331], [50.3714, 3.08]), 18.8, 0.3, "Lens to Douai");
  equal(distanceKm([50, 3], [50, 3]), 0);
});

test("a question is found by its words, accents and order aside", () => {
  const texts = ["Où creusait-on le charbon en 1850 ?", "Grands terrils près d’un ancien cavalier"];
  same(matchTexts("charbon 1850", texts), [0]);
  same(matchTexts("TERRILS grands", texts), [1]);
  same(matchTexts("cavalier 1850", texts), []);
  same(matchTexts("en", texts), []);
  same(matchTexts("", texts), []);
});

const OPTIONS = { measure: ({ text }) => 6 * text.length, height: 10, taken: [], page: [200, 100] };
const name = (text, x, y) => ({ text, x, y, gap: 5, kind: "town" });

test("a name stands to the right of its place, else to the left, else above or below", () => {
  const [right] = placeNames([name("Lens", 50, 50)], OPTIONS);
  equal(right.left, 55);
  const [left] = placeNames([name("Lens", 180, 50)], OPTIONS);
  equal(left.left, 180 - 5 - 24);
  same(
    placeNames([name("Lens", 50, 50)], { ...OPTIONS, taken: [{ x: 0, y: 0, width: 200, height: 100 }] }),
    [],
  );
});

test("the name of a heap never stands to its left, where another heap may be", () => {
  const [above] = placeNames([{ ...name("Pinchonvalles", 140, 50), kind: "heap" }], OPTIONS);
  equal(above.middle < 50, true);
});

test("names stand where the map places them: none that seems to name another place", () => {
  const placed = placeNames([name("Lens", 100, 50), name("Liévin", 104, 68)], OPTIONS),
    away = ({ left, middle, width }, { x, y }) =>
      Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(middle - 5 - y, 0, y - middle - 5));
  equal(placed.length, 2);
  for (const one of placed)
    for (const other of placed) if (one !== other) equal(away(one, one) < away(one, other), true);
});

test("no name lies over another or leaves the picture", () => {
  const random = randomOf(7),
    names = Array.from({ length: 120 }, (_, k) => name(`Place ${k}`, 200 * random(), 100 * random())),
    boxes = placeNames(names, OPTIONS).map(({ left: x, middle, width }) => ({
      x,
      y: middle - 5,
      width,
      height: 10,
    }));
  equal(boxes.length > 5, true);
  boxes.forEach((a, k) => {
    equal(a.x >= 0 && a.y >= 0 && a.x + a.width <= 200 && a.y + a.height <= 100, true);
    for (const b of boxes.slice(k + 1))
      equal(
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
        false,
      );
  });
});
