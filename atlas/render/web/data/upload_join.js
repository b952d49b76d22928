/* Tables that name places: the column and the layer, several rows of a place, and what was not found. */
import { element } from "../shell/dom.js";
import { fill, word } from "../shell/words.js";
import { needed, pick } from "./upload_fields.js";

/**
 * @import { Answers, ChosenJoin, JoinAnswers, JoinFound, UploadFound } from "./answers"
 * @import { Upload } from "./upload.js"
 * @import { Option } from "./upload_fields.js"
 */

const KINDS = ["rate", "count"];

/**
 * Where the rows of a table are: chosen by layer and column, the best proposed.
 *
 * @param {Upload} upload
 * @param {UploadFound} found
 * @param {Answers} answers
 * @param {JoinFound} join
 */
export const joinForm = (upload, found, answers, join) => {
  const { words } = upload,
    chosen = join.chosen,
    best = join.proposed[0],
    /** @type {Answers} */
    given = {
      layer: chosen?.layer ?? best?.layer ?? "",
      on: chosen?.column ?? best?.column ?? "",
      rows: chosen?.rule && chosen.rule !== "one" ? chosen.rule : "",
      year: upload.join?.year ?? chosen?.year ?? "",
      variable: upload.join?.variable ?? "",
    };
  const shares = new Map([...join.proposed].reverse().map((one) => [one.layer, one])),
    titled = (/** @type {string} */ layer, /** @type {string} */ title) => {
      const share = shares.get(layer);
      return share ? fill(words.join_share, { title, found: share.found, values: share.values }) : title;
    },
    first = join.layers.filter(([layer]) => shares.has(layer)),
    others = join.layers.filter(([layer]) => !shares.has(layer)),
    layers = [...first, ...others].map(
      ([layer, title]) => /** @type {Option} */ ([layer, titled(layer, title)]),
    ),
    columns = join.columns.map((name) => /** @type {Option} */ ([name, name]));
  const again = (/** @type {Event} */ event) => {
    event.preventDefault();
    const same = chosen?.layer === given.layer && chosen?.column === given.on,
      kept = same ? upload.join : null;
    upload.join = {
      layer: given.layer ?? "",
      on: given.on ?? "",
      places: kept?.places ?? {},
      kinds: kept?.kinds ?? {},
      ...(given.rows ? { rows: given.rows } : {}),
      ...(given.year ? { year: given.year } : {}),
      ...(given.variable ? { variable: given.variable } : {}),
    };
    upload.readAgain(found, answers);
  };
  const asTable = element("button", {
    type: "button",
    class: "small",
    text: words.join_table,
    onclick: () => {
      upload.join = null;
      upload.readAgain(found, answers);
    },
  });
  return element(
    "form",
    { class: "join", onsubmit: again },
    element("h4", { text: words.join_title }),
    chosen ? null : element("p", { class: "note", text: words.join_about }),
    pick("layer", needed(words.join_layer, words), layers, given, words),
    pick("on", needed(words.join_on, words), columns, given, words),
    ...(chosen?.rules.length ? rowFields(upload, chosen, columns, given) : []),
    ...(chosen?.figures.length ? [figureFields(upload, found, answers, chosen)] : []),
    element(
      "p",
      { class: "buttons" },
      element("button", {
        type: "submit",
        class: chosen?.rule ? "small" : "do",
        text: chosen?.rule ? words.read_again : words.join_do,
      }),
      chosen ? asTable : null,
    ),
  );
};

/**
 * What becomes of several rows of a place.
 *
 * @param {Upload} upload
 * @param {ChosenJoin} chosen
 * @param {Option[]} columns
 * @param {Answers} given
 */
const rowFields = ({ words }, chosen, columns, given) => {
  const rules = chosen.rules.map(
      (rule) => /** @type {Option} */ ([rule, word(words, `join_rows_${rule}`)]),
    ),
    named = chosen.repeated.map(([name, rows]) => `${name} (${rows})`).join(", ");
  return [
    element("p", { class: "note", text: named }),
    pick("rows", needed(words.join_rows, words), rules, given, words),
    pick("year", element("span", { text: words.join_year }), columns, given, words, false),
    ...(chosen.rules.includes("columns")
      ? [pick("variable", element("span", { text: words.join_variable }), columns, given, words, false)]
      : []),
  ];
};

/**
 * Which columns are rates and which are counts; a change reads the table again.
 *
 * @param {Upload} upload
 * @param {UploadFound} found
 * @param {Answers} answers
 * @param {ChosenJoin} chosen
 */
const figureFields = (upload, found, answers, chosen) => {
  const { words } = upload,
    kinds = KINDS.map((kind) => [kind, word(words, `join_kind_${kind}`)]);
  const line = (/** @type {[title: string, kind: string]} */ [title, kind]) => {
    const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) => {
      if (!upload.join) return;
      upload.join.kinds = { ...upload.join.kinds, [title]: target.value };
      upload.readAgain(found, answers);
    };
    const options = kinds.map(([value, text]) =>
      element("option", { value, text, selected: value === kind }),
    );
    return element(
      "label",
      { class: "line" },
      element("span", { text: title }),
      element("select", { onchange }, ...options),
    );
  };
  return element(
    "details",
    {},
    element("summary", { text: words.join_figures }),
    element("p", { class: "note", text: words.join_figures_about }),
    ...chosen.figures.map(line),
  );
};

/**
 * Values without an object, with the objects that they may name, and their rows to take away.
 *
 * @param {Upload} upload
 * @param {UploadFound} found
 * @param {Answers} answers
 * @param {ChosenJoin} chosen
 */
export const lostList = (upload, found, answers, chosen) => {
  const { words } = upload;
  if (!chosen.lost_rows) return null;
  const accept = (/** @type {string} */ value, /** @type {string} */ id) => {
    if (!upload.join) return;
    upload.join.places = { ...upload.join.places, [value]: id };
    upload.readAgain(found, answers);
  };
  const items = chosen.lost.map(({ value, rows, suggestions }) =>
    element(
      "li",
      {},
      element("span", { text: value }),
      element("span", { class: "count", text: upload.number.format(rows) }),
      element(
        "span",
        { class: "choices" },
        ...suggestions.map(([id, name]) =>
          element("button", {
            type: "button",
            class: "small",
            title: id,
            text: name,
            onclick: () => accept(value, id),
          }),
        ),
      ),
    ),
  );
  return element(
    "div",
    { class: "lost" },
    element("h4", { text: words.join_lost }),
    items.length ? element("p", { class: "note", text: words.join_lost_about }) : null,
    items.length ? element("ul", {}, ...items) : null,
    element("button", {
      type: "button",
      class: "small",
      text: words.join_take,
      onclick: () => takeLost(upload, found, answers),
    }),
  );
};

/**
 * @param {Upload} upload
 * @param {UploadFound} found
 * @param {Answers} answers
 */
const takeLost = async (upload, found, answers) => {
  /** @type {{ csv: string } | null} */
  const taken = await upload.post(found, { lost: true, answers, join: upload.join });
  if (!taken) return;
  const href = URL.createObjectURL(new Blob([taken.csv], { type: "text/csv;charset=utf-8" })),
    link = element("a", { href, download: `${found.id}-x.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href));
};
