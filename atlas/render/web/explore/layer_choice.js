// @ts-nocheck
import { element } from "../shell/dom.js";

/* Which layer a tab is about: the one chosen in it, else the one whose filters are open, else the first one
   shown. */
export const about = (state, chosen) => {
  const every = state.themes.flatMap((theme) => theme.layers),
    known = (id) => state.layers[id] && state.layers[id][2] !== null;
  const shown = every.filter((layer) => state.layers[layer.id]?.[0]);
  const filtered = shown.find((layer) => state.filters[layer.id]);
  return [
    chosen,
    state.open,
    filtered?.id,
    shown.find((layer) => layer.id === "slag_heaps")?.id,
    shown[0]?.id,
    every[0].id,
  ].find((id) => id && known(id));
};

/* The choice of a layer, themes as groups; tables too where `tables`. */
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
