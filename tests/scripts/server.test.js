import { test } from "node:test";
import { ask, messageOf, Refusal, request, setUnanswered } from "../../atlas/render/web/shell/server.js";
import { equal, same } from "./check.js";

/* What the server answers next, and what it was asked. */
let answers = [];
const asked = [];
globalThis.fetch = async (address, options) => {
  asked.push([address, options]);
  const [status, body] = answers.shift();
  return new Response(body, { status });
};
const problemOf = (promise) => promise.then(() => null).catch((problem) => problem);

test("a route is asked below the atlas's own path, or below another one", async () => {
  answers = [
    [200, "a"],
    [200, "b"],
    [200, "[]"],
  ];
  equal(await (await request("layers/x")).text(), "a");
  await request("layers/x", { home: "/elsewhere", method: "POST" });
  same(await ask("tree", "lang=fr"), []);
  same(asked.splice(0), [
    ["/atlas/layers/x", {}],
    ["/elsewhere/layers/x", { method: "POST" }],
    ["/atlas/tree?lang=fr", {}],
  ]);
});

test("parameters may be those of a link", async () => {
  answers = [
    [200, '{"n": 1}'],
    [200, "{}"],
  ];
  same(await ask("years", new URLSearchParams({ year: "1990" })), { n: 1 });
  await ask("years");
  same(
    asked.splice(0).map(([address]) => address),
    ["/atlas/years?year=1990", "/atlas/years"],
  );
});

for (const [status, body, refused, message] of [
  [400, '{"error": "No layer x."}', true, "No layer x."],
  [404, "<html>", false, "state: 404"],
  [500, "{}", false, "state: 500"],
  [503, "", false, "state: 503"],
]) {
  test(`${status} with "${body}" fails with "${message}"`, async () => {
    answers = [[status, body]];
    const problem = await problemOf(request("state"));
    equal(problem instanceof Refusal, refused);
    equal(messageOf(problem), message);
  });
}

test("a browser's own words are never shown", async () => {
  setUnanswered("Le serveur ne répond pas.");
  const own = [
    new TypeError("Failed to fetch"),
    new TypeError("NetworkError when attempting to fetch resource."),
    new SyntaxError("Unexpected token <"),
    new DOMException("The user aborted a request.", "AbortError"),
    new Error("state: 500"),
    "Load failed",
  ];
  for (const problem of own) equal(messageOf(problem), "Le serveur ne répond pas.");
  equal(messageOf(new Refusal("No layer x.")), "No layer x.");
  setUnanswered("");
});

test("what is being prepared is no failure", async () => {
  answers = [[202, '{"preparing": 0.5}']];
  const response = await request("view/parcels");
  equal(response.status, 202);
  same(await response.json(), { preparing: 0.5 });
});

test("what is thrown may be anything", () => {
  equal(messageOf("gone"), "gone");
  equal(messageOf(undefined), "undefined");
});
