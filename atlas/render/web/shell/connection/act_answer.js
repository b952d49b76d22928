/* Asks the route `act` what page and map show after acts of the reader, and shows it; the run of the page
   takes the acts over afterwards. */
import { act, shown, waits } from "../actions.js";
import { map } from "../layout.js";

/**
 * @import { SceneState } from "../../messages"
 * @import { MountedMap } from "../../streamlit/mounted_map.js"
 * @import { ActMessage, ActAnswered, PageData, SentAct } from "../../types"
 *
 * @typedef {(state: SceneState, serial: number) => Promise<void>} ShowState
 */

/* Milliseconds after which the app answers alone. */
const PATIENCE = 15_000;

/**
 * What changes more than the page and the map that are there is left to the app.
 *
 * @param {SentAct} act
 */
const changesAll = ({ kind, query = {} }) =>
  kind === "link" ||
  (kind === "set" && ["lang", "mode", "story"].some((key) => key in /** @type {object} */ (query)));

/**
 * Whether the route can answer acts: in the page that shows the map, as long as nothing of the link is
 * refused.
 *
 * @param {PageData} page
 * @param {SentAct[]} acts
 */
const answers = ({ mode, messages }, acts) =>
  mode === "explore" &&
  !messages.length &&
  !acts.some(changesAll) &&
  /* The map is there already where the reader has moved it to. */
  acts.some(({ kind }) => kind !== "camera");

/**
 * Writes a link into the address, as a step of the browser's history: Streamlit, which writes it in its next
 * run, makes no step where it stands already. A page within another site leaves it to Streamlit, which knows
 * what else stands in its address. When it breaks: an act is two steps of the history. Returns whether it
 * stands there.
 *
 * @param {string} query as Streamlit writes it
 */
const writeLink = (query) => {
  const { pathname, search } = location,
    now = new URLSearchParams(search);
  if (now.has("embed") || now.has("embed_options")) return false;
  if (search !== (query && `?${query}`))
    history.pushState({}, "", query ? `${pathname}?${query}` : pathname);
  return true;
};

/* The windows of large layers of which the map has all rows: the route says which of them are kept. */
const heldWindows = () =>
  (map()?.drawn ?? []).flatMap((layer) =>
    layer.large ? layer.held.asked.map(([name, text]) => ({ layer, name, text })) : [],
  );

/**
 * @param {ReturnType<typeof heldWindows>} windows
 * @param {(string | null)[]} kept for each of them
 * @param {SceneState} state
 */
const tellKept = (windows, kept, { layers }) => {
  for (const { id, query } of layers) {
    /** @type {[name: string, bits: string][]} */
    const found = [];
    for (const [k, { layer, name }] of windows.entries()) {
      const bits = kept[k];
      if (layer.id === id && bits) found.push([name, bits]);
    }
    if (found.length) windows.find(({ layer }) => layer.id === id)?.layer.held.tell(query ?? "", found);
  }
};

/**
 * @param {PageData} page
 * @param {SentAct[]} acts
 * @param {ShowState} showState
 * @returns {Promise<ActAnswered | null>}
 */
const ask = async (page, acts, showState) => {
  const query = new URLSearchParams(page.link),
    held = heldWindows();
  query.set("acts", JSON.stringify(acts));
  for (const { text } of held) query.append("held", text);
  if (page.open) query.set("open", page.open);
  const response = await fetch(`/atlas/act?${query}`, { signal: AbortSignal.timeout(PATIENCE) });
  /* The app says what is wrong, or has answered meanwhile. */
  if (!response.ok || shown.page !== page) return null;
  /** @type {ActMessage} */
  const { address, state, panel, sheets, kept } = await response.json();
  if (shown.page !== page) return null;
  const known = { ...Object.fromEntries(page.legend.map(({ id, sheet }) => [id, sheet])), ...sheets },
    legend = state.legend.map((layer) => ({ ...layer, sheet: known[layer.id] })),
    done = acts.at(-1)?.serial ?? page.done;
  if (!legend.every(({ sheet }) => sheet)) return null;
  const next = { ...panel, legend, done };
  shown.page = next;
  /* At once, with what the app is told: who goes back from there goes back to before. */
  if (writeLink(address)) shown.written = done;
  tellKept(held, kept, state);
  const draw = () => {
    if (shown.page === next) window.dispatchEvent(new CustomEvent("atlas:answered", { detail: next }));
  };
  showState(state, done).then(draw, draw);
  return answerOf(panel);
};

/** @param {PageData} page */
const answerOf = ({ link, open }) => ({ link, open });

/** Who goes back or forward before the app has done what is shown has the last word: the app does it too. */
const followHistory = () => {
  if (!waits()) return;
  /** @type {Record<string, string[]>} */
  const query = {};
  for (const [key, value] of new URLSearchParams(location.search))
    if (!key.startsWith("embed")) query[key] = [...(query[key] ?? []), value];
  act({ kind: "link", query });
};

/**
 * Lets the route answer acts from now on.
 *
 * @param {(state: SceneState, serial: number) => SceneState} take
 * @param {MountedMap} mounted
 */
export const answerActs = (take, mounted) => {
  /** @type {ShowState} */
  const showState = async (next, serial) => {
    const state = take(next, serial),
      page = map();
    mounted.state = state;
    if (!mounted.ready || !page) return;
    /* Without the way of a message, so that the map is painted before all else. */
    mounted.sent = JSON.stringify(state);
    await page.app.receive(state);
  };
  window.addEventListener("popstate", followHistory);
  shown.answer = (acts) => {
    const { page } = shown;
    if (!page) return null;
    const fresh = acts.filter(({ serial }) => serial > page.done);
    /* The app is told again, after a lost connection. */
    if (!fresh.length) return Promise.resolve(answerOf(page));
    return answers(page, fresh) ? ask(page, fresh, showState) : null;
  };
};
