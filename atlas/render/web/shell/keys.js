/* Shortcuts, the same on the page and in the map; `?` lists them. */

import { element } from "./dom.js";
import { isOn, keep, SINGLE_KEYS } from "./kept.js";
import { map, mapFrame } from "./layout.js";
import { openDialog } from "./patterns/dialog.js";
import { takeKeys } from "./streamlit_seam.js";
import { word } from "./words.js";

/**
 * @import { PanelWords } from "../words"
 * @import { ModePage } from "../types"
 */

const LIST = [
  ["F", "F"],
  ["E", "E"],
  ["L", "L"],
  ["T", "T"],
  ["P", "P"],
  ["H", "H"],
  ["J", "J"],
  ["+ −", "zoom"],
  ["← ↑ → ↓", "arrows"],
  ["⇧ ← ↑ → ↓", "travel"],
  ["␣", "draw"],
  ["Esc", "escape"],
];

/* A map that a mode does not show is moved by no key. */
const seenMap = () => (getComputedStyle(mapFrame()).visibility === "visible" ? map() : undefined);

/**
 * What each key does; `page` is the mode, with what it has.
 *
 * @type {Record<string, (page: ModePage) => void>}
 */
const DOES = {
  f: (page) => page.search?.input.focus(),
  e: () => seenMap()?.home_view(),
  l: (page) => page.fold?.(),
  t: (page) => page.shelf?.toggle("table"),
  p: () => seenMap()?.panel.list(),
  h: () => seenMap()?.panel.walk(-1),
  j: () => seenMap()?.panel.walk(1),
};

export class Keys {
  /** @type {HTMLDialogElement | null} */
  dialog = null;

  /**
   * `tools`: what the bar has no room for; `look`: language and theme.
   *
   * @param {Element} root
   * @param {() => ModePage | undefined} page
   * @param {() => PanelWords} words
   * @param {() => (Element | null)[]} tools
   * @param {() => { lang: string, theme: string }} look
   */
  constructor(root, page, words, tools, look) {
    this.root = root;
    this.page = page;
    this.words = words;
    this.tools = tools;
    this.look = look;
    takeKeys((event) => {
      const target = /** @type {Element} */ (event.composedPath()[0]);
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)
      )
        return;
      if (this.press(event.key)) event.preventDefault();
    });
    window.addEventListener("atlas:key", (event) => this.press(event.detail));
  }

  /** @param {string} key */
  press(key) {
    if (!isOn(SINGLE_KEYS)) return false;
    if (key === "?") {
      this.show();
      return true;
    }
    const does = DOES[key.toLowerCase()],
      page = this.page();
    if (key.length === 1 && does && page) {
      does(page);
      return true;
    }
    return false;
  }

  show() {
    const words = this.words();
    this.dialog?.remove();
    const dialog = element(
      "dialog",
      { class: "keys", "aria-label": words.shortcuts },
      ...this.tools()
        .filter((tool) => tool !== null)
        .map((tool) =>
          element(
            "label",
            { class: "line" },
            element("span", { text: tool.getAttribute("aria-label") }),
            tool,
          ),
        ),
      element("h2", { text: words.shortcuts }),
      element(
        "dl",
        {},
        ...LIST.flatMap(([sign, name]) => [
          element("dt", {}, element("kbd", { text: sign })),
          element("dd", { text: word(words, `key_${name}`) }),
        ]),
      ),
      element(
        "label",
        { class: "option" },
        element("input", {
          type: "checkbox",
          checked: isOn(SINGLE_KEYS),
          "data-key": "single",
          onchange: (event) => keep(SINGLE_KEYS, event.target.checked),
        }),
        element("span", { text: words.keys_single }),
      ),
      element(
        "p",
        {},
        element("a", {
          href: `/atlas/accessibility?${new URLSearchParams(this.look())}`,
          target: "_blank",
          rel: "noopener",
          "data-key": "accessibility",
          text: words.accessibility,
        }),
      ),
      element("form", { method: "dialog" }, element("button", { class: "do", text: words.close })),
    );
    this.dialog = dialog;
    openDialog(this.root, dialog);
  }
}
