import { mock, test } from "node:test";
import { refine, shareOf } from "../../atlas/render/web/map/layers/refining.js";
import { equal, same } from "./check.js";

const WORDS = { preparing: "{layer}: {share} %" };

/** A layer of a page that keeps what happens to it, and a server that answers in turn. */
const coarse = (answers) => {
  const happened = [],
    page = {
      ...{ home: "/atlas", words: WORDS, drawn: [] },
      say: (text) => happened.push(text),
      repaint: () => happened.push("painted"),
    },
    layer = { page, id: "parcels", sheet: { title: "Parcelles" }, held: { rows: new Map([["w", null]]) } };
  layer.kept = new Map([["w", "coarse"]]);
  page.drawn.push(layer);
  globalThis.fetch = async (address) => {
    happened.push(address);
    const [status, body] = answers.shift();
    return new Response(body, { status });
  };
  return { layer, happened };
};
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const LOOK = "/atlas/view/parcels/rows?z=0&bbox=0,0,9,9";

test("a picture says how much was done when it was drawn", () => {
  equal(shareOf(new Response("", { headers: { "Atlas-Preparing": "0.25" } })), 0.25);
  equal(shareOf(new Response("", { headers: { "Atlas-Preparing": "0.00" } })), 0);
  equal(shareOf(new Response("")), null);
});

test("a coarse picture stays until all is done, then it is asked for again", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { layer, happened } = coarse([
    [202, '{"preparing": 0.8}'],
    [200, ""],
  ]);
  refine(layer, 0.4);
  same(happened.splice(0), ["Parcelles: 40 %"]);
  mock.timers.tick(700);
  await settled();
  same(happened.splice(0), [LOOK, "Parcelles: 80 %"]);
  same([layer.kept.size, layer.held.rows.size], [1, 1]);
  mock.timers.tick(700);
  await settled();
  same(happened.splice(0), [LOOK, null, "painted"]);
  same([layer.kept.size, layer.held.rows.size], [0, 0]);
  mock.timers.tick(5000);
  same(happened, []);
  mock.timers.reset();
});

test("a layer that is not on the map says nothing, and looks all the same", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { layer, happened } = coarse([[200, ""]]);
  layer.page.drawn.pop();
  refine(layer, 0.4);
  refine(layer, 0.5);
  mock.timers.tick(700);
  await settled();
  same(happened, [LOOK, null, "painted"]);
  mock.timers.reset();
});

test("where the server does not answer the coarse picture stays", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { layer, happened } = coarse([[500, "{}"]]);
  refine(layer, 0.4);
  mock.timers.tick(700);
  await settled();
  same(happened, ["Parcelles: 40 %", LOOK, null]);
  equal(layer.kept.get("w"), "coarse");
  mock.timers.reset();
});
