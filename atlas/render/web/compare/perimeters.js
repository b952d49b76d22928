/* What another perimeter would turn round. */
import { element } from "../shell/dom.js";
import { fill, plural } from "../shell/words.js";

/**
 * @import { PerimeterMessage } from "./answers"
 * @import { Compare } from "./compare.js"
 */

/**
 * Perimeters whose turns are open: they stay so.
 *
 * @type {Set<string>}
 */
const unfolded = new Set();

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const perimeters = async (page, node) => {
  const { words } = page;
  /** @type {PerimeterMessage[]} */
  const found = await page.ask("compare/perimeters");
  node.append(
    element("p", {
      class: "lead",
      text: fill(words.perimeters_why, { perimeter: page.data.perimeter.title }),
    }),
    ...found.map((turn) => {
      const n = turn.flips.length,
        all = turn.kept + turn.lost + n;
      const head = element(
        "header",
        {},
        element("h3", { text: turn.title }),
        element(
          "p",
          { class: "big" },
          element("b", { text: plural(words.turned, page.lang, n, { n, all }) }),
          ` ${plural(words.lost, page.lang, turn.lost, { n: turn.lost })}`,
        ),
        element(
          "div",
          { class: "share-bar", "aria-hidden": "true" },
          element("i", { class: "kept", style: `flex:${turn.kept}` }),
          element("i", { class: "turned", style: `flex:${turn.flips.length}` }),
          element("i", { class: "hatch", style: `flex:${turn.lost}` }),
        ),
        element("button", {
          type: "button",
          class: "small",
          "data-key": `turn.${turn.id}`,
          text: words.adopt,
          onclick: () => page.set({ perimeter: turn.id === "mbm" ? [] : [turn.id] }),
        }),
      );
      const list = turn.flips.length
        ? element(
            "details",
            {
              open: unfolded.has(turn.id),
              ontoggle: ({ target }) => (target.open ? unfolded.add(turn.id) : unfolded.delete(turn.id)),
            },
            element("summary", { text: fill(words.which, { n: turn.flips.length }) }),
            element(
              "ul",
              { class: "flips" },
              ...turn.flips.map((flip) =>
                element(
                  "li",
                  {},
                  element("b", { text: flip.title }),
                  element("span", { text: `${flip.before[0]} > ${flip.before[1]}` }),
                  element("span", { class: "after", text: `→ ${flip.after[0]} > ${flip.after[1]}` }),
                ),
              ),
            ),
          )
        : null;
      return element("section", { class: "turn" }, head, list);
    }),
  );
};
