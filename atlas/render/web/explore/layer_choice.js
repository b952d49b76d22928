import { element } from "../shell/dom.js";

/** @import { ExploreState } from "./answers" */

/**
 * Which layer a tab is about: the one chosen in it, else the one whose filters are open, else the first one
 * shown.
 *
 * @param {ExploreState} state
 * @param {string | undefined} chosen
 * @returns {string}
 */
export const about = (state, chosen) => {
  const every = state.themes.flatMap((theme) => theme.layers),
    shown = every.filter((layer) => state.layers[layer.id]?.[0]);
  /** @param {string} id */
  const known = (id) => {
    const row = state.layers[id];
    return row !== undefined && row[2] !== null;
  };
  const filtered = shown.find((layer) => state.filters[layer.id]),
    heaps = shown.find((layer) => layer.id === "slag_heaps");
  const ids = [chosen, state.open, filtered?.id, heaps?.id, shown[0]?.id, every[0]?.id];
  return ids.find((id) => id && known(id)) ?? "";
};

/**
 * The layers that are shown, tables too.
 *
 * @param {ExploreState} state
 * @returns {[id: string, title: string][]}
 */
export const shownLayers = (state) => {
  const titles = new Map(state.themes.flatMap(({ layers }) => layers.map(({ id, title }) => [id, title])));
  return Object.entries(state.layers)
    .filter(([, [on]]) => on)
    .map(([id]) => [id, titles.get(id) ?? id]);
};

/**
 * The choice of a layer, themes as groups; tables too where `tables`.
 *
 * @param {ExploreState} state
 * @param {string} value
 * @param {(layer: string) => void} change
 * @param {boolean} [tables]
 */
export const choice = (state, value, change, tables = true) =>
  element(
    "select",
    {
      "aria-label": state.words.layer,
      "data-key": "about",
      onchange: (event) => change(event.target.value),
    },
    ...state.themes.map((theme) =>
      element(
        "optgroup",
        { label: theme.title },
        ...theme.layers
          .filter((layer) => (tables || layer.swatch) && state.layers[layer.id]?.[2] !== null)
          .map((layer) =>
            element("option", { value: layer.id, selected: layer.id === value, text: layer.title }),
          ),
      ),
    ),
  );
