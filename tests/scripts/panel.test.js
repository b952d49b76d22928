import { test } from "node:test";
import { findLayers } from "../../atlas/render/web/explore/layers/catalogue.js";
import { moved, placeAt } from "../../atlas/render/web/shell/patterns/reorder.js";
import { equal, same } from "./check.js";

test("a layer is put at a place, and the others keep their order", () => {
  same(moved(["a", "b", "c"], "c", 0), ["c", "a", "b"]);
  same(moved(["a", "b", "c"], "a", 1), ["b", "a", "c"]);
  same(moved(["a", "b", "c"], "a", 9), ["b", "c", "a"]);
  same(moved(["a", "b", "c"], "b", 1), ["a", "b", "c"]);
});

test("what is held belongs above the first item whose middle it has not passed", () => {
  const boxes = [0, 100, 140].map((top, k) => ({ top, height: [100, 40, 60][k] }));
  equal(placeAt(boxes, 0, 20), 0);
  equal(placeAt(boxes, 0, 119), 0);
  equal(placeAt(boxes, 0, 121), 1);
  equal(placeAt(boxes, 0, 400), 2);
  equal(placeAt(boxes, 2, 110), 1);
  equal(placeAt(boxes, 2, -50), 0);
});

const layer = (id, title, description, producers) => ({ id, title, description, producers });
const THEMES = [
  {
    title: "Écologie",
    layers: [layer("parks", "Espaces protégés", "Le parc et les terrils", ["INPN"])],
  },
  {
    title: "Paysage",
    layers: [
      layer("facts", "Faits cités", "Ce qui est dit des terrils", ["Wikipédia"]),
      layer("heaps", "Terrils", "Les 333 terrils", ["Mission Bassin Minier"]),
    ],
  },
];
const found = (text) => findLayers(THEMES, text).map((one) => one.layer.id);

test("layers are found by theme, title, description and producer, without accents", () => {
  same(found("ecologie"), ["parks"]);
  same(found("TERRILS"), ["heaps", "parks", "facts"]);
  same(found("mission bassin"), ["heaps"]);
  same(found("wikipedia faits"), ["facts"]);
  same(found("glacier"), []);
});
