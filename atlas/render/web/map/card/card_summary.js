/* What a card opens with: a sentence, figures that matter, small pictures, what sources contest. */
import { element, link, svgElement } from "../../shell/dom.js";

/**
 * @import { ObjectCard } from "../../messages"
 * @import { CardDisagreement, CardPicture, KeyFigure } from "../../scene_messages"
 */

/**
 * @param {ObjectCard} card
 * @returns {HTMLElement[]}
 */
export const summaryOf = ({ sentence, figures, pictures, disagreements, labels }) => [
  ...(sentence ? [element("p", { class: "sentence", text: sentence })] : []),
  ...(figures?.length ? [element("dl", { class: "figures" }, ...figures.map(tile))] : []),
  ...(pictures ?? []).map(drawing),
  ...(disagreements?.length ? [contested(disagreements, labels?.disagree ?? "")] : []),
];

/** @param {KeyFigure} figure */
const tile = ({ title, text, unknown, beside }) =>
  element(
    "div",
    {},
    element("dt", { text: title }),
    element("dd", { class: unknown ? "unknown" : null, text }),
    beside ? element("dd", { class: "beside", text: beside }) : null,
  );

/**
 * The words stand around the picture: they are all that it says, and grow with the text of the page.
 *
 * @param {CardPicture} picture
 */
const drawing = ({ title, low, high, ground, mark, line }) =>
  element(
    "figure",
    { class: "picture" },
    element("figcaption", { text: title }),
    svgElement(
      "svg",
      { viewBox: "0 0 400 60", preserveAspectRatio: "none", "aria-hidden": "true" },
      svgElement("path", { class: "ground", d: ground }),
      svgElement("path", { class: line ? "line" : "mark", d: mark }),
    ),
    element("p", { class: "ends" }, element("span", { text: low }), element("span", { text: high })),
  );

/**
 * Every version with its source: none is chosen.
 *
 * @param {CardDisagreement[]} disagreements
 * @param {string} title
 */
const contested = (disagreements, title) =>
  element(
    "section",
    { class: "contested" },
    element("h3", { text: title }),
    ...disagreements.flatMap(({ title: figure, versions }) => [
      element("h4", { text: figure }),
      element(
        "ul",
        {},
        ...versions.map(({ value, about, source, url }) =>
          element(
            "li",
            {},
            value ? element("strong", { text: value }) : null,
            about ? element("span", { text: about }) : null,
            source || url ? element("span", { class: "from" }, link(url, source || url || "")) : null,
          ),
        ),
      ),
    ]),
  );
