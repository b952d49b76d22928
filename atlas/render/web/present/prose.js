// @ts-nocheck
/* Prose as elements: every text is set as text. */
import { element } from "../shell/dom.js";

export const prose = (blocks, onlink) =>
  blocks.map((runs) =>
    element(
      "p",
      {},
      ...runs.map((run) => {
        const tag = { strong: "strong", emphasis: "em" }[run.kind] || "span";
        if (run.kind !== "figure") return element(tag, { text: run.text });
        return onlink
          ? element("button", {
              type: "button",
              class: "figure",
              "data-value": run.value,
              "data-link": run.link,
              text: run.text,
              onclick: () => onlink(run.link),
            })
          : element("span", {
              class: "figure",
              "data-value": run.value,
              "data-link": run.link,
              text: run.text,
            });
      }),
    ),
  );
