/* The register of disagreements: contested figures, and which version counts. */
import { element, link } from "../shell/dom.js";

/**
 * @import { Disagreement, DisagreementVersion } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const register = async (page, node) => {
  const { words } = page;
  /** @type {Disagreement[]} */
  const found = await page.ask("compare/register");
  /**
   * @param {string} figure
   * @param {string | null} choice
   */
  const choose = (figure, choice) =>
    page.set({
      version: [
        ...found
          .filter((other) => other.chosen && other.id !== figure)
          .map((other) => `${other.id}:${other.chosen}`),
        ...(choice ? [`${figure}:${choice}`] : []),
      ],
    });
  /**
   * @param {Disagreement} figure
   * @param {DisagreementVersion} version
   */
  const option = (figure, version) =>
    element(
      "li",
      {},
      element(
        "label",
        {},
        element("input", {
          type: "radio",
          name: figure.id,
          "data-key": `version.${figure.id}.${version.id}`,
          checked: figure.chosen === version.id,
          onchange: () => choose(figure.id, version.id),
        }),
        element("b", { text: version.value }),
        element("span", { text: version.definition }),
      ),
      element(
        "small",
        {},
        link(version.url, version.source),
        version.published ? `, ${version.published}` : "",
      ),
    );
  node.append(
    element("p", { class: "lead", text: words.register_why }),
    element(
      "div",
      { class: "grid" },
      ...found.map((figure) =>
        element(
          "section",
          { class: figure.chosen ? "figure chosen" : "figure" },
          element(
            "header",
            {},
            element("h3", { text: figure.title }),
            element("small", { text: figure.layer }),
          ),
          element(
            "ul",
            {},
            ...figure.versions.map((version) => option(figure, version)),
            element(
              "li",
              {},
              element(
                "label",
                {},
                element("input", {
                  type: "radio",
                  name: figure.id,
                  "data-key": `version.${figure.id}.none`,
                  checked: !figure.chosen,
                  onchange: () => choose(figure.id, null),
                }),
                element("span", { class: "none", text: words.no_choice }),
              ),
            ),
          ),
          element("p", {
            class: "legend-note",
            text: figure.used_by.length
              ? `${words.changes} ${figure.used_by.join(", ")}.`
              : words.changes_nothing,
          }),
        ),
      ),
    ),
  );
};
