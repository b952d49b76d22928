/* What the reader did and the app has not yet answered. Of the acts that come while it runs, Streamlit
   keeps the last one only: each message therefore carries all that wait, in order, and the app does those
   that it has not done. */
import { map } from "./layout.js";

/** @import { Act, SentAct } from "../types" */

/** @type {((message: { acts: SentAct[] }) => void) | null} */
let send = null;
/** @type {SentAct[]} */
let waiting = [];
let last = 0,
  sent = 0;
/* The number of the last look at the map: what the app says of the view before it has done that is of the
   past. */
let looked = 0;

export const unanswered = () => waiting;

export const lastLook = () => looked;

const flush = () => {
  if (!send || last === sent) return;
  sent = last;
  send({ acts: waiting });
};

/** @param {...Act} actions what is done at once, a single step of the browser's history */
export const act = (...actions) => {
  for (const sent of [...(map()?.unsent?.() ?? []), ...actions]) {
    /* Of two looks at the map only the later one counts. */
    if (sent.kind === "camera" && waiting.at(-1)?.kind === "camera") waiting.pop();
    last += 1;
    waiting.push({ ...sent, serial: last });
    if (sent.kind === "camera") looked = last;
  }
  flush();
};

/**
 * The app has done the acts up to a number, and takes the next ones this way.
 *
 * @param {number} done
 * @param {(message: { acts: SentAct[] }) => void} way
 * @param {{ again: boolean }} options `again`: what was sent may have been lost with the connection
 */
export const answered = (done, way, { again }) => {
  waiting = waiting.filter(({ serial }) => serial > done);
  send = way;
  if (again) sent = done;
  flush();
};
