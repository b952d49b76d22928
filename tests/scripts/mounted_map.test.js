import { test } from "node:test";
import { MountedMap } from "../../atlas/render/web/streamlit/mounted_map.js";
import { equal, same } from "./check.js";

/* A mounted map that writes down what it does. */
const mount = () => {
  const done = [],
    note = (name) => (value) => done.push([name, value]);
  const mounted = new MountedMap({}, { load: note("load"), post: note("post"), heard: note("heard") });
  return { mounted, done };
};
const shown = { page: "a", title: "Map", state: { rows: 1 } };

test("a page is loaded once, and told what it shows after its hello", () => {
  const { mounted, done } = mount();
  mounted.show(shown);
  mounted.show(shown);
  same(done, [["load", "a"]]);
  mounted.hear({ kind: "hello" });
  same(done.slice(1), [["post", { rows: 1 }]]);
  equal(mounted.frame.title, "Map");
});

test("a state that the page has is not sent again, another one is", () => {
  const { mounted, done } = mount();
  mounted.hear({ kind: "hello" });
  mounted.page = "a";
  for (const rows of [1, 1, 2]) mounted.show({ ...shown, state: { rows } });
  same(done, [
    ["post", { rows: 1 }],
    ["post", { rows: 2 }],
  ]);
});

test("another page, and a page that is loaded again, are told what they show", () => {
  const { mounted, done } = mount();
  mounted.show(shown);
  mounted.hear({ kind: "hello" });
  mounted.show({ ...shown, page: "b" });
  same(done.slice(2), [["load", "b"]]);
  mounted.hear({ kind: "hello" });
  mounted.hear({ kind: "hello" });
  same(done.slice(3), [
    ["post", { rows: 1 }],
    ["post", { rows: 1 }],
  ]);
});

test("a page that holds all is told nothing; other messages are handed on", () => {
  const { mounted, done } = mount();
  mounted.show({ ...shown, state: null });
  mounted.hear({ kind: "hello" });
  mounted.hear({ kind: "seen" });
  same(done, [
    ["load", "a"],
    ["heard", { kind: "seen" }],
  ]);
});
