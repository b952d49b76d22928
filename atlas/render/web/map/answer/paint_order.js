/* Which layers answer a question, and the order in which the map paints. */

/**
 * @import { LargeLayer } from "../layers/large_layer.js"
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 */

/**
 * The layers whose rows are set apart as answers: none where a place alone is asked about.
 *
 * @param {Pick<MapPage, "state" | "drawn">} page
 * @returns {(Layer | LargeLayer)[]}
 */
export const answering = ({ state, drawn }) => {
  const answer = state?.answer;
  return answer && !answer.place ? drawn.filter(({ id }) => answer.layers.includes(id)) : [];
};

/**
 * The layers in the order of painting: answers in front of everything else.
 *
 * @param {Pick<MapPage, "state" | "drawn">} page
 */
export const paintOrder = (page) => {
  const front = answering(page);
  return [...page.drawn.filter((layer) => !front.includes(layer)), ...front];
};
