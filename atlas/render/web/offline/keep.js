/* Registers the service worker, tells it what to keep, and says when the connection has dropped. */
import { element } from "../shell/dom.js";
import { writeTime } from "../shell/formats.js";
import { late } from "../shell/late.js";
import { mapFrame } from "../shell/layout.js";
import { STATUS } from "../shell/patterns/live_region.js";
import { ask } from "../shell/server.js";
import { fill } from "../shell/words.js";

/**
 * @import { SceneState, Slideshow } from "../messages"
 * @import { StoryRow } from "../present/stories"
 * @import { MapFrame } from "../types"
 * @import { OfflineWords } from "../words"
 * @import { WorkerOrder } from "./worker_scope"
 */

/* Milliseconds between two looks at the view. */
const LOOK = 5000;
/* What the page loads itself and needs again; layers and stories come with their languages. */
const OURS = /^\/(atlas\/(web|map|words|layers|basemaps|tree)\b|$)/;

/* Above the map, at its lower edge, where nothing is. */
const SAID = [
  "position:fixed;z-index:var(--z-bar);bottom:calc(var(--shelf) + 12px);left:calc(var(--panel) + 12px)",
  "margin:0;padding:8px 14px;border:1px solid var(--line);border-radius:5px",
  "background:var(--paper);color:var(--ink);font:var(--text-10)/1.4 'Source Sans',system-ui,sans-serif",
].join(";");

/** @type {ServiceWorker} */
let worker = late;

/** @param {WorkerOrder} order */
const tell = (order) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    worker.postMessage(order, [port2]);
  });

/** @param {Window | null} page */
const loaded = (page) =>
  (page?.performance.getEntriesByType("resource") ?? [])
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && OURS.test(pathname))
    .map(({ pathname, search }) => pathname + search);

/**
 * What a story needs to be told in a language.
 *
 * @param {string} slug
 * @param {string} lang
 */
const storyAddresses = async (slug, lang) => {
  /** @type {Slideshow} */
  const show = await ask(`stories/${slug}`, `lang=${lang}`),
    layers = show.slides.flatMap(({ state }) => [...state.backdrop, ...state.layers.map(({ id }) => id)]);
  return [`/atlas/stories/${slug}?lang=${lang}`, ...layers.map((id) => `/atlas/layers/${id}?lang=${lang}`)];
};

const keepPage = async () => {
  const { lang } = mapFrame(),
    web = new URL("..", import.meta.url).pathname,
    scripts = ["chunks/offline/kept_page.js", "chunks/present/present.js", "chunks/present/deck.js"],
    styles = ["shell/shell.css", "present/present.css", "present/deck.css"];
  const own = [...scripts, ...styles].map((path) => web + path),
    words = ["offline", "present", "deck", "panel"].map((name) => `/atlas/words/${name}?lang=${lang}`);
  /** @type {StoryRow[]} */
  const stories = await ask("stories", `lang=${lang}`);
  const told = [];
  for (const { slug } of stories) told.push(...(await storyAddresses(slug, lang).catch(() => [])));
  const first = ["/", `/atlas/map?lang=${lang}`, `/atlas/stories?lang=${lang}`, ...words, ...own];
  const all = [...first, ...loaded(window), ...loaded(mapFrame().contentWindow), ...told];
  await tell({ kind: "keep", addresses: [...new Set(all)] });
  document.documentElement.dataset.kept = lang;
};

/**
 * What a view is about: its question, or its layers.
 *
 * @param {SceneState} state
 */
const titleOf = ({ answer, legend }) => answer?.sentence || legend.map(({ title }) => title).join(", ");

/* The views that the reader looks at, as the app has sent them to the map. */
const followViews = () => {
  /** @type {MapFrame["seen"]} */
  let last;
  const look = () => {
    const { seen } = mapFrame();
    if (seen === last || !navigator.onLine) return;
    last = seen;
    const { kept: link, state } = seen ?? {};
    if (typeof link !== "string" || !state) return;
    tell({ kind: "view", link, title: titleOf(state), state: JSON.stringify(state) });
  };
  look();
  setInterval(look, LOOK);
};

/** Says that the connection has dropped, since when, and where the stories are. */
const sayOffline = async () => {
  const { lang } = mapFrame();
  await tell({ kind: "claim" });
  /** @type {OfflineWords} */
  const words = await ask("words/offline", `lang=${lang}`);
  if (navigator.onLine || document.getElementById("atlas-offline")) return;
  const stories = element("a", { href: `/?mode=present&lang=${lang}`, text: words.stories });
  const since = fill(words.since, { time: writeTime(new Date(), lang) });
  const said = element("p", { id: "atlas-offline", lang, ...STATUS }, `${since} `, stories);
  said.style.cssText = SAID;
  document.documentElement.append(said);
};

const start = async () => {
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  if (!active) return;
  worker = active;
  window.addEventListener("offline", sayOffline);
  window.addEventListener("online", () => {
    document.getElementById("atlas-offline")?.remove();
    tell({ kind: "back" });
  });
  followViews();
  await keepPage();
};

/* A page in a page of another site keeps nothing, nor does one that is not secure. */
if ("serviceWorker" in navigator && window.top === window)
  start().catch((problem) => console.info("offline:", problem));
