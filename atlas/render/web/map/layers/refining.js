/* The coarse picture of a large layer whose levels of detail are still being built: the page says how much of
   them is done, and asks for the fine picture when it can be drawn. */
import { request } from "../../shell/server.js";

/** @import { LargeLayer } from "./large_layer.js" */

/* Milliseconds between two looks. */
const AGAIN = 700;

/** @type {WeakMap<LargeLayer, ReturnType<typeof setTimeout>>} */
const waiting = new WeakMap();

/**
 * How much of the levels was done when a picture was drawn; null: all.
 *
 * @param {Response} response
 */
export const shareOf = (response) => {
  const share = response.headers.get("Atlas-Preparing");
  return share === null ? null : Number(share);
};

/** @param {LargeLayer} layer */
const look = async (layer) => {
  const { held, kept, page } = layer,
    /* A window without rows: only the kind of the answer is of interest. */
    response = await request(`view/${layer.id}/rows?z=0&bbox=0,0,9,9`, { home: page.home });
  if (response.status === 202) {
    refine(layer, (await response.json()).preparing);
    return;
  }
  page.say(null);
  /* The coarse picture stays until the fine one is there. */
  held.rows.clear();
  kept.clear();
  page.repaint();
};

/**
 * Says how much is done, and looks again until all of it is.
 *
 * @param {LargeLayer} layer
 * @param {number} share of the levels that is done
 */
export const refine = (layer, share) => {
  const { page, sheet } = layer,
    done = String(Math.round(100 * share));
  if (page.drawn.includes(layer))
    page.say(page.words.preparing.replace("{layer}", sheet.title).replace("{share}", done));
  clearTimeout(waiting.get(layer));
  /* Where the server does not answer the coarse picture stays. */
  const again = setTimeout(() => look(layer).catch(() => page.say(null)), AGAIN);
  waiting.set(layer, again);
};
