/* The fields of the questions about a file: a choice, a code, and reference systems with their places. */
import { element } from "../shell/dom.js";
import { fill } from "../shell/words.js";
import { sketch } from "./upload_sketch.js";

/**
 * @import { Bounds } from "../messages"
 * @import { UploadWords } from "../words"
 * @import { Answers, Candidate } from "./answers"
 *
 * @typedef {[value: string, text: string]} Option
 */

/* Degrees around the rows on the small map of a proposed system: enough to know the country. */
const AROUND = 1.5;

/**
 * The name of an answer that cannot be left out, which says so.
 *
 * @param {string} title
 * @param {UploadWords} words
 */
export const needed = (title, words) => element("span", { text: `${title} (${words.needed})` });

/**
 * @param {string} key
 * @param {HTMLElement} title
 * @param {Option[]} options
 * @param {Answers} given
 * @param {UploadWords} words
 * @param {boolean} [required]
 */
export const pick = (key, title, options, given, words, required = true) => {
  const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) => {
    given[key] = target.value;
  };
  const choices = options.map(([value, text]) =>
    element("option", { value, text, selected: given[key] === value }),
  );
  return element(
    "label",
    { class: "line" },
    title,
    element(
      "select",
      { required, onchange },
      element("option", { value: "", text: words.pick }),
      ...choices,
    ),
  );
};

/**
 * A reference system by its code.
 *
 * @param {HTMLElement} title
 * @param {string[]} options
 * @param {Answers} given
 * @param {boolean} required
 * @param {() => void} [typed]
 */
export const codeField = (title, options, given, required, typed) => {
  const input = element("input", {
    list: "upload-crs",
    required,
    pattern: "([A-Za-z]+:)?[A-Za-z0-9_.]+",
    placeholder: options.join(", "),
    autocomplete: "off",
    oninput: ({ target }) => {
      given.crs = target.value.trim();
      typed?.();
    },
  });
  const list = options.map((value) => element("option", { value }));
  return element(
    "label",
    { class: "line" },
    title,
    input,
    element("datalist", { id: "upload-crs" }, ...list),
  );
};

/**
 * Reference systems, each with a small map of where the rows would lie, or any other code.
 *
 * @param {string[]} options
 * @param {Candidate[]} candidates
 * @param {Answers} given
 * @param {UploadWords} words
 */
export const crsFields = (options, candidates, given, words) => {
  const cards = element("div", { class: "places", role: "radiogroup", "aria-label": words.places });
  const code = codeField(needed(words.crs, words), options, given, true, () => {
    delete given.axes;
    for (const radio of cards.querySelectorAll("input")) radio.checked = false;
  });
  const choose = (/** @type {Candidate} */ { crs, axes }) => {
    const input = code.querySelector("input");
    given.crs = crs;
    if (axes) given.axes = axes;
    else delete given.axes;
    if (input) input.value = crs;
  };
  cards.append(...candidates.map((candidate) => placeCard(candidate, words, () => choose(candidate))));
  return candidates.length ? [cards, code] : [code];
};

/**
 * @param {Candidate} candidate
 * @param {UploadWords} words
 * @param {() => void} onchange
 */
const placeCard = (candidate, words, onchange) => {
  const { crs, name, axes, lon, lat, place, extent, dots, ground } = candidate,
    [west, south, east, north] = extent,
    box = /** @type {Bounds} */ ([west - AROUND, south - AROUND, east + AROUND, north + AROUND]),
    code = axes ? `${crs}, ${words.swapped}` : crs,
    radio = element("input", { type: "radio", name: "upload-place", value: `${crs} ${axes}`, onchange });
  return element(
    "label",
    { class: "place" },
    sketch({ sketch: dots.map((dot) => [dot]), ground: ground ?? [] }, box, place ?? crs),
    element("span", {}, radio, element("strong", { text: code })),
    element("span", { text: place ?? "" }),
    element("span", { class: "count", text: `${name} · ${lon}, ${lat}` }),
  );
};

/**
 * The first rows of a table with their numbers.
 *
 * @param {string[][]} rows
 * @param {UploadWords} words
 */
export const headTable = (rows, words) => {
  const width = Math.max(...rows.map((row) => row.length));
  const lines = rows.map(([number, ...cells]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row", text: number }),
      ...Array.from({ length: width - 1 }, (_, at) => element("td", { text: cells[at] ?? "" })),
    ),
  );
  return element(
    "div",
    { class: "head", tabindex: "0", role: "region", "aria-label": words.head },
    element("table", {}, element("caption", { text: words.head }), element("tbody", {}, ...lines)),
  );
};

/**
 * The rows that may name the columns, as choices.
 *
 * @param {string[]} numbers
 * @param {UploadWords} words
 * @returns {Option[]}
 */
export const headOptions = (numbers, words) =>
  numbers.map((n) => [n, n === "0" ? words.no_header : fill(words.header_row, { n })]);
