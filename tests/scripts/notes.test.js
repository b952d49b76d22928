import { test } from "node:test";
import { measureLine } from "../../atlas/render/web/map/notes/geodesic.js";
import { areaAt, noteAt } from "../../atlas/render/web/map/notes/note_at.js";
import { MOST_IN_FILE, notesFile, readNotesFile } from "../../atlas/render/web/map/notes/note_file.js";
import {
  isNote,
  MOST_CHARACTERS,
  MOST_LETTERS,
  MOST_NOTES,
  noteLink,
  plainText,
  shortText,
  splitNotes,
} from "../../atlas/render/web/map/notes/note_text.js";
import { insideOf, middleOf, textSpots, wrapText } from "../../atlas/render/web/map/notes/text_places.js";
import { writeArea, writeDistance } from "../../atlas/render/web/map/notes/units.js";
import { equal, near, same, twin } from "./check.js";

const pin = (text, more = {}) => ({ kind: "pin", colour: "red", points: [[50.43, 2.82]], text, ...more });
const NOTES = [
  pin("Fosse <b>11/19</b>: a & b"),
  {
    kind: "arrow",
    colour: "blue",
    points: [
      [50, 2],
      [50.5, 2.5],
    ],
    text: "",
  },
  {
    kind: "line",
    colour: "green",
    points: [
      [50, 2],
      [50.1, 2.1],
      [50.2, 2],
    ],
    text: "l",
  },
  {
    kind: "area",
    colour: "ink",
    points: [
      [50, 2],
      [50.1, 2.1],
      [50.2, 2],
    ],
    text: "a",
  },
  { kind: "text", colour: "amber", points: [[-19.6, -43.2]], text: "é" },
];

test("a note is written as the server reads it", () => {
  same(NOTES.map(noteLink), [
    "pin:50.43,2.82:Fosse <b>11/19</b>: a & b",
    "arrow.blue:50,2,50.5,2.5:",
    "line.green:50,2,50.1,2.1,50.2,2:l",
    "area.ink:50,2,50.1,2.1,50.2,2:a",
    "text.amber:-19.6,-43.2:é",
  ]);
  equal(noteLink(pin("x", { points: [[0.000001, -0.000001]] })), "pin:0,0:x");
});

test("notes survive their file", () => {
  same(readNotesFile(notesFile(NOTES)), { notes: NOTES, left: 0 });
});

test("points, lines and areas of other programs are notes; the rest is counted", () => {
  const feature = (type, coordinates, properties = {}) => ({
      type: "Feature",
      properties,
      geometry: { type, coordinates },
    }),
    file = (features) => readNotesFile(JSON.stringify({ type: "FeatureCollection", features }));
  const ring = [
    [2, 50],
    [2.1, 50],
    [2.1, 50.1],
    [2, 50],
  ];
  const found = file([
    feature("Point", [2, 50, 31], { name: "a\u202eb\nc" }),
    feature("MultiPoint", [[2, 50]], { kind: "text", text: "t" }),
    feature("LineString", ring, { kind: "arrow", colour: "pink" }),
    feature("MultiPolygon", [[ring]], { title: 5 }),
    feature("Point", [2, 95]),
    feature("Point", ["x", null]),
    feature("LineString", Array(200).fill([2, 50])),
    feature("GeometryCollection", undefined),
    { type: "Feature", geometry: null, properties: null },
    null,
  ]);
  same(
    found?.notes.map(({ kind, text }) => [kind, text]),
    [
      ["pin", "ab c"],
      ["text", "t"],
      ["area", ""],
    ],
  );
  equal(found?.left, 7);
  const open = feature("Polygon", [ring.slice(0, 3)]),
    both = {
      type: "GeometryCollection",
      geometries: [open.geometry, { type: "Point", coordinates: [3, 50] }],
    };
  same(
    file([open, { type: "Feature", geometry: both }])?.notes.map(({ kind, points }) => [
      kind,
      points.length,
    ]),
    [
      ["area", 3],
      ["area", 3],
      ["pin", 1],
    ],
  );
  equal(readNotesFile(JSON.stringify(open))?.notes.length, 1);
  equal(readNotesFile(JSON.stringify(both))?.notes.length, 2);
  const many = file([
    feature(
      "MultiPoint",
      Array.from({ length: 1200 }, (_, k) => [2, k / 100]),
    ),
  ]);
  same([many?.notes.length, many?.left], [MOST_IN_FILE, 200]);
  for (const text of ["", "{", "[]", "null", '{"type":"Feature"}', '{"type":"FeatureCollection"}'])
    equal(readNotesFile(text), null);
});

test("a link holds so many notes and characters, and texts so many letters", () => {
  const many = Array.from({ length: MOST_NOTES + 5 }, (_, k) => pin(`note ${k}`));
  equal(splitNotes(many).held.length, MOST_NOTES);
  equal(splitNotes(many).rest.length, 5);
  const long = Array.from({ length: 30 }, (_, k) => pin("x".repeat(MOST_LETTERS - 1) + (k % 10)));
  const { held, rest, left } = splitNotes(long);
  equal(held.length + rest.length, 30);
  equal(held.map(noteLink).join("").length, MOST_CHARACTERS - left);
  equal([...shortText("😀".repeat(300))].length, MOST_LETTERS);
  equal(plainText("a\u0000b\t c\u2028d"), "a b c d");
  equal(isNote(pin("x", { kind: "text", text: "" })), false);
  equal(isNote(pin("x", { points: [[91, 0]] })), false);
});

test("a text is broken into lines and stands beside its note, inside an area", () => {
  const measure = (text) => 6 * text.length;
  same(wrapText("Une ligne assez longue", 80, measure), ["Une ligne", "assez longue"]);
  equal(
    wrapText("x".repeat(60), 80, measure).every((row) => row.length <= 24),
    true,
  );
  const bent = [
      [0, 0],
      [100, 0],
      [100, 100],
      [80, 100],
      [80, 20],
      [0, 20],
    ],
    [x, y] = insideOf(bent);
  near(y, 50, 1e-3);
  near(x, 90, 1e-9);
  same(middleOf("pin", [[5, 9]], 14), { x: 5, y: 9, up: -5 });
  const rings = textSpots("pin", { x: 5, y: 9, up: -5 }, 20, 1);
  same(rings[0]?.[0], [15.5, -5, 0]);
  equal(
    rings.every((ring) => ring.length === 8),
    true,
  );
});

test("lengths and areas have the units of their size, in each language", () => {
  const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");
  same(
    [12.34, 345.6, 7706.4, 20824, 1_234_567].map((m) => plain(writeDistance(m, "fr"))),
    ["12,3 m", "346 m", "7,706 km", "20,82 km", "1 235 km"],
  );
  equal(writeDistance(7706.4, "en"), "7.706 km");
  same(
    [12.3, 9_999, 25_000, 4_200_000, 36_000_000].map((a) => plain(writeArea(a, "pt"))),
    ["12,3 m²", "9 999 m²", "2,5 ha", "420 ha", "36 km²"],
  );
});

test("what the pointer measures is what the server measures", () => {
  for (const { points, closed, length_m, area_m2 } of twin("measured")) {
    const found = measureLine(points, closed);
    near(found?.length, length_m, Math.max(1e-6, 1e-12 * length_m));
    if (area_m2 === null) equal(found?.area, null);
    else near(found?.area, area_m2, Math.max(1e-3, 1e-10 * area_m2));
    for (const lang of ["fr", "en", "pt"]) {
      equal(writeDistance(found?.length ?? 0, lang), writeDistance(length_m, lang));
      if (area_m2 !== null) equal(writeArea(found?.area ?? 0, lang), writeArea(area_m2, lang));
    }
  }
  equal(
    measureLine(
      [
        [0, 0],
        [0.5, 179.7],
      ],
      false,
    ),
    null,
  );
});

test("a note is met by its mark, its text and, where nothing else lies there, its inside", () => {
  const mark = (kind, places, k) => ({ note: pin("", { kind }), places, k });
  const marks = [
      mark(
        "area",
        [
          [0, 0],
          [100, 0],
          [100, 100],
          [0, 100],
        ],
        0,
      ),
      mark(
        "line",
        [
          [200, 0],
          [300, 0],
          [300, 100],
        ],
        1,
      ),
      mark("pin", [[50, 300]], 2),
      mark("text", [[400, 400]], 3),
      mark("pin", [[52, 300]], 4),
    ],
    texts = [{ k: 3, box: [380, 390, 420, 410] }];
  const at = (x, y, reach = 7) => noteAt(marks, texts, [x, y], reach, 14);
  same([at(50, 286), at(53, 301), at(44, 290)], [4, 4, 2]);
  same([at(250, 6), at(303, 50), at(250, 9), at(250, 9, 18)], [1, 1, -1, 1]);
  same([at(400, 400), at(421, 411), at(430, 400)], [3, 3, -1]);
  same([at(99, 50), at(50, 50), areaAt(marks, [50, 50]), areaAt(marks, [150, 50])], [0, -1, 0, -1]);
});
