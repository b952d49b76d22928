/* Maps at one scale: small ones coloured by a measure, two that move together or lie under a curtain, and
   the outline of one territory over another at true size. All of them are drawn in kilometres on equal-area
   planes. */

import { element } from "../shell/dom.js";
import { messageOf } from "../shell/server.js";
import { word } from "../shell/words.js";
import { mapPair } from "./map_pair.js";
import { smallMaps } from "./small_maps.js";
import { trueSize } from "./true_size.js";

/** @import { Compare } from "./compare.js" */

/** @type {Record<string, (page: Compare, node: HTMLElement) => Promise<void>>} */
const KINDS = { small: smallMaps, pair: mapPair, size: trueSize };

/**
 * A map that cannot be drawn leaves the choice of the others.
 *
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const maps = async (page, node) => {
  const shown = page.chosen("maps.kind") ?? "small";
  const kinds = element(
    "div",
    { class: "segments", role: "group", "aria-label": page.words.way_maps },
    ...Object.keys(KINDS).map((kind) =>
      element("button", {
        type: "button",
        "data-key": `maps.${kind}`,
        "aria-pressed": String(kind === shown),
        text: word(page.words, `maps_${kind}`),
        onclick: () => page.choose({ "maps.kind": kind === "small" ? null : kind }),
      }),
    ),
  );
  const body = element("div", { class: `maps-${shown}` });
  node.append(kinds, body);
  try {
    await (KINDS[shown] ?? smallMaps)(page, body);
  } catch (problem) {
    body.replaceChildren(element("p", { class: "problem", text: messageOf(problem) }));
  }
};
