/* The form about a file: what the file does not say, and how its layer is called. */
import { element } from "../shell/dom.js";
import { fill, word } from "../shell/words.js";

/**
 * @import { Child } from "../shell/elements"
 * @import { UploadWords } from "../words"
 * @import { Answers, Question, UploadFound } from "./answers"
 * @import { Upload } from "./upload.js"
 *
 * @typedef {[value: string, text: string]} Option
 */

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
const questionFields = ({ about, why, options, values }, given, words) => {
  const head = element("p", { text: fill(word(words, `ask_${why}`), values) }),
    names = options.map((name) => /** @type {Option} */ ([name, name]));
  if (about === "columns")
    return [head, pick("x", words.x, names, given, words), pick("y", words.y, names, given, words)];
  if (about === "layer") return [head, pick("layer", words.layer, names, given, words)];
  if (about === "crs") return [head, codeField(options, given, words)];
  const orders = options.map((order) => /** @type {Option} */ ([order, word(words, `axes_${order}`)]));
  return [head, pick("axes", words.axes, orders, given, words)];
};

/**
 * The name of an answer that cannot be left out, which says so.
 *
 * @param {string} title
 * @param {UploadWords} words
 */
const needed = (title, words) => element("span", { text: `${title} (${words.needed})` });

/**
 * @param {string} key
 * @param {string} title
 * @param {Option[]} options
 * @param {Answers} given
 * @param {UploadWords} words
 */
const pick = (key, title, options, given, words) => {
  const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) => {
    given[key] = target.value;
  };
  const choices = options.map(([value, text]) =>
    element("option", { value, text, selected: given[key] === value }),
  );
  return element(
    "label",
    { class: "line" },
    needed(title, words),
    element(
      "select",
      { required: true, onchange },
      element("option", { value: "", text: words.pick }),
      ...choices,
    ),
  );
};

/**
 * A reference system is proposed as a list and may be any other code.
 *
 * @param {string[]} options
 * @param {Answers} given
 * @param {UploadWords} words
 */
const codeField = (options, given, words) => {
  const input = element("input", {
    list: "upload-crs",
    required: true,
    pattern: "[A-Za-z]+:[A-Za-z0-9_.]+",
    placeholder: options.join(", "),
    autocomplete: "off",
    oninput: ({ target }) => {
      given.crs = target.value.trim();
    },
  });
  const list = options.map((value) => element("option", { value }));
  return element(
    "label",
    { class: "line" },
    needed(words.crs, words),
    input,
    element("datalist", { id: "upload-crs" }, ...list),
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
    buttons(upload, words.keep),
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
