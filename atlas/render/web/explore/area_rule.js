/* How an object must lie in the territories or the drawn shape: it meets them, lies within, has its centre
   there, or at least a share of it. */

import { element } from "../shell/dom.js";

/** @import { ExploreState } from "./answers" */

const HALF = 0.5,
  PERCENT = 100;

/** @param {number} percent */
const rounded = (percent) => Math.round(percent * PERCENT) / PERCENT;

/**
 * The four rules, each with what it means; without a place there is nothing to choose.
 *
 * @param {ExploreState} state
 */
export const areaRule = ({ words, link, act }) => {
  const query = new URLSearchParams(link),
    placed = query.has("territory") || query.has("select"),
    chosen = query.get("territory_rule") ?? "meets",
    share = Number(chosen);
  /** @param {string} rule */
  const choose = (rule) => act({ kind: "set", query: { territory_rule: rule === "meets" ? [] : [rule] } });
  /**
   * @param {string} id
   * @param {string} value
   * @param {boolean} checked
   * @param {string} title
   * @param {string} about
   */
  const rule = (id, value, checked, title, about) =>
    element(
      "label",
      { class: "rule" },
      element("input", {
        type: "radio",
        name: "territory_rule",
        value,
        checked,
        "data-key": `rule.${id}`,
        "aria-describedby": `rule-${id}`,
        onchange: () => choose(value),
      }),
      element("span", { text: title }),
      element("small", { id: `rule-${id}`, text: about }),
    );
  const percent = element("input", {
    type: "number",
    min: "0.01",
    max: String(PERCENT),
    step: "any",
    required: true,
    value: String(rounded((share || HALF) * PERCENT)),
    "aria-label": words.rule_percent,
    "data-key": "rule.percent",
    onchange: ({ target }) => {
      if (target.reportValidity()) choose(String(rounded(Number(target.value)) / PERCENT));
    },
  });
  return element(
    "fieldset",
    { class: "rules", disabled: !placed },
    element("legend", { text: words.rule }),
    placed ? null : element("p", { class: "note", text: words.rule_waits }),
    rule("meets", "meets", chosen === "meets", words.rule_meets, words.rule_meets_about),
    rule("within", "within", chosen === "within", words.rule_within, words.rule_within_about),
    rule("centre", "centre", chosen === "centre", words.rule_centre, words.rule_centre_about),
    rule("share", String(share || HALF), share > 0, words.rule_share, words.rule_share_about),
    element("p", { class: "share" }, percent, element("span", { text: "%" })),
  );
};
