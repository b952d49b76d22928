/* The cards of the strip: the name of an answer with what was asked about it. One of them takes the Tab key,
   the arrows go on to the others. */
import { element } from "../../shell/dom.js";

/**
 * @import { AnswerGroup, AnswerRow } from "../../messages"
 * @import { MapPage } from "../map_page.js"
 */

/**
 * @param {MapPage} page
 * @param {AnswerGroup[]} groups
 */
export const cards = (page, groups) =>
  groups.flatMap((group) => group.rows.map((row) => element("li", {}, card(page, group, row))));

/**
 * @param {MapPage} page
 * @param {AnswerGroup} group
 * @param {AnswerRow} row
 */
const card = (page, { layer }, row) =>
  element(
    "button",
    {
      type: "button",
      class: "row",
      tabindex: "-1",
      "data-answer": `${layer}:${row.id}`,
      onclick: () => page.go(layer, row.id, row.bounds),
    },
    element("strong", { text: row.name }),
    element(
      "span",
      { class: "facts" },
      ...row.facts.map(([title, text]) =>
        element("span", {}, element("small", { text: title }), element("span", { text: ` ${text}` })),
      ),
      row.at ? null : element("span", { class: "unplaced", text: page.words.answers_unplaced }),
    ),
  );

/** @type {Record<string, (at: number, last: number) => number>} */
const STEPS = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** @param {KeyboardEvent & { currentTarget: HTMLElement }} event */
export const step = (event) => {
  const move = STEPS[event.key];
  if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const buttons = [...event.currentTarget.querySelectorAll("button")],
    at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)),
    next = buttons[move(Math.max(at, 0), buttons.length - 1)];
  if (!next) return;
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
};

/**
 * The page of the area that a question is about, and its file.
 *
 * @param {MapPage} page
 * @param {string} area parameters of a link: its territories and its drawn shape
 */
export const areaLinks = ({ home, lang, words }, area) => [
  element("a", {
    href: `${home}/area?lang=${lang}&${area}`,
    "data-noted": "",
    target: "_blank",
    rel: "noopener",
    text: words.area_sheet,
  }),
  element("a", {
    href: `${home}/area.pdf?lang=${lang}&${area}`,
    "data-noted": "",
    download: "",
    text: "PDF",
  }),
];
