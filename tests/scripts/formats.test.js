import { test } from "node:test";
import { numberFormat, writeLength, writeTime } from "../../atlas/render/web/shell/formats.js";
import { writeNumber } from "../../atlas/render/web/shell/numbers/write_number.js";
import { equal, twin } from "./check.js";

/* Spaces that do not break are spaces here. */
const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");

for (const [value, lang, options, text] of [
  [1234567, "fr", {}, "1 234 567"],
  [1234567, "en", {}, "1,234,567"],
  [1234567, "pt", {}, "1 234 567"],
  [1234, "pt", {}, "1 234"],
  [0.5, "fr", {}, "0,5"],
  [0.5, "pt", {}, "0,5"],
  [-3, "en", {}, "-3"],
  [0.256, "fr", { style: "percent" }, "26 %"],
  [0.256, "en", { style: "percent" }, "26%"],
  [1.26, "fr", { minimumFractionDigits: 1, maximumFractionDigits: 1 }, "1,3"],
  [2, "en", { minimumFractionDigits: 1 }, "2.0"],
  [123456, "en", { maximumSignificantDigits: 4 }, "123,500"],
]) {
  test(`${value} is ${text} in ${lang} ${JSON.stringify(options)}`, () => {
    equal(plain(numberFormat(lang, options).format(value)), text);
  });
}

for (const { number, lang, options, text } of twin("numbers")) {
  test(`${number} is ${text} in ${lang} on a card and on the page ${JSON.stringify(options)}`, () => {
    equal(writeNumber(number, lang, options), text);
  });
}

for (const { number, lang, text } of twin("lengths")) {
  test(`${number} metres are ${text} in ${lang} on a card and on the page`, () => {
    equal(plain(writeLength(number, lang)), plain(text));
  });
}

test("a form is made once, another one apart from it", () => {
  equal(numberFormat("fr"), numberFormat("fr"));
  equal(numberFormat("fr") === numberFormat("en"), false);
  equal(numberFormat("fr") === numberFormat("fr", { style: "percent" }), false);
});

for (const [metres, lang, text] of [
  [0, "fr", "0 m"],
  [12.4, "fr", "12 m"],
  [999.4, "en", "999 m"],
  [1000, "fr", "1 km"],
  [1234.5, "fr", "1,23 km"],
  [1234.5, "en", "1.23 km"],
  [9999, "fr", "10 km"],
  [12345, "fr", "12,3 km"],
  [1234567, "en", "1,234.6 km"],
]) {
  test(`${metres} metres are ${text} in ${lang}`, () => equal(plain(writeLength(metres, lang)), text));
}

test("the clock has two digits for hours and minutes, of twenty-four hours", () => {
  equal(writeTime(new Date(2026, 0, 1, 9, 5), "fr"), "09:05");
  equal(writeTime(new Date(2026, 0, 1, 17, 30), "en"), "17:30");
  equal(writeTime(new Date(2026, 0, 1, 17, 30), "pt"), "17:30");
});
