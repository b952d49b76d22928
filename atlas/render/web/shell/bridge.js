/* Carries messages between the map page, whose frame boot.js has made, and the app. */

import { MountedMap } from "../streamlit/mounted_map.js";
import { act, answered, lastLook, unanswered } from "./actions.js";
import { mapFrame } from "./layout.js";

/**
 * @import { SceneState } from "../messages"
 * @import { BridgeProps, MapMessage } from "../types"
 */

const map = mapFrame(),
  away = () => import("./connection/away.js");
let done = 0,
  runs = 0;
/* The session of this page at the server. */
let session = "";

/** @param {MapMessage} message */
const heard = (message) => {
  if (message.kind === "chosen")
    /* The page beside the map may follow: the table scrolls to the row. */
    window.dispatchEvent(new CustomEvent("atlas:chosen", { detail: message.card ?? null }));
  else if (message.kind === "table")
    window.dispatchEvent(new CustomEvent("atlas:table", { detail: message.layer }));
  else if (message.kind === "key")
    window.dispatchEvent(new CustomEvent("atlas:key", { detail: message.key }));
  else if (message.kind === "acts") act(...(message.acts ?? []));
  else act(message);
};

const mounted = new MountedMap(map, {
  /* Another `src` would be a step of the browser's history. */
  load: (page) => map.contentWindow.location.replace(new URL(page, location.href).href),
  post: (atlasState) => map.contentWindow.postMessage({ atlasState }, location.origin),
  heard,
});
mounted.page = map.getAttribute("src");
map.hear = (message) => mounted.hear(message);
map.heard.splice(0).forEach(map.hear);

/**
 * What the map is to show: a state that is sent, unless a later one is shown already.
 *
 * @template {SceneState | null} State
 * @param {State} next null: what is shown is right
 * @param {number} serial of the last act that it answers
 * @returns {State}
 */
const take = (next, serial) => {
  if (!next || serial < done) return /** @type {State} */ (mounted.state);
  /* After an act the map may show what the page tried meanwhile: the same state counts again. */
  if (serial !== done) mounted.sent = null;
  done = serial;
  /* The map is where the reader has moved it to since. */
  return done < lastLook() ? { ...next, camera: null, bounds: null } : next;
};

/* The part that asks the route comes when all that is seen at first is there. */
setTimeout(
  () =>
    import("./connection/act_answer.js").then(
      ({ answerActs }) => answerActs(take, mounted),
      () => null,
    ),
  500,
);

/** @param {BridgeProps} props */
export function mount({ data, setTriggerValue }) {
  /* A connection that was lost may end at another process, which knows nothing of this page: it starts again
     from its link, which says all that it shows, and does what was not answered. */
  if (session && session !== data.session) {
    away().then(
      ({ reload }) => reload(unanswered()),
      () => location.reload(),
    );
    return;
  }
  if (!session)
    away().then(
      ({ resume }) => resume(act),
      () => null,
    );
  session = data.session;
  answered(data.done, (acts) => setTriggerValue("action", acts), { again: data.runs !== runs });
  if (data.runs !== runs) window.dispatchEvent(new Event("atlas:run"));
  runs = data.runs;
  const state = take(data.state, data.done);
  map.seen = { ...data, state };
  /* A page that was there before this session has said hello to another one. */
  if (mounted.page === data.page) mounted.ready ||= Boolean(map.contentWindow?.atlas);
  mounted.show({ ...data, state });
}
