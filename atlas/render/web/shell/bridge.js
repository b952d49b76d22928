/* Carries messages between the map page, mounted once by boot.js, and the app. */
import { act, answered, lastLook, unanswered } from "./actions.js";
import { mapFrame } from "./layout.js";

/**
 * @import { SceneState } from "../messages"
 * @import { BridgeProps, MapMessage } from "../types"
 */

const map = mapFrame(),
  away = () => import("./connection/away.js");
/** @type {SceneState | null} */
let state = null;
/** @type {string | null} */
let sent = null;
let source = map.getAttribute("src");
let ready = false,
  done = 0,
  runs = 0;
/* The session of this page at the server. */
let session = "";

const send = () => {
  const text = JSON.stringify(state);
  if (!ready || !state || text === sent) return;
  sent = text;
  map.contentWindow.postMessage({ atlasState: state }, location.origin);
};

/** @param {MapMessage} message */
const hear = (message) => {
  if (message.kind === "hello") {
    ready = true;
    sent = null;
    send();
  } else if (message.kind === "chosen")
    /* The page beside the map may follow: the table scrolls to the row. */
    window.dispatchEvent(new CustomEvent("atlas:chosen", { detail: message.card ?? null }));
  else if (message.kind === "table")
    window.dispatchEvent(new CustomEvent("atlas:table", { detail: message.layer }));
  else if (message.kind === "key")
    window.dispatchEvent(new CustomEvent("atlas:key", { detail: message.key }));
  else if (message.kind === "acts") act(...(message.acts ?? []));
  else act(message);
};

map.heard.splice(0).forEach(hear);
map.hear = hear;

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
  state = data.done < lastLook() ? { ...data.state, camera: null, bounds: null } : data.state;
  /* After an act the map may show what the page tried meanwhile: the same state counts again. */
  if (data.done !== done) sent = null;
  done = data.done;
  map.seen = data;
  if (source !== data.src) {
    ready = false;
    source = data.src;
    /* Another `src` would be a step of the browser's history. */
    map.contentWindow.location.replace(new URL(source, location.href).href);
  } else if (!ready) {
    /* A page that was there before this session has said hello to another one. */
    ready = Boolean(map.contentWindow?.atlas);
  }
  map.title = data.title;
  send();
}
