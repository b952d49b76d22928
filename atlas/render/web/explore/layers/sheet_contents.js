/* The sheet of a layer as it is read: description, contested figures, files. */
import { element, link } from "../../shell/dom.js";

/** @import { LayerMetadata } from "../answers" */

/** @param {LayerMetadata} sheet */
export const contents = ({ description, figures, files }) => [
  element("p", { text: description }),
  ...figures.map(({ title, versions }) => {
    const lines = versions.map(({ value, definition, source }) =>
      element(
        "li",
        {},
        element("strong", { text: value }),
        element("span", { text: ` — ${definition} (${source})` }),
      ),
    );
    return element("div", {}, element("h2", { text: title }), element("ul", {}, ...lines));
  }),
  ...files.map(({ name, rows }) => {
    const lines = rows.flatMap(([title, text, url]) => [
      element("dt", { text: title }),
      element("dd", {}, url ? link(url, text) : element("span", { text })),
    ]);
    return element("div", {}, element("h2", { text: name }), element("dl", {}, ...lines));
  }),
];
