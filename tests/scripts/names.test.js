/* What a map names and where, from the packed layers, as the sheet of the same window has it. */
import { test } from "node:test";
import { Ground } from "../../atlas/render/web/map/canvas/ground.js";
import { placeLabels } from "../../atlas/render/web/map/canvas/label_places.js";
import { markLines } from "../../atlas/render/web/map/canvas/lines.js";
import { mapNames } from "../../atlas/render/web/map/canvas/names.js";
import { Occupied } from "../../atlas/render/web/map/canvas/occupied.js";
import { symbolicAt, symbolRadius } from "../../atlas/render/web/map/canvas/paint.js";
import { Sheet } from "../../atlas/render/web/map/canvas/sheet.js";
import { SYMBOL_PATHS } from "../../atlas/render/web/map/canvas/symbol_paths.js";
import { WORLD } from "../../atlas/render/web/map/geometry/projection.js";
import { Layer } from "../../atlas/render/web/map/layers/layer.js";
import { equal, near, same, toBuffer, twin } from "./check.js";

const { layers, windows } = twin("names");
const opened = new Map(Object.entries(layers).map(([id, packed]) => [id, new Layer(id, toBuffer(packed))]));

const openPage = ({ backdrop, ground, marks }) => {
  const order = ["", "park", "commune", "wetland", "water"];
  const grounds = [...backdrop, ...ground].map((id) => new Ground(opened.get(id)));
  grounds.sort(
    (a, b) =>
      (a.layer.id === "basemap" ? 0 : order.indexOf(a.layer.sheet.ground ?? "commune")) -
      (b.layer.id === "basemap" ? 0 : order.indexOf(b.layer.sheet.ground ?? "commune")),
  );
  return {
    ...{ drawn: marks.map((id) => opened.get(id)), landscape: { grounds: () => grounds } },
    ...{ background: { opaque: false, named: false }, presentation: null, chosen: null, around: [] },
  };
};

for (const [k, { zoom, left, top, width, height, labels, placed, ...shown }] of windows.entries())
  test(`window ${k} at zoom ${zoom} has the names of the sheet, at the same places`, () => {
    const sheet = new Sheet(null, (256 * 2 ** zoom) / WORLD, left, top, width, height, zoom),
      page = openPage(shown),
      occupied = new Occupied(width, height),
      names = mapNames(sheet, page);
    same(
      names.map(({ text }) => text),
      labels.map(({ text }) => text),
    );
    for (const [n, own] of names.entries()) {
      near(own.x, labels[n].x, 0.01, own.text);
      near(own.y, labels[n].y, 0.01, own.text);
      equal(own.size, labels[n].size, own.text);
      equal(own.ink, labels[n].ink, own.text);
    }
    for (const layer of page.drawn)
      sheet.rows(layer, (i, copy) => {
        if (!symbolicAt(zoom)(layer, i)) return;
        const [x, y] = sheet.anchor(layer, i, copy),
          r = symbolRadius(layer.radius[i], zoom);
        occupied.add(x - r - 1, y - r - 1, x + r + 1, y + r + 1);
      });
    markLines(sheet, page, occupied);
    const measured = names.map((own) => ({
      ...own,
      ...{ width: 6 * own.text.length, height: own.size * SYMBOL_PATHS.label.height },
    }));
    const found = placeLabels(measured, occupied);
    same(
      found.map(({ label: { text } }) => text),
      placed.map(({ text }) => text),
    );
    for (const [n, own] of found.entries()) {
      near(own.left, placed[n].left, 0.01, own.label.text);
      near(own.middle, placed[n].middle, 0.01, own.label.text);
    }
  });
