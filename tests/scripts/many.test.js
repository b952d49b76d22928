import { test } from "node:test";
import { findTerritories, fold } from "../../atlas/render/web/compare/many/find.js";
import { orderRows } from "../../atlas/render/web/compare/many/list.js";
import { pageSpan } from "../../atlas/render/web/compare/many/pager.js";
import { equal, same } from "./check.js";

const TOWNS = [
  ["62498", "Lens"],
  ["62386", "Grenay"],
  ["246200364", "CA de Lens - Liévin"],
  ["62427", "Hénin-Beaumont"],
  ["62510", "Liévin"],
  ["62525", "Loos-en-Gohelle"],
  ["59512", "Roubaix"],
].map(([id, name]) => ({ id, name }));
const found = (text) => findTerritories(TOWNS, text).map(({ name }) => name);

test("a territory is found by its name, without accents and hyphens, and by its code", () => {
  same(found("henin beau"), ["Hénin-Beaumont"]);
  same(found("LENS"), ["Lens", "CA de Lens - Liévin"]);
  same(found("62510"), ["Liévin"]);
  same(found("625"), ["Liévin", "Loos-en-Gohelle"]);
  same(found("gohelle"), ["Loos-en-Gohelle"]);
  same(found("lievin lens"), ["CA de Lens - Liévin"]);
  same(found("nowhere"), []);
  equal(findTerritories(TOWNS, "  ").length, TOWNS.length);
  equal(fold("Nœux-les-Mines"), "noeux les mines");
});

test("pages hold all rows once, and one that there is not is the last", () => {
  for (const count of [0, 1, 25, 26, 250]) {
    const { last } = pageSpan(count, 0),
      rows = Array.from({ length: last + 1 }, (_, page) => pageSpan(count, page)).flatMap(({ from, to }) =>
        Array.from({ length: to - from }, (_, k) => from + k),
      );
    same(
      rows,
      Array.from({ length: count }, (_, k) => k),
    );
    equal(pageSpan(count, 99).page, last);
    equal(pageSpan(count, -1).page, 0);
  }
});

test("rows follow ranks, then values in the direction of the measure; the unknown are last", () => {
  const towns = ["a", "b", "c", "d"].map((name) => ({ id: name, name })),
    cells = (values, ranks) => values.map((value, k) => ({ value, rank: ranks?.[k] ?? null })),
    names = (line) => orderRows(line, towns).map(({ territory }) => territory.name);
  same(names({ direction: "higher", cells: cells([1, 3, null, 2], [3, 1, null, 2]) }), [
    "b",
    "d",
    "a",
    "c",
  ]);
  same(names({ direction: "lower", cells: cells([1, 3, null, 2]) }), ["a", "d", "b", "c"]);
  same(names({ direction: "neutral", cells: cells([1, 1, null, 2]) }), ["d", "a", "b", "c"]);
  same(names(undefined), ["a", "b", "c", "d"]);
});
