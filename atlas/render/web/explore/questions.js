/* Three good questions to start with; folded for good once the reader folds them, and always there to come
   back to. */

import { element } from "../shell/dom.js";
import { word } from "../shell/words.js";

/** @import { ExploreState, Question, Tab } from "./answers" */

const KEPT = "atlas.start";

/** @type {Question[]} */
const QUESTIONS = [
  [
    "heaps",
    {
      layers: ["slag_heaps", "green_corridors", "unesco_components"],
      territory: ["246200364"],
      "slag_heaps.area_ha__gte": [10],
      "slag_heaps.state": ["remaining_in_part"],
      near: ["slag_heaps:green_corridors:500"],
    },
  ],
  ["shafts", { layers: ["mine_shafts", "mining_basins"], year: [1850], at: ["50.42,2.95,9.5"] }, "time"],
  ["network", { mode: ["network"] }],
];

const folded = () => {
  try {
    return localStorage.getItem(KEPT) === "folded";
  } catch {
    return false;
  }
};
/** @param {boolean} open */
const fold = (open) => {
  try {
    if (open) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "folded");
  } catch {
    /* A browser that keeps nothing asks again. */
  }
};

/**
 * `open` opens a tab below the map.
 *
 * @param {ExploreState} state
 * @param {(tab: Tab) => void} open
 */
export const start = ({ words, act }, open) =>
  element(
    "details",
    { class: "start", open: !folded(), ontoggle: (event) => fold(event.target.open) },
    element("summary", { "data-key": "start", text: words.start }),
    element(
      "ul",
      {},
      ...QUESTIONS.map(([key, query, tab]) =>
        element(
          "li",
          {},
          element("button", {
            type: "button",
            "data-key": `start.${key}`,
            text: word(words, `start_${key}`),
            onclick: () => {
              if (tab) open(tab);
              act({ kind: "set", query });
            },
          }),
        ),
      ),
    ),
  );
