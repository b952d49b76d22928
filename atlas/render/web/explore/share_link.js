/* The link of what is shown, for others: long, short, as code for another page in a language and a height. */
import { element } from "../shell/dom.js";
import { STATUS } from "../shell/patterns/live_region.js";
import { messageOf, request } from "../shell/server.js";
import { copyLine } from "./copy_line.js";

/** @import { Citation, ExploreState } from "./answers" */

/* Heights of the frame in another page, in pixels; the code of the server has the second. */
const HEIGHTS = [400, 600, 800, 1000],
  HEIGHT = 600;

/**
 * A button that asks for the short link, and the link in its place.
 *
 * @param {ExploreState} state
 * @param {string} link
 */
export const shortLink = (state, link) => {
  const { words } = state,
    place = element("div");
  const make = async () => {
    try {
      const response = await request(`short?${link}`, { method: "POST", headers: { "x-atlas": "links" } });
      const { link: short } = await response.json();
      place.replaceChildren(copyLine(words, words.take_short_copy, short));
      place.querySelector("input")?.focus();
    } catch (problem) {
      place.append(element("p", { class: "none", ...STATUS, text: messageOf(problem) }));
    }
  };
  const button = element("button", {
    type: "button",
    class: "small",
    "data-key": "take.short",
    text: words.take_short,
    onclick: make,
  });
  place.append(button);
  return place;
};

/**
 * The code that shows the view in another page.
 *
 * @param {ExploreState} state
 * @param {Citation} cite
 */
export const embedCode = (state, cite) => {
  const { words } = state,
    body = element("div");
  const draw = () => {
    const code = cite.embed_in[lang.value] ?? cite.embed;
    body.replaceChildren(
      copyLine(words, words.take_embed, code.replace(`height="${HEIGHT}"`, `height="${height.value}"`)),
    );
  };
  /**
   * @param {string} key
   * @param {string} title
   * @param {[value: string, text: string][]} options
   * @param {string} chosen
   */
  const choice = (key, title, options, chosen) =>
    element(
      "select",
      { "data-key": `take.${key}`, "aria-label": title, onchange: draw },
      ...options.map(([value, text]) => element("option", { value, text, selected: value === chosen })),
    );
  const lang = choice(
      "lang",
      words.take_embed_lang,
      Object.keys(cite.embed_in).map((code) => [code, code.toUpperCase()]),
      state.lang,
    ),
    height = choice(
      "height",
      words.take_embed_height,
      HEIGHTS.map((pixels) => [String(pixels), `${pixels} px`]),
      String(HEIGHT),
    );
  draw();
  return element(
    "div",
    {},
    body,
    element(
      "p",
      { class: "line embedded" },
      element("label", {}, element("span", { text: words.take_embed_height }), height),
      element("label", {}, element("span", { text: words.take_embed_lang }), lang),
    ),
  );
};
