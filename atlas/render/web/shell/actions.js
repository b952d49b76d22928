/* What the reader did and the app has not yet answered. Of the acts that come while it runs, Streamlit
   keeps the last one only: each message therefore carries all that wait, in order, and the app does those
   that it has not done. */
import { map } from "./layout.js";

/** @import { ActAnswer, PageData, SentAct, Act, SentActs } from "../types" */

/** @type {((message: SentActs) => void) | null} */
let send = null;
/** @type {SentAct[]} */
let waiting = [];
let last = 0,
  sent = 0;
/* The number of the last look at the map: what the app says of the view before it has done that is of the
   past. */
let looked = 0;
/* Acts are being answered by a route. */
let asking = false;
/* The number of the last act that the app has done. */
let finished = 0;

/**
 * What the page shows, by the app or by the route that answers before it. The acts up to `written` stand in
 * the address.
 *
 * @type {{ page: PageData | null, written: number, answer: ((acts: SentAct[]) => ActAnswer) | null }}
 */
export const shown = { page: null, written: 0, answer: null };

export const waits = () => waiting.length > 0;

/** What a page that loads itself anew does not find in its address. */
export const unanswered = () => waiting.filter(({ serial }) => serial > shown.written);

export const lastLook = () => looked;

/* Milliseconds without an act after which the app is told what the route has answered: the map is painted
   first, and acts that follow each other are told at once. The address says them already; where it does
   not, the app writes it. */
const TELL = 6000;
/* Acts that may wait for it. */
const MOST = 20;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let telling;

/* The app is told of acts after the route has answered them, and of which answer is shown. */
const flush = async () => {
  if (!send || asking || last === sent) return;
  sent = last;
  const acts = [...waiting],
    /* The route answers from what the page shows: it must hold all that does not wait any more. */
    answer = finished <= (shown.page?.done ?? 0) ? shown.answer?.(acts) : null;
  asking = Boolean(answer);
  const answered = answer && (await answer.catch(() => null));
  asking = false;
  clearTimeout(telling);
  /* All that waits goes with the later message. */
  const rests = shown.written >= sent && acts.length < MOST;
  if (answered) telling = setTimeout(() => send?.({ acts, answered }), rests ? TELL : 0);
  else send({ acts });
  flush();
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
 * @param {(message: SentActs) => void} way
 * @param {{ again: boolean }} options `again`: what was sent may have been lost with the connection
 */
export const answered = (done, way, { again }) => {
  waiting = waiting.filter(({ serial }) => serial > done);
  finished = done;
  send = way;
  if (again) sent = done;
  flush();
};
