import { test } from "node:test";
import { toDegrees, toWorld, WORLD } from "../../atlas/render/web/map/geometry/projection.js";
import { equal, near, randomOf, same, twin } from "./check.js";

test("the world is a square of 2^30 units; its middle is where the equator meets Greenwich", () => {
  equal(WORLD, 1073741824);
  same(toWorld(0, 0), [WORLD / 2, WORLD / 2]);
  same(toDegrees(WORLD / 2, WORLD / 2), [0, 0]);
  equal(toWorld(0, -180)[0], 0);
  equal(toWorld(0, 180)[0], WORLD);
  near(toWorld(85.0511287798, 0)[1], 0, 1);
  near(toWorld(-85.0511287798, 0)[1], WORLD, 1);
});

for (const { lat, lon, x, y } of twin("places")) {
  test(`${lat}, ${lon} is where the server has it`, () => {
    const [east, south] = toWorld(lat, lon);
    near(east, x, 0.51, "x");
    near(south, y, 0.51, "y");
  });
}

test("the way to the world and back ends where it began", () => {
  const random = randomOf(2);
  const far = Array.from({ length: 500 }, () => [170 * random() - 85, 360 * random() - 180]).filter(
    ([lat, lon]) => {
      const [north, east] = toDegrees(...toWorld(lat, lon));
      return Math.abs(north - lat) > 1e-9 || Math.abs(east - lon) > 1e-9;
    },
  );
  same(far, []);
});
