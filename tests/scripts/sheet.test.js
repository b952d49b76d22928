/* What lies on beyond an edge of the sheet is left out of a drawing, and nothing of what is in sight changes. */
import { test } from "node:test";
import { Sheet } from "../../atlas/render/web/map/canvas/sheet.js";
import { fitWords } from "../../atlas/render/web/present/scenes/fit_words.js";
import { equal, same } from "./check.js";

const WIDTH = 200,
  HEIGHT = 100;

/** The rings that are traced, as lists of places. */
const traced = (xy, plain) => {
  const rings = [],
    g = {
      moveTo: (x, y) => rings.push([[x, y]]),
      lineTo: (x, y) => rings.at(-1).push([x, y]),
      closePath: () => {},
    },
    sheet = new Sheet(g, 1, 0, 0, WIDTH, HEIGHT, 5),
    layer = { kind: [3], rings: [0, 1], vertices: [0, xy.length / 2], xy };
  sheet.trace(layer, 0, 0, plain);
  return rings[0];
};

/** Whether a place is inside a ring, by the even-odd rule. */
const inside = (ring, x, y) => {
  let found = false;
  ring.forEach(([ax, ay], k) => {
    const [bx, by] = ring[(k + 1) % ring.length];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) found = !found;
  });
  return found;
};

/** A winding ring around the sheet, which it enters and leaves; the same for the same seed. */
const winding = (seed) => {
  let state = seed;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  return Array.from({ length: 400 }, (_, k) => {
    const angle = (k / 400) * 2 * Math.PI,
      far = 30 + 300 * random();
    return [WIDTH / 2 + far * Math.cos(angle), HEIGHT / 2 + far * Math.sin(angle)];
  }).flat();
};

test("a plain ring covers the same pixels with fewer vertices", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const xy = winding(seed),
      whole = traced(xy, false),
      plain = traced(xy, true);
    equal(plain.length < whole.length, true);
    for (let x = 0.5; x < WIDTH; x += 7)
      for (let y = 0.5; y < HEIGHT; y += 7)
        equal(inside(plain, x, y), inside(whole, x, y), `${seed}: ${x}, ${y}`);
  }
});

test("a ring in sight is traced as it is", () => {
  const xy = [10, 10, 90, 12, 80, 70, 15, 60, 10, 10];
  same(traced(xy, true), traced(xy, false));
});

test("words are as large as they fit, with few tries", () => {
  for (const least of [0.8, 0.5])
    for (let tall = 20; tall <= 400; tall += 5) {
      let size = 1,
        tries = 0;
      const node = { style: { setProperty: (_, value) => void ((size = Number(value)), tries++) } },
        text = {
          clientHeight: 100,
          get scrollHeight() {
            return Math.max(100, tall * size);
          },
        };
      const scrolls = fitWords(node, text, least);
      let wanted = 1;
      for (let next = 1; next > least; next -= 0.06) {
        wanted = Number(next.toFixed(2));
        if (tall * wanted <= 101) break;
      }
      equal(size, wanted, `${tall}, ${least}`);
      equal(scrolls, tall * wanted > 101);
      equal(tries <= 6, true);
    }
});
