import { test } from "node:test";
import { draggable } from "../../atlas/render/web/compare/dragging.js";
import { byName } from "../../atlas/render/web/map/card/object_list.js";
import { compassPoint, nearestIn, turnTo } from "../../atlas/render/web/map/geometry/direction.js";
import { WORLD } from "../../atlas/render/web/map/geometry/projection.js";
import { Layer } from "../../atlas/render/web/map/layers/layer.js";
import { choosing } from "../../atlas/render/web/shell/choices.js";
import { moveFocus } from "../../atlas/render/web/shell/patterns/tabs.js";
import { equal, near, same, toBuffer, twin } from "./check.js";

for (const [east, south, point] of [
  [0, -1, "n"],
  [1, -1, "ne"],
  [1, 0, "e"],
  [1, 1, "se"],
  [0, 1, "s"],
  [-1, 1, "sw"],
  [-1, 0, "w"],
  [-1, -1, "nw"],
  [-1, -10, "n"],
  [10, 3, "e"],
]) {
  test(`${east} east and ${south} south lie in the ${point}`, () =>
    equal(compassPoint(east, south), point));
}

for (const [east, south, direction, degrees] of [
  [0, -1, 0, 0],
  [1, 0, 0, 90],
  [0, 1, 0, 180],
  [-1, -1, 0, 45],
  [-1, 0, 270, 0],
  [0, -1, 270, 90],
  [1, -1, 270, 135],
]) {
  test(`from ${direction}° to ${east} east and ${south} south it is ${degrees}°`, () => {
    near(turnTo(east, south, direction), degrees, 1e-9);
  });
}

const layerOf = (...places) => ({
  length: places.length,
  anchor: Int32Array.from(places.flat()),
  shown: (i) => places[i] !== undefined,
});
const none = () => false;

test("the nearest object in a direction is the next", () => {
  const layer = layerOf([10, 0], [5, 0], [-1, 0], [0, -3], [2, 3]);
  equal(nearestIn([layer], [0, 0], 90, none).i, 1);
  equal(nearestIn([layer], [0, 0], 270, none).i, 2);
  equal(nearestIn([layer], [0, 0], 0, none).i, 3);
  equal(nearestIn([layer], [0, 0], 180, none).i, 4);
});

test("what is here, what is passed over and what is not shown is not next", () => {
  const layer = layerOf([0, 0], [5, 0], [9, 0]);
  equal(nearestIn([layer], [0, 0], 90, (_, i) => i === 1).i, 2);
  equal(nearestIn([{ ...layer, shown: (i) => i !== 1 }], [0, 0], 90, none).i, 2);
  equal(nearestIn([layer], [0, 0], 270, none), null);
  equal(nearestIn([], [0, 0], 90, none), null);
});

test("of several layers the one nearest wins", () => {
  const far = layerOf([9, 0]),
    near = layerOf([4, 0]);
  equal(nearestIn([far, near], [0, 0], 90, none).layer, near);
  equal(nearestIn([near, far], [0, 0], 90, none).layer, near);
});

test("the short way goes over the edge of the world", () => {
  const next = nearestIn([layerOf([10, 0])], [WORLD - 10, 0], 90, none);
  same([next.i, next.east, next.south], [0, 20, 0]);
});

for (const { x, y, turn, row } of twin("next")) {
  test(`from ${x}, ${y} in ${turn}° the server and the page go to row ${row}`, () => {
    const [{ id, base64 }] = twin("layers"),
      next = nearestIn([new Layer(id, toBuffer(base64))], [x, y], turn, none);
    equal(next ? next.i : null, row);
  });
}

/* Tabs of which the one with the focus is `at`. */
const press = (key, at, count = 3) => {
  const done = [],
    target = {},
    tabs = Array.from({ length: count }, (_, k) => ({
      contains: (node) => k === at && node === target,
      focus: () => done.push(`focus ${k}`),
      click: () => done.push(`click ${k}`),
    }));
  moveFocus({
    key,
    target,
    currentTarget: { querySelectorAll: () => tabs },
    preventDefault: () => done.push("prevented"),
  });
  return done;
};

for (const [key, at, to] of [
  ["ArrowRight", 0, 1],
  ["ArrowRight", 2, 0],
  ["ArrowLeft", 0, 2],
  ["ArrowLeft", 2, 1],
  ["Home", 2, 0],
  ["End", 0, 2],
]) {
  test(`${key} goes from tab ${at} to tab ${to}`, () => {
    same(press(key, at), ["prevented", `focus ${to}`, `click ${to}`]);
  });
}

test("other keys, and keys outside the tabs, do nothing", () => {
  same(press("Enter", 0), []);
  same(press("ArrowDown", 0), []);
  same(press("ArrowRight", 9), []);
});

const listening = () => {
  const chosen = [],
    list = choosing((value) => chosen.push(value));
  return {
    chosen,
    key: (key, value = "", altKey = false) =>
      list.onkeydown({ key, altKey, currentTarget: { value }, preventDefault: () => {} }),
    change: (value) => list.onchange({ target: { value } }),
    blur: (value) => list.onblur({ target: { value } }),
  };
};

test("by pointer a list chooses at once", () => {
  const list = listening();
  list.change("a");
  same(list.chosen, ["a"]);
});

test("by keyboard a list is only looked through until Enter", () => {
  const list = listening();
  list.key("ArrowDown");
  list.change("a");
  list.key("ArrowDown");
  list.change("b");
  same(list.chosen, []);
  list.key("Enter", "b");
  same(list.chosen, ["b"]);
  list.key("Enter", "b");
  same(list.chosen, ["b"]);
});

test("a list that is left has chosen; nothing is chosen of nothing", () => {
  const list = listening();
  list.key("l");
  list.change("lens");
  list.blur("lens");
  same(list.chosen, ["lens"]);
  list.blur("lens");
  same(list.chosen, ["lens"]);
  list.key("ArrowDown");
  list.blur("");
  same(list.chosen, ["lens"]);
});

test("what is opened with the space bar or with Alt is chosen by the change", () => {
  const list = listening();
  list.key(" ");
  list.change("a");
  list.key("ArrowDown", "", true);
  list.change("b");
  same(list.chosen, ["a", "b"]);
});

/* A node that listens, without a page. */
const pulled = () => {
  const heard = new Map(),
    said = [],
    node = { addEventListener: (name, hear) => heard.set(name, hear), setPointerCapture: () => {} };
  draggable(node, {
    drag: (x, y) => said.push(["drag", x, y]),
    step: (x, y) => said.push(["step", x, y]),
    done: () => said.push(["done"]),
  });
  return { said, tell: (name, event) => heard.get(name)(event) };
};

test("the arrows move what the pointer drags", () => {
  const { said, tell } = pulled(),
    event = (key) => ({ key, preventDefault: () => {} });
  for (const key of ["ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "a"]) tell("keydown", event(key));
  tell("keyup", { key: "ArrowUp" });
  tell("keyup", { key: "a" });
  same(said, [["step", -1, 0], ["step", 0, -1], ["step", 1, 0], ["step", 0, 1], ["done"]]);
});

test("a pointer drags by what it has gone, from press to release", () => {
  const { said, tell } = pulled();
  tell("pointermove", { clientX: 9, clientY: 9 });
  tell("pointerdown", { clientX: 10, clientY: 10, pointerId: 1 });
  tell("pointermove", { clientX: 13, clientY: 9 });
  tell("pointermove", { clientX: 14, clientY: 9 });
  tell("pointerup", {});
  tell("pointerup", {});
  same(said, [["drag", 3, -1], ["drag", 1, 0], ["done"]]);
});

for (const [lang, names, order] of [
  [
    "fr",
    ["Fosse 11", "Fosse 2", "Élysée", "Zeche", "école"],
    ["école", "Élysée", "Fosse 2", "Fosse 11", "Zeche"],
  ],
  ["en", ["b", "A", "a10", "a9"], ["A", "a9", "a10", "b"]],
]) {
  test(`names are listed in the order of ${lang}, numbers in theirs`, () => {
    same(
      byName(
        names.map((name, k) => [name, k]),
        lang,
      ).map(([name]) => name),
      order,
    );
  });
}
