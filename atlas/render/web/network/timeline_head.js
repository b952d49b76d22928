/* The chosen years, typed; what has none; the way to fold it all. */
import { element } from "../shell/dom.js";
import { disclosureButton } from "../shell/patterns/disclosure.js";
import { fill, plural } from "../shell/words.js";

/**
 * @import { NetworkAnswer } from "./answers"
 * @import { Does, Shown } from "./timeline.js"
 */

/**
 * @param {Pick<NetworkAnswer, "time" | "span">} data
 * @param {Shown} shown
 * @param {Does} does
 */
export const timeHead = ({ time, span }, { lang, words, years, undated, folded }, does) => {
  const [first, last] = span,
    [from, to] = years,
    some = from !== null || to !== null;
  const { projects, twinnings } = time.undated;
  const without = {
    projects: plural(words.n_projects, lang, projects, { n: projects }),
    twinnings: plural(words.n_twinnings, lang, twinnings, { n: twinnings }),
  };
  /**
   * @param {"from" | "to"} key
   * @param {string} title
   * @param {number | null} value
   * @param {number | null} other
   */
  const bound = (key, title, value, other) => {
    const input = element("input", {
      type: "number",
      min: first,
      max: last,
      step: 1,
      "data-key": `time.${key}`,
      placeholder: key === "from" ? first : last,
      value: value ?? "",
      onchange: ({ target }) => {
        const year = target.value === "" ? null : Number(target.value);
        /* Without years there is nothing for those without a year to be kept beside. */
        does.brush({ [key]: year, ...(year === null && other === null ? { undated: false } : {}) });
      },
    });
    return element("label", {}, element("span", { text: title }), input);
  };
  const beside = element("input", {
    type: "checkbox",
    "data-key": "time.undated",
    checked: undated,
    onchange: ({ target }) => does.brush({ undated: target.checked }),
  });
  const all = element("button", {
    type: "button",
    class: "small",
    "data-key": "time.all",
    text: words.time_all,
    onclick: () => does.brush({ from: null, to: null, undated: false }),
  });
  const option = element(
    "label",
    { class: "option" },
    beside,
    element("span", { text: words.time_with_undated }),
  );
  return element(
    "header",
    {},
    element("h2", { text: words.time }),
    bound("from", words.time_from, from, to),
    bound("to", words.time_to, to, from),
    some ? option : null,
    some ? all : null,
    element("span", { class: "count", text: fill(words.time_undated, without) }),
    disclosureButton({
      class: "small fold",
      "data-key": "time.fold",
      text: words.time_fold,
      open: !folded,
      toggle: () => does.fold(),
    }),
  );
};
