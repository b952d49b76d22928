/* What the other scenes of a story show, loaded when the first one stands. */

/**
 * @import { MapPage } from "../../map/map_page.js"
 * @import { Slide } from "../../messages"
 */

/** When the page has nothing else to do: a key is answered before. */
const atRest = () =>
  new Promise((resolve) => {
    /* Safari has no such moments. */
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: 1000 });
    else setTimeout(resolve, 50);
  });

/**
 * Loads the layers of all scenes, one at a time: the first scene waits for its own alone.
 *
 * @param {MapPage} page
 * @param {Slide[]} slides
 */
export const complete = async ({ legend, source, story }, slides) => {
  await atRest();
  legend.place();
  await story?.whole();
  const ids = slides.flatMap(({ state }) => [...state.backdrop, ...state.layers.map(({ id }) => id)]);
  for (const id of new Set(ids)) {
    if (source.layers.has(id)) continue;
    await atRest();
    /* Whoever shows it says what fails. */
    await source.load(id).catch(() => null);
  }
};
