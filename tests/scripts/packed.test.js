import { test } from "node:test";
import { fromBase64, unpack } from "../../atlas/render/web/map/geometry/packed.js";
import { unpackRows } from "../../atlas/render/web/map/geometry/steps.js";
import { HeldRows } from "../../atlas/render/web/map/layers/held_rows.js";
import { Layer } from "../../atlas/render/web/map/layers/layer.js";
import { ViewportPicture } from "../../atlas/render/web/map/layers/viewport_picture.js";
import { equal, near, same, toBuffer, twin } from "./check.js";

test("letters of base64 are bytes", () => {
  same([...fromBase64("AAECA/8=")], [0, 1, 2, 3, 255]);
  same([...fromBase64("")], []);
});

test("every type of number is read, each array from its own place", () => {
  const { base64, head, arrays } = twin("arrays"),
    read = unpack(toBuffer(base64));
  equal(read.head.title, head.title);
  same(Object.keys(read.arrays), Object.keys(arrays));
  for (const [name, values] of Object.entries(arrays)) same([...read.arrays[name]], values, name);
});

for (const { id, base64, ids, names, kind, rings, vertices, boxes, anchors } of twin("layers")) {
  test(`the rows of ${id} are those that the server packed`, () => {
    const layer = new Layer(id, toBuffer(base64));
    same(layer.ids, ids);
    same(layer.names, names);
    same([...layer.kind], kind);
    same([...layer.rings], rings);
    same([...layer.vertices], vertices);
    equal(layer.length, ids.length);
    for (const [i, [lat, lon]] of anchors.entries()) {
      if (!kind[i]) continue;
      near(layer.place(i)[0], lat, 1e-6, `latitude of row ${i}`);
      near(layer.place(i)[1], lon, 1e-6, `longitude of row ${i}`);
    }
    const placed = [...layer.boxes].filter((_, k) => kind[k >> 2]);
    same(placed, boxes);
    equal(layer.doubtful(0), false);
  });
}

for (const { id, base64, steps } of twin("layers")) {
  test(`the rows of ${id} come back from their steps`, () => {
    const plain = unpack(toBuffer(base64)),
      back = unpackRows(fromBase64(steps));
    same(back.head.ids, plain.head.ids);
    for (const [name, values] of Object.entries(plain.arrays))
      same([...back.arrays[name]], [...values], name);
  });
}

test("a mask says which rows are shown, a second one which of them are doubtful", () => {
  const { id, base64, kind } = twin("layers")[0],
    layer = new Layer(id, toBuffer(base64));
  const rows = (of) => Array.from({ length: layer.length }, (_, i) => i).filter((i) => of(i));
  same(
    rows((i) => layer.shown(i)),
    kind.flatMap((one, i) => (one ? [i] : [])),
  );
  layer.take({ mask: "BQ==" }, { uncertain: { [id]: [1, "BA=="] } });
  same(
    rows((i) => layer.shown(i)),
    [0, 2],
  );
  same(
    rows((i) => layer.doubtful(i)),
    [2],
  );
  layer.take({ mask: "" }, {});
  same(
    rows((i) => layer.shown(i)),
    [],
  );
  same(
    rows((i) => layer.doubtful(i)),
    [],
  );
});

test("another classification is taken and left again", () => {
  const { id, base64 } = twin("layers")[0],
    layer = new Layer(id, toBuffer(base64)),
    { sheet, symbol } = layer;
  layer.classed({ field: "area_ha", symbols: [{ code: "x" }], of: "AAEA" });
  equal(layer.sheet.field, "area_ha");
  equal(layer.sheet.title, sheet.title);
  same([...layer.symbol], [0, 1, 0]);
  layer.classed();
  equal(layer.sheet, sheet);
  equal(layer.symbol, symbol);
});

for (const { zoom, base64, window, size, xy, rings, boxes, unit } of twin("pictures")) {
  test(`what is in sight at zoom ${zoom} has the corners that the server sent`, () => {
    const picture = new ViewportPicture(toBuffer(base64));
    same(picture.window, window);
    same([picture.width, picture.height], size);
    near(picture.unit, unit, 1e-9);
    same([...picture.xy], xy);
    same([...picture.rings], rings);
    const wrong = boxes.filter((side, k) => Math.abs((picture.boxes[k] ?? 0) - side) > 1);
    same(wrong, []);
    equal(picture.shown(0), true);
    equal(picture.doubtful(0), false);
  });
}

for (const { zoom, base64, bits, shapes, specks } of twin("held")) {
  test(`of rows held at zoom ${zoom} those kept are painted as the server paints them`, () => {
    const held = new HeldRows(toBuffer(base64)),
      picture = held.keeping(fromBase64(bits));
    same([...picture.arrays.specks], [...fromBase64(specks)]);
    same(
      shapes.map((_, i) => picture.shown(i)),
      shapes,
    );
    equal(
      shapes.every((_, i) => held.keeping(null).shown(i)),
      true,
    );
  });
}
