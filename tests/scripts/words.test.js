import { test } from "node:test";
import { fill, own, word } from "../../atlas/render/web/shell/words.js";
import { equal } from "./check.js";

/* What every object has without anybody's doing is no entry of a table. */
const INHERITED = ["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__", "__defineGetter__"];

for (const key of INHERITED)
  test(`a table that has no ${key} of its own has none`, () => {
    equal(own({ a: 1 }, key), undefined);
    equal(own(undefined, key), undefined);
    equal(word({ a: "b" }, key), key);
    equal(fill(`{${key}}`, {}), `{${key}}`);
  });

test("an entry of such a name that came as JSON is found", () => {
  for (const key of INHERITED) equal(own(JSON.parse(`{"${key}": "own"}`), key), "own");
  equal(word({ a: "b" }, "a"), "b");
  equal(fill("{n} of {m}", { n: 1, m: 2 }), "1 of 2");
});
