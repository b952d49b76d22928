/* Which columns of a table are shown. */
import { element } from "../shell/dom.js";

/** @import { TableAnswer } from "./answers" */

/**
 * A list to choose columns from; the last one stays.
 *
 * @param {TableAnswer} data
 * @param {string} title
 * @param {boolean} open
 * @param {(open: boolean) => void} toggle
 * @param {(id: string, on: boolean) => void} change
 */
export const columnChooser = ({ columns, shown }, title, open, toggle, change) => {
  const rows = columns.map((column) => {
    const checked = shown.includes(column.id);
    return element(
      "label",
      { class: "option" },
      element("input", {
        type: "checkbox",
        checked,
        disabled: checked && shown.length === 1,
        onchange: ({ target }) => change(column.id, target.checked),
      }),
      element("span", { text: column.title }),
    );
  });
  return element(
    "details",
    { class: "chooser", open, ontoggle: ({ target }) => toggle(target.open) },
    element("summary", { text: title }),
    element("div", {}, ...rows),
  );
};
