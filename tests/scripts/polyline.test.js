import { test } from "node:test";
import { decodeRing, encodeRing } from "../../atlas/render/web/map/geometry/polyline.js";
import { equal, randomOf, same, twin } from "./check.js";

const toPlaces = (ring) => ring.map(([lat, lng]) => ({ lat, lng }));

test("the example of the format's author is written and read", () => {
  const ring = toPlaces([
    [38.5, -120.2],
    [40.7, -120.95],
    [43.252, -126.453],
  ]);
  equal(encodeRing(ring), "_p~iF~ps|U_ulLnnqC_mqNvxq`@");
  same(decodeRing("_p~iF~ps|U_ulLnnqC_mqNvxq`@"), ring);
});

for (const { about, ring, text } of twin("polylines")) {
  test(`the server and the page write ${about} alike`, () => {
    equal(encodeRing(toPlaces(ring)), text);
    same(decodeRing(text), toPlaces(ring));
  });
}

test("nothing is an empty text", () => {
  equal(encodeRing([]), "");
  same(decodeRing(""), []);
});

test("a ring that was written and read is the same to five decimals", () => {
  const random = randomOf(1);
  const wrong = Array.from({ length: 300 }, () =>
    Array.from({ length: 1 + Math.floor(9 * random()) }, () => ({
      lat: Math.round((180 * random() - 90) * 1e5) / 1e5,
      lng: Math.round((360 * random() - 180) * 1e5) / 1e5,
    })),
  ).filter((ring) => JSON.stringify(decodeRing(encodeRing(ring))) !== JSON.stringify(ring));
  same(wrong, []);
});
