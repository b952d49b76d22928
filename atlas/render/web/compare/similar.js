/* Similar basins, those of the same mineral first, with reasons that add up to the likeness. */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { fill, word } from "../shell/words.js";

/**
 * @import { SimilarBasin, SimilarBasins } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/** @type {SimilarBasin["group"][]} */
const GROUPS = ["same", "unknown", "other"];

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const twins = async (page, node) => {
  const { words } = page,
    basins = page.offered.territories.find(({ level }) => level === "basin")?.items ?? [],
    kept = {
      of: page.chosen("twins.of") ?? "nord_pas_de_calais",
      ahead: page.chosen("twins.ahead") === "1",
    };
  /** @type {SimilarBasins} */
  const answer = await page.ask("compare/twins", { of: kept.of });
  const shown = answer.twins.filter((twin) => !kept.ahead || twin.ahead),
    groups = answer.mineral_first ? GROUPS : [null];
  node.append(
    element(
      "div",
      { class: "controls" },
      element(
        "label",
        {},
        element("span", { text: words.twin_of }),
        element(
          "select",
          { "data-key": "twins.of", onchange: (event) => page.choose({ "twins.of": event.target.value }) },
          ...basins.map((item) =>
            element("option", { value: item.id, selected: item.id === kept.of, text: item.name }),
          ),
        ),
      ),
      element(
        "label",
        { class: "check" },
        element("input", {
          type: "checkbox",
          "data-key": "twins.ahead",
          checked: kept.ahead,
          onchange: (event) => page.choose({ "twins.ahead": event.target.checked ? "1" : null }),
        }),
        element("span", { text: words.only_ahead }),
      ),
      element(
        "label",
        { class: "check" },
        element("input", {
          type: "checkbox",
          "data-key": "twins.mineral",
          checked: answer.mineral_first,
          onchange: (event) => page.choose({ "twins.mineral": event.target.checked ? null : "0" }),
        }),
        element("span", { text: words.mineral_first }),
      ),
    ),
    element("p", { class: "legend-note", text: words.twins_about }),
  );
  for (const group of groups) {
    const own = shown.filter((twin) => group === null || twin.group === group);
    if (group && own.length)
      node.append(element("h3", { class: "mineral", text: word(words, `mineral_${group}`) }));
    if (own.length)
      node.append(element("ol", { class: "twins" }, ...own.map((twin) => twinItem(page, twin))));
  }
};

/**
 * @param {Compare} page
 * @param {SimilarBasin} twin
 */
const twinItem = (page, twin) => {
  const { words } = page,
    part = (/** @type {number} */ thousandths) =>
      numberFormat(page.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
        thousandths / 10,
      );
  const ahead = twin.ahead === null ? words.ahead_unknown : twin.ahead ? words.is_ahead : words.not_ahead;
  const said = twin.reasons.map((reason) =>
    element(
      "li",
      {},
      element("i", { class: "reason-mark" }),
      element("b", { text: reason.attribute }),
      ` ${reason.own === reason.other ? reason.own : `${reason.own} / ${reason.other}`} `,
      element("span", { class: "points", text: `+ ${part(reason.thousandths)}` }),
      element("small", {
        text: reason.rank_without === null ? "" : fill(words.rank_without, { rank: reason.rank_without }),
      }),
    ),
  );
  return element(
    "li",
    { class: "twin", value: twin.rank },
    element(
      "header",
      {},
      element("h4", { text: twin.name }),
      element(
        "p",
        {},
        `${words.likeness} `,
        element("b", { text: `${part(twin.thousandths)}` }),
        ` / 100 · ${fill(words.known_of, { known: twin.known, all: twin.attributes })} · ${ahead}`,
      ),
    ),
    element(
      "div",
      { class: "reasons-bar", "aria-hidden": "true" },
      ...twin.reasons.map((reason) =>
        element("i", { style: `width:${reason.thousandths / 10}%`, title: reason.attribute }),
      ),
    ),
    element(
      "details",
      { open: twin.rank <= 2 },
      element("summary", { text: words.why_alike }),
      element("ul", { class: "reasons" }, ...said),
      element("p", {
        class: "sum",
        text: `${twin.reasons.map((by) => part(by.thousandths)).join(" + ")} = ${part(twin.thousandths)}`,
      }),
      twin.unknown.length
        ? element(
            "p",
            { class: "gap" },
            element("i", { class: "hatch" }),
            `${words.not_known} ${twin.unknown.join(", ")}`,
          )
        : null,
    ),
  );
};
