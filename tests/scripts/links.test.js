import { test } from "node:test";
import { circle, linkText, rectangle } from "../../atlas/render/web/map/geometry/drawn_shape.js";
import { cardOf, lit, twinsOf } from "../../atlas/render/web/network/requests.js";
import { readYears, yearsQuery } from "../../atlas/render/web/network/years.js";
import { rowQuery } from "../../atlas/render/web/shell/server.js";
import { fill, plural, word } from "../../atlas/render/web/shell/words.js";
import { equal, near, same, twin } from "./check.js";

const place = ([lat, lng]) => ({ lat, lng });

for (const { about, shape, corners, end, metres, text } of twin("drawn")) {
  test(`${about} is drawn as the server reads it`, () => {
    equal(linkText(shape, corners.map(place), place(end), metres), text);
  });
}

const A = { lat: 50, lng: 2 },
  B = { lat: 51, lng: 3 };
for (const [about, shape, corners, end, metres] of [
  ["nothing", "polygon", [], A, 0],
  ["a circle without a radius", "circle", [A], A, 0.4],
  ["a rectangle without a height", "rectangle", [A], { lat: 50, lng: 3 }, 1],
  ["a rectangle without a width", "rectangle", [A], { lat: 51, lng: 2 }, 1],
  ["a polygon of two corners", "polygon", [A, B], B, 1],
  ["a corner that was pressed three times", "polygon", [A, A, A, B], B, 1],
]) {
  test(`${about} is no shape`, () => equal(linkText(shape, corners, end, metres), null));
}

test("a rectangle has four corners, a circle sixty-four", () => {
  same(rectangle(A, B), [A, { lat: 50, lng: 3 }, B, { lat: 51, lng: 2 }]);
  const ring = circle(A, 1000);
  equal(ring.length, 64);
  near((ring[0].lat - 50) * 111320, 1000, 1e-6);
  near(ring[0].lng, 2, 1e-12);
  near((ring[16].lng - 2) * 111320 * Math.cos((50 * Math.PI) / 180), 1000, 1e-6);
});

for (const [link, rows] of [
  ["layers=slag_heaps&at=50.4,2.8,11", "layers=slag_heaps"],
  ["?layers=slag_heaps&card=slag_heaps%3At74&theme=dark&basemap=plan", "layers=slag_heaps"],
  [
    "slag_heaps.form=conical&slag_heaps.form=flat&lang=fr",
    "slag_heaps.form=conical&slag_heaps.form=flat&lang=fr",
  ],
  ["", ""],
]) {
  test(`of "${link}" the rows depend on "${rows}"`, () => equal(rowQuery(link).toString(), rows));
}

for (const { link, years, undated } of twin("years")) {
  test(`the years of ${link} are read as the server wrote them`, () => {
    same(readYears(link), { years, undated });
  });
}

for (const [years, query] of [
  [{}, {}],
  [{ from: 1990 }, { "projects.end_year__gte": [1990], "projects.end_year__missing": [1] }],
  [{ from: null }, { "projects.end_year__gte": [], "projects.end_year__missing": [] }],
  [{ to: 2004 }, { "projects.start_year__lte": [2004] }],
  [{ to: null }, { "projects.start_year__lte": [] }],
  [{ undated: true }, { "projects.start_year__missing": [1] }],
  [{ undated: false }, { "projects.start_year__missing": [] }],
]) {
  test(`the years ${JSON.stringify(years)} change only what they say`, () =>
    same(yearsQuery(years), query));
}

test("what was asked of the years is read from the link that it makes", () => {
  const link = new URLSearchParams();
  for (const [key, values] of Object.entries(yearsQuery({ from: 1990, to: 2004, undated: true })))
    for (const value of values) link.append(key, String(value));
  same(readYears(link.toString()), { years: [1990, 2004], undated: true });
});

for (const [layer, id, tie, card] of [
  ["slag_heaps", "t74", undefined, "slag_heaps:t74"],
  ["slag_heaps", "t74", { place: "herne_deu" }, "slag_heaps:t74"],
  ["twinnings", "j1", { place: "herne_deu" }, "partner_cities:herne_deu"],
  ["partnerships", "x", { project: "p43" }, "projects:p43"],
  ["twinnings", "j1", undefined, "twinnings:j1"],
]) {
  test(`${layer}:${id} opens ${card}`, () => equal(cardOf(layer, id, tie), card));
}

test("an open sheet lights its arcs and its places", () => {
  equal(lit({ kind: "project", id: "p1", data: {} }).arc({ projects: ["p1", "p2"] }), true);
  equal(lit({ kind: "project", id: "p3", data: {} }).arc({ projects: ["p1"] }), false);
  equal(lit({ kind: "place", id: "herne", data: {} }).arc({ place: "herne", projects: [] }), true);
  same(lit({ kind: "commune", id: "62", data: { twins: [{ place: "a" }, { place: "b" }] } }).places, [
    "a",
    "b",
  ]);
  same(twinsOf(null), []);
  same(twinsOf({ kind: "place", data: { twinnings: [1] } }), [1]);
});

for (const [sentence, values, text] of [
  ["{n} of {total}", { n: 3, total: 9 }, "3 of 9"],
  ["{n} of {total}", { n: 3 }, "3 of {total}"],
  ["nothing", { n: 3 }, "nothing"],
  ["{n}{n}", { n: 0 }, "00"],
  ["{name}", { name: "$& {n}" }, "$& {n}"],
]) {
  test(`"${sentence}" becomes "${text}"`, () => equal(fill(sentence, values), text));
}

for (const { key, lang, count, forms, text } of twin("plurals")) {
  test(`${count} in ${lang}: ${key} has the form that Python writes`, () => {
    equal(plural(forms, lang, count, { n: count }), text);
  });
}

test("a word that is not there is its key", () => {
  equal(word({ a: "A" }, "a"), "A");
  equal(word({ a: "A" }, "b"), "b");
});
