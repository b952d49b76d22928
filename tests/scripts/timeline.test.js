import { test } from "node:test";
import { clockScale } from "../../atlas/render/web/compare/closure_timeline.js";
import { scaleYears } from "../../atlas/render/web/explore/year_histogram.js";
import { TimeScale } from "../../atlas/render/web/network/time_scale.js";
import { shorten } from "../../atlas/render/web/network/timeline.js";
import { equal, near, randomOf, same } from "./check.js";

const project = (id, start, end, family = null) => ({ id, start, end, family });
const lanes = (projects, families = []) =>
  new TimeScale([1960, 2024], 1000)
    .pack(projects, families)
    .map((bars) => bars.map((bar) => bar.project.id));

test("what follows stands in one lane, what overlaps in two", () => {
  same(lanes([project("a", 2000, 2003), project("b", 2010, 2012)]), [["a", "b"]]);
  same(lanes([project("a", 2000, 2005), project("b", 2003, 2012)]), [["a"], ["b"]]);
  same(lanes([project("a", 2000, 2004), project("b", 2005, 2012)]), [["a"], ["b"]]);
  same(lanes([project("a", 2000, 2004), project("b", 2006, 2012)]), [["a", "b"]]);
});

test("between two bars of a lane there are more than four pixels", () => {
  const pack = (width) =>
    new TimeScale([1960, 2024], width).pack([project("a", 2000, 2001), project("b", 2003, 2004)], [])
      .length;
  equal(pack(125), 2);
  equal(pack(130), 1);
});

test("the earliest comes first, of one year the first family", () => {
  same(lanes([project("b", 2010, 2012), project("a", 2000, 2012)]), [["a"], ["b"]]);
  same(
    lanes(
      [project("b", 2000, 2012, "y"), project("c", 2000, 2012), project("a", 2000, 2012, "x")],
      ["x", "y"],
    ),
    [["a"], ["b"], ["c"]],
  );
});

test("what has no beginning is not drawn", () => {
  same(lanes([project("a", null, 2012), project("b", 2000, null)]), [["b"]]);
});

test("a bar runs from its first January to its last December; an open one fades out", () => {
  const [[whole], [open]] = new TimeScale([1960, 2024], 1000).pack(
    [project("a", 2000, 2009), project("b", 2005, null)],
    [],
  );
  same([whole.from, whole.to], [200, 520]);
  equal(open.from, 360);
  near(open.to, 360 + 1.6 * 32, 1e-9);
});

test("a bar is seven pixels at least", () => {
  const [[bar]] = new TimeScale([1960, 2024], 100).pack([project("a", 2000, 2000)], []);
  equal(bar.to - bar.from, 7);
});

test("no two bars of a lane are in one another's way, and none is lost", () => {
  const random = randomOf(8);
  const projects = Array.from({ length: 200 }, (_, k) => {
    const start = 1960 + Math.floor(64 * random());
    return project(`p${k}`, start, random() < 0.2 ? null : start + Math.floor(12 * random()));
  });
  const packed = new TimeScale([1960, 2024], 900).pack(projects, []);
  same(
    packed.flatMap((bars) => bars.slice(1).filter((bar, k) => bar.from <= bars[k].to + 4)),
    [],
  );
  equal(packed.flat().length, 200);
});

for (const [text, free, short] of [
  ["Loos-en-Gohelle", 90, "Loos-en-Gohelle"],
  ["Loos-en-Gohelle", 89, "Loos-en-Gohel…"],
  ["Loos-en-Gohelle", 48, "Loos-en…"],
  ["Loos en Gohelle", 42, "Loos e…"],
  ["Loos en Gohelle", 41, null],
  ["Loos-en-Gohelle", 20, null],
  ["Lens", 24, "Lens"],
  ["Lens", 23, null],
]) {
  test(`of ${text} there is ${short} in ${free} pixels`, () => {
    equal(
      shorten(text, (part) => 6 * part.length <= free),
      short,
    );
  });
}

test("years since the closing stand between the names and the edge", () => {
  const x = clockScale(330, 1020);
  equal(x(-70), 330);
  equal(x(60), 1020);
  near(x(0), 330 + (70 / 130) * 690, 1e-9);
  equal(x(-300), 330);
  equal(x(99), 1020);
});

/* Pixels of four figures, about. */
const FIGURES = 30;

for (const width of [280, 640, 1024, 2400])
  test(`years of a scale ${width} pixels wide do not overlap, and are many enough`, () => {
    for (const [first, last] of [
      [1700, 2020],
      [1720, 1990],
      [1710, 2031],
      [1850, 1860],
      [1989, 2024],
      [-9000, 10_000],
      [1850, 1850],
    ]) {
      const found = scaleYears(first, last, width),
        places = found.map(({ share }) => share * width);
      equal(
        places.every((x, k) => !k || x - places[k - 1] > FIGURES + 8),
        true,
      );
      equal(
        places.every((x) => x >= 0 && x <= width),
        true,
      );
      equal(found.length >= Math.min(3, last - first + 1, Math.floor(width / 140)), true);
    }
  });

test("the years that everyone looks for are written first, then the ends, then round years", () => {
  const years = (first, last, width) => scaleYears(first, last, width).map(({ year }) => year);
  same(years(1700, 2020, 280), [1720, 1800, 1850, 1900, 1990]);
  same(years(1989, 2024, 640), [1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024]);
  same(scaleYears(1790, 2190, 100), [
    { year: 1790, share: 0, known: false },
    { year: 1990, share: 0.5, known: true },
    { year: 2190, share: 1, known: false },
  ]);
  same(years(1850, 1850, 640), [1850]);
});
