/* How a layer looks, as the reader wants it: its colour and its opacity. */

import { element } from "../../shell/dom.js";
import { slider } from "../../shell/patterns/slider.js";

/**
 * @import { ExploreState, TreeLayer } from "../answers"
 * @import { Classes } from "./classes.js"
 */

/**
 * The layers that are paler, and how much of their colour they keep.
 *
 * @param {URLSearchParams} link
 * @returns {[id: string, share: number][]}
 */
export const opacities = (link) =>
  link.getAll("opacity").map((text) => {
    const [id = "", share = "1"] = text.split(":");
    return [id, Number(share)];
  });

/**
 * @param {ExploreState} state
 * @param {TreeLayer} layer
 * @param {number} fade
 * @param {Classes} classes
 */
export const look = (state, layer, fade, classes) => {
  const { act, link, words } = state,
    { id, title } = layer,
    percent = Math.round(100 * fade),
    write = (/** @type {number} */ value) => `${value} %`,
    told = element("span", { class: "count", "aria-hidden": "true", text: write(percent) });
  const others = opacities(new URLSearchParams(link))
    .filter(([other]) => other !== id)
    .map((pair) => pair.join(":"));
  return element(
    "div",
    { class: "look", id: `look-${id}` },
    classes.draw(state, layer),
    element(
      "div",
      { class: "line opacity" },
      element("span", { "aria-hidden": "true", text: words.opacity }),
      slider({
        label: `${words.opacity}, ${title}`,
        key: `opacity.${id}`,
        min: 10,
        max: 100,
        value: percent,
        write,
        input: (value) => {
          told.textContent = write(value);
        },
        change: (value) =>
          act({
            kind: "set",
            query: { opacity: value < 100 ? [...others, `${id}:${value / 100}`] : others },
          }),
      }),
      told,
    ),
  );
};
