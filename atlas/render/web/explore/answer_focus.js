/* A question that is offered moves the focus to its answer, once that is there. */
import { mapFrame } from "../shell/layout.js";

/** @typedef {"headline" | "time" | "network"} Answering */

/** @type {Record<Answering, string>} */
const NODES = {
  headline: ".answer:not([hidden]) h2",
  time: ".shelf .tab.time",
  network: ".panel.network",
};
/** Where the answer of a question stands: else in the headline.
 *
 * @type {Record<string, Answering>}
 */
const ANSWERS = { shafts: "time", network: "network" };
/* Milliseconds between two looks, and how often it is looked. */
const PAUSE = 60,
  LOOKS = 150;

/** The page of the app, whose parts stand in a shadow tree. */
const page = () => {
  for (const { shadowRoot } of document.querySelectorAll("*"))
    if (shadowRoot?.querySelector(".atlas")) return shadowRoot;
  return null;
};

/**
 * @param {string} question its key
 * @param {number} [looks]
 */
export const focusAnswer = (question, looks = LOOKS) => {
  const what = ANSWERS[question] ?? "headline",
    root = what === "headline" ? mapFrame().contentDocument : page(),
    /** @type {HTMLElement | null | undefined} */
    node = root?.querySelector(NODES[what]);
  if (node) {
    node.tabIndex = -1;
    node.focus();
  } else if (looks) setTimeout(() => focusAnswer(question, looks - 1), PAUSE);
};
