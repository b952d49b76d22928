/* The form about a file: what the file does not say, and how its layer is called. */
import { element } from "../shell/dom.js";
import { fill, word } from "../shell/words.js";
import { codeField, crsFields, headOptions, headTable, needed, pick } from "./upload_fields.js";

/**
 * @import { Child } from "../shell/elements"
 * @import { UploadWords } from "../words"
 * @import { Answers, Question, UploadFound } from "./answers"
 * @import { Upload } from "./upload.js"
 * @import { Option } from "./upload_fields.js"
 */

/* The answer that a table has no columns of coordinates (atlas/io/imports/readers/tables/positions.py). */
const NO_COLUMN = "-";

/* What texts are written in; the names are those of the encodings. */
const ENCODINGS = /** @type {Option[]} */ (
  ["UTF-8", "Windows-1252", "ISO-8859-15", "CP850", "CP437", "Mac-Roman"].map((name) => [name, name])
);

/**
 * @param {Upload} upload
 * @param {UploadFound} found
 * @param {Answers} answers
 */
export const questionForm = (upload, found, answers) => {
  const { words } = upload,
    given = { ...answers };
  const again = (/** @type {Event} */ event) => {
    event.preventDefault();
    upload.readAgain(found, given);
  };
  return element(
    "form",
    { onsubmit: again },
    element("h4", { text: words.asked }),
    ...found.questions.flatMap((question) => questionFields(question, given, words)),
    buttons(upload, words.read_again),
  );
};

/**
 * @param {Question} question
 * @param {Answers} given
 * @param {UploadWords} words
 */
const questionFields = ({ about, why, options, values, candidates, rows }, given, words) => {
  const head = element("p", { text: fill(word(words, `ask_${why}`), values) }),
    names = options.map((name) => /** @type {Option} */ ([name, name])),
    choose = (/** @type {string} */ key, /** @type {string} */ title, /** @type {Option[]} */ list) =>
      pick(key, needed(title, words), list, given, words);
  if (about === "columns") {
    names.push([NO_COLUMN, words.no_columns]);
    return [head, choose("x", words.x, names), choose("y", words.y, names)];
  }
  if (about === "encoding") return [head, choose("encoding", words.encoding, names)];
  if (about === "layer") return [head, choose("layer", words.layer, names)];
  if (about === "header") {
    return [head, headTable(rows, words), choose("header", words.header, headOptions(options, words))];
  }
  if (about === "crs") return [head, ...crsFields(options, candidates, given, words)];
  const orders = options.map((order) => /** @type {Option} */ ([order, word(words, `axes_${order}`)]));
  return [head, choose("axes", words.axes, orders)];
};

/** @param {UploadFound} found */
const headNumbers = ({ head }) => [...head.map(([number]) => number ?? ""), "0"];

/**
 * What the reader says although the file says something else: it wins.
 *
 * @param {Upload} upload
 * @param {UploadFound} found
 * @param {Answers} answers
 */
export const differentlyForm = (upload, found, answers) => {
  const { words } = upload,
    given = { ...answers },
    names = found.columns.map((name) => /** @type {Option} */ ([name, name])),
    /** @type {Option[]} */
    marks = [
      [",", words.decimal_comma],
      [".", words.decimal_point],
    ],
    plain = (/** @type {string} */ text) => element("span", { text });
  const again = (/** @type {Event} */ event) => {
    event.preventDefault();
    upload.readAgain(found, given);
  };
  return element(
    "details",
    {},
    element("summary", { text: words.differently }),
    element(
      "form",
      { onsubmit: again },
      element("p", { class: "note", text: words.differently_about }),
      codeField(plain(words.crs), found.crs ? [found.crs] : [], given, false),
      pick("x", plain(words.x), names, given, words, false),
      pick("y", plain(words.y), names, given, words, false),
      found.head.length
        ? pick("header", plain(words.header), headOptions(headNumbers(found), words), given, words, false)
        : null,
      pick("encoding", plain(words.encoding), ENCODINGS, given, words, false),
      pick("decimal", plain(words.decimal), marks, given, words, false),
      element(
        "p",
        { class: "buttons" },
        element("button", { type: "submit", class: "small", text: words.read_again }),
      ),
    ),
  );
};

/**
 * @param {Upload} upload
 * @param {UploadFound} found
 * @param {Answers} answers
 */
export const layerForm = (upload, found, answers) => {
  const { words, about } = upload,
    title = element("input", { value: found.name.replace(/\.[^.]*$/, ""), maxlength: 120 }),
    id = element("input", {
      value: found.id,
      required: true,
      pattern: "[a-z][a-z0-9]*(_[a-z0-9]+)*",
      maxlength: 60,
      spellcheck: "false",
      autocapitalize: "off",
    }),
    licences = about.licences.map(([value, text]) => element("option", { value, text })),
    licence = element("select", {}, element("option", { value: "", text: words.private }), ...licences),
    save = about.save ? element("input", { type: "checkbox" }) : null;
  const keep = (/** @type {Event} */ event) => {
    event.preventDefault();
    upload.keep(found, {
      answers,
      id: id.value,
      title: title.value,
      licence: licence.value,
      save: save?.checked ?? false,
    });
  };
  const line = (/** @type {Child} */ name, /** @type {Element} */ field) =>
    element("label", { class: "line" }, name, field);
  return element(
    "form",
    { onsubmit: keep },
    line(element("span", { text: words.name }), title),
    line(needed(words.id, words), id),
    line(element("span", { text: words.licence }), licence),
    save ? element("label", { class: "option" }, save, element("span", { text: words.save })) : null,
    buttons(upload, found.join && !found.join.chosen ? words.join_table : words.keep),
  );
};

/**
 * @param {Upload} upload
 * @param {string} text
 */
const buttons = (upload, text) => {
  const other = element("button", {
    type: "button",
    class: "small",
    text: upload.words.other_file,
    onclick: () => {
      upload.say("");
      upload.choose();
    },
  });
  return element(
    "p",
    { class: "buttons" },
    element("button", { type: "submit", class: "do", text }),
    other,
  );
};
