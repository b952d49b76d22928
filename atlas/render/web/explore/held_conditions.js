/* The conditions that hold on places and distances: said beside the title, changed and taken back in
   place. */

import { element } from "../shell/dom.js";
import { writeLength } from "../shell/formats.js";
import { fill } from "../shell/words.js";

/** @import { ExploreState, TerritoryLevel } from "./answers" */

/** @typedef {[id: string, title: string]} Titled */

/**
 * The territories that hold, and the drawn shape, by name.
 *
 * @param {ExploreState} state
 * @param {TerritoryLevel[]} levels
 */
export const places = ({ link, words }, levels) => {
  const query = new URLSearchParams(link),
    names = new Map(levels.flatMap(({ items }) => items.map(({ id, name }) => [id, name])));
  return [
    ...query.getAll("territory").map((id) => names.get(id) ?? id),
    ...(query.has("select") ? [words.drawn] : []),
  ];
};

/**
 * The layers that a distance is shown to.
 *
 * @param {ExploreState} state
 * @param {Titled[]} titles
 */
export const nearest = ({ link }, titles) => {
  const named = new Map(titles);
  return new URLSearchParams(link).getAll("nearest").map((pair) =>
    pair
      .split(":")
      .map((id) => named.get(id) ?? id)
      .join(" → "),
  );
};

/**
 * The distances that hold.
 *
 * @param {ExploreState} state
 */
export const distancesText = ({ link, lang }) =>
  new URLSearchParams(link)
    .getAll("near")
    .map((near) => `≤ ${writeLength(Number(near.split(":")[2]), lang)}`)
    .join(", ");

/**
 * Conditions as buttons that take them back, under short names in the same order.
 *
 * @param {ExploreState} state
 * @param {ExploreState["conditions"]} conditions
 * @param {string[]} names
 */
export const chips = ({ words, act }, conditions, names) => {
  if (!conditions.length) return [];
  const items = conditions.map(({ without }, at) => {
    const text = names[at] ?? "",
      label = fill(words.remove, { text });
    return element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          "data-key": `held.${text}`,
          "aria-label": label,
          title: label,
          onclick: () => act({ kind: "set", query: without }),
        },
        element("span", { text }),
        element("span", { class: "x", "aria-hidden": "true", text: "×" }),
      ),
    );
  });
  return [element("ul", { class: "conditions held" }, ...items)];
};

/**
 * Each distance with its number and its other layer, both to be changed, and a button that takes it back.
 *
 * @param {ExploreState} state
 * @param {Titled[]} titles
 */
export const distances = (state, titles) =>
  new URLSearchParams(state.link).getAll("near").map((near, at) => heldDistance(state, titles, near, at));

/**
 * @param {ExploreState} state
 * @param {Titled[]} titles
 * @param {string} near
 * @param {number} at
 */
const heldDistance = ({ words, link, act }, titles, near, at) => {
  const [layer = "", other = "", metres = ""] = near.split(":"),
    every = new URLSearchParams(link).getAll("near"),
    named = new Map(titles),
    title = named.get(layer) ?? layer,
    text = `${title}, ${metres} m, ${named.get(other) ?? other}`;
  /** @param {string[]} values */
  const change = (...values) =>
    act({
      kind: "set",
      query: { near: [...new Set(every.flatMap((own, k) => (k === at ? values : [own])))] },
    });
  const number = element("input", {
    type: "number",
    min: "0",
    step: "any",
    required: true,
    value: metres,
    "aria-label": `${words.near} ${title}`,
    "data-key": `near.${at}.metres`,
    onchange: ({ target }) => {
      if (target.reportValidity() && target.value !== metres) change(`${layer}:${other}:${target.value}`);
    },
  });
  const others = element(
    "select",
    {
      "aria-label": `${words.near} ${title}, ${words.layer}`,
      "data-key": `near.${at}.other`,
      onchange: ({ target }) => change(`${layer}:${target.value}:${metres}`),
    },
    ...titles.map(([id, name]) => element("option", { value: id, selected: id === other, text: name })),
  );
  const remove = element("button", {
    type: "button",
    class: "remove",
    "aria-label": fill(words.remove, { text }),
    title: fill(words.remove, { text }),
    "data-key": `near.${at}.remove`,
    text: "×",
    onclick: () => change(),
  });
  return element(
    "fieldset",
    { class: "near-held" },
    element("legend", { text: title }),
    element("span", { text: words.near_metres }),
    number,
    remove,
    element("span", { text: words.near_other }),
    others,
  );
};
