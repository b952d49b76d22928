import { beforeEach, test } from "node:test";
import * as first from "../../atlas/render/web/present/draft_store.js";
import { plainMarkdown } from "../../atlas/render/web/present/drafts.js";
import { isOn, keep } from "../../atlas/render/web/shell/kept.js";
import { probeStorage } from "../../atlas/render/web/shell/storage.js";
import { equal, same } from "./check.js";

/* The same script as another tab has it: another writer. */
const second = await import("../../atlas/render/web/present/draft_store.js?another");

let room = 0;
const METHODS = {
  getItem: {
    value(key) {
      return this[key] ?? null;
    },
  },
  setItem: {
    writable: true,
    value(key, text) {
      if (text.length > room) throw new DOMException("no room", "QuotaExceededError");
      this[key] = text;
    },
  },
  removeItem: {
    value(key) {
      delete this[key];
    },
  },
};

beforeEach(() => {
  room = 1e6;
  globalThis.localStorage = Object.create({}, METHODS);
});

const story = (title, text = "") => ({
  ...first.BLANK,
  lang: "en",
  title,
  chapters: [{ title: "One", link: "?layers=slag_heaps", text, notes: "" }],
});
const titles = (store = first) =>
  store
    .listDrafts()
    .drafts.map(([, { title }]) => title)
    .sort();

test("a story is found again as it was kept", () => {
  same(first.putDraft("a", story("Mine")), { id: "a", refusal: null, forked: false });
  equal(second.getDraft("a").chapters[0].title, "One");
  equal(first.whyUnkept("a"), null);
});

test("a tab that has seen what another wrote goes on with it", () => {
  first.putDraft("a", story("Mine"));
  const there = second.getDraft("a");
  there.title = "Ours";
  equal(second.putDraft("a", there).forked, false);
  same(titles(), ["Ours"]);
});

test("a tab that has not seen what another wrote keeps its text beside it", () => {
  const here = story("Mine", "here");
  first.putDraft("a", here);
  const there = second.getDraft("a");
  there.chapters[0].text = "there";
  second.putDraft("a", there);
  here.chapters[0].text = "here, longer";
  const { id, forked } = first.putDraft("a", here);
  equal(forked, true);
  equal(first.getDraft("a").chapters[0].text, "there");
  equal(first.getDraft(id).chapters[0].text, "here, longer");
  same(titles(), ["Mine", "Mine (2)"]);
  equal(first.putDraft(id, here).forked, false);
});

test("two new stories of two tabs are both kept", () => {
  first.putDraft("a", story("First"));
  second.putDraft("b", story("Second"));
  same(titles(), ["First", "Second"]);
});

for (const [about, text] of [
  ["no JSON", '{"title": "Mi'],
  ["nothing", ""],
  ["null", "null"],
  ["a list", "[]"],
  ["chapters that are none", '{"title": "x", "lang": "fr", "chapters": null}'],
  ["a chapter that is none", '{"title": "x", "lang": "fr", "chapters": [3]}'],
  ["a title that is a number", '{"title": 3, "lang": "fr", "chapters": []}'],
  ["an unknown language", '{"title": "x", "lang": "xx", "chapters": []}'],
  ["sources that are none", '{"title": "x", "lang": "fr", "chapters": [], "sources": {"a": 1}}'],
])
  test(`an entry that holds ${about} is set aside and the others live`, () => {
    first.putDraft("a", story("Mine"));
    localStorage["atlas.stories.b"] = text;
    const { damaged } = first.listDrafts();
    same(titles(), ["Mine"]);
    same(damaged, [{ key: "atlas.stories.b", text }]);
    /* Nothing is written over it. */
    equal(first.putDraft("b", story("New")).forked, true);
    equal(localStorage["atlas.stories.b"], text);
    first.removeDamaged("atlas.stories.b");
    same(first.listDrafts().damaged, []);
  });

test("stories that were all in one entry are divided, and what cannot be read stays", () => {
  localStorage["atlas.stories"] = JSON.stringify({ a: story("Mine"), b: { title: "Bad", chapters: 7 } });
  same(titles(), ["Mine"]);
  equal(first.listDrafts().damaged.length, 1);
  same(JSON.parse(localStorage["atlas.stories"]), { b: { title: "Bad", chapters: 7 } });
  first.removeDraft("a");
  same(titles(), []);
  first.removeDamaged("atlas.stories#b");
  equal(localStorage["atlas.stories"], undefined);
});

test("one entry of old that is no JSON is set aside", () => {
  localStorage["atlas.stories"] = '{"a": {';
  same(first.listDrafts(), { drafts: [], damaged: [{ key: "atlas.stories", text: '{"a": {' }] });
});

test("without room the reason is said, the story lives on, and what was kept before stays", () => {
  first.putDraft("full", story("Short"));
  const before = localStorage["atlas.stories.full"];
  room = before.length;
  const long = first.getDraft("full");
  long.chapters[0].text = "x".repeat(900);
  equal(first.putDraft("full", long).refusal, "full");
  equal(first.whyUnkept("full"), "full");
  equal(first.getDraft("full").chapters[0].text.length, 900);
  equal(localStorage["atlas.stories.full"], before);
  room = 1e6;
  equal(first.putDraft("full", long).refusal, null);
  equal(first.whyUnkept("full"), null);
});

for (const [about, storage] of [
  [
    "throws",
    {
      get: () => {
        throw new DOMException("no", "SecurityError");
      },
    },
  ],
  ["is none", { value: undefined, writable: true }],
  [
    "keeps nothing",
    { value: { getItem: () => null, setItem: () => {}, removeItem: () => {} }, writable: true },
  ],
])
  test(`where the storage ${about}, it is said and everything goes on`, () => {
    Object.defineProperty(globalThis, "localStorage", { configurable: true, ...storage });
    try {
      equal(probeStorage(), "forbidden");
      equal(first.putDraft("no", story("Mine")).refusal, "forbidden");
      equal(first.getDraft("no").title, "Mine");
      first.removeDraft("no");
      same(titles(), []);
      const setting = { key: `atlas.${about}`, off: "off" };
      keep(setting, false);
      equal(isOn(setting), false);
      keep(setting, true);
      equal(isOn(setting), true);
    } finally {
      Object.defineProperty(globalThis, "localStorage", { configurable: true, value: {}, writable: true });
    }
  });

test("a story is written as Markdown without the server", () => {
  const written = plainMarkdown({
    ...story('A "title"', "## no scene\n\\ Notes: no\n+++"),
    sources: [["INSEE", "https://insee.example"]],
  });
  equal(
    written,
    [
      "+++",
      'title = "A \\"title\\""',
      'language = "en"',
      'about = ""',
      "",
      "[sources]",
      '"INSEE" = "https://insee.example"',
      "+++",
      "",
      "## One",
      "",
      "?layers=slag_heaps",
      "",
      "\\## no scene",
      "\\\\ Notes: no",
      "\\+++",
      "",
    ].join("\n"),
  );
});
