import { test } from "node:test";
import { linear, range, ticks, writer } from "../../atlas/render/web/compare/axis.js";
import { binScale, binYears } from "../../atlas/render/web/explore/year_histogram.js";
import { TimeScale } from "../../atlas/render/web/network/time_scale.js";
import { equal, randomOf, same } from "./check.js";

for (const [low, high, count, found] of [
  [0, 100, 4, [0, 25, 50, 75, 100]],
  [0, 10, 4, [0, 2.5, 5, 7.5, 10]],
  [0, 7, 4, [0, 2, 4, 6]],
  [0, 1, 2, [0, 0.5, 1]],
  [-10, 10, 4, [-10, -5, 0, 5, 10]],
  [1900, 2020, 4, [1900, 1950, 2000]],
  [5, 5, 4, [5]],
  [0, 12345, 6, [0, 2500, 5000, 7500, 10000]],
]) {
  test(`an axis from ${low} to ${high} is divided at ${found}`, () => {
    same(ticks(low, high, count), found);
  });
}

test("ticks lie in their range, at even steps, neither few nor many", () => {
  const random = randomOf(6);
  const wrong = Array.from({ length: 500 }, () => {
    const low = (random() - 0.5) * 10 ** Math.floor(8 * random() - 3);
    return [low, low + 10 ** (6 * random() - 2)];
  }).filter(([low, high]) => {
    const found = ticks(low, high, 5),
      step = (high - low) * 1e-6,
      steps = found.slice(1).map((at, k) => at - found[k]);
    return (
      found.length < 2 ||
      found.length > 6 ||
      found[0] < low - step ||
      found.at(-1) > high + step ||
      steps.some((one) => Math.abs(one - steps[0]) > step)
    );
  });
  same(wrong, []);
});

const cells = (...values) => values.map((value) => ({ value }));
for (const [about, line, span] of [
  ["amounts start at zero", { unit: "ha", cells: cells(4, 9), reference: { value: 5 } }, [0, 9]],
  ["the reference counts", { unit: "ha", cells: cells(4, 9), reference: { value: 12 } }, [0, 12]],
  [
    "what is below zero is in sight",
    { unit: "%", cells: cells(-3, 9), reference: { value: null } },
    [-3, 9],
  ],
  [
    "nothing but zero has a width",
    { unit: "ha", cells: cells(0, null), reference: { value: null } },
    [0, 0.0001],
  ],
  [
    "decades begin before the first",
    { unit: "decade", cells: cells(1970, 1990), reference: { value: null } },
    [1960, 2000],
  ],
  [
    "what is not known has no range",
    { unit: "ha", cells: cells(null, null), reference: { value: null } },
    null,
  ],
]) {
  test(`of a measure ${about}`, () => same(range(line), span));
}

test("values become pixels", () => {
  const x = linear([0, 50], 8, 108);
  equal(x(0), 8);
  equal(x(50), 108);
  equal(x(25), 58);
  equal(linear([0, 50], 108, 8)(10), 88);
});

for (const [kind, marks, text] of [
  [{ share: true }, [0.2, 0.225, 0.25], "20 %, 22.5 %, 25 %"],
  [{ share: true }, [0, 0.00025], "0 %, 0.025 %"],
  [{ year: true }, [1970, 1980], "1970, 1980"],
  [{}, [1000, 1002.5, 1005], "1,000, 1,002.5, 1,005"],
  [{}, [0, 2.5e-9, 5e-9], "0, 2.5 × 10⁻⁹, 5 × 10⁻⁹"],
  [{}, [0, 5e14, 1e15], "0, 500,000,000,000,000, 1 × 10¹⁵"],
  [{}, [0.30000000000000004], "0.3"],
  [{}, [], ""],
]) {
  test(`the numbers of an axis are written ${text || "not at all"}`, () => {
    const say = writer({ share: false, lang: "en", ...kind }, marks);
    equal(marks.map(say).join(", ").replaceAll("\u00a0", " "), text);
  });
}

test("the years before 2000 take a fifth of the width", () => {
  const scale = new TimeScale([1960, 2024], 1000);
  equal(scale.x(1960), 0);
  equal(scale.x(1980), 100);
  equal(scale.x(2000), 200);
  equal(scale.x(2025), 1000);
  equal(scale.step, 32);
  equal(scale.x(2010.5), 536);
});

for (const [x, year] of [
  [-50, 1960],
  [0, 1960],
  [100, 1980],
  [199, 1999],
  [200, 2000],
  [231, 2000],
  [232, 2001],
  [5000, 2024],
]) {
  test(`at ${x} pixels stands the year ${year}`, () =>
    equal(new TimeScale([1960, 2024], 1000).year(x), year));
}

test("a year is found where it stands", () => {
  const scale = new TimeScale([1951, 2031], 777);
  const wrong = Array.from({ length: 81 }, (_, k) => 1951 + k).filter(
    (year) => scale.year(scale.x(year + 0.5)) !== year,
  );
  same(wrong, []);
});

test("every second year is written where there is room, else every fifth", () => {
  same(new TimeScale([1960, 2009], 400).ticks(), [1960, 1980, 2000, 2005]);
  same(new TimeScale([1960, 2009], 600).ticks(), [1960, 1980, 2000, 2002, 2004, 2006, 2008]);
});

test("years of the axis are written without one over another, at every width", () => {
  for (const width of [220, 300, 390, 640, 1280, 2400])
    for (const span of [
      [1951, 2031],
      [1960, 2009],
      [1990, 2026],
      [1980, 2030],
    ]) {
      const scale = new TimeScale(span, width),
        /* The last one may stand before its line. */
        boxes = scale.ticks().map((year) => {
          const x = scale.x(year);
          return x > width - 34 ? [x - 32, x - 2] : [x + 2, x + 32];
        });
      same(
        boxes.filter(([from], k) => k && from < boxes[k - 1][1] + 3),
        [],
      );
    }
});

for (const [first, last, wide, bins] of [
  [1900, 1900, 1, 1],
  [1900, 2029, 1, 130],
  [1900, 2030, 2, 66],
  [1700, 2024, 3, 109],
]) {
  test(`${first} to ${last} fall into ${bins} bins of ${wide} years`, () => {
    same(binScale(first, last), { first, last, wide, bins });
  });
}

test("years are counted in their bins; those outside nowhere", () => {
  const scale = { first: 1900, last: 1905, wide: 2, bins: 3 };
  same(
    binYears(
      [
        [1899, 9],
        [1900, 1],
        [1901, 2],
        [1904, 4],
        [1905, 5],
        [1906, 9],
      ],
      scale,
    ),
    [3, 0, 9],
  );
  same(binYears([], scale), [0, 0, 0]);
});
