/* Prose as elements: every text is set as text. The server has read the Markdown
   (atlas/scene/story/prose.py): a file without network holds what it read, so no script reads it again. */
import { element, link as webLink } from "../shell/dom.js";

/** @import { Run } from "../messages" */

/**
 * Paragraphs of runs; a figure leads to where it comes from, if anything takes it there.
 *
 * @param {Run[][]} blocks
 * @param {((link: string) => void) | null} [open]
 */
export const prose = (blocks, open = null) =>
  blocks.map((runs) => element("p", {}, ...runs.map((run) => runElement(run, open))));

/**
 * @param {Run} run
 * @param {((link: string) => void) | null} open
 */
const runElement = ({ kind, link = "", text, value }, open) => {
  if (kind === "strong") return element("strong", { text });
  if (kind === "emphasis") return element("em", { text });
  if (kind === "link") return webLink(link, text);
  if (kind !== "figure") return element("span", { text });
  const figure = { class: "figure", "data-value": value, "data-link": link, text };
  if (!open) return element("span", figure);
  return element("button", { type: "button", ...figure, onclick: () => open(link) });
};
