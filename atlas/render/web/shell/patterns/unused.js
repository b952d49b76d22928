/* What of a link could not be used, where the mode does not show it: it has no place for it, or its panel is
   folded. Over a story in the whole window it stands in the page of the map. */
import { element } from "../dom.js";
import { mapFrame } from "../layout.js";
import { plural } from "../words.js";
import { ALERT } from "./live_region.js";

/**
 * @import { PanelWords } from "../../words"
 */

/** @type {HTMLElement | null} */
let shown = null;
/* What the reader has put away is not shown again. */
let closed = "";

/**
 * @param {Element} root
 * @param {{ messages: string[], lang: string }} state
 * @param {PanelWords} words
 */
export const showUnused = (root, { messages, lang }, words) => {
  const text = messages.join("\n");
  if (!messages.length) closed = "";
  /* What lies below a story is inert. */
  const over = document.body.inert ? mapFrame().contentDocument.body : root;
  if (shown?.dataset.text === text && shown.isConnected && over.contains(shown)) return;
  shown?.remove();
  shown = null;
  if (!text || text === closed) return;
  const close = element("button", {
    type: "button",
    class: "small",
    "data-key": "unused.close",
    text: words.close,
    onclick: () => {
      closed = text;
      shown?.remove();
    },
  });
  const head =
    messages.length > 1 ? plural(words.unused, lang, messages.length, { n: messages.length }) : null;
  shown = element(
    "div",
    { class: "failed unused", "data-text": text },
    element(
      "div",
      ALERT,
      head ? element("strong", { text: head }) : null,
      ...messages.map((message) => element("p", { text: message })),
    ),
    close,
  );
  over.append(shown);
};

/** Takes it away: the mode shows it itself. */
export const hideUnused = () => shown?.remove();
