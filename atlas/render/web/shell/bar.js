/* The bar of the page: modes, language, background, appearance. */
import { act } from "./actions.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";
import { mapFrame, narrow } from "./layout.js";
import { disclosureButton } from "./patterns/disclosure.js";
import { writeKept } from "./storage.js";
import { word } from "./words.js";

/**
 * @import { PageState } from "../types"
 * @import { PanelWords } from "../words"
 *
 * @typedef {object} Owner
 * @property {HTMLElement} content
 * @property {{ show(): void }} keys
 * @property {boolean} folded
 * @property {() => void} fold
 */

const LANGUAGES = ["fr", "en", "pt"];
const THEMES = ["light", "dark", "room"];
const MODES = ["explore", "compare", "network", "present", "data"];

/**
 * @param {string} key
 * @param {string} value
 */
const set = (key, value) => act({ kind: "set", query: { [key]: [value] } });

/**
 * @param {PageState<PanelWords>} state
 * @param {PanelWords} words those of the page, whatever the mode
 * @param {Owner} owner
 */
export const drawBar = (state, words, owner) => {
  const { lang, mode, title } = state;
  const modes = MODES.map((id) =>
    element("button", {
      type: "button",
      class: "mode",
      "data-key": `mode.${id}`,
      "aria-current": id === mode ? "page" : null,
      text: word(words, `mode_${id}`),
      onclick: () => set("mode", id),
    }),
  );
  const nav = element("nav", { "aria-label": words.modes }, ...modes),
    small = narrow();
  const nodes = [
    skip(mode === "data" || mode === "compare", words, owner),
    mode === "explore" ? fold(words, owner) : null,
    element(
      "h1",
      {},
      /* A link without parameters is the opening, in the language that it has kept. */
      element("a", {
        href: location.pathname,
        "data-key": "opening",
        title: words.opening,
        text: title,
        onclick: () => writeKept("local", "atlas.opening.lang", lang),
      }),
      small ? element("small", { text: words.intro }) : null,
    ),
    small ? null : nav,
    small ? null : element("div", { class: "tools" }, ...tools(state, words)),
    element("button", {
      type: "button",
      class: "plain",
      "data-key": "keys",
      title: words.shortcuts,
      "aria-label": words.shortcuts,
      text: "?",
      onclick: () => owner.keys.show(),
    }),
    small ? languageList(lang, words) : languageButtons(lang, words),
    small ? nav : null,
  ];
  return nodes.filter((node) => node !== null);
};

/**
 * The way past the bar for who uses the keyboard.
 *
 * @param {boolean} mapless
 * @param {PanelWords} words
 * @param {Owner} owner
 */
const skip = (mapless, words, { content }) =>
  element("button", {
    type: "button",
    class: "skip",
    "data-key": "skip",
    text: mapless ? words.skip_content : words.skip,
    onclick: () => {
      /** @type {HTMLElement | null} */
      const over = mapless
        ? content.querySelector("[role=tabpanel], article")
        : mapFrame().contentDocument.querySelector(".leaflet-container");
      over?.focus();
    },
  });

/**
 * @param {PanelWords} words
 * @param {Owner} owner
 */
const fold = (words, owner) =>
  disclosureButton(
    {
      class: "plain fold",
      "data-key": "fold",
      title: words.panel,
      "aria-label": words.panel,
      open: !owner.folded,
      controls: "panel",
      toggle: () => owner.fold(),
    },
    icon("panel"),
  );

/**
 * @param {string} lang
 * @param {PanelWords} words
 */
const languageButtons = (lang, words) =>
  element(
    "div",
    { class: "languages", role: "group", "aria-label": words.language },
    ...LANGUAGES.map((code) =>
      element("button", {
        type: "button",
        class: "plain",
        lang: code,
        "data-key": `lang.${code}`,
        "aria-pressed": String(code === lang),
        title: word(words, `lang_${code}`),
        text: code.toUpperCase(),
        onclick: () => set("lang", code),
      }),
    ),
  );

/**
 * @param {string} lang
 * @param {PanelWords} words
 */
const languageList = (lang, words) =>
  element(
    "select",
    {
      class: "languages",
      "aria-label": words.language,
      "data-key": "lang",
      onchange: ({ target }) => set("lang", target.value),
    },
    ...LANGUAGES.map((code) =>
      element("option", { value: code, selected: code === lang, text: code.toUpperCase() }),
    ),
  );

/**
 * Background and appearance: in the bar, or beside the shortcuts where the bar is short.
 *
 * @param {PageState<PanelWords>} state
 * @param {PanelWords} words
 */
export const tools = ({ mode, theme, basemap, basemaps }, words) => {
  /**
   * @param {string} key
   * @param {string} title
   * @param {string} value
   * @param {[string, string][]} options
   */
  const select = (key, title, value, options) =>
    element(
      "select",
      {
        "aria-label": title,
        "data-key": key,
        onchange: ({ target }) => set(key, target.value),
      },
      ...options.map(([id, text]) => element("option", { value: id, selected: id === value, text })),
    );
  return [
    mode === "data"
      ? null
      : select(
          "basemap",
          words.basemap,
          basemap,
          Object.entries({ atlas: words.basemap_atlas, ...basemaps }),
        ),
    select(
      "theme",
      words.theme,
      theme,
      THEMES.map((name) => [name, word(words, `theme_${name}`)]),
    ),
  ];
};
