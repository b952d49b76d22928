import { test } from "node:test";
import { element, link, svgElement } from "../../atlas/render/web/shell/dom.js";
import { equal, same } from "./check.js";

/* As much of a page as the builder needs. */
class Node {
  attributes = {};
  children = [];
  heard = {};
  constructor(tag, space) {
    Object.assign(this, { tag, space });
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  addEventListener(name, hear) {
    this.heard[name] = hear;
  }
  append(...children) {
    this.children.push(...children);
  }
}
globalThis.document = {
  createElement: (tag) => new Node(tag),
  createElementNS: (space, tag) => new Node(tag, space),
};

test("attributes are set as text; true has no value; nothing is left out", () => {
  const node = element("input", {
    type: "range",
    max: 9,
    min: 0,
    disabled: true,
    checked: false,
    title: null,
    id: undefined,
    value: "",
  });
  equal(node.tag, "input");
  same(node.attributes, { type: "range", max: "9", min: "0", disabled: "", value: "" });
});

test("text is text, whatever it looks like", () => {
  const node = element("p", { text: "<b onclick=alert(1)>" });
  equal(node.textContent, "<b onclick=alert(1)>");
  same(node.attributes, {});
  same(node.children, []);
});

test("what begins with on listens", () => {
  const press = () => {},
    node = element("button", { onclick: press });
  equal(node.heard.click, press);
  same(node.attributes, {});
});

test("children that are nothing are left out, nought as well", () => {
  const child = element("b");
  same(element("p", {}, null, "a", false, child, undefined, 0, "").children, ["a", child]);
});

test("a drawing has its own space", () => {
  const node = svgElement("path", { d: "M0 0z" });
  equal(node.space, "http://www.w3.org/2000/svg");
  same(node.attributes, { d: "M0 0z" });
});

for (const [url, tag] of [
  ["https://example.org", "a"],
  ["http://example.org", "a"],
  ["javascript:alert(1)", "span"],
  ["//example.org", "span"],
  ["", "span"],
  [null, "span"],
  [undefined, "span"],
]) {
  test(`${url} is ${tag === "a" ? "a link" : "no link"}`, () => {
    const node = link(url, "text");
    equal(node.tag, tag);
    equal(node.textContent, "text");
    if (tag === "a") equal(node.attributes.rel, "noopener noreferrer");
  });
}
