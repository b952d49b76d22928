/* Three good questions to start with; folded for good once the reader folds them, and always there to come
   back to. */

import { element } from "../shell/dom.js";
import { isOn, keep } from "../shell/kept.js";
import { word } from "../shell/words.js";

/** @import { ExploreState, Question, Tab } from "./answers" */

/* Open, until the reader folds them. */
const OPEN = { key: "atlas.start", off: "folded" };

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

/**
 * `open` opens a tab below the map.
 *
 * @param {ExploreState} state
 * @param {(tab: Tab) => void} open
 */
export const start = ({ words, act }, open) =>
  element(
    "details",
    { class: "start", open: isOn(OPEN), ontoggle: (event) => keep(OPEN, event.target.open) },
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
              import("./answer_focus.js").then(({ focusAnswer }) => focusAnswer(key));
            },
          }),
        ),
      ),
    ),
  );
