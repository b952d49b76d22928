/* What the map does with a state of a scene. */
import { fill } from "../shell/words.js";

/**
 * @import { SceneState } from "../messages"
 * @import { MapWords } from "../words"
 * @import { LargeLayer } from "./layers/large_layer.js"
 * @import { Layer } from "./layers/layer.js"
 * @import { MapPage } from "./map_page.js"
 */

/**
 * Loads what a state shows, and shows it. `look` turns the map to what it is about; a story flies there.
 *
 * @param {MapPage} page
 * @param {SceneState} state
 * @param {() => void} [look]
 */
export const applyState = async (page, state, look) => {
  page.serial += 1;
  const { serial } = page;
  page.state = state;
  try {
    const ids = [...state.backdrop, ...state.layers.map((layer) => layer.id)];
    const answer = state.answer && !page.answer ? page.modules.answer?.() : null,
      noted = state.notes.length && !page.notes ? page.modules.notes?.() : null,
      past = state.tiles?.years && !page.background.past ? page.modules.past?.() : null,
      loaded = await Promise.all(ids.map((id) => page.source.load(id))),
      [made, old, notes] = await Promise.all([answer, past, noted]);
    if (serial !== page.serial) return;
    if (made) page.answer ??= new made.Answer(page);
    if (notes) page.notes ??= notes.makeNotes(page);
    if (old) page.background.past ??= new old.Past(page);
    take(page, state, loaded);
    if (look) look();
    else turn(page, state);
    page.say(whyEmpty(state, page.drawn, page.words));
    page.repaint();
    page.landscape.complete();
    const { wanted } = page;
    if (wanted && page.drawn.some((layer) => layer.id === wanted[0])) page.go(...wanted);
    if (!page.presentation) page.app.follow(state);
    page.settled().then(page.isReady, page.isReady);
  } catch (problem) {
    page.say(page.words.load_failed);
    throw problem;
  }
};

/**
 * Turns the map to what a state is about. The layers are painted once, when all has changed.
 *
 * @param {MapPage} page
 * @param {SceneState} state
 */
const turn = (page, state) => {
  page.marks.waits = true;
  try {
    page.camera.lookAt(state);
  } finally {
    page.marks.waits = false;
  }
  page.outline(state.area_query);
};

/**
 * @param {MapPage} page
 * @param {SceneState} state
 * @param {(Layer | LargeLayer)[]} loaded
 */
const take = (page, state, loaded) => {
  page.backdrop = loaded.slice(0, state.backdrop.length).filter((layer) => !layer.large);
  page.drawn = loaded.slice(state.backdrop.length);
  for (const [k, own] of state.layers.entries()) page.drawn[k]?.take(own, state);
  if (page.theme !== state.theme || !page.painted) {
    page.setTheme(state.theme);
    page.ground.redraw();
  }
  page.legend.show(state, page.drawn);
  page.answer?.show(state);
  page.notes?.take(state);
  /* A link that asks opens on its answers; a legend in use stays as it is. */
  if (!page.painted) page.legend.fit();
  page.controls.credit(state.credits);
  page.background.cover(state.tiles);
};

/**
 * The sentence that says why there is nothing to see, or null.
 *
 * @param {SceneState} state
 * @param {(Layer | LargeLayer)[]} drawn
 * @param {MapWords} words
 */
export const whyEmpty = (state, drawn, words) => {
  if (!state.layers.length && !Object.keys(state.tables).length) return words.no_layer;
  const empty = drawn.filter(
    (layer, k) =>
      !state.layers[k]?.count &&
      (layer.large ? layer.rows : layer.length) &&
      /* The headline says it of a layer that answers. */
      !state.answer?.layers.includes(layer.id),
  );
  if (!empty.length) return null;
  return fill(words.no_row, { layers: empty.map((layer) => layer.sheet.title).join(", ") });
};
