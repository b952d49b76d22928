/* Shapes and bounds across the 180th meridian. */
import { test } from "node:test";
import { linkText, onEarth, rectangle } from "../../atlas/render/web/map/geometry/drawn_shape.js";
import { decodeRing } from "../../atlas/render/web/map/geometry/polyline.js";
import { WORLD } from "../../atlas/render/web/map/geometry/projection.js";
import { rowBounds } from "../../atlas/render/web/map/geometry/row_bounds.js";
import { copiesOf, turns } from "../../atlas/render/web/map/geometry/world_copies.js";
import { equal, same } from "./check.js";

const span = (ring) => {
  const lngs = ring.map(({ lng }) => lng);
  return [Math.min(...lngs), Math.max(...lngs)];
};
const at = (lat, lng) => ({ lat, lng });

for (const [from, to, spans] of [
  [150, 196, [150, 196]],
  [196, 150, [150, 196]],
  [-210, -164, [150, 196]],
  [510, 556, [150, 196]],
  [-179, -170, [-179, -170]],
  [2, 3, [2, 3]],
  [-200, 170, [-180, 180]],
  [0, 360, [-180, 180]],
]) {
  test(`a rectangle from ${from} to ${to} goes from ${spans[0]} to ${spans[1]}`, () => {
    const ring = onEarth(rectangle(at(-20, from), at(30, to)));
    same(span(ring), spans);
    const link = linkText("rectangle", [at(-20, from)], at(30, to), 0);
    same(span(decodeRing(link)), spans);
  });
}

test("a polygon goes on beyond the meridian, a circle has its centre on this side of it", () => {
  const ring = decodeRing(linkText("polygon", [at(0, 170), at(10, 190), at(-10, 195)], at(0, 0), 0));
  same(span(ring), [170, 195]);
  equal(linkText("circle", [at(0, 181)], at(0, 182), 1000), "circle:0.00000,-179.00000,1000");
  equal(linkText("circle", [at(0, -541)], at(0, 0), 1000), "circle:0.00000,179.00000,1000");
});

test("a place is brought beside another by whole turns", () => {
  same([turns(-178, 182), turns(178, -178), turns(2, 3), turns(2, 720)], [360, -360, 0, 720]);
});

test("a ring beyond the meridian is drawn on every copy of the world that it reaches into", () => {
  const ring = (...lngs) => lngs.map((lng) => ({ lng })),
    sheet = { first: 0, last: 0 };
  same(copiesOf(ring(150, 196), sheet), [-1, 0]);
  same(copiesOf(ring(-210, -164), sheet), [0, 1]);
  same(copiesOf(ring(2, 3), sheet), [0]);
  same(copiesOf(ring(-180, 180), { first: -1, last: 1 }), [-1, 0, 1]);
});

test("a row on both sides of the 180th meridian has narrow bounds", () => {
  globalThis.L = { latLngBounds: (a, b) => [a[1], b[1]].map((lng) => Math.round(100 * lng) / 100) };
  const world = (lng) => Math.round(((lng + 180) / 360) * WORLD);
  const row = (...parts) => {
    const lngs = parts.flat(),
      vertices = [0];
    for (const part of parts) vertices.push(vertices.at(-1) + part.length);
    return {
      boxes: new Int32Array([world(Math.min(...lngs)), 5, world(Math.max(...lngs)), 9]),
      rings: [0, parts.length],
      vertices,
      xy: lngs.flatMap((lng) => [world(lng), 7]),
    };
  };
  for (const [parts, expected] of [
    [[[2, 3]], [2, 3]],
    [
      [
        [177, 180],
        [-180, -178],
      ],
      [177, 182],
    ],
    [
      [
        [-179, -178],
        [177, 178],
      ],
      [177, 182],
    ],
    [
      [
        [-170, -160],
        [20, 40],
        [150, 160],
      ],
      [20, 200],
    ],
    [[[-180, 180]], [-180, 180]],
    [
      [
        [-100, 0],
        [-90, 100],
      ],
      [-100, 100],
    ],
    [
      [
        [-30, 20],
        [-150, -60],
        [10, 150],
      ],
      [-150, 150],
    ],
    [
      [
        [0, 5],
        [-170, -100],
        [-160, -150],
        [120, 130],
      ],
      [120, 365],
    ],
  ])
    same(rowBounds(row(...parts), 0), expected);
});
